"""Public tests of the exercise `normalized_net`: what FullyConnectedNet adds to a2's network.

A network works with your own layers: finish `layernorm`, `dropout` and batch normalisation first.
"""

import numpy as np
import pytest

from given.testing import assert_close, contract

STEP = 1e-5  # of the central differences
KINDS = ["batchnorm", "layernorm", None]


def small_net(student, hidden_dims, **settings):
    """A float64 net for images of six numbers and three classes."""
    return student.networks.FullyConnectedNet(
        hidden_dims, input_dim=6, num_classes=3, dtype=np.float64, **settings
    )


def test_normalization_parameters_are_ones_and_zeros_for_hidden_layers(student):
    """normalization_parameters: gamma of ones, beta of zeros, for each hidden layer."""
    for kind in ("batchnorm", "layernorm"):
        net = small_net(student, [7, 4], normalization=kind)
        parameters = net.normalization_parameters([7, 4])
        assert set(parameters) == {"gamma1", "beta1", "gamma2", "beta2"}
        for layer, units in ((1, 7), (2, 4)):
            assert_close(parameters[f"gamma{layer}"], np.ones(units))
            assert_close(parameters[f"beta{layer}"], np.zeros(units))


@contract
def test_normalization_parameters_are_none_without_normalization(student):
    """normalization_parameters: an empty dict without normalisation."""
    assert small_net(student, [7, 4]).normalization_parameters([7, 4]) == {}


def test_set_mode_reaches_dropout_and_each_batch_normalization(student):
    """set_mode: the mode is written into dropout_param and into each dict of bn_params."""
    net = small_net(student, [5, 4, 4], normalization="batchnorm", dropout_keep_ratio=0.7)
    for mode in ("test", "train"):
        net.set_mode(mode)
        assert net.dropout_param["mode"] == mode
        assert [net.bn_params[i]["mode"] for i in range(3)] == [mode] * 3


def test_set_mode_keeps_what_else_the_dicts_hold(student):
    """set_mode: running statistics, p and the seed stay when the mode changes."""
    net = small_net(student, [5, 2], normalization="batchnorm", dropout_keep_ratio=0.7, seed=3)
    net.bn_params[1]["running_mean"] = np.array([4.0, -1.0])
    net.set_mode("test")
    assert net.dropout_param["mode"] == net.bn_params[1]["mode"] == "test"
    assert_close(net.bn_params[1]["running_mean"], [4.0, -1.0])
    assert_close(net.dropout_param["p"], 0.7)
    assert net.dropout_param["seed"] == 3


def test_block_forward_normalizes_a_batch_before_relu(student):
    """block_forward: affine, batch normalisation, ReLU: of two images, the larger becomes 1."""
    net = small_net(student, [2], normalization="batchnorm")
    net.params["W1"], net.params["b1"] = 50.0 * np.eye(6, 2), np.array([-900.0, 40.0])
    x = np.zeros((2, 6))
    x[:, :2] = [[3.0, 10.0], [1.0, 20.0]]
    out, _ = net.block_forward(x, 1)
    assert_close(out, [[1.0, 0.0], [0.0, 1.0]])


def test_block_forward_normalizes_each_image_with_its_own_scale_and_shift(student):
    """block_forward: layer normalisation with the layer's gamma and beta, then ReLU."""
    net = small_net(student, [3, 2], normalization="layernorm")
    net.params["W2"] = 50.0 * np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
    net.params["gamma2"], net.params["beta2"] = np.array([2.0, 3.0]), np.array([0.5, 4.0])
    out, _ = net.block_forward(np.array([[3.0, 10.0, 0.0], [40.0, 20.0, 7.0]]), 2)
    assert_close(out, [[0.0, 7.0], [2.5, 1.0]])


def test_block_forward_drops_units_that_are_normalized(student, rng):
    """block_forward: dropout comes last: an active unit becomes 0 or its value over p."""
    net = small_net(student, [50], normalization="layernorm", dropout_keep_ratio=0.5)
    net.params["beta1"] = np.full(50, 8.0)  # all units are active: no normalised one is below -7
    x = rng.normal(size=(4, 6))
    net.set_mode("test")
    whole, _ = net.block_forward(x.copy(), 1)
    assert np.min(whole) > 0.9, "in mode test a unit is dropped, or beta1 is not used"
    divided = whole / 0.5
    net.set_mode("train")
    out, _ = net.block_forward(x.copy(), 1)
    kept = np.asarray(out) != 0
    assert 0 < kept.mean() < 1, "nothing, or everything, is dropped in training"
    assert_close(out, np.where(kept, divided, 0.0))


