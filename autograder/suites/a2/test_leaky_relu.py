"""Hidden tests of the exercise `leaky_relu`: random arrays of other shapes and other slopes."""

import numpy as np
import pytest

from given.testing import assert_close
from oracles import layers as oracle

SHAPES = [(9,), (2, 3, 2, 4)]
IDS = ["1_axis", "4_axes"]


def problem(rng, shape):
    """Numbers of both signs, 0.01 and more from 0, and a gradient of the output."""
    x = rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.01, 4, size=shape)
    x.flat[:2] = -1.5, 2.5
    return x, rng.normal(size=shape)


@pytest.mark.parametrize("shape", SHAPES, ids=IDS)
def test_leaky_relu_of_random_numbers(student, rng, shape):
    """leaky_relu_forward: random arrays."""
    x, _ = problem(rng, shape)
    want = oracle.elementwise(oracle.leaky_relu(0.3), x)
    out, _ = student.layers.leaky_relu_forward(x, 0.3)
    assert_close(out, want)


@pytest.mark.parametrize("shape", SHAPES, ids=IDS)
def test_leaky_relu_backward_on_random_numbers(student, rng, shape):
    """leaky_relu_backward: random arrays."""
    x, dout = problem(rng, shape)
    want = oracle.elementwise_gradient(oracle.leaky_relu(0.3), dout, x)
    _, cache = student.layers.leaky_relu_forward(x, 0.3)
    assert_close(student.layers.leaky_relu_backward(dout, cache), want)


@pytest.mark.parametrize("slope", [0.0, 1.0], ids=["none", "whole"])
def test_leaky_relu_between_relu_and_identity(student, rng, slope):
    """leaky_relu_forward, leaky_relu_backward: no leak is a ReLU, a whole one changes nothing."""
    x, dout = problem(rng, (4, 3))
    x[1, 1] = 0.0
    out_wanted, dx_wanted = np.where(x > 0, x, slope * x), np.where(x > 0, dout, slope * dout)
    out, cache = student.layers.leaky_relu_forward(x, slope)
    assert_close(out, out_wanted)
    assert_close(student.layers.leaky_relu_backward(dout, cache), dx_wanted)


def test_leaky_relu_backward_with_the_default_slope(student, rng):
    """leaky_relu_backward: the default slope of the forward serves the backward, too."""
    x, dout = problem(rng, (5, 2))
    want = oracle.elementwise_gradient(oracle.leaky_relu(0.01), dout, x)
    _, cache = student.layers.leaky_relu_forward(x)
    assert_close(student.layers.leaky_relu_backward(dout, cache), want)


@pytest.mark.parametrize("slope", [0.25, 2.0, -0.75], ids=["gentle", "steep", "falling"])
def test_prelu_of_random_numbers(student, rng, slope):
    """prelu_forward: random arrays, any slope."""
    x, _ = problem(rng, (3, 2, 4))
    want = oracle.elementwise(oracle.leaky_relu(slope), x)
    out, _ = student.layers.prelu_forward(x, slope)
    assert_close(out, want)


@pytest.mark.parametrize("slope", [0.25, 2.0, -0.75], ids=["gentle", "steep", "falling"])
def test_prelu_dx_on_random_numbers(student, rng, slope):
    """prelu_backward: dx of random arrays, any slope."""
    x, dout = problem(rng, (3, 2, 4))
    want = oracle.elementwise_gradient(oracle.leaky_relu(slope), dout, x)
    _, cache = student.layers.prelu_forward(x, slope)
    dx, _ = student.layers.prelu_backward(dout, cache)
    assert_close(dx, want)


def test_prelu_at_zero(student, rng):
    """prelu_backward: an x of exactly 0 counts as one below, and adds nothing to dslope."""
    x, dout = np.array([[0.0, 1.5], [-0.0, -2.0]]), rng.normal(size=(2, 2))
    dx_wanted, dslope_wanted = dout * np.array([[0.7, 1.0], [0.7, 0.7]]), -2.0 * dout[1, 1]
    _, cache = student.layers.prelu_forward(x, 0.7)
    dx, dslope = student.layers.prelu_backward(dout, cache)
    assert_close(dx, dx_wanted)
    assert_close(dslope, dslope_wanted)


@pytest.mark.parametrize("shape", SHAPES, ids=IDS)
def test_prelu_dslope_on_random_numbers(student, rng, shape):
    """prelu_backward: dslope of random arrays."""
    x, dout = problem(rng, shape)
    want = oracle.prelu_slope_gradient(dout, x, 0.4)
    _, cache = student.layers.prelu_forward(x, 0.4)
    _, dslope = student.layers.prelu_backward(dout, cache)
    assert_close(dslope, want)
