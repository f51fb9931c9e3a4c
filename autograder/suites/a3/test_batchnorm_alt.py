"""Hidden tests of the exercise `batchnorm_alt`: other data, combinations and edge cases."""

import numpy as np

from given.testing import assert_close
from oracles.batchnorm import batchnorm_gradients


def problem(rng, examples=7, features=4):
    """dout, x with features from small to large, gamma and beta of either sign."""
    scales = np.geomspace(0.2, 30.0, features)
    spread = np.linspace(-1.5, 1.5, examples)[:, None] + 0.1 * rng.normal(size=(examples, features))
    x = scales * (rng.permuted(spread, axis=0) + rng.uniform(1.0, 3.0, size=features))
    return rng.normal(size=x.shape), x, rng.normal(size=features), rng.normal(size=features)


def gradients(student, dout, *inputs, eps):
    """dx, dgamma and dbeta of the student's forward and backward in train mode."""
    given = [array.copy() for array in inputs]
    settings = {"mode": "train", "eps": eps}
    _, cache = student.normalization.batchnorm_forward(*given, settings)
    return student.normalization.batchnorm_backward_alt(dout.copy(), cache)


def test_dx(student, rng):
    """dx: features of different scales."""
    given = problem(rng)
    want, _, _ = batchnorm_gradients(*given, eps=1e-5)
    dx, _, _ = gradients(student, *given, eps=1e-5)
    assert_close(dx, want)


def test_dx_with_a_large_eps(student, rng):
    """dx: eps is as large as some of the variances; more features than examples."""
    given = problem(rng, examples=5, features=6)
    want, _, _ = batchnorm_gradients(*given, eps=0.7)
    dx, _, _ = gradients(student, *given, eps=0.7)
    assert_close(dx, want)


def test_dgamma(student, rng):
    """dgamma: features of different scales, a large eps."""
    given = problem(rng, examples=8, features=3)
    _, want, _ = batchnorm_gradients(*given, eps=0.4)
    _, dgamma, _ = gradients(student, *given, eps=0.4)
    assert_close(dgamma, want)


def test_dbeta(student, rng):
    """dbeta: features of different scales."""
    given = problem(rng, examples=6, features=5)
    _, _, want = batchnorm_gradients(*given, eps=1e-5)
    _, _, dbeta = gradients(student, *given, eps=1e-5)
    assert_close(dbeta, want)


def test_one_upstream_number(student, rng):
    """dx: where a single entry of dout is not 0, it reaches its whole column."""
    dout, *inputs = problem(rng, examples=5, features=3)
    alone = np.zeros((5, 3))
    alone[3, 1] = np.abs(dout[3, 1]) + 1
    want = batchnorm_gradients(alone, *inputs, eps=0.1)
    came = gradients(student, alone, *inputs, eps=0.1)
    for gradient, promised in zip(came, want, strict=True):
        assert_close(gradient, promised)


def test_a_feature_that_does_not_vary(student, rng):
    """all gradients where one feature has the same value in all rows."""
    dout, x, gamma, beta = problem(rng, examples=6, features=4)
    x[:, 2] = 3.0
    want = batchnorm_gradients(dout, x, gamma, beta, eps=0.01)
    came = gradients(student, dout, x, gamma, beta, eps=0.01)
    for gradient, promised in zip(came, want, strict=True):
        assert_close(gradient, promised)


def test_a_batch_of_one(student, rng):
    """a single row has a dbeta; its dx and dgamma are 0, for it is its own mean."""
    dout, *inputs = problem(rng, examples=1, features=4)
    want = dout[0].copy()
    dx, dgamma, dbeta = gradients(student, dout, *inputs, eps=1e-5)
    assert_close(dbeta, want)
    assert_close(dx, np.zeros((1, 4)))
    assert_close(dgamma, np.zeros(4))


def test_the_cache_of_an_earlier_batch(student, rng):
    """all gradients of a first batch, worked out after a second one went forward."""
    dout, *inputs = problem(rng)
    want = batchnorm_gradients(dout, *inputs, eps=0.2)
    forward, settings = student.normalization.batchnorm_forward, {"mode": "train", "eps": 0.2}
    _, cache = forward(*[array.copy() for array in inputs], settings)
    forward(*problem(rng)[1:], settings)
    came = student.normalization.batchnorm_backward_alt(dout, cache)
    for gradient, promised in zip(came, want, strict=True):
        assert_close(gradient, promised)
