"""Wrong normalised networks that people really write, each with the hint it earns."""

import importlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]
Forward = tuple[Floats, Any]
Backward = tuple[Floats, dict[str, Floats]]

PARAMETERS = "networks.FullyConnectedNet.normalization_parameters"
SET_MODE = "networks.FullyConnectedNet.set_mode"
FORWARD = "networks.FullyConnectedNet.block_forward"
BACKWARD = "networks.FullyConnectedNet.block_backward"


# Parameters


@misconception(PARAMETERS, hint="Your gamma starts at 0: no signal gets through; it starts at 1.")
def gamma_of_zeros(self: Any, hidden_dims: list[int]) -> dict[str, Floats]:
    return {name: np.zeros_like(value) for name, value in right(self, hidden_dims).items()}


@misconception(PARAMETERS, hint="Your beta starts at 1: it starts at 0, and gamma at 1.")
def beta_of_ones(self: Any, hidden_dims: list[int]) -> dict[str, Floats]:
    return {name: np.ones_like(value) for name, value in right(self, hidden_dims).items()}


@misconception(PARAMETERS, hint="gamma is 0 and beta 1: exchange them.")
def gamma_and_beta_exchanged(self: Any, hidden_dims: list[int]) -> dict[str, Floats]:
    return {name: 1 - value for name, value in right(self, hidden_dims).items()}


@misconception(
    PARAMETERS, hint="The last layer has gamma and beta, too: the scores stay as they are."
)
def last_layer_normalized(self: Any, hidden_dims: list[int]) -> dict[str, Floats]:
    if self.normalization is None:
        return {}
    return right(self, [*hidden_dims, self.params[f"b{self.num_layers}"].size])


@misconception(
    PARAMETERS, hint="The last hidden layer lacks gamma and beta: every hidden layer has them."
)
def last_hidden_layer_left_out(self: Any, hidden_dims: list[int]) -> dict[str, Floats]:
    return right(self, hidden_dims[:-1])


@misconception(PARAMETERS, hint="Names count from 0: layers count from 1, as in W1 and b1.")
def counted_from_zero(self: Any, hidden_dims: list[int]) -> dict[str, Floats]:
    found = right(self, hidden_dims)
    return {f"{name.rstrip('0123456789')}{int(name[-1]) - 1}": v for name, v in found.items()}


@misconception(PARAMETERS, hint="Layer normalisation has gamma and beta, too.")
def batch_normalization_only(self: Any, hidden_dims: list[int]) -> dict[str, Floats]:
    return right(self, hidden_dims) if self.normalization == "batchnorm" else {}


@misconception(
    PARAMETERS, hint="One gamma and one beta serve a whole layer: each unit has its own."
)
def one_number_a_layer(self: Any, hidden_dims: list[int]) -> dict[str, Floats]:
    return right(self, [1] * len(hidden_dims))


# The mode


@misconception(
    SET_MODE, hint="Batch normalisation does not hear of the mode: write it into bn_params."
)
def dropout_only(self: Any, mode: str) -> None:
    if self.use_dropout:
        self.dropout_param["mode"] = mode


@misconception(SET_MODE, hint="Dropout does not hear of the mode: write it into dropout_param.")
def normalization_only(self: Any, mode: str) -> None:
    if self.normalization == "batchnorm":
        for bn_param in self.bn_params:
            bn_param["mode"] = mode


@misconception(
    SET_MODE, hint="Only the first layer's bn_param hears of the mode: each has its own."
)
def first_layer_only(self: Any, mode: str) -> None:
    dropout_only.variant(self, mode)
    if self.normalization == "batchnorm":
        self.bn_params[0]["mode"] = mode


@misconception(SET_MODE, hint="You make new dicts: running statistics and p are lost with the old.")
def new_dicts(self: Any, mode: str) -> None:
    if self.use_dropout:
        self.dropout_param = {"mode": mode, "p": self.dropout_param["p"]}
    if self.normalization == "batchnorm":
        self.bn_params = [{"mode": mode} for _ in self.bn_params]


@misconception(SET_MODE, hint="Nothing is written: the mode goes into dropout_param and bn_params.")
def mode_not_written(self: Any, mode: str) -> None:
    self.mode = mode


# Forward


@misconception(FORWARD, hint="You normalise after ReLU: affine, normalisation, ReLU is the order.")
def normalized_after_relu(self: Any, x: Floats, layer: int) -> Forward:
    a, affine_cache = affine(self, x, layer)
    out, relu_cache = function("a2.layers", "relu_forward")(a)
    out, norm_cache = normalized(self, out, layer)
    out, dropout_cache = dropped(self, out)
    return out, (affine_cache, norm_cache, relu_cache, dropout_cache)


