"""Public tests of the exercise `elu`: elu_forward and elu_backward."""

import math

import numpy as np

from given.testing import assert_close


def test_elu_on_both_sides_of_zero(student):
    """elu_forward: numbers above 0 stay, the others go to alpha * (exp(x) - 1)."""
    x = np.array([[[-math.log(2), 0.0, 3.5]], [[0.25, -math.log(10), -math.log(4)]]])
    out, _ = student.layers.elu_forward(x, 0.8)
    assert_close(out, np.array([[[-0.4, 0.0, 3.5]], [[0.25, -0.72, -0.6]]]))


def test_elu_with_the_alpha_that_is_given_if_none_is(student):
    """elu_forward: alpha is 1 if none is given."""
    out, _ = student.layers.elu_forward(np.log(np.array([0.5, 0.1, math.e])))
    assert_close(out, [-0.5, -0.9, 1.0])


def test_elu_backward_on_both_sides_of_zero(student):
    """elu_backward: the slope is 1 above 0, and alpha at exactly 0; times dout."""
    x = np.array([[-math.log(2), 0.0, 3.5], [0.25, -math.log(10), -math.log(4)]])
    dout = np.array([[3.0, -2.0, 0.5], [-4.0, 5.0, 2.0]])
    _, cache = student.layers.elu_forward(x, 0.8)
    dx = student.layers.elu_backward(dout, cache)
    assert_close(dx, np.array([[1.2, -1.6, 0.5], [-4.0, 0.4, 0.4]]))


def test_elu_of_a_thousand_is_finite(student):
    """elu_forward, elu_backward: at 1000 it is 1000, at -1000 it is -alpha, without nan or inf."""
    out, cache = student.layers.elu_forward(np.array([-1000.0, 2.0, 1000.0]), 0.5)
    assert_close(out, [-0.5, 2.0, 1000.0])
    dx = student.layers.elu_backward(np.array([3.0, -2.0, 5.0]), cache)
    assert_close(dx, [0.0, -2.0, 5.0])
