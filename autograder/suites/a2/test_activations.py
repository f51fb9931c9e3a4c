"""Hidden tests of the exercise `activations`: random arrays of other shapes, and extremes."""

import numpy as np
import pytest

from given.testing import assert_close
from oracles import layers as oracle

SHAPES = [(7,), (2, 3, 2, 4)]
IDS = ["1_axis", "4_axes"]


def problem(rng, shape):
    """Numbers of both signs, 0.01 and more from 0, and a gradient of the output."""
    x = rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.01, 4, size=shape)
    x.flat[:2] = -1.5, 2.5
    return x, rng.normal(size=shape)


@pytest.mark.parametrize("shape", SHAPES, ids=IDS)
def test_relu_of_random_numbers(student, rng, shape):
    """relu_forward: random arrays."""
    x, _ = problem(rng, shape)
    want = oracle.elementwise(oracle.relu, x)
    out, _ = student.layers.relu_forward(x)
    assert_close(out, want)


@pytest.mark.parametrize("shape", SHAPES, ids=IDS)
def test_relu_backward_on_random_numbers(student, rng, shape):
    """relu_backward: random arrays."""
    x, dout = problem(rng, shape)
    want = oracle.elementwise_gradient(oracle.relu, dout, x)
    _, cache = student.layers.relu_forward(x)
    assert_close(student.layers.relu_backward(dout, cache), want)


def test_relu_backward_at_zero(student, rng):
    """relu_backward: a dead unit stays dead, an x of 0 counts as one."""
    x, dout = rng.uniform(0.5, 2, size=(4, 5)), rng.normal(size=(4, 5))
    x[:, [1, 4]] = 0.0
    x[2, 0], x[3, 3] = -0.0, -1e-12
    want = dout.copy()
    want[:, [1, 4]] = want[2, 0] = want[3, 3] = 0.0
    _, cache = student.layers.relu_forward(x)
    assert_close(student.layers.relu_backward(dout, cache), want, atol=0)


@pytest.mark.parametrize("shape", SHAPES, ids=IDS)
def test_sigmoid_of_random_numbers(student, rng, shape):
    """sigmoid_forward: random arrays."""
    x, _ = problem(rng, shape)
    want = oracle.elementwise(oracle.sigmoid, x)
    out, _ = student.layers.sigmoid_forward(x)
    assert_close(out, want)


@pytest.mark.parametrize("shape", SHAPES, ids=IDS)
def test_sigmoid_backward_on_random_numbers(student, rng, shape):
    """sigmoid_backward: random arrays."""
    x, dout = problem(rng, shape)
    want = oracle.elementwise_gradient(oracle.sigmoid, dout, x)
    _, cache = student.layers.sigmoid_forward(x)
    assert_close(student.layers.sigmoid_backward(dout, cache), want)


def test_sigmoid_of_large_numbers_beside_small_ones(student, rng):
    """sigmoid_forward, sigmoid_backward: from -1000 to 1000 in one array."""
    x = np.concatenate([np.linspace(-1000, 1000, 9), rng.uniform(-30, 30, size=12)])
    dout = rng.normal(size=21)
    out_wanted = oracle.elementwise(oracle.sigmoid, x)
    dx_wanted = oracle.elementwise_gradient(oracle.sigmoid, dout, x)
    out, cache = student.layers.sigmoid_forward(x)
    assert_close(out, out_wanted)
    assert_close(student.layers.sigmoid_backward(dout, cache), dx_wanted)


@pytest.mark.parametrize("shape", SHAPES, ids=IDS)
def test_tanh_of_random_numbers(student, rng, shape):
    """tanh_forward: random arrays."""
    x, _ = problem(rng, shape)
    want = oracle.elementwise(oracle.tanh, x)
    out, _ = student.layers.tanh_forward(x)
    assert_close(out, want)


@pytest.mark.parametrize("shape", SHAPES, ids=IDS)
def test_tanh_backward_on_random_numbers(student, rng, shape):
    """tanh_backward: random arrays."""
    x, dout = problem(rng, shape)
    want = oracle.elementwise_gradient(oracle.tanh, dout, x)
    _, cache = student.layers.tanh_forward(x)
    assert_close(student.layers.tanh_backward(dout, cache), want)


def test_tanh_of_large_numbers_beside_small_ones(student, rng):
    """tanh_forward, tanh_backward: from -1000 to 1000 in one array."""
    x = np.concatenate([np.linspace(-1000, 1000, 9), rng.uniform(-20, 20, size=12)])
    dout = rng.normal(size=21)
    out_wanted = oracle.elementwise(oracle.tanh, x)
    dx_wanted = oracle.elementwise_gradient(oracle.tanh, dout, x)
    out, cache = student.layers.tanh_forward(x)
    assert_close(out, out_wanted)
    assert_close(student.layers.tanh_backward(dout, cache), dx_wanted)


@pytest.mark.parametrize("name", ["relu", "sigmoid", "tanh"])
def test_two_layers_of_a_kind_keep_their_caches(student, rng, name):
    """backward: the cache of an earlier forward still serves after a later one."""
    early, late = problem(rng, (2, 3)), problem(rng, (4, 1, 5))
    forward = getattr(student.layers, f"{name}_forward")
    backward = getattr(student.layers, f"{name}_backward")
    f = getattr(oracle, name)
    wanted = [oracle.elementwise_gradient(f, dout, x) for x, dout in (early, late)]
    caches = [forward(x)[1] for x, _ in (early, late)]
    assert_close(backward(late[1], caches[1]), wanted[1])
    assert_close(backward(early[1], caches[0]), wanted[0])


@pytest.mark.parametrize("name", ["relu", "sigmoid", "tanh"])
def test_float32(student, rng, name):
    """forward, backward: arrays of float32."""
    x, dout = (a.astype(np.float32) for a in problem(rng, (3, 4)))
    f = getattr(oracle, name)
    out_wanted, dx_wanted = oracle.elementwise(f, x), oracle.elementwise_gradient(f, dout, x)
    out, cache = getattr(student.layers, f"{name}_forward")(x)
    dx = getattr(student.layers, f"{name}_backward")(dout, cache)
    assert_close(out, out_wanted, rtol=1e-5, atol=1e-6)  # float32 rounds at 6e-8
    assert_close(dx, dx_wanted, rtol=1e-5, atol=1e-6)
