"""Hidden tests of the exercise `variance`: other data and edge cases."""

import numpy as np

from given.testing import assert_close
from oracles.batchnorm import gradients, variance


def problem(rng, examples=9, features=5):
    """dvar, and centered with columns of any mean and scale."""
    centered = rng.normal(size=(examples, features)) + 0.5
    return rng.normal(size=features), centered * np.geomspace(0.1, 30.0, features)


def test_features_of_different_scales(student, rng):
    """dcentered: features of different scales."""
    dvar, centered = problem(rng)
    (want,) = gradients(variance, (centered,), dvar)
    dcentered = student.normalization.variance_backward(dvar, centered)
    assert_close(dcentered, want)


def test_more_features_than_examples(student, rng):
    """dcentered: more features than examples."""
    dvar, centered = problem(rng, examples=4, features=7)
    (want,) = gradients(variance, (centered,), dvar)
    dcentered = student.normalization.variance_backward(dvar, centered)
    assert_close(dcentered, want)


def test_columns_with_large_means(student, rng):
    """dcentered: columns with large means, for centered is a free input."""
    dvar, centered = problem(rng, examples=5, features=3)
    centered += np.array([20.0, -30.0, 10.0])
    (want,) = gradients(variance, (centered,), dvar)
    dcentered = student.normalization.variance_backward(dvar, centered)
    assert_close(dcentered, want)


def test_a_batch_of_one(student, rng):
    """dcentered: of a single row."""
    dvar, centered = problem(rng, examples=1, features=4)
    (want,) = gradients(variance, (centered,), dvar)
    dcentered = student.normalization.variance_backward(dvar, centered)
    assert_close(dcentered, want)
