"""Hidden tests of the exercise `normalized_net`: other data, combinations and edge cases."""

import numpy as np

from given.testing import assert_close
from oracles.normalized_nets import Block, affine, gradients, loss, running, scores

LABELS = np.array([2, 0, 1, 2, 1, 0, 0])


def parameters(rng, sizes, normalization):
    """Random parameters, none of them ones or zeros; sizes: features, hidden layers, classes."""
    params = {}
    for i in range(1, len(sizes)):
        params[f"W{i}"] = rng.normal(size=(sizes[i - 1], sizes[i]))
        params[f"b{i}"] = rng.normal(size=sizes[i])
        if normalization is not None and i < len(sizes) - 1:
            params[f"gamma{i}"] = rng.uniform(0.5, 2.0, size=sizes[i])
            params[f"beta{i}"] = rng.normal(size=sizes[i]) + 0.5
    return params


def net_with(student, params, sizes, normalization, **settings):
    """A float64 net with these parameters."""
    net = student.networks.FullyConnectedNet(
        sizes[1:-1],
        input_dim=sizes[0],
        num_classes=sizes[-1],
        normalization=normalization,
        dtype=np.float64,
        **settings,
    )
    net.params = {name: value.copy() for name, value in params.items()}
    return net


def test_normalization_parameters_of_three_hidden_layers(student):
    """normalization_parameters: three hidden layers, asked of a net with others."""
    for kind in ("layernorm", "batchnorm"):
        net = net_with(student, {}, [9, 4, 4], kind)
        found = net.normalization_parameters([8, 3, 5])
        names = {f"{name}{i}" for name in ("gamma", "beta") for i in (1, 2, 3)}
        assert set(found) == names
        for i, units in enumerate([8, 3, 5], start=1):
            assert_close(found[f"gamma{i}"], np.ones(units))
            assert_close(found[f"beta{i}"], np.zeros(units))


def test_set_mode_of_one_or_the_other(student):
    """set_mode: dropout beside layer normalisation, and batch normalisation without dropout."""
    dropping = net_with(student, {}, [6, 5, 4, 3], "layernorm", dropout_keep_ratio=0.6)
    normalizing = net_with(student, {}, [6, 5, 4, 3], "batchnorm")
    for mode in ("test", "train"):
        dropping.set_mode(mode)
        normalizing.set_mode(mode)
        assert dropping.dropout_param["mode"] == mode
        assert [normalizing.bn_params[i]["mode"] for i in range(2)] == [mode, mode]


def test_block_forward_with_batch_normalization(student, rng):
    """block_forward: the second of three blocks, in training, and its running statistics."""
    sizes = [6, 7, 5, 4, 3]
    params, x = parameters(rng, sizes, "batchnorm"), rng.normal(size=(8, 7))
    want = Block("batchnorm").out(params, x, 2)
    mean, var = running([affine(params, x, 2)])
    net = net_with(student, params, sizes, "batchnorm")
    out, _ = net.block_forward(x.copy(), 2)
    assert_close(out, want)
    assert ["running_mean" in net.bn_params[i] for i in range(3)] == [False, True, False]
    assert_close(net.bn_params[1]["running_mean"], mean)
    assert_close(net.bn_params[1]["running_var"], var)


def test_block_forward_with_layer_normalization(student, rng):
    """block_forward: images of several axes in front of the first block."""
    sizes = [12, 7, 5, 3]
    params, x = parameters(rng, sizes, "layernorm"), rng.normal(size=(4, 2, 3, 2))
    want = Block("layernorm").out(params, x, 1)
    out, _ = net_with(student, params, sizes, "layernorm").block_forward(x.copy(), 1)
    assert_close(out, want)


def test_block_forward_drops_last(student, rng):
    """block_forward: what batch normalisation and ReLU give is dropped or divided by p."""
    sizes = [6, 20, 3]
    params, x = parameters(rng, sizes, "batchnorm"), rng.normal(size=(9, 6))
    whole = Block("batchnorm").out(params, x, 1)
    net = net_with(student, params, sizes, "batchnorm", dropout_keep_ratio=0.6)
    out, _ = net.block_forward(x.copy(), 1)
    kept = np.asarray(out) != 0
    assert 0 < kept[whole > 0].mean() < 1
    assert_close(out, np.where(kept, whole / 0.6, 0.0))


