"""Public tests of the exercise `activations`: ReLU, sigmoid and tanh, forward and backward.

At the logarithm of a whole number, sigmoid and tanh are fractions.
"""

import numpy as np

from given.testing import assert_close


def test_relu_keeps_what_is_above_zero(student):
    """relu_forward: numbers above 0 stay, all others are 0, in an array of any shape."""
    x = np.array([[[-2.0, 0.0, 3.5]], [[0.25, -0.5, 40.0]]])
    out, _ = student.layers.relu_forward(x)
    assert_close(out, np.array([[[0.0, 0.0, 3.5]], [[0.25, 0.0, 40.0]]]))


def test_relu_lets_dout_pass_above_zero_only(student):
    """relu_backward: dout passes where x is above 0; where x is 0 or below, dx is exactly 0."""
    x = np.array([[[-2.0, 0.0, 3.5]], [[0.25, -0.5, 0.0]]])
    dout = np.array([[[1.5, -4.0, -0.5]], [[2.0, 7.0, 3.0]]])
    _, cache = student.layers.relu_forward(x)
    dx = student.layers.relu_backward(dout, cache)
    assert_close(dx, np.array([[[0.0, 0.0, -0.5]], [[2.0, 0.0, 0.0]]]), atol=0)


def test_sigmoid_of_logarithms(student):
    """sigmoid_forward: the sigmoid of log n is n / (n + 1)."""
    x = np.log(np.array([[[1.0, 3.0]], [[1 / 3, 9.0]], [[1 / 99, 49.0]]]))
    out, _ = student.layers.sigmoid_forward(x)
    assert_close(out, np.array([[[0.5, 0.75]], [[0.25, 0.9]], [[0.01, 0.98]]]))


def test_sigmoid_of_a_thousand_is_finite(student):
    """sigmoid_forward: at 1000 and -1000 it is 1 and 0, not nan."""
    out, _ = student.layers.sigmoid_forward(np.array([-1000.0, -720.0, 0.0, 720.0, 1000.0]))
    assert_close(out, [0.0, 0.0, 0.5, 1.0, 1.0])


def test_sigmoid_backward_at_logarithms(student):
    """sigmoid_backward: at log n the slope is n / (n + 1)^2, times dout."""
    x, dout = np.log(np.array([[1.0, 3.0, 9.0], [1 / 3, 1 / 9, 99.0]])), np.array([[4, -2, 3.0]])
    want = np.array([[1.0, -0.375, 0.27], [0.75, -0.18, 0.0297]])
    _, cache = student.layers.sigmoid_forward(x)
    dx = student.layers.sigmoid_backward(np.concatenate([dout, dout]), cache)
    assert_close(dx, want)


def test_sigmoid_backward_is_finite_where_it_saturates(student):
    """sigmoid_backward: at 1000 and -1000 no gradient is left, and no nan comes."""
    _, cache = student.layers.sigmoid_forward(np.array([-1000.0, 0.0, 1000.0]))
    dx = student.layers.sigmoid_backward(np.array([3.0, -2.0, 5.0]), cache)
    assert_close(dx, [0.0, -0.5, 0.0])


def test_tanh_of_logarithms(student):
    """tanh_forward: the hyperbolic tangent of log n is (n^2 - 1) / (n^2 + 1)."""
    x = np.log(np.array([[[1.0, 2.0]], [[0.5, 3.0]], [[7.0, 1 / 3]]]))
    out, _ = student.layers.tanh_forward(x)
    assert_close(out, np.array([[[0.0, 0.6]], [[-0.6, 0.8]], [[0.96, -0.8]]]))


def test_tanh_backward_at_logarithms(student):
    """tanh_backward: at log n the slope is 4 n^2 / (n^2 + 1)^2, times dout."""
    x, dout = np.log(np.array([[1.0, 2.0, 3.0], [0.5, 7.0, 1 / 3]])), np.array([[3, -2, 0.5]])
    want = np.array([[3.0, -1.28, 0.18], [1.92, -0.1568, 0.18]])
    _, cache = student.layers.tanh_forward(x)
    dx = student.layers.tanh_backward(np.concatenate([dout, dout]), cache)
    assert_close(dx, want)


def test_tanh_of_a_thousand_is_finite(student):
    """tanh_forward, tanh_backward: at 1000 and -1000 it is 1 and -1, with no slope, not nan."""
    out, cache = student.layers.tanh_forward(np.array([-1000.0, 0.0, 1000.0]))
    assert_close(out, [-1.0, 0.0, 1.0])
    dx = student.layers.tanh_backward(np.array([3.0, -2.0, 5.0]), cache)
    assert_close(dx, [0.0, -2.0, 0.0])
