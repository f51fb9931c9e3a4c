"""Public tests of the exercise `leaky_relu`: a leak that is given, and one that is learnt."""

import numpy as np

from given.testing import assert_close, contract


def test_leaky_relu_on_both_sides_of_zero(student):
    """leaky_relu_forward: numbers above 0 stay, the others are multiplied by the slope."""
    x = np.array([[[-2.0, 0.0, 3.5]], [[0.25, -0.5, -40.0]]])
    out, _ = student.layers.leaky_relu_forward(x, 0.2)
    assert_close(out, np.array([[[-0.4, 0.0, 3.5]], [[0.25, -0.1, -8.0]]]))


def test_leaky_relu_leaks_a_hundredth_if_nothing_is_said(student):
    """leaky_relu_forward: the slope is 0.01 if none is given."""
    out, _ = student.layers.leaky_relu_forward(np.array([-300.0, 2.0, -1.0]))
    assert_close(out, [-3.0, 2.0, -0.01])


def test_leaky_relu_backward_on_both_sides_of_zero(student):
    """leaky_relu_backward: below 0, and at exactly 0, dout is multiplied by the slope."""
    x, dout = np.array([[-2.0, 0.0, 3.5], [0.25, -0.5, 0.0]]), np.array([[4, 2, -3], [7, -6, 5.0]])
    _, cache = student.layers.leaky_relu_forward(x, 0.2)
    dx = student.layers.leaky_relu_backward(dout, cache)
    assert_close(dx, np.array([[0.8, 0.4, -3.0], [7.0, -1.2, 1.0]]))


def test_prelu_forward_takes_any_slope(student):
    """prelu_forward: below 0 the slope counts, be it above 1 or negative."""
    for slope, below in [(0.25, -0.5), (3.0, -6.0), (-1.0, 2.0)]:
        out, _ = student.layers.prelu_forward(np.array([[-2.0], [5.0], [0.0]]), slope)
        assert_close(out, np.array([[below], [5.0], [0.0]]))


def test_prelu_dx_on_both_sides_of_zero(student):
    """prelu_backward: dx is dout above 0, slope times dout elsewhere, at exactly 0 too."""
    x, dout = np.array([[-2.0, 0.0, 3.5], [0.25, -0.5, 0.0]]), np.array([[4, 2, -3], [7, -6, 5.0]])
    _, cache = student.layers.prelu_forward(x, -0.5)
    dx, _ = student.layers.prelu_backward(dout, cache)
    assert_close(dx, np.array([[-2.0, -1.0, -3.0], [7.0, 3.0, -2.5]]))


def test_prelu_dslope_is_what_a_change_of_the_slope_brings(student, rng):
    """prelu_backward: dslope tells how sum(dout * out) changes with the slope."""
    x, dout = rng.normal(size=(5, 4)) - 0.5, rng.normal(size=(5, 4))
    before, _ = student.layers.prelu_forward(x.copy(), 0.3)
    after, _ = student.layers.prelu_forward(x.copy(), 1.3)
    want = np.sum(dout * (after - before))  # exact: out is linear in the slope
    assert want != 0, "out does not change when the slope does"
    _, cache = student.layers.prelu_forward(x, 0.3)
    _, dslope = student.layers.prelu_backward(dout, cache)
    assert_close(dslope, want)


@contract
def test_dslope_is_a_single_number(student, rng):
    """prelu_backward: dx has x's shape, dslope is a single number."""
    _, cache = student.layers.prelu_forward(rng.normal(size=(2, 3, 4)), 0.1)
    dx, dslope = student.layers.prelu_backward(rng.normal(size=(2, 3, 4)), cache)
    assert np.shape(dx) == (2, 3, 4)
    assert np.shape(dslope) == ()
