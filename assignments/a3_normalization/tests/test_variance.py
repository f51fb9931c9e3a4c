"""Public tests of the exercise `variance`: backward of var = mean over the rows of centered**2."""

import numpy as np

from given.testing import assert_close, contract

STEP = 1e-5  # of the central differences


def test_worked_by_hand(student):
    """four rows, two features, worked by hand; the columns have means of their own."""
    dvar = np.array([2.0, -3.0])
    centered = np.array([[1.0, 2.0], [-3.0, 0.0], [4.0, -1.0], [0.5, 6.0]])
    want = [[1.0, -3.0], [-3.0, 0.0], [4.0, 1.5], [0.5, -9.0]]
    dcentered = student.normalization.variance_backward(dvar, centered)
    assert_close(dcentered, want)


def test_it_says_what_a_change_of_centered_does(student, rng):
    """dcentered: the mean of the squares changes with centered as it says."""
    centered, direction = rng.normal(size=(2, 7, 4)) + 1
    dvar = rng.normal(size=4)
    ahead = np.sum(dvar * np.mean((centered + STEP * direction) ** 2, axis=0))
    behind = np.sum(dvar * np.mean((centered - STEP * direction) ** 2, axis=0))
    want = (ahead - behind) / (2 * STEP)
    dcentered = student.normalization.variance_backward(dvar, centered)
    assert_close(np.sum(dcentered * direction), want, rtol=1e-6, atol=1e-8)  # rounding


@contract
def test_shape(student, rng):
    """dcentered (N, D)."""
    dcentered = student.normalization.variance_backward(rng.normal(size=4), rng.normal(size=(7, 4)))
    assert np.shape(dcentered) == (7, 4)