@misconception(FORWARD, hint="You drop units before they are normalised: dropout comes last.")
def dropped_before_normalization(self: Any, x: Floats, layer: int) -> Forward:
    a, affine_cache = affine(self, x, layer)
    a, dropout_cache = dropped(self, a)
    a, norm_cache = normalized(self, a, layer)
    out, relu_cache = function("a2.layers", "relu_forward")(a)
    return out, (affine_cache, norm_cache, relu_cache, dropout_cache)


@misconception(FORWARD, hint="You drop inputs of the block: dropout comes last, after ReLU.")
def input_dropped(self: Any, x: Floats, layer: int) -> Forward:
    x, _ = dropped(self, x)
    out, caches = rightly_forward(self, x, layer, drops=False)
    return out, (*caches[:3], np.ones_like(out))


@misconception(FORWARD, hint="Normalisation is missing in the block.")
def not_normalized(self: Any, x: Floats, layer: int) -> Forward:
    return rightly_forward(self, x, layer, normalizes=False)


@misconception(FORWARD, hint="Dropout is missing in the block.")
def not_dropped(self: Any, x: Floats, layer: int) -> Forward:
    return rightly_forward(self, x, layer, drops=False)


@misconception(FORWARD, hint="ReLU is missing in the block.")
def no_relu(self: Any, x: Floats, layer: int) -> Forward:
    return rightly_forward(self, x, layer, rectifies=False)


@misconception(
    FORWARD, hint="All layers share bn_params[0]: each has its own, bn_params[layer - 1]."
)
def shared_statistics(self: Any, x: Floats, layer: int) -> Forward:
    bn_params, self.bn_params = self.bn_params, [self.bn_params[0]] * self.num_layers
    try:
        return rightly_forward(self, x, layer)
    finally:
        self.bn_params = bn_params


@misconception(
    FORWARD, hint="Running statistics are lost: pass bn_params[layer - 1] itself, no new dict."
)
def statistics_not_kept(self: Any, x: Floats, layer: int) -> Forward:
    bn_params, self.bn_params = self.bn_params, [{**each} for each in self.bn_params]
    try:
        return rightly_forward(self, x, layer)
    finally:
        self.bn_params = bn_params


@misconception(FORWARD, hint='Batch normalisation is always in mode "train": let bn_params say it.')
def always_in_training(self: Any, x: Floats, layer: int) -> Forward:
    if self.normalization != "batchnorm":
        return rightly_forward(self, x, layer)
    own = self.bn_params[layer - 1]
    asked, own["mode"] = own["mode"], "train"
    try:
        return rightly_forward(self, x, layer)
    finally:
        own["mode"] = asked


@misconception(FORWARD, hint="You take batch normalisation where layer normalisation is asked for.")
def batch_normalization_always(self: Any, x: Floats, layer: int) -> Forward:
    asked, bn_params = self.normalization, self.bn_params
    if asked == "layernorm":
        self.normalization, self.bn_params = "batchnorm", [{"mode": "train"}] * self.num_layers
    try:
        return rightly_forward(self, x, layer)
    finally:
        self.normalization, self.bn_params = asked, bn_params


@misconception(FORWARD, hint="gamma and beta are exchanged in the call of the normalisation.")
def scale_and_shift_exchanged(self: Any, x: Floats, layer: int) -> Forward:
    params = self.params
    if self.normalization is not None:
        gamma, beta = params[f"gamma{layer}"], params[f"beta{layer}"]
        self.params = {**params, f"gamma{layer}": beta, f"beta{layer}": gamma}
    try:
        return rightly_forward(self, x, layer)
    finally:
        self.params = params


# Backward


@misconception(BACKWARD, hint="The gradients of gamma and beta are missing in grads.")
def scale_and_shift_not_returned(self: Any, dout: Floats, cache: Any, layer: int) -> Backward:
    dx, grads = rightly_backward(self, dout, cache, layer)
    return dx, {name: grads[name] for name in (f"W{layer}", f"b{layer}")}


@misconception(BACKWARD, hint="The gradients of gamma and beta are exchanged.")
def gradients_exchanged(self: Any, dout: Floats, cache: Any, layer: int) -> Backward:
    dx, grads = rightly_backward(self, dout, cache, layer)
    if self.normalization is not None:
        gamma, beta = f"gamma{layer}", f"beta{layer}"
        grads[gamma], grads[beta] = grads[beta], grads[gamma]
    return dx, grads


@misconception(BACKWARD, hint="The gradient skips the normalisation: it goes back through it.")
def normalization_skipped(self: Any, dout: Floats, cache: Any, layer: int) -> Backward:
    dx, grads = rightly_backward(self, dout, cache, layer, normalizes=False)
    if self.normalization is not None:
        _, own = rightly_backward(self, dout, cache, layer)
        grads = {**own, **grads}
    return dx, grads


