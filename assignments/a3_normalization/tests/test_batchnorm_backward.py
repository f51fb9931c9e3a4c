"""Public tests of the exercise `batchnorm_backward`."""

import numpy as np

from given.testing import assert_close, contract

STEP = 1e-5  # of the central differences


def problem(rng):
    """x (7, 4) with mean about 12 and standard deviation about 5, gamma, beta, dout."""
    spread = np.linspace(-1.5, 1.5, 7)[:, None] + 0.1 * rng.normal(size=(7, 4))
    x = 12 + 5 * rng.permuted(spread, axis=0)
    return x, rng.uniform(1.0, 3.0, size=4), rng.normal(size=4), rng.normal(size=(7, 4))


def output(student, x, gamma, beta, eps=0.5):
    """out and cache of your batchnorm_forward in train mode."""
    given = x.copy(), gamma.copy(), beta.copy()
    return student.normalization.batchnorm_forward(*given, {"mode": "train", "eps": eps})


def slope_along(student, ahead, behind, dout):
    """Central difference of sum(dout * out) between two points: two calls of your forward."""
    difference = output(student, *ahead)[0] - output(student, *behind)[0]
    slope = np.sum(dout * difference) / (2 * STEP)
    assert slope != 0, "your batchnorm_forward does not change when its inputs do"
    return slope


def test_worked_by_hand(student):
    """one feature, four rows, var = 1, eps = 8 and gamma = 6, worked by hand."""
    x, dout = np.array([[6.0], [6.0], [4.0], [4.0]]), np.array([[9.0], [0.0], [0.0], [-3.0]])
    # std = 3: directly 18 and -6, through the mean -3 for each row, through the variance -+2/3
    want_dx = [[15.0 - 2 / 3], [-3.0 - 2 / 3], [-3.0 + 2 / 3], [-9.0 + 2 / 3]]
    _, cache = output(student, x, np.array([6.0]), np.array([7.0]), eps=8.0)
    dx, dgamma, dbeta = student.normalization.batchnorm_backward(dout, cache)
    assert_close(dbeta, [6.0])
    assert_close(dgamma, [(9.0 + 3.0) / 3])
    assert_close(dx, want_dx)


def test_dx_is_the_slope_of_your_forward(student, rng):
    """dx: along any direction, the slope of your batchnorm_forward."""
    x, gamma, beta, dout = problem(rng)
    direction = rng.normal(size=(7, 4))
    ahead, behind = x + STEP * direction, x - STEP * direction
    want = slope_along(student, (ahead, gamma, beta), (behind, gamma, beta), dout)
    _, cache = output(student, x, gamma, beta)
    dx, _, _ = student.normalization.batchnorm_backward(dout.copy(), cache)
    assert_close(np.sum(dx * direction), want, rtol=1e-6, atol=1e-8)  # rounding: 1e-15 / STEP


def test_dgamma_and_dbeta_are_the_slopes_of_your_forward(student, rng):
    """dgamma, dbeta: along any direction, the slopes of your batchnorm_forward."""
    x, gamma, beta, dout = problem(rng)
    direction = rng.normal(size=4)
    step = STEP * direction
    by_gamma = slope_along(student, (x, gamma + step, beta), (x, gamma - step, beta), dout)
    by_beta = slope_along(student, (x, gamma, beta + step), (x, gamma, beta - step), dout)
    _, cache = output(student, x, gamma, beta)
    _, dgamma, dbeta = student.normalization.batchnorm_backward(dout.copy(), cache)
    assert [np.shape(dgamma), np.shape(dbeta)] == [(4,), (4,)]
    assert_close(np.sum(dgamma * direction), by_gamma, rtol=1e-6, atol=1e-8)  # as above
    assert_close(np.sum(dbeta * direction), by_beta, rtol=1e-6, atol=1e-8)


def test_moving_and_stretching_a_feature_changes_nothing(student, rng):
    """dx: with a tiny eps, its columns add to 0, and so do those of dx * x_hat."""
    x, gamma, beta, dout = problem(rng)
    x_hat = (x - x.mean(axis=0)) / x.std(axis=0)
    _, cache = output(student, x, gamma, beta, eps=1e-12)
    dx, _, _ = student.normalization.batchnorm_backward(dout, cache)
    assert np.all(np.max(np.abs(dx), axis=0) > 1e-6), "a column of dx is 0"
    assert_close(np.sum(dx, axis=0), np.zeros(4))
    assert_close(np.sum(dx * x_hat, axis=0), np.zeros(4))


@contract
def test_shapes(student, rng):
    """dx (N, D), dgamma and dbeta (D,)."""
    *given, dout = problem(rng)
    _, cache = output(student, *given)
    came = student.normalization.batchnorm_backward(dout, cache)
    assert [np.shape(gradient) for gradient in came] == [(7, 4), (4,), (4,)]
