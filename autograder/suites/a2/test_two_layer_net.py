"""Hidden tests of the exercise `two_layer_net`: other data, combinations and edge cases."""

import numpy as np
import pytest

from given.testing import assert_close
from oracles import nets


def problem(rng, sizes=(6, 5, 3), images=4):
    """Random parameters of a net of these sizes, images and their labels."""
    features, hidden, classes = sizes
    params = {
        "W1": rng.normal(size=(features, hidden)),
        "b1": rng.normal(size=hidden),
        "W2": rng.normal(size=(hidden, classes)),
        "b2": rng.normal(size=classes),
    }
    return params, rng.normal(size=(images, features)), rng.integers(0, classes, size=images)


def net_with(student, params, reg=0.0):
    """A net of the right size that has these parameters."""
    W1, W2 = params["W1"], params["W2"]
    net = student.networks.TwoLayerNet(W1.shape[0], W1.shape[1], W2.shape[1])
    net.params = {name: value.copy() for name, value in params.items()}
    net.reg = reg
    return net


def test_sizes_and_scale_if_nothing_is_said(student):
    """TwoLayerNet: 3072 features, 100 units, ten classes, weights of deviation 0.001, reg 0."""
    net = student.networks.TwoLayerNet()
    W1, W2 = net.params["W1"], net.params["W2"]
    assert (W1.shape, W2.shape) == ((3072, 100), (100, 10))
    assert_close(W1.std(), 0.001, rtol=0.02)  # standard error 0.13 %
    assert_close(W2.std(), 0.001, rtol=0.2)  # standard error 2.2 %
    assert_close(net.reg, 0.0)


def test_first_weights_at_another_scale(student):
    """TwoLayerNet: normal numbers of a large deviation, in both layers."""
    net = student.networks.TwoLayerNet(50, 70, 90, 3.0, 0.1)
    for weights in (net.params["W1"], net.params["W2"]):
        assert_close(weights.std(), 3.0, rtol=0.1)  # standard error at most 1.2 %
        assert abs(weights.mean()) < 0.5, "the mean is not 0"  # standard error at most 0.06
        large = (np.abs(weights) > 6.0).mean()  # 4.6 % of normal numbers
        assert large > 0.02, "they are not normal: too few lie beyond two deviations"


def test_first_biases_at_another_scale(student):
    """TwoLayerNet: biases are 0 however large the weights are; reg is kept."""
    net = student.networks.TwoLayerNet(4, 6, 9, weight_scale=5.0, reg=1.5)
    assert_close(net.params["b1"], np.zeros(6))
    assert_close(net.params["b2"], np.zeros(9))
    assert_close(net.reg, 1.5)


def test_scores_of_random_images(student, rng):
    """loss: scores of more images than units."""
    params, X, _ = problem(rng, (5, 7, 4), images=9)
    want = nets.scores(params, X)
    assert_close(net_with(student, params, reg=2.0).loss(X), want)


@pytest.mark.parametrize("reg", [0.0, 0.7])
def test_loss_of_random_images(student, rng, reg):
    """loss: the loss on random data, with a penalty and without."""
    params, X, y = problem(rng, (4, 6, 5), images=7)
    want = nets.loss(params, X, y, reg)
    loss, _ = net_with(student, params, reg).loss(X, y)
    assert_close(loss, want)


@pytest.mark.parametrize("name", ["W1", "b1", "W2", "b2"])
@pytest.mark.parametrize("reg", [0.0, 0.7])
def test_gradients_on_random_images(student, rng, name, reg):
    """loss: each gradient on random data, with a penalty and without."""
    params, X, y = problem(rng)
    want = nets.gradient(params, X, y, reg, name)
    _, grads = net_with(student, params, reg).loss(X, y)
    assert_close(grads[name], want)


def test_images_of_three_axes(student, rng):
    """loss: images of shape (3, 2, 2) cost what their twelve features cost in a row."""
    params, X, y = problem(rng, (12, 5, 3), images=5)
    loss_wanted, want = nets.loss(params, X, y, 0.1), nets.gradient(params, X, y, 0.1, "W1")
    loss, grads = net_with(student, params, 0.1).loss(X.reshape(5, 3, 2, 2), y)
    assert_close(loss, loss_wanted)
    assert_close(grads["W1"], want)


def test_one_image_and_two_classes(student, rng):
    """loss: one image, one hidden unit, two classes."""
    params, X, y = problem(rng, (3, 1, 2), images=1)
    params["b1"] = 0.5 - X[0] @ params["W1"]
    loss_wanted, wanted = nets.loss(params, X, y, 0.3), nets.gradients(params, X, y, 0.3)
    loss, grads = net_with(student, params, 0.3).loss(X, y)
    assert_close(loss, loss_wanted)
    for name in wanted:
        assert_close(grads[name], wanted[name])


def test_new_parameters_count_at_once(student, rng):
    """loss: it uses what params and reg hold now, whatever it was asked before."""
    before, X, y = problem(rng)
    params, _, _ = problem(rng)
    params = {name: params[name] for name in ("W2", "b1", "b2", "W1")}
    loss_wanted, want = nets.loss(params, X, y, 0.9), nets.gradient(params, X, y, 0.9, "W2")
    net = net_with(student, before, 0.2)
    net.loss(X, y)
    net.params = {name: value.copy() for name, value in params.items()}
    net.reg = 0.9
    loss, grads = net.loss(X, y)
    assert_close(loss, loss_wanted)
    assert_close(grads["W2"], want)


def test_a_unit_that_no_image_turns_on_learns_nothing(student, rng):
    """loss: a hidden unit below 0 for every image has no gradient in W1 and b1."""
    params, X, y = problem(rng)
    params["b1"][2] = -100.0
    want = nets.gradient(params, X, y, 0.0, "W1")
    _, grads = net_with(student, params).loss(X, y)
    assert_close(grads["W1"], want)
    assert_close(grads["W1"][:, 2], np.zeros(6))