def test_scores_in_testing_use_running_statistics(student, rng):
    """loss: after three training steps on other images, scores come from running statistics."""
    sizes = [6, 5, 4, 3]
    params = parameters(rng, sizes, "batchnorm")
    batches, X = [rng.normal(size=(7, 6)) + i for i in range(3)], rng.normal(size=(4, 6))
    first = [affine(params, batch, 1) for batch in batches]
    hidden = [Block("batchnorm").out(params, batch, 1) for batch in batches]
    second = [affine(params, batch, 2) for batch in hidden]
    blocks = [Block("batchnorm", statistics=running(inputs)) for inputs in (first, second)]
    want = scores(params, X, blocks)
    net = net_with(student, params, sizes, "batchnorm")
    for batch in batches:
        net.loss(batch.copy(), LABELS)
    found = net.loss(X.copy())
    assert [net.bn_params[i]["mode"] for i in range(2)] == ["test", "test"]
    assert_close(found, want)


def test_scores_in_testing_drop_nothing(student, rng):
    """loss: after a training step, scores see every unit; layer normalisation has no modes."""
    sizes = [6, 8, 7, 3]
    for kind in ("layernorm", None):
        params, X = parameters(rng, sizes, kind), rng.normal(size=(7, 6))
        want = scores(params, X, [Block(kind)] * 2)
        net = net_with(student, params, sizes, kind, dropout_keep_ratio=0.5)
        net.loss(X.copy(), LABELS)
        assert_close(net.loss(X.copy()), want)


def check_block_backward(student, rng, kind):
    """A block with dropout, layer 2: its gradients through the mask that its output shows."""
    sizes = [6, 7, 9, 3]
    params, x = parameters(rng, sizes, kind), rng.normal(size=(5, 7))
    dout = rng.normal(size=(5, 9))
    net = net_with(student, params, sizes, kind, dropout_keep_ratio=0.75, reg=0.5)
    out, cache = net.block_forward(x.copy(), 2)
    mask = np.asarray(out) != 0  # where ReLU gives 0, it does not matter
    assert mask.any()
    dx_wanted, wanted = Block(kind, mask, 0.75).gradients(params, x, 2, dout)
    dx, grads = net.block_backward(dout.copy(), cache, 2)
    assert_close(dx, dx_wanted)
    assert set(grads) == set(wanted)
    for name in wanted:
        assert_close(grads[name], wanted[name])


def test_block_backward_with_batch_normalization(student, rng):
    """block_backward: batch normalisation and dropout."""
    check_block_backward(student, rng, "batchnorm")


def test_block_backward_with_layer_normalization(student, rng):
    """block_backward: layer normalisation and dropout."""
    check_block_backward(student, rng, "layernorm")


def test_block_backward_without_normalization(student, rng):
    """block_backward: dropout alone."""
    check_block_backward(student, rng, None)


def test_block_backward_of_images(student, rng):
    """block_backward: dx has the shape of the images."""
    sizes = [12, 8, 3]
    params, x = parameters(rng, sizes, "layernorm"), rng.normal(size=(4, 3, 4))
    dout = rng.normal(size=(4, 8))
    dx_wanted, wanted = Block("layernorm").gradients(params, x, 1, dout)
    net = net_with(student, params, sizes, "layernorm")
    _, cache = net.block_forward(x.copy(), 1)
    dx, grads = net.block_backward(dout.copy(), cache, 1)
    assert_close(dx, dx_wanted)
    assert_close(grads["gamma1"], wanted["gamma1"])


def check_loss(net, params, X, blocks, reg):
    """Loss and gradients of a training step against the oracle's."""
    loss_wanted = loss(params, X, LABELS, blocks, reg).real
    wanted = gradients(params, X, LABELS, blocks, reg)
    value, grads = net.loss(X.copy(), LABELS)
    assert_close(value, loss_wanted)
    assert set(grads) == set(wanted)
    for name in wanted:
        assert_close(grads[name], wanted[name])


def test_loss_with_batch_normalization_and_dropout(student, rng):
    """loss: two blocks with batch normalisation and seeded dropout, and a penalty on W alone."""
    sizes = [5, 6, 4, 3]
    params, X = parameters(rng, sizes, "batchnorm"), rng.normal(size=(7, 5))
    settings = {"dropout_keep_ratio": 0.8, "seed": 5, "reg": 0.3}
    net = net_with(student, params, sizes, "batchnorm", **settings)
    first, _ = net.block_forward(X.copy(), 1)  # the seed shows which units a step will keep
    second, _ = net.block_forward(np.array(first), 2)
    assert np.any(second)
    blocks = [Block("batchnorm", np.asarray(out) != 0, 0.8) for out in (first, second)]
    check_loss(net, params, X, blocks, 0.3)


def test_loss_with_layer_normalization(student, rng):
    """loss: two blocks with layer normalisation, and a penalty on W alone."""
    sizes = [4, 6, 5, 3]
    params, X = parameters(rng, sizes, "layernorm"), rng.normal(size=(7, 4))
    net = net_with(student, params, sizes, "layernorm", reg=0.7)
    check_loss(net, params, X, [Block("layernorm")] * 2, 0.7)
