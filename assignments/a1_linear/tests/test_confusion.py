"""Public tests of the exercise `confusion`: confusion_matrix, accuracy, precision and so on.

Of 30 cats and 70 dogs, 18 cats and 68 dogs are recognised; for a cat detector that makes 18 true
and 2 false positives, 68 true and 12 false negatives.
"""

import numpy as np

from given.testing import assert_close, assert_labels, contract


def cats_and_dogs():
    """The confusion matrix of the example: cats are class 0."""
    return np.array([[18, 12], [2, 68]])


def test_confusion_matrix_counts_each_pair_of_classes(student):
    """confusion_matrix: rows are right classes, columns predicted ones; class 3 never occurs."""
    y_true, y_pred = np.array([0, 2, 2, 1, 2, 2, 0]), np.array([0, 1, 2, 1, 1, 2, 2])
    want = np.array([[1, 0, 1, 0], [0, 1, 0, 0], [0, 2, 2, 0], [0, 0, 0, 0]])
    assert_labels(student.metrics.confusion_matrix(y_true, y_pred, 4), want)


@contract
def test_confusion_matrix_holds_integers(student):
    """confusion_matrix: (C, C) integers."""
    matrix = student.metrics.confusion_matrix(np.array([2, 0]), np.array([1, 0]), 5)
    assert matrix.shape == (5, 5)
    assert np.issubdtype(matrix.dtype, np.integer)


def test_accuracy_is_the_share_of_right_predictions(student):
    """accuracy: 86 of 100 cats and dogs are recognised."""
    assert_close(student.metrics.accuracy(cats_and_dogs()), 0.86)


def test_precision_is_a_share_of_what_is_predicted(student):
    """precision: 18 of 20 predicted cats are cats, 68 of 80 predicted dogs are dogs."""
    assert_close(student.metrics.precision(cats_and_dogs()), np.array([0.9, 0.85]))


def test_precision_of_a_class_that_is_never_predicted(student):
    """precision: 0 for a class that is never predicted."""
    matrix = np.array([[3, 0, 1], [2, 0, 2], [4, 0, 5]])
    assert_close(student.metrics.precision(matrix), np.array([3 / 9, 0.0, 5 / 8]))


def test_recall_is_a_share_of_what_there_is(student):
    """recall: 18 of 30 cats and 68 of 70 dogs are recognised."""
    assert_close(student.metrics.recall(cats_and_dogs()), np.array([0.6, 68 / 70]))


def test_recall_of_a_class_that_does_not_occur(student):
    """recall: 0 for a class that does not occur."""
    matrix = np.array([[3, 4, 0], [0, 0, 0], [2, 1, 7]])
    assert_close(student.metrics.recall(matrix), np.array([3 / 7, 0.0, 0.7]))


def test_specificity_is_a_share_of_what_is_not_of_the_class(student):
    """specificity: 68 of 70 that are no cats are not called cats, 18 of 30 not dogs."""
    assert_close(student.metrics.specificity(cats_and_dogs()), np.array([68 / 70, 0.6]))


def test_specificity_of_three_classes(student):
    """specificity: of three classes; what is called the wrong other class is no false positive."""
    matrix = np.array([[5, 1, 2], [0, 4, 6], [3, 0, 9]])
    want = np.array([19 / 22, 19 / 20, 10 / 18])  # false positives: 3 of 22, 1 of 20, 8 of 18
    assert_close(student.metrics.specificity(matrix), want)


def test_specificity_of_a_class_that_all_images_are_of(student):
    """specificity: 0 for a class that all images are of."""
    matrix = np.array([[0, 0, 0], [2, 6, 3], [0, 0, 0]])
    assert_close(student.metrics.specificity(matrix), np.array([9 / 11, 0.0, 8 / 11]))


def test_f1_score_is_the_harmonic_mean_of_precision_and_recall(student):
    """f1_score: of cats 36 / 50, of dogs 136 / 150."""
    assert_close(student.metrics.f1_score(cats_and_dogs()), np.array([0.72, 136 / 150]))


def test_f1_score_of_a_class_without_a_right_prediction(student):
    """f1_score: 0 for classes that never occur or are never recognised."""
    matrix = np.array([[3, 1, 0, 2], [2, 0, 0, 1], [0, 0, 0, 0], [1, 0, 0, 4]])
    assert_close(student.metrics.f1_score(matrix), np.array([6 / 12, 0.0, 0.0, 8 / 12]))
