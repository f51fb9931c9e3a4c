"""Public tests of the exercise `scale_shift`: backward of out = gamma * x_hat + beta."""

import numpy as np

from given.testing import assert_close, contract


def test_worked_by_hand(student):
    """three rows, two features, worked by hand."""
    dout = np.array([[1.0, 2.0], [-3.0, 0.0], [4.0, -1.0]])
    x_hat = np.array([[0.5, 1.0], [-1.0, 2.0], [2.0, -3.0]])
    gamma = np.array([10.0, -2.0])
    came = student.normalization.scale_shift_backward(dout, x_hat, gamma)
    assert_close(came[0], [[10.0, -4.0], [-30.0, 0.0], [40.0, 2.0]])
    assert_close(came[1], [0.5 + 3.0 + 8.0, 2.0 + 0.0 + 3.0])
    assert_close(came[2], [2.0, 1.0])


def test_dx_hat_says_what_a_change_of_x_hat_does(student, rng):
    """dx_hat: out changes with x_hat as it says, at each entry in its own way."""
    dout, x_hat, step = rng.normal(size=(3, 7, 4))
    gamma, beta = rng.normal(size=(2, 4))
    # out is linear in x_hat: the difference of two values is the slope
    want = np.sum(dout * (gamma * (x_hat + step) + beta)) - np.sum(dout * (gamma * x_hat + beta))
    dx_hat, _, _ = student.normalization.scale_shift_backward(dout, x_hat, gamma)
    assert_close(np.sum(dx_hat * step), want)


def test_dgamma_and_dbeta_say_what_a_change_of_gamma_and_beta_does(student, rng):
    """dgamma, dbeta: out changes with gamma and beta as they say."""
    dout, x_hat = rng.normal(size=(2, 7, 4))
    gamma, step = rng.normal(size=(2, 4))
    want = np.sum(dout * (step * x_hat)), np.sum(dout * np.tile(step, (7, 1)))
    _, dgamma, dbeta = student.normalization.scale_shift_backward(dout, x_hat, gamma)
    assert [np.shape(dgamma), np.shape(dbeta)] == [(4,), (4,)]
    assert_close(np.sum(dgamma * step), want[0])
    assert_close(np.sum(dbeta * step), want[1])


@contract
def test_shapes(student, rng):
    """dx_hat (N, D), dgamma and dbeta (D,)."""
    dout, x_hat = rng.normal(size=(2, 7, 4))
    came = student.normalization.scale_shift_backward(dout, x_hat, rng.normal(size=4))
    assert [np.shape(gradient) for gradient in came] == [(7, 4), (4,), (4,)]
