"""Public tests of the exercise `templates`: weight_templates."""

import numpy as np
import pytest

from given.testing import assert_close, contract


def test_each_template_goes_from_zero_to_one(student):
    """weight_templates: the smallest weight of each class becomes 0, its largest 1."""
    W = np.array([[3.0, 6.0], [5.0, 2.0], [4.0, 5.0], [3.5, 3.0], [3.0, 4.0], [4.5, 2.0]])
    want = [[[[0.0], [1.0]], [[0.5], [0.25]], [[0.0], [0.75]]]]
    want += [[[[1.0], [0.0]], [[0.75], [0.25]], [[0.5], [0.0]]]]
    assert_close(student.linear.weight_templates(W, (3, 2, 1)), np.array(want))


def test_pixels_have_the_order_of_reshape(student):
    """weight_templates: weights come line by line, with the channels of a pixel side by side."""
    W = np.arange(24.0)[:, None] * [[0.1, -0.2]]
    rising = [[[0, 1], [2, 3], [4, 5], [6, 7]], [[8, 9], [10, 11], [12, 13], [14, 15]]]
    rising += [[[16, 17], [18, 19], [20, 21], [22, 23]]]
    want = np.array([rising, 23 - np.array(rising)]) / 23
    assert_close(student.linear.weight_templates(W, (3, 4, 2)), want)


def test_small_weights_are_stretched_all_the_way(student):
    """weight_templates: weights of 1e-6 go from 0 to 1, too."""
    W = np.array([[2e-6], [0.0], [1e-6], [-2e-6], [0.0], [0.0]])
    want = np.array([[[[1.0, 0.5, 0.75]], [[0.0, 0.5, 0.5]]]])
    assert_close(student.linear.weight_templates(W, (2, 1, 3)), want)


def test_template_of_equal_weights_is_black(student):
    """weight_templates: a template whose weights are all equal is 0 everywhere."""
    W = np.array([[0.7, 1.0], [0.7, 3.0], [0.7, 2.0]])
    want = np.array([[[[0.0], [0.0], [0.0]]], [[[0.0], [1.0], [0.5]]]])
    assert_close(student.linear.weight_templates(W, (1, 3, 1)), want)


def test_wrong_shape_is_an_error(student):
    """weight_templates: a shape with more or fewer values than D is a ValueError."""
    W = np.array([[1.0], [2.0], [4.0], [3.0]])
    want = np.array([[[[0.0, 1 / 3], [1.0, 2 / 3]]]])
    assert_close(student.linear.weight_templates(W.copy(), (1, 2, 2)), want)
    with pytest.raises(ValueError):  # noqa: PT011 - the words are free
        student.linear.weight_templates(W, (2, 2, 3))


@contract
def test_weights_are_left_as_they_came(student, rng):
    """weight_templates: W is left as it came."""
    W = rng.normal(size=(12, 3))
    before = W.copy()
    student.linear.weight_templates(W, (2, 2, 3))
    assert np.array_equal(W, before)
