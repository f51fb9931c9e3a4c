"""Hidden tests of the exercise `scale_shift`: other data and edge cases."""

import numpy as np

from given.testing import assert_close
from oracles.batchnorm import gradients, scale_shift


def problem(rng, examples=9, features=5):
    """dout, x_hat and gamma; x_hat has columns of any mean and scale."""
    dout, x_hat = rng.normal(size=(2, examples, features))
    return dout, x_hat * np.geomspace(0.1, 10.0, features) + 1, rng.normal(size=features)


def wanted(dout, x_hat, gamma):
    """dx_hat, dgamma and dbeta of the oracle; beta itself does not matter."""
    return gradients(scale_shift, (x_hat, gamma, np.zeros(len(gamma))), dout)


def test_dx_hat(student, rng):
    """dx_hat: on random data."""
    given = problem(rng)
    want, _, _ = wanted(*given)
    dx_hat, _, _ = student.normalization.scale_shift_backward(*given)
    assert_close(dx_hat, want)


def test_dgamma(student, rng):
    """dgamma: on random data, features of different scales."""
    given = problem(rng, examples=6, features=7)
    _, want, _ = wanted(*given)
    _, dgamma, _ = student.normalization.scale_shift_backward(*given)
    assert_close(dgamma, want)


def test_dbeta(student, rng):
    """dbeta: on random data."""
    given = problem(rng, examples=8, features=3)
    _, _, want = wanted(*given)
    _, _, dbeta = student.normalization.scale_shift_backward(*given)
    assert_close(dbeta, want)


def test_a_batch_of_one(student, rng):
    """all three gradients of a single row."""
    given = problem(rng, examples=1, features=4)
    want = wanted(*given)
    came = student.normalization.scale_shift_backward(*given)
    for gradient, promised in zip(came, want, strict=True):
        assert_close(gradient, promised)


def test_a_gamma_of_zero(student, rng):
    """a feature that gamma switches off still has its dgamma and dbeta."""
    dout, x_hat, gamma = problem(rng, examples=4, features=6)
    gamma[[1, 4]] = 0.0
    want = wanted(dout, x_hat, gamma)
    came = student.normalization.scale_shift_backward(dout, x_hat, gamma)
    for gradient, promised in zip(came, want, strict=True):
        assert_close(gradient, promised)
