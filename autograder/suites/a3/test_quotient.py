"""Hidden tests of the exercise `quotient`: other data and edge cases."""

import numpy as np

from given.testing import assert_close
from oracles.batchnorm import gradients, quotient


def problem(rng, examples=9, features=5):
    """dx_hat, centered with columns of any mean, and std from small to large."""
    dx_hat, centered = rng.normal(size=(2, examples, features))
    std = np.geomspace(0.2, 30.0, features) * rng.uniform(0.9, 1.1, size=features)
    return dx_hat, std * (centered + 0.7), std


def wanted(dx_hat, centered, std):
    """dcentered and dstd of the oracle."""
    return gradients(quotient, (centered, std), dx_hat)


def test_dcentered(student, rng):
    """dcentered: on random data, features of different scales."""
    given = problem(rng)
    want, _ = wanted(*given)
    dcentered, _ = student.normalization.quotient_backward(*given)
    assert_close(dcentered, want)


def test_dstd(student, rng):
    """dstd: on random data, features of different scales."""
    given = problem(rng, examples=6, features=7)
    _, want = wanted(*given)
    _, dstd = student.normalization.quotient_backward(*given)
    assert_close(dstd, want)


def test_a_numerator_of_any_mean(student, rng):
    """both gradients where the columns of centered have large means: it is a free input."""
    dx_hat, centered, std = problem(rng, examples=5, features=3)
    centered += np.array([30.0, -20.0, 10.0])
    want = wanted(dx_hat, centered, std)
    came = student.normalization.quotient_backward(dx_hat, centered, std)
    for gradient, promised in zip(came, want, strict=True):
        assert_close(gradient, promised)


def test_a_batch_of_one(student, rng):
    """both gradients of a single row."""
    given = problem(rng, examples=1, features=4)
    want = wanted(*given)
    came = student.normalization.quotient_backward(*given)
    for gradient, promised in zip(came, want, strict=True):
        assert_close(gradient, promised)


def test_one_upstream_number(student, rng):
    """both gradients where a single entry of dx_hat is not 0."""
    dx_hat, centered, std = problem(rng, examples=4, features=6)
    alone = np.zeros((4, 6))
    alone[2, 1] = dx_hat[2, 1]
    want = wanted(alone, centered, std)
    came = student.normalization.quotient_backward(alone, centered, std)
    for gradient, promised in zip(came, want, strict=True):
        assert_close(gradient, promised)
