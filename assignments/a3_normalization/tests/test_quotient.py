"""Public tests of the exercise `quotient`: backward of x_hat = centered / std."""

import numpy as np

from given.testing import assert_close, contract

STEP = 1e-5  # of the central differences


def problem(rng):
    """dx_hat and centered (7, 4), the latter of any mean, and std (4,) from 1 to 6."""
    dx_hat, centered = rng.normal(size=(2, 7, 4))
    return dx_hat, 3 * centered + 2, np.array([1.0, 2.5, 4.0, 6.0]) * rng.uniform(0.9, 1.1, size=4)


def test_worked_by_hand(student):
    """three rows, two features, worked by hand."""
    dx_hat = np.array([[1.0, 2.0], [-3.0, 0.0], [4.0, -1.0]])
    centered = np.array([[6.0, 1.0], [2.0, 5.0], [-1.0, 4.0]])
    dcentered, dstd = student.normalization.quotient_backward(
        dx_hat, centered, np.array([2.0, 0.5])
    )
    assert_close(dcentered, [[0.5, 4.0], [-1.5, 0.0], [2.0, -2.0]])
    assert_close(dstd, [-(6.0 - 6.0 - 4.0) / 4, -(2.0 + 0.0 - 4.0) / 0.25])


def test_dcentered_says_what_a_change_of_centered_does(student, rng):
    """dcentered: x_hat changes with centered as it says, std being left as it is."""
    (dx_hat, centered, std), step = problem(rng), rng.normal(size=(7, 4))
    # x_hat is linear in centered: the difference of two values is the slope
    want = np.sum(dx_hat * ((centered + step) / std)) - np.sum(dx_hat * (centered / std))
    dcentered, _ = student.normalization.quotient_backward(dx_hat, centered, std)
    assert_close(np.sum(dcentered * step), want)


def test_dstd_says_what_a_change_of_std_does(student, rng):
    """dstd: x_hat changes with std as it says, centered being left as it is."""
    (dx_hat, centered, std), direction = problem(rng), rng.normal(size=4)
    ahead = np.sum(dx_hat * (centered / (std + STEP * direction)))
    behind = np.sum(dx_hat * (centered / (std - STEP * direction)))
    want = (ahead - behind) / (2 * STEP)
    _, dstd = student.normalization.quotient_backward(dx_hat, centered, std)
    assert np.shape(dstd) == (4,)
    assert_close(np.sum(dstd * direction), want, rtol=1e-6, atol=1e-8)  # rounding: 1e-15 / STEP


@contract
def test_shapes(student, rng):
    """dcentered (N, D), dstd (D,)."""
    came = student.normalization.quotient_backward(*problem(rng))
    assert [np.shape(gradient) for gradient in came] == [(7, 4), (4,)]
