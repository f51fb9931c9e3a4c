"""Hidden tests of the exercise `centering`: other data and edge cases."""

import numpy as np

from given.testing import assert_close
from oracles.batchnorm import centering, gradients


def wanted(dcentered):
    """dx of the oracle; x itself does not matter."""
    return gradients(centering, (np.zeros(dcentered.shape),), dcentered)[0]


def test_random_gradients(student, rng):
    """dx: on random data, features of different scales."""
    dcentered = rng.normal(size=(9, 5)) * np.geomspace(0.1, 10.0, 5) + 1
    want = wanted(dcentered)
    dx = student.normalization.centering_backward(dcentered)
    assert_close(dx, want)


def test_more_features_than_examples(student, rng):
    """dx: more features than examples."""
    dcentered = rng.normal(size=(3, 8)) - 2
    want = wanted(dcentered)
    dx = student.normalization.centering_backward(dcentered)
    assert_close(dx, want)


def test_one_upstream_number(student):
    """dx: where a single entry of dcentered is not 0, it reaches its whole column."""
    dcentered = np.zeros((6, 4))
    dcentered[4, 1] = -12.0
    want = wanted(dcentered)
    dx = student.normalization.centering_backward(dcentered)
    assert_close(dx, want)


def test_equal_gradients_cancel(student, rng):
    """dx: a column of equal numbers gives zeros, a column beside it does not."""
    dcentered = np.column_stack([np.full(5, 3.0), rng.normal(size=5) + 1, np.full(5, -0.5)])
    want = wanted(dcentered)
    dx = student.normalization.centering_backward(dcentered)
    assert_close(dx, want)
