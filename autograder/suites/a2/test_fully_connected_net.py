"""Hidden tests of the exercise `fully_connected_net`: other data, combinations and edge cases."""

import numpy as np
import pytest

from given.testing import assert_close
from oracles import nets


def problem(rng, sizes=(6, 5, 4, 3), images=4):
    """Random parameters of a net of these sizes, images and their labels."""
    params = {}
    for i in range(1, len(sizes)):
        params[f"W{i}"] = rng.normal(size=(sizes[i - 1], sizes[i]))
        params[f"b{i}"] = rng.normal(size=sizes[i])
    return params, rng.normal(size=(images, sizes[0])), rng.integers(0, sizes[-1], size=images)


def net_with(student, params, reg=0.0, dtype=np.float64):
    """A net of the right sizes that has these parameters."""
    sizes = [params[f"b{i}"].size for i in range(1, len(params) // 2 + 1)]
    features = params["W1"].shape[0]
    net = student.networks.FullyConnectedNet(sizes[:-1], features, sizes[-1], dtype=dtype)
    net.params = {name: value.astype(dtype) for name, value in params.items()}
    net.reg = reg
    return net


def test_sizes_and_scale_if_nothing_is_said(student):
    """FullyConnectedNet: 3072 features, ten classes, weights of deviation 0.01, reg 0."""
    net = student.networks.FullyConnectedNet([20])
    W1, W2 = net.params["W1"], net.params["W2"]
    assert (W1.shape, W2.shape) == ((3072, 20), (20, 10))
    assert_close(W1.std(), 0.01, rtol=0.05)  # standard error 0.3 %
    assert_close(W2.std(), 0.01, rtol=0.5)  # standard error 5 %
    assert_close(net.reg, 0.0)
    assert W1.dtype == np.float32


def test_first_weights_of_a_linear_classifier(student):
    """FullyConnectedNet: no hidden layer makes one layer, W1 (D, C) and b1 (C,)."""
    net = student.networks.FullyConnectedNet([], 90, 70, 0.1, 3.0)
    weights = net.params["W1"]
    assert weights.shape == (90, 70)
    assert_close(weights.std(), 3.0, rtol=0.1)  # standard error 0.9 %
    assert abs(weights.mean()) < 0.5, "the mean is not 0"  # standard error 0.04
    large = (np.abs(weights) > 6.0).mean()  # 4.6 % of normal numbers
    assert large > 0.02, "they are not normal: too few lie beyond two deviations"
    assert_close(net.params["b1"], np.zeros(70))
    assert net.num_layers == 1


def test_first_biases_of_a_deep_net(student):
    """FullyConnectedNet: five layers, whose biases are 0 however large the weights are."""
    net = student.networks.FullyConnectedNet([8, 7, 6, 5], 4, 3, reg=1.5, weight_scale=4.0)
    for i, size in enumerate([8, 7, 6, 5, 3], start=1):
        assert_close(net.params[f"b{i}"], np.zeros(size))
    assert set(net.params) == {f"{kind}{i}" for kind in "Wb" for i in range(1, 6)}
    assert net.num_layers == 5
    assert_close(net.reg, 1.5)


@pytest.mark.parametrize("layer", [1, 2, 3])
def test_block_forward_of_each_layer(student, rng, layer):
    """block_forward: any hidden layer, on random data."""
    sizes = (6, 5, 4, 7, 3)
    params, _, _ = problem(rng, sizes)
    x = rng.normal(size=(8, sizes[layer - 1]))
    want = nets.block(params, x, layer)
    out, _ = net_with(student, params).block_forward(x.copy(), layer)
    assert_close(out, want)


@pytest.mark.parametrize("layer", [1, 2, 3])
def test_block_backward_of_each_layer(student, rng, layer):
    """block_backward: any hidden layer, on random data, without the penalty."""
    sizes = (6, 5, 4, 7, 3)
    params, _, _ = problem(rng, sizes)
    x, dout = rng.normal(size=(4, sizes[layer - 1])), rng.normal(size=(4, sizes[layer]))
    dx_wanted, wanted = nets.block_gradients(params, x, layer, dout)
    net = net_with(student, params, reg=0.7)
    _, cache = net.block_forward(x.copy(), layer)
    dx, grads = net.block_backward(dout.copy(), cache, layer)
    assert_close(dx, dx_wanted)
    assert set(grads) == set(wanted)
    for name in wanted:
        assert_close(grads[name], wanted[name])


def test_block_of_images_with_three_axes(student, rng):
    """block_forward, block_backward: layer 1 takes images as they are; dx has their shape."""
    params, _, _ = problem(rng, (12, 5, 3))
    x, dout = rng.normal(size=(4, 3, 2, 2)), rng.normal(size=(4, 5))
    dx_wanted, _ = nets.block_gradients(params, x, 1, dout)
    net = net_with(student, params)
    _, cache = net.block_forward(x.copy(), 1)
    dx, _ = net.block_backward(dout.copy(), cache, 1)
    assert_close(dx, dx_wanted)


@pytest.mark.parametrize("reg", [0.0, 0.7])
@pytest.mark.parametrize("hidden", [0, 1, 2, 3])
def test_loss_and_gradients_at_any_depth(student, rng, hidden, reg):
    """loss: loss and gradients with no to three hidden layers, with a penalty and without."""
    params, X, y = problem(rng, (5, *[4, 6, 3][:hidden], 4), images=3)
    loss_wanted, wanted = nets.loss(params, X, y, reg), nets.gradients(params, X, y, reg)
    loss, grads = net_with(student, params, reg).loss(X, y)
    assert_close(loss, loss_wanted)
    assert set(grads) == set(wanted)
    for name in wanted:
        assert_close(grads[name], wanted[name])


def test_scores_of_integer_images_with_three_axes(student, rng):
    """loss: the scores of uint8 images of shape (3, 2, 2)."""
    params, _, _ = problem(rng, (12, 5, 4, 3))
    X = rng.integers(0, 256, size=(7, 3, 2, 2), dtype=np.uint8)
    want = nets.scores(params, X)
    assert_close(net_with(student, params, reg=2.0).loss(X), want)


def test_float32_is_as_good_as_it_can_be(student, rng):
    """loss: a float32 net loses and learns what a float64 net does, up to rounding."""
    params, X, y = problem(rng, (5, 6, 4))
    X, params["W2"] = 0.1 * X, 0.3 * params["W2"]
    params["b1"] = np.array([4.0, -4.0, 4.0, 4.0, -4.0, 4.0])  # far from every kink
    loss_wanted, wanted = nets.loss(params, X, y, 0.4), nets.gradients(params, X, y, 0.4)
    loss, grads = net_with(student, params, 0.4, np.float32).loss(X, y)
    assert_close(loss, loss_wanted, rtol=1e-4)  # single precision
    for name in wanted:
        assert_close(grads[name], wanted[name], rtol=1e-3, atol=1e-4)


def test_new_parameters_count_at_once(student, rng):
    """loss: it uses what params and reg hold now, by name, whatever it was asked before."""
    before, X, y = problem(rng, (4, 4, 4, 4))
    params, _, _ = problem(rng, (4, 4, 4, 4))
    loss_wanted, wanted = nets.loss(params, X, y, 0.9), nets.gradients(params, X, y, 0.9)
    net = net_with(student, before, 0.2)
    net.loss(X, y)
    net.params = {name: params[name].copy() for name in ("W3", "b1", "W1", "b3", "b2", "W2")}
    net.reg = 0.9
    loss, grads = net.loss(X, y)
    assert_close(loss, loss_wanted)
    for name in wanted:
        assert_close(grads[name], wanted[name])


def test_hidden_layers_of_another_net(student, rng):
    """loss: hidden layers run through self.block_forward and back through self.block_backward."""
    params, X, y = problem(rng)
    negated = {name: -value for name, value in params.items()}
    mixed = negated | {"W3": params["W3"], "b3": params["b3"]}
    loss_wanted, wanted = nets.loss(mixed, X, y, 0.3), nets.gradients(mixed, X, y, 0.3)
    net, other = net_with(student, params, 0.3), net_with(student, negated, 5.0)
    net.block_forward, net.block_backward = other.block_forward, other.block_backward
    loss, grads = net.loss(X, y)
    assert_close(loss, loss_wanted)
    for name in ("W1", "W2"):  # the layers are the other's, the penalty is the net's own
        assert_close(grads[name], wanted[name] + 2 * 0.3 * params[name])
    assert_close(grads["W3"], wanted["W3"])