@misconception(BACKWARD, hint="The gradient skips ReLU: it goes back through it.")
def relu_skipped(self: Any, dout: Floats, cache: Any, layer: int) -> Backward:
    return rightly_backward(self, dout, cache, layer, rectifies=False)


@misconception(BACKWARD, hint="The gradient skips dropout: no gradient goes to dropped units.")
def dropout_skipped(self: Any, dout: Floats, cache: Any, layer: int) -> Backward:
    return rightly_backward(self, dout, cache, layer, drops=False)


@misconception(BACKWARD, hint="The penalty is in the gradient of W: loss adds it, not the block.")
def penalty_added(self: Any, dout: Floats, cache: Any, layer: int) -> Backward:
    dx, grads = rightly_backward(self, dout, cache, layer)
    grads[f"W{layer}"] = grads[f"W{layer}"] + self.reg * self.params[f"W{layer}"]
    return dx, grads


@misconception(BACKWARD, hint="gamma and beta are penalised: only the weights W are.")
def scale_and_shift_penalised(self: Any, dout: Floats, cache: Any, layer: int) -> Backward:
    dx, grads = rightly_backward(self, dout, cache, layer)
    for name in grads.keys() - {f"W{layer}", f"b{layer}"}:
        grads[name] = grads[name] + self.reg * self.params[name]
    return dx, grads


@misconception(BACKWARD, hint="Names lack the number of the layer: W1, b1, gamma1, beta1, ...")
def names_without_number(self: Any, dout: Floats, cache: Any, layer: int) -> Backward:
    dx, grads = rightly_backward(self, dout, cache, layer)
    return dx, {name.rstrip("0123456789"): value for name, value in grads.items()}


# What the variants share


def function(module: str, name: str) -> Any:
    """A solved function of a2 or a3."""
    return getattr(importlib.import_module(module), name)


def right(net: Any, hidden_dims: list[int]) -> dict[str, Floats]:
    """The first gammas and betas as they should be."""
    if net.normalization is None:
        return {}
    sizes = [*enumerate(hidden_dims, start=1)]
    gammas = {f"gamma{layer}": np.ones(units) for layer, units in sizes}
    return gammas | {f"beta{layer}": np.zeros(units) for layer, units in sizes}


def affine(net: Any, x: Floats, layer: int) -> Forward:
    out, cache = function("a2.layers", "affine_forward")(
        x, net.params[f"W{layer}"], net.params[f"b{layer}"]
    )
    return out, cache


def normalized(net: Any, a: Floats, layer: int) -> Forward:
    """What the net's normalisation, if it has one, makes of a."""
    if net.normalization is None:
        return a, None
    out, cache = function("a3.normalization", f"{net.normalization}_forward")(
        a, net.params[f"gamma{layer}"], net.params[f"beta{layer}"], net.bn_params[layer - 1]
    )
    return out, cache


def dropped(net: Any, out: Floats) -> Forward:
    """What the net's dropout, if it has one, makes of out."""
    if not net.use_dropout:
        return out, None
    out, cache = function("a3.dropout", "dropout_forward")(out, net.dropout_param)
    return out, cache


def rightly_forward(
    net: Any,
    x: Floats,
    layer: int,
    normalizes: bool = True,
    rectifies: bool = True,
    drops: bool = True,
) -> Forward:
    """A block as it should be, but for a step that is left out; the cache is the solved one's."""
    a, affine_cache = affine(net, x, layer)
    norm_cache, relu_cache, dropout_cache = None, np.ones_like(a), None
    if normalizes:
        a, norm_cache = normalized(net, a, layer)
    elif net.normalization is not None:  # something for the backward pass
        _, norm_cache = normalized(net, a, layer)
    if rectifies:
        a, relu_cache = function("a2.layers", "relu_forward")(a)
    if drops:
        a, dropout_cache = dropped(net, a)
    return a, (affine_cache, norm_cache, relu_cache, dropout_cache)


def rightly_backward(
    net: Any,
    dout: Floats,
    cache: Any,
    layer: int,
    normalizes: bool = True,
    rectifies: bool = True,
    drops: bool = True,
) -> Backward:
    """Backward of a block as it should be, but for a step that is skipped."""
    affine_cache, norm_cache, relu_cache, dropout_cache = cache
    grads: dict[str, Floats] = {}
    if net.use_dropout and drops:
        dout = function("a3.dropout", "dropout_backward")(dout, dropout_cache)
    if rectifies:
        dout = function("a2.layers", "relu_backward")(dout, relu_cache)
    if net.normalization is not None and normalizes:
        backward = function("a3.normalization", f"{net.normalization}_backward")
        dout, grads[f"gamma{layer}"], grads[f"beta{layer}"] = backward(dout, norm_cache)
    backward = function("a2.layers", "affine_backward")
    dx, grads[f"W{layer}"], grads[f"b{layer}"] = backward(dout, affine_cache)
    return dx, grads
