"""Hidden tests of the exercise `confusion`: other data, combinations and edge cases."""

import numpy as np

from given.testing import assert_close, assert_labels
from oracles.metrics import accuracy, by_class, confusion_matrix


def labels(rng, images=60, classes=5):
    """Right classes and predictions, of which about half are right; all classes occur in both."""
    y_true = np.concatenate([np.arange(classes), rng.integers(0, classes, size=images)])
    guesses = rng.integers(0, classes, size=images)
    y_pred = np.where(rng.random(images) < 0.4, y_true[classes:], guesses)
    return y_true, np.concatenate([np.arange(classes), y_pred])


def with_gaps(rng):
    """Labels of six classes: 1 never occurs, 4 is never predicted, 3 neither, 5 is met once."""
    y_true, y_pred = labels(rng, images=70, classes=5)
    y_true[(y_true == 1) | (y_true == 3)] = 2
    y_pred[(y_pred == 3) | (y_pred == 4)] = 0
    return np.append(y_true, 5), np.append(y_pred, 5)


def test_confusion_matrix_of_random_labels(student, rng):
    """confusion_matrix: many images of a few classes."""
    y_true, y_pred = labels(rng)
    want = confusion_matrix(y_true, y_pred, 5)
    assert_labels(student.metrics.confusion_matrix(y_true, y_pred, 5), want)


def test_confusion_matrix_has_room_for_classes_that_never_occur(student, rng):
    """confusion_matrix: the largest classes and others occur nowhere."""
    y_true, y_pred = with_gaps(rng)
    want = confusion_matrix(y_true, y_pred, 9)
    assert_labels(student.metrics.confusion_matrix(y_true, y_pred, 9), want)


def test_confusion_matrix_of_one_image(student):
    """confusion_matrix: one image, predicted wrongly."""
    want = np.zeros((3, 3), dtype=int)
    want[2, 0] = 1
    got = student.metrics.confusion_matrix(np.array([2]), np.array([0]), 3)
    assert_labels(got, want)


def test_accuracy_of_random_labels(student, rng):
    """accuracy: many images of a few classes."""
    y_true, y_pred = labels(rng)
    matrix, want = confusion_matrix(y_true, y_pred, 5), accuracy(y_true, y_pred)
    assert_close(student.metrics.accuracy(matrix), want)


def test_accuracy_where_classes_are_of_unequal_size(student):
    """accuracy: every image counts alike, so that a large class weighs more; one class is empty."""
    matrix = np.array([[900, 50, 0], [7, 3, 0], [0, 0, 0]])
    assert_close(student.metrics.accuracy(matrix), 903 / 960)


def test_precision_of_random_labels(student, rng):
    """precision: many images of a few classes."""
    y_true, y_pred = labels(rng)
    matrix, want = confusion_matrix(y_true, y_pred, 5), by_class("precision", y_true, y_pred, 5)
    assert_close(student.metrics.precision(matrix), want)


def test_precision_with_gaps(student, rng):
    """precision: some classes never occur or are never predicted."""
    y_true, y_pred = with_gaps(rng)
    matrix, want = confusion_matrix(y_true, y_pred, 6), by_class("precision", y_true, y_pred, 6)
    assert_close(student.metrics.precision(matrix), want)


def test_recall_of_random_labels(student, rng):
    """recall: many images of a few classes."""
    y_true, y_pred = labels(rng)
    matrix, want = confusion_matrix(y_true, y_pred, 5), by_class("recall", y_true, y_pred, 5)
    assert_close(student.metrics.recall(matrix), want)


def test_recall_with_gaps(student, rng):
    """recall: some classes never occur or are never predicted."""
    y_true, y_pred = with_gaps(rng)
    matrix, want = confusion_matrix(y_true, y_pred, 6), by_class("recall", y_true, y_pred, 6)
    assert_close(student.metrics.recall(matrix), want)


def test_specificity_of_random_labels(student, rng):
    """specificity: many images of a few classes."""
    y_true, y_pred = labels(rng)
    matrix, want = confusion_matrix(y_true, y_pred, 5), by_class("specificity", y_true, y_pred, 5)
    assert_close(student.metrics.specificity(matrix), want)


def test_specificity_with_gaps(student, rng):
    """specificity: some classes never occur or are never predicted."""
    y_true, y_pred = with_gaps(rng)
    matrix, want = confusion_matrix(y_true, y_pred, 6), by_class("specificity", y_true, y_pred, 6)
    assert_close(student.metrics.specificity(matrix), want)


def test_specificity_where_all_images_or_all_but_one_are_of_one_class(student, rng):
    """specificity: all images are of one class, or all but one are."""
    guesses = rng.integers(0, 3, size=20)  # never class 3
    for first, y_pred in [(3, np.full(20, 3)), (3, guesses), (0, guesses)]:
        y_true = np.append(first, np.full(19, 3))
        matrix = confusion_matrix(y_true, y_pred, 4)
        want = by_class("specificity", y_true, y_pred, 4)
        assert_close(student.metrics.specificity(matrix), want)


def test_f1_score_of_random_labels(student, rng):
    """f1_score: many images of a few classes."""
    y_true, y_pred = labels(rng)
    matrix, want = confusion_matrix(y_true, y_pred, 5), by_class("f1", y_true, y_pred, 5)
    assert_close(student.metrics.f1_score(matrix), want)


def test_f1_score_with_gaps(student, rng):
    """f1_score: some classes never occur or are never predicted."""
    y_true, y_pred = with_gaps(rng)
    matrix, want = confusion_matrix(y_true, y_pred, 6), by_class("f1", y_true, y_pred, 6)
    assert_close(student.metrics.f1_score(matrix), want)
