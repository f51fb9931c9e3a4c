"""Public tests of the exercise `fully_connected_net`: FullyConnectedNet."""

import math

import numpy as np
import pytest

from given.testing import assert_close, contract


def problem(rng):
    """Parameters of a net with D = 6, hidden layers of 5 and 4, C = 3; images and their labels."""
    X, params = rng.normal(size=(4, 6)), {}
    params["W1"], params["b1"] = layer_away_from_kinks(rng, X, 5)
    hidden = np.maximum(X @ params["W1"] + params["b1"], 0)
    params["W2"], params["b2"] = layer_away_from_kinks(rng, hidden, 4)
    params["W3"], params["b3"] = rng.normal(size=(4, 3)), rng.normal(size=3)
    return params, X, np.array([2, 0, 1, 2])


def layer_away_from_kinks(rng, x, outputs):
    """Random weights, and biases that put each unit's kink into a wide gap between two inputs."""
    while True:
        W = rng.normal(size=(x.shape[1], outputs))
        ordered, units = np.sort(x @ W, axis=0), np.arange(outputs)
        gaps = np.diff(ordered, axis=0)
        if gaps.max(axis=0).min() > 0.2:
            widest = gaps.argmax(axis=0)
            return W, -(ordered[widest, units] + ordered[widest + 1, units]) / 2


