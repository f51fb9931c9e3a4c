"""Hidden tests of the exercise `elu`: random arrays of other shapes, other alphas, extremes."""

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
def test_elu_of_random_numbers(student, rng, shape):
    """elu_forward: random arrays."""
    x, _ = problem(rng, shape)
    want = oracle.elementwise(oracle.elu(1.7), x)
    out, _ = student.layers.elu_forward(x, 1.7)
    assert_close(out, want)


@pytest.mark.parametrize("shape", SHAPES, ids=IDS)
def test_elu_backward_on_random_numbers(student, rng, shape):
    """elu_backward: random arrays."""
    x, dout = problem(rng, shape)
    want = oracle.elementwise_gradient(oracle.elu(1.7), dout, x)
    _, cache = student.layers.elu_forward(x, 1.7)
    assert_close(student.layers.elu_backward(dout, cache), want)


def test_elu_with_the_default_alpha(student, rng):
    """elu_forward, elu_backward: alpha is 1 if none is given."""
    x, dout = problem(rng, (4, 5))
    out_wanted = oracle.elementwise(oracle.elu(1.0), x)
    dx_wanted = oracle.elementwise_gradient(oracle.elu(1.0), dout, x)
    out, cache = student.layers.elu_forward(x)
    assert_close(out, out_wanted)
    assert_close(student.layers.elu_backward(dout, cache), dx_wanted)


def test_elu_at_zero(student, rng):
    """elu_forward, elu_backward: at exactly 0 the output is 0 and the slope is that below."""
    x, dout = np.array([[0.0, 1.5], [-0.0, -2.0]]), rng.normal(size=(2, 2))
    want = dout * np.array([[0.3, 1.0], [0.3, 0.3 * np.exp(-2.0)]])
    out, cache = student.layers.elu_forward(x, 0.3)
    assert_close(out, np.array([[0.0, 1.5], [0.0, 0.3 * (np.exp(-2.0) - 1)]]))
    assert_close(student.layers.elu_backward(dout, cache), want)


def test_elu_of_large_numbers_beside_small_ones(student, rng):
    """elu_forward, elu_backward: from -1000 to 1000 in one array."""
    x = np.concatenate([np.linspace(-1000, 1000, 10), rng.uniform(-30, -0.01, size=12)])
    dout = rng.normal(size=22)
    out_wanted = oracle.elementwise(oracle.elu(0.6), x)
    dx_wanted = oracle.elementwise_gradient(oracle.elu(0.6), dout, x)
    out, cache = student.layers.elu_forward(x, 0.6)
    assert_close(out, out_wanted)
    assert_close(student.layers.elu_backward(dout, cache), dx_wanted)
