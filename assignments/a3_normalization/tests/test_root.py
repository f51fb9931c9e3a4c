"""Public tests of the exercise `root`: backward of std = sqrt(var + eps)."""

import numpy as np

from given.testing import assert_close, contract

STEP = 1e-5  # of the central differences


def test_worked_by_hand(student):
    """roots 2, 1/2, 1 and 5, worked by hand."""
    dstd, std = np.array([3.0, -2.0, 0.0, 7.0]), np.array([2.0, 0.5, 1.0, 5.0])
    dvar = student.normalization.root_backward(dstd, std)
    assert_close(dvar, [0.75, -2.0, 0.0, 0.7])


def test_it_says_what_a_change_of_the_variance_does(student, rng):
    """dvar: the root changes with the variance as it says."""
    dstd, direction = rng.normal(size=(2, 5))
    var, eps = rng.uniform(1.0, 9.0, size=5), 0.5
    ahead = np.sum(dstd * np.sqrt(var + STEP * direction + eps))
    behind = np.sum(dstd * np.sqrt(var - STEP * direction + eps))
    want = (ahead - behind) / (2 * STEP)
    dvar = student.normalization.root_backward(dstd, np.sqrt(var + eps))
    assert np.shape(dvar) == (5,)
    assert_close(np.sum(dvar * direction), want, rtol=1e-6, atol=1e-8)  # rounding: 1e-15 / STEP


@contract
def test_shape(student, rng):
    """dvar (D,)."""
    dvar = student.normalization.root_backward(rng.normal(size=5), rng.uniform(1.0, 2.0, size=5))
    assert np.shape(dvar) == (5,)
