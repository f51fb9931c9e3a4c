"""Hidden tests of the exercise `top_k`: other data, combinations and edge cases."""

import numpy as np

from given.testing import assert_close
from oracles.metrics import top_k_accuracy


def test_random_scores(student, rng):
    """top_k_accuracy: random scores of nine classes, several k."""
    scores, y_true = rng.normal(size=(40, 9)), rng.integers(0, 9, size=40)
    want = [top_k_accuracy(y_true, scores, k) for k in (1, 3, 5)]
    got = [student.metrics.top_k_accuracy(y_true.copy(), scores.copy(), k) for k in (1, 3, 5)]
    assert_close(got, want)


def test_many_equal_scores(student, rng):
    """top_k_accuracy: scores of three different values only."""
    scores = rng.integers(-1, 2, size=(50, 6)).astype(np.float64)
    y_true = rng.integers(0, 6, size=50)
    want = [top_k_accuracy(y_true, scores, k) for k in (1, 2, 4)]
    got = [student.metrics.top_k_accuracy(y_true.copy(), scores.copy(), k) for k in (1, 2, 4)]
    assert_close(got, want)


def test_every_class_equal(student):
    """top_k_accuracy: where all scores are equal, the first k labels count."""
    y_true = np.array([0, 6, 3, 2, 5, 3, 1, 0])
    scores = np.full((8, 7), 2.5)
    got = [student.metrics.top_k_accuracy(y_true.copy(), scores.copy(), k) for k in (1, 3, 4, 6)]
    assert_close(got, [2 / 8, 4 / 8, 6 / 8, 7 / 8])


def test_all_classes_but_one(student, rng):
    """top_k_accuracy: with k = C - 1 only images whose class is last are wrong; with C none."""
    scores, y_true = rng.normal(size=(12, 5)), np.arange(12) % 5
    scores[np.arange(3), y_true[:3]] = -50.0
    scores[np.arange(3, 12), y_true[3:]] = 50.0
    got = [student.metrics.top_k_accuracy(y_true.copy(), scores.copy(), k) for k in (5, 4)]
    assert_close(got, [1.0, 9 / 12])


def test_one_image(student):
    """top_k_accuracy: one image is right or wrong."""
    scores = np.array([[0.5, 2.0, 1.0, 1.5]])
    got = [student.metrics.top_k_accuracy(np.array([3]), scores.copy(), k) for k in (1, 2, 3)]
    assert_close(got, [0.0, 1.0, 1.0])


def test_two_classes_for_a_hundred_images(student, rng):
    """top_k_accuracy: many images, two classes."""
    scores, y_true = rng.normal(size=(100, 2)), rng.integers(0, 2, size=100)
    want = top_k_accuracy(y_true, scores, 1)
    assert_close(student.metrics.top_k_accuracy(y_true.copy(), scores.copy(), 1), want)
