"""Hidden tests of the exercise `templates`: other data, combinations and edge cases."""

import numpy as np
import pytest

from given.testing import assert_close
from oracles.linear import templates


def test_templates_of_random_weights(student, rng):
    """weight_templates: several classes of random weights in colour."""
    W = rng.normal(size=(60, 7)) * np.linspace(0.1, 9.0, 7)
    want = templates(W, (4, 5, 3))
    assert_close(student.linear.weight_templates(W, (4, 5, 3)), want)


def test_templates_of_one_class(student, rng):
    """weight_templates: one class, in grey."""
    W = rng.uniform(-0.5, 0.5, size=(10, 1))
    want = templates(W, (5, 2, 1))
    assert_close(student.linear.weight_templates(W, (5, 2, 1)), want)


def test_template_of_equal_weights_among_others(student, rng):
    """weight_templates: equal weights below 0 become 0, the other classes are stretched."""
    W = rng.normal(size=(18, 4)) * 1e-3
    W[:, 2] = -0.4
    want = templates(W, (3, 2, 3))
    assert_close(student.linear.weight_templates(W, (3, 2, 3)), want)


def test_templates_of_tiny_weights(student, rng):
    """weight_templates: tiny weights are stretched like others."""
    W = rng.normal(size=(8, 3)) * [1e-7, 1.0, 1e-5]
    want = templates(W, (2, 4, 1))
    assert_close(student.linear.weight_templates(W, (2, 4, 1)), want)


def test_shape_whose_values_would_fit_several_classes(student, rng):
    """weight_templates: a shape of too few values is a ValueError, even if it divides D * C."""
    W = rng.normal(size=(12, 2))
    want = templates(W, (2, 3, 2))
    assert_close(student.linear.weight_templates(W, (2, 3, 2)), want)
    with pytest.raises(ValueError):  # noqa: PT011 - the words are free
        student.linear.weight_templates(W, (2, 2, 2))