def net_with(student, params, reg=0.0):
    """A float64 net of the right sizes that has these parameters."""
    sizes = [params[f"b{i}"].size for i in range(1, len(params) // 2 + 1)]
    features = params["W1"].shape[0]
    net = student.networks.FullyConnectedNet(sizes[:-1], features, sizes[-1], dtype=np.float64)
    net.params = {name: value.copy() for name, value in params.items()}
    net.reg = reg
    return net


def test_first_weights_are_normal_of_the_promised_scale(student):
    """FullyConnectedNet: weights start as normal numbers, mean 0, deviation weight_scale."""
    net = student.networks.FullyConnectedNet([80, 60], 100, 50, weight_scale=0.02)
    shapes = {"W1": (100, 80), "W2": (80, 60), "W3": (60, 50)}
    for name, shape in shapes.items():
        weights = net.params[name]
        assert weights.shape == shape
        assert_close(weights.std(), 0.02, rtol=0.12)  # standard error at most 1.3 %
        assert abs(weights.mean()) < 0.004, "the mean is not 0"  # standard error at most 0.0004
        large = (np.abs(weights) > 0.04).mean()  # 4.6 % of normal numbers
        assert large > 0.015, "they are not normal: too few lie beyond two deviations"


def test_first_biases_are_zero_and_the_settings_are_kept(student):
    """FullyConnectedNet: biases are 0 at first; num_layers counts the last layer; reg is kept."""
    net = student.networks.FullyConnectedNet([7, 5, 4], input_dim=6, num_classes=3, reg=0.25)
    for i, size in enumerate([7, 5, 4, 3], start=1):
        assert_close(net.params[f"b{i}"], np.zeros(size))
    assert net.num_layers == 4
    assert_close(net.reg, 0.25)


def test_block_forward_is_affine_and_relu_of_the_layer_named(student):
    """block_forward: layer 2 by hand."""
    net = student.networks.FullyConnectedNet([2, 3], 4, 5, dtype=np.float64)
    net.params["W2"] = np.array([[1.0, -1.0, 2.0], [0.0, 1.0, 1.0]])
    net.params["b2"] = np.array([0.0, 1.0, -1.0])
    out, _ = net.block_forward(np.array([[2.0, -1.0], [-3.0, 1.0]]), 2)
    assert_close(out, [[2.0, 0.0, 2.0], [0.0, 5.0, 0.0]])


def test_block_backward_is_the_slope_of_block_forward(student, rng):
    """block_backward: dx and both gradients agree with a central difference of block_forward."""
    params, x, _ = problem(rng)
    dout, dx_along = rng.normal(size=(4, 5)), rng.normal(size=(4, 6))
    along = {name: rng.normal(size=params[name].shape) for name in ("W1", "b1")}
    net = net_with(student, params, reg=0.7)
    _, cache = net.block_forward(x.copy(), 1)
    dx, grads = net.block_backward(dout.copy(), cache, 1)
    outs = []
    for step in (1e-5, -1e-5):
        net.params = params | {name: params[name] + step * along[name] for name in along}
        outs.append(net.block_forward(x + step * dx_along, 1)[0])
    want = np.sum(dout * (outs[0] - outs[1])) / 2e-5
    slope = np.sum(dx * dx_along) + sum(np.sum(grads[name] * along[name]) for name in along)
    assert want != 0
    assert_close(slope, want, rtol=1e-5, atol=1e-7)  # error of the difference


def test_block_backward_names_the_parameters_of_its_layer(student, rng):
    """block_backward: the dict holds the layer's own gradients, without a penalty."""
    params, x = {"W1": np.eye(2), "b1": np.zeros(2), "W2": np.eye(2), "b2": np.ones(2)}, np.eye(2)
    params |= {"W3": np.ones((2, 4)), "b3": np.zeros(4)}
    dout = rng.normal(size=(2, 2))
    net = net_with(student, params, reg=2.0)
    _, cache = net.block_forward(x, 2)  # every unit is above 0
    dx, grads = net.block_backward(dout.copy(), cache, 2)
    assert set(grads) == {"W2", "b2"}
    for answer in (dx, grads["W2"]):
        assert_close(answer, dout)
    assert_close(grads["b2"], dout[0] + dout[1])


def test_scores_go_through_all_layers(student, rng):
    """loss: without labels it gives the scores, which have no ReLU; images may have more axes."""
    params, X, _ = problem(rng)
    x = X
    for i in (1, 2):
        x = np.maximum(x @ params[f"W{i}"] + params[f"b{i}"], 0)
    want = x @ params["W3"] + params["b3"]
    assert_close(net_with(student, params).loss(X.reshape(4, 3, 2)), want)


def test_first_loss_is_the_log_of_the_class_count(student, rng):
    """loss: with tiny weights all classes are equally likely, so the loss is log C."""
    net = student.networks.FullyConnectedNet([6, 9], 8, 7, weight_scale=1e-4)
    loss, _ = net.loss(rng.normal(size=(9, 8)), np.array([0, 6, 2, 3, 3, 1, 5, 4, 0]))
    assert_close(loss, math.log(7), rtol=1e-5)  # the scores are not quite equal


def test_penalty_raises_the_loss_and_pulls_the_weights(student, rng):
    """loss: reg adds 0.5 * reg * sum(W * W) of all layers and its gradients, biases free."""
    params, X, y = problem(rng)
    want = 0.5 * 0.7 * sum((params[name] ** 2).sum() for name in ("W1", "W2", "W3"))
    net = net_with(student, params)
    loss, grads = net.loss(X, y)
    net.reg = 0.7
    penalised_loss, penalised = net.loss(X, y)
    assert_close(penalised_loss - loss, want)
    for name in params:
        pull = 0.7 * params[name] if name[0] == "W" else np.zeros(params[name].shape)
        assert_close(penalised[name] - grads[name], pull)


@pytest.mark.parametrize("layer", [1, 2, 3])
def test_gradient_is_the_slope_of_the_loss(student, rng, layer):
    """loss: a layer's gradients agree with a central difference (reg = 0)."""
    params, X, y = problem(rng)
    names = (f"W{layer}", f"b{layer}")
    along = {name: rng.normal(size=params[name].shape) for name in names}
    net = net_with(student, params)
    _, grads = net.loss(X, y)
    slope = sum(np.sum(grads[name] * along[name]) for name in names)
    losses = []
    for step in (1e-5, -1e-5):
        net.params = params | {name: params[name] + step * along[name] for name in names}
        losses.append(net.loss(X, y)[0])
    assert losses[0] != losses[1]
    assert_close(slope, (losses[0] - losses[1]) / 2e-5, rtol=1e-5, atol=1e-7)


def test_loss_runs_hidden_layers_through_block_forward(student, rng):
    """loss: it calls self.block_forward, so that a subclass may put more into a layer."""
    params, X, _ = problem(rng)
    x = X
    for i in (1, 2):
        x = np.maximum(2 * x @ params[f"W{i}"], 0)
    want = x @ params["W3"] + params["b3"]
    net = net_with(student, params)
    other = {f"W{i}": 2 * params[f"W{i}"] for i in (1, 2, 3)}
    other |= {f"b{i}": 0 * params[f"b{i}"] for i in (1, 2, 3)}
    net.block_forward = net_with(student, other).block_forward
    assert_close(net.loss(X), want)


def test_descent_learns_four_images_by_heart(student, rng):
    """FullyConnectedNet: fifty steps against the gradient bring the loss of four images near 0."""
    X, y = 3.0 * np.eye(4, 6) + 0.1 * rng.normal(size=(4, 6)), np.array([2, 0, 1, 2])
    net = student.networks.FullyConnectedNet([60, 50], 6, 3, weight_scale=0.2)
    for _ in range(50):
        _, grads = net.loss(X, y)
        net.params = {name: net.params[name] - 0.1 * grads[name] for name in grads}
    loss, _ = net.loss(X, y)
    assert 0 < loss < 0.3 * math.log(3)


@contract
def test_loss_leaves_its_inputs_and_the_parameters_as_they_came(student, rng):
    """loss: X, y and params are left as they came."""
    params, X, y = problem(rng)
    net = net_with(student, params, reg=0.5)
    before = X.copy(), y.copy()
    net.loss(X, y)
    assert np.array_equal(X, before[0])
    assert np.array_equal(y, before[1])
    assert all(np.array_equal(net.params[name], params[name]) for name in params)


@contract
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_parameters_are_of_the_dtype_asked_for(student, rng, dtype):
    """FullyConnectedNet: parameters are of dtype; each has a gradient of its shape."""
    net = student.networks.FullyConnectedNet([5, 4], 6, 3, reg=0.5, dtype=dtype)
    X, y = rng.integers(0, 256, size=(4, 6)), np.array([2, 0, 1, 2])
    loss, grads = net.loss(X, y)
    assert np.shape(loss) == ()
    names = {f"{kind}{i}" for kind in "Wb" for i in (1, 2, 3)}
    assert set(net.params) == set(grads) == names
    for name in names:
        assert net.params[name].dtype == dtype
        assert net.params[name].shape == grads[name].shape
