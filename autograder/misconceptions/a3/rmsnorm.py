"""Wrong RMS normalisations that people really write, each with the hint it earns."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception
from oracles.layernorm import layernorm, rmsnorm, rmsnorm_gradients

Floats = NDArray[np.float64]
Settings = dict[str, Any]
Forward = tuple[Floats, Any]
Gradients = tuple[Floats, Floats]

FORWARD = "normalization.rmsnorm_forward"
BACKWARD = "normalization.rmsnorm_backward"


# Forward


@misconception(FORWARD, hint="You take the mean off, as layer normalisation does: here it stays.")
def mean_taken_off(x: Floats, gamma: Floats, rms_param: Settings) -> Forward:
    return layernorm(x, gamma, np.zeros_like(gamma), eps_of(rms_param)), ()


@misconception(
    FORWARD, hint="You divide by the standard deviation: the root mean square has no mean in it."
)
def divided_by_the_deviation(x: Floats, gamma: Floats, rms_param: Settings) -> Forward:
    return gamma * x / np.sqrt(x.var(axis=1, keepdims=True) + eps_of(rms_param)), ()


@misconception(FORWARD, hint="You divide by the root of the sum of squares: take their mean.")
def sum_of_squares(x: Floats, gamma: Floats, rms_param: Settings) -> Forward:
    return gamma * x / np.sqrt((x * x).sum(axis=1, keepdims=True) + eps_of(rms_param)), ()


@misconception(FORWARD, hint="You divide by the mean square: divide by its root.")
def root_missing(x: Floats, gamma: Floats, rms_param: Settings) -> Forward:
    return gamma * x / ((x * x).mean(axis=1, keepdims=True) + eps_of(rms_param)), ()


@misconception(FORWARD, hint="Your mean square is each column's: take it along each row.")
def along_the_columns(x: Floats, gamma: Floats, rms_param: Settings) -> Forward:
    return gamma * x / np.sqrt((x * x).mean(axis=0) + eps_of(rms_param)), ()


@misconception(
    FORWARD, hint="Your eps is added to the root: it belongs inside, to the mean square."
)
def eps_outside_the_root(x: Floats, gamma: Floats, rms_param: Settings) -> Forward:
    return gamma * x / (np.sqrt((x * x).mean(axis=1, keepdims=True)) + eps_of(rms_param)), ()


@misconception(FORWARD, hint="eps is always 1e-5: take rms_param's, if it is there.")
def eps_of_rms_param_ignored(x: Floats, gamma: Floats, rms_param: Settings) -> Forward:
    return rmsnorm(x, gamma), ()


@misconception(FORWARD, hint="gamma is not used: it scales what is normalised.")
def gamma_missing(x: Floats, gamma: Floats, rms_param: Settings) -> Forward:
    return rmsnorm(x, np.ones_like(gamma), eps_of(rms_param)), ()


# Backward


@misconception(BACKWARD, hint="The root counts as a constant in dx: it depends on x.")
def root_as_a_constant(dout: Floats, cache: Any) -> Gradients:
    return dx_of(dout, cache, by_root=0.0), right(dout, cache)[1]


@misconception(BACKWARD, hint="The root's part of dx has the opposite sign.")
def root_part_of_the_opposite_sign(dout: Floats, cache: Any) -> Gradients:
    return dx_of(dout, cache, by_root=-1.0), right(dout, cache)[1]


@misconception(BACKWARD, hint="The sum in dx is divided by N, the rows: a row has D features.")
def divided_by_the_rows(dout: Floats, cache: Any) -> Gradients:
    return dx_of(dout, cache, by_root=dout.shape[1] / len(dout)), right(dout, cache)[1]


@misconception(BACKWARD, hint="The sum in dx is not divided by D: the square has a mean.")
def mean_missing(dout: Floats, cache: Any) -> Gradients:
    return dx_of(dout, cache, by_root=dout.shape[1]), right(dout, cache)[1]


@misconception(BACKWARD, hint="A mean is taken off dx, as in layer normalisation: here none is.")
def mean_taken_off_dx(dout: Floats, cache: Any) -> Gradients:
    dx, dgamma = right(dout, cache)
    return dx - (dout * cache[1]).mean(axis=1, keepdims=True) / cache[2], dgamma


@misconception(BACKWARD, hint="gamma is missing in dx: out is gamma times the normalised x.")
def gamma_missing_in_dx(dout: Floats, cache: Any) -> Gradients:
    x, gamma, rms = cache
    return dx_of(dout, (x, np.ones_like(gamma), rms)), right(dout, cache)[1]


@misconception(
    BACKWARD, hint="dgamma has one number a row: it sums over the rows, axis 0, to be (D,)."
)
def dgamma_summed_over_the_features(dout: Floats, cache: Any) -> Gradients:
    return right(dout, cache)[0], (dout * cache[0] / cache[2]).sum(axis=1)


@misconception(BACKWARD, hint="dgamma is dout times x: it is dout times the normalised x.")
def dgamma_of_x_as_it_came(dout: Floats, cache: Any) -> Gradients:
    return right(dout, cache)[0], (dout * cache[0]).sum(axis=0)


# What the variants share


def eps_of(rms_param: Settings) -> float:
    return float(rms_param.get("eps", 1e-5))


def right(dout: Floats, cache: Any) -> Gradients:
    """The right gradients; eps is what the squared roots have more than the mean squares."""
    x, gamma, rms = cache
    eps = float((rms**2 - (x * x).mean(axis=1, keepdims=True)).mean())
    dx, dgamma = rmsnorm_gradients(dout, x, gamma, eps)
    return dx, dgamma


def dx_of(dout: Floats, cache: Any, by_root: float = 1.0) -> Floats:
    """dx, with its part through the root of the row times a number."""
    x, gamma, rms = cache
    dx_hat, x_hat = dout * gamma, x / rms
    dx: Floats = (dx_hat - by_root * x_hat * (dx_hat * x_hat).mean(axis=1, keepdims=True)) / rms
    return dx