def test_block_forward_has_running_statistics_for_each_layer(student, rng):
    """block_forward: a layer in training moves its own running mean, and no other's."""
    net = small_net(student, [3, 2], normalization="batchnorm")
    net.params["W2"], net.params["b2"] = np.eye(3, 2), np.array([10.0, -20.0])
    x = rng.normal(size=(5, 3))
    want = 0.1 * (x.mean(axis=0)[:2] + np.array([10.0, -20.0]))
    net.block_forward(x, 2)
    moved = ["running_mean" in net.bn_params[i] for i in range(2)]
    assert moved[1], "layer 2 keeps no running mean in bn_params[1]"
    assert not moved[0], "layer 2 writes into bn_params[0], which is layer 1's"
    assert_close(net.bn_params[1]["running_mean"], want)


def test_loss_in_testing_looks_at_each_image_alone(student, rng):
    """set_mode, block_forward: scores do not depend on batch-mates, nor do they change the net."""
    net = small_net(
        student, [20, 20], normalization="batchnorm", dropout_keep_ratio=0.5, weight_scale=0.5
    )
    X, y = rng.normal(size=(8, 6)), np.array([0, 1, 2, 0, 1, 2, 0, 1])
    net.loss(X.copy(), y)
    assert "running_mean" in net.bn_params[1], "layer 2 keeps no running mean in bn_params[1]"
    before = np.array(net.bn_params[1]["running_mean"])
    alone = np.concatenate([net.loss(X[i : i + 1].copy()) for i in range(8)])
    together = net.loss(X.copy())
    assert_close(together, alone)
    assert_close(net.bn_params[1]["running_mean"], before)
    net.loss(X.copy(), y)
    assert np.any(net.bn_params[1]["running_mean"] != before), "training moves no running mean"


def block_with_slopes(student, rng, kind):
    """A net, an input of its second block, and directions; no unit is near the kink of ReLU.

    With b2 of 10 and -10 units are on or off. Normalised ones are between -2.3 and 2.3: there
    beta2 of 3.5 and -3.5 does the same.
    """
    net = small_net(student, [5, 4], normalization=kind, dropout_keep_ratio=0.7, seed=12)
    waves = np.sin(np.outer(np.arange(1.0, 7.0), np.arange(5.0) + 1.5))
    x = 2 * waves + rng.uniform(-0.1, 0.1, size=(6, 5))
    at = {
        "W2": np.cos(np.outer(np.arange(1.0, 6.0), np.arange(4.0) + 0.5)),
        "b2": 10.0 * np.array([1.0, -1.0, 1.0, 1.0]),
    }
    if kind is not None:
        at["gamma2"] = rng.uniform(0.5, 1.2, size=4)
        at["beta2"] = 3.5 * np.array([1.0, 1.0, -1.0, 1.0])
    along = {name: rng.uniform(-1.0, 1.0, size=value.shape) for name, value in at.items()}
    return net, x, at, rng.uniform(-1.0, 1.0, size=x.shape), along


@pytest.mark.parametrize("kind", KINDS)
def test_block_backward_is_the_slope_of_block_forward(student, rng, kind):
    """block_backward: dx and the gradients of a layer are slopes of its block_forward."""
    net, x, at, x_along, along = block_with_slopes(student, rng, kind)
    dout = rng.uniform(0.5, 1.5, size=(6, 4)) * rng.choice([-1.0, 1.0], size=(6, 4))
    outs = []
    for step in (STEP, -STEP):
        for name in at:
            net.params[name] = at[name] + step * along[name]
        outs.append(np.array(net.block_forward(x + step * x_along, 2)[0]))
    want = np.sum(dout * (outs[0] - outs[1])) / (2 * STEP)
    assert want != 0, "block_forward does not change when its input and parameters do"
    for name in at:
        net.params[name] = at[name].copy()
    _, cache = net.block_forward(x.copy(), 2)
    dx, grads = net.block_backward(dout, cache, 2)
    assert set(grads) == set(at)
    slope = np.sum(dx * x_along) + sum(np.sum(grads[name] * along[name]) for name in at)
    assert_close(slope, want, rtol=1e-6, atol=1e-6)  # errors of the difference: 1e-8


@contract
def test_loss_has_a_gradient_for_each_parameter(student, rng):
    """block_backward: the gradients of a training step have the names and shapes of params."""
    for kind in KINDS:
        net = small_net(student, [5, 4], normalization=kind, dropout_keep_ratio=0.8)
        _, grads = net.loss(rng.normal(size=(7, 2, 3)), np.array([0, 1, 2, 0, 1, 2, 0]))
        shapes = {name: grads[name].shape for name in grads}
        assert shapes == {name: np.shape(net.params[name]) for name in net.params}
