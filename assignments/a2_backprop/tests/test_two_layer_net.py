"""Public tests of the exercise `two_layer_net`: TwoLayerNet."""

import math

import numpy as np
import pytest

from given.testing import assert_close, contract


def problem(rng):
    """Parameters of a net with D = 6, H = 5, C = 3, four images and their labels, all random.

    Only b1 is not: it puts each unit's kink in the middle of the widest gap between two images.
    """
    X, W1, W2 = rng.normal(size=(4, 6)), rng.normal(size=(6, 5)), rng.normal(size=(5, 3))
    ordered, units = np.sort(X @ W1, axis=0), np.arange(5)
    widest = np.diff(ordered, axis=0).argmax(axis=0)
    b1 = -(ordered[widest, units] + ordered[widest + 1, units]) / 2
    params = {"W1": W1, "b1": b1, "W2": W2, "b2": rng.normal(size=3)}
    return params, X, np.array([2, 0, 1, 2])


def net_with(student, params, reg=0.0):
    """A net of the right size that has these parameters."""
    W1, W2 = params["W1"], params["W2"]
    net = student.networks.TwoLayerNet(W1.shape[0], W1.shape[1], W2.shape[1])
    net.params = {name: value.copy() for name, value in params.items()}
    net.reg = reg
    return net


def test_first_weights_are_normal_of_the_promised_scale(student):
    """TwoLayerNet: weights start as normal numbers, mean 0, deviation weight_scale."""
    net = student.networks.TwoLayerNet(100, 80, 60, weight_scale=0.02)
    W1, W2 = (net.params[name] for name in ("W1", "W2"))
    assert (W1.shape, W2.shape) == ((100, 80), (80, 60))
    assert_close(W1.std(), 0.02, rtol=0.1)  # of 8,000 numbers: standard error 0.8 %
    assert_close(W2.std(), 0.02, rtol=0.1)  # of 4,800 numbers: 1.0 %
    assert abs(W1.mean()) < 0.002, "the mean is not 0"  # standard error 0.0002
    large = (np.abs(W1) > 0.04).mean()  # 4.6 % of normal numbers
    assert large > 0.02, "they are not normal: too few lie beyond two deviations"


def test_first_biases_are_zero_and_reg_is_kept(student):
    """TwoLayerNet: one bias a unit, 0 at first; reg is kept."""
    net = student.networks.TwoLayerNet(input_dim=7, hidden_dim=5, num_classes=3, reg=0.25)
    assert_close(net.params["b1"], np.zeros(5))
    assert_close(net.params["b2"], np.zeros(3))
    assert_close(net.reg, 0.25)


def test_scores_by_hand(student):
    """loss: without labels it gives the scores; ReLU is between the layers and only there."""
    params = {
        "W1": np.array([[1.0, -1.0, 2.0], [0.0, 1.0, 1.0]]),
        "b1": np.array([0.0, 1.0, -1.0]),
        "W2": np.array([[1.0, 0.0], [0.0, -1.0], [2.0, 1.0]]),
        "b2": np.array([0.5, -4.0]),
    }
    X = np.array([[2.0, -1.0], [-3.0, 1.0]])  # hidden: (2, 0, 2) and (0, 5, 0)
    scores = net_with(student, params).loss(X)
    assert_close(scores, [[6.5, -2.0], [0.5, -9.0]])


def test_images_may_have_any_number_of_axes(student, rng):
    """loss: images of shape (2, 3) are six features in a row."""
    params, X, _ = problem(rng)
    net = net_with(student, params)
    want = np.maximum(X @ params["W1"] + params["b1"], 0) @ params["W2"] + params["b2"]
    assert_close(net.loss(X.reshape(4, 2, 3)), want)


def test_first_loss_is_the_log_of_the_class_count(student, rng):
    """loss: with tiny weights all classes are equally likely, so the loss is log C."""
    net = student.networks.TwoLayerNet(8, 6, 7, weight_scale=1e-5)
    loss, _ = net.loss(rng.normal(size=(9, 8)), np.array([0, 6, 2, 3, 3, 1, 5, 4, 0]))
    assert_close(loss, math.log(7), rtol=1e-5)  # the scores are not quite equal


def test_penalty_raises_the_loss(student, rng):
    """loss: reg raises it by 0.5 * reg * (sum(W1 * W1) + sum(W2 * W2)), biases free."""
    params, X, y = problem(rng)
    want = 0.5 * 0.7 * sum((params[name] ** 2).sum() for name in ("W1", "W2"))
    net = net_with(student, params)
    without, _ = net.loss(X, y)
    net.reg = 0.7
    assert_close(net.loss(X, y)[0] - without, want)


@pytest.mark.parametrize("name", ["W1", "b1", "W2", "b2"])
def test_gradient_is_the_slope_of_the_loss(student, rng, name):
    """loss: the gradient agrees with a central difference in a random direction (reg = 0)."""
    params, X, y = problem(rng)
    direction = rng.normal(size=params[name].shape)
    net = net_with(student, params)
    slope = np.sum(net.loss(X, y)[1][name] * direction)
    net.params = {**params, name: params[name] + 1e-5 * direction}
    above, _ = net.loss(X, y)
    net.params = {**params, name: params[name] - 1e-5 * direction}
    below, _ = net.loss(X, y)
    assert above != below
    assert_close(slope, (above - below) / 2e-5, rtol=1e-5, atol=1e-7)  # error of the difference


def test_penalty_pulls_the_weights_and_leaves_the_biases(student, rng):
    """loss: reg adds the penalty's own gradient to W1 and W2, and nothing to b1 and b2."""
    params, X, y = problem(rng)
    net = net_with(student, params)
    _, without = net.loss(X, y)
    net.reg = 0.7
    _, grads = net.loss(X, y)
    for name in params:
        pull = 0.7 * params[name] if name[0] == "W" else np.zeros(params[name].shape)
        assert_close(grads[name] - without[name], pull)


def test_parameters_go_by_name(student, rng):
    """loss: the order in which params were put into the dict does not matter."""
    X, W1, W2 = (rng.normal(size=(4, 4)) for _ in range(3))
    b1, b2 = rng.normal(size=4), rng.normal(size=4)
    want = np.maximum(X @ W1 + b1, 0) @ W2 + b2
    net = student.networks.TwoLayerNet(4, 4, 4)
    net.params = {"W2": W2, "b2": b2, "W1": W1, "b1": b1}
    assert_close(net.loss(X), want)


def test_descent_learns_four_images_by_heart(student, rng):
    """TwoLayerNet: thirty steps against the gradient bring the loss of four images near 0."""
    X, y = 3.0 * np.eye(4, 6) + 0.1 * rng.normal(size=(4, 6)), np.array([2, 0, 1, 2])
    net = student.networks.TwoLayerNet(6, 50, 3, weight_scale=0.1)
    for _ in range(30):
        _, grads = net.loss(X, y)
        net.params = {name: net.params[name] - 0.5 * grads[name] for name in grads}
    loss, _ = net.loss(X, y)
    assert 0 < loss < 0.05 * math.log(3)


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
def test_gradients_have_the_keys_and_shapes_of_the_parameters(student, rng):
    """loss: one number, and one gradient for each parameter."""
    params, X, y = problem(rng)
    loss, grads = net_with(student, params).loss(X, y)
    assert np.shape(loss) == ()
    shapes = {name: np.shape(grads[name]) for name in grads}
    assert shapes == {"W1": (6, 5), "b1": (5,), "W2": (5, 3), "b2": (3,)}
