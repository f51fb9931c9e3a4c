"""Wrong vanilla dropout that people really write, each with the hint it earns.

Whoever draws with np.random.rand, random or uniform draws the same numbers as these do here.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[Any]
Settings = dict[str, Any]
Forward = tuple[Floats, Any]

FORWARD = "dropout.vanilla_dropout_forward"
BACKWARD = "dropout.vanilla_dropout_backward"


@misconception(FORWARD, hint="That is inverted dropout: here training scales nothing, tests do.")
def inverted(x: Floats, dropout_param: Settings) -> Forward:
    p = dropout_param["p"]
    if dropout_param["mode"] == "test":
        return x, 1.0
    scale = kept_of(x, dropout_param) / p
    return (x * scale).astype(x.dtype), scale


@misconception(FORWARD, hint="Nothing makes up for the dropped: multiply by p in tests.")
def not_scaled(x: Floats, dropout_param: Settings) -> Forward:
    if dropout_param["mode"] == "test":
        return x, 1.0
    kept = kept_of(x, dropout_param)
    return x * kept, kept


@misconception(FORWARD, hint="You divide by p in tests: fewer units were there, so multiply.")
def divided_in_tests(x: Floats, dropout_param: Settings) -> Forward:
    if dropout_param["mode"] == "test":
        return (x / dropout_param["p"]).astype(x.dtype), 1 / dropout_param["p"]
    kept = kept_of(x, dropout_param)
    return x * kept, kept


@misconception(FORWARD, hint="Your p is the probability of dropping: here it is that of keeping.")
def p_drops(x: Floats, dropout_param: Settings) -> Forward:
    p = dropout_param["p"]
    if dropout_param["mode"] == "test":
        return (x * (1 - p)).astype(x.dtype), 1 - p
    dropped = kept_of(x, dropout_param)
    return x * ~dropped, ~dropped


@misconception(FORWARD, hint="You multiply by p in training, too: there kept elements stay.")
def scaled_in_both_modes(x: Floats, dropout_param: Settings) -> Forward:
    p = dropout_param["p"]
    if dropout_param["mode"] == "test":
        return (x * p).astype(x.dtype), p
    scale = kept_of(x, dropout_param) * p
    return (x * scale).astype(x.dtype), scale


@misconception(BACKWARD, hint="The mask is missing: no gradient goes to what was dropped.")
def mask_missing(dout: Floats, cache: Any) -> Any:
    return dout


@misconception(BACKWARD, hint='The gradient lacks the p by which mode "test" multiplies.')
def gradient_not_scaled_in_tests(dout: Floats, cache: Any) -> Any:
    return dout * (np.asarray(cache) != 0)


@misconception(BACKWARD, hint="Gradients are divided by p: kept elements were not.")
def gradient_of_inverted_dropout(dout: Floats, cache: Any) -> Any:
    if np.ndim(cache) == 0:
        return dout * cache
    return dout * cache / np.mean(cache)


def kept_of(x: Floats, dropout_param: Settings) -> NDArray[np.bool_]:
    """Where a number from [0, 1) is below p."""
    if "seed" in dropout_param:
        np.random.seed(dropout_param["seed"])
    return np.asarray(np.random.rand(*x.shape) < dropout_param["p"])
