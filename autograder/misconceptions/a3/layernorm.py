"""Wrong layer normalisations that people really write, each with the hint it earns."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception
from oracles.layernorm import layernorm, layernorm_gradients

Floats = NDArray[np.float64]
Settings = dict[str, Any]
Forward = tuple[Floats, Any]
Gradients = tuple[Floats, Floats, Floats]

FORWARD = "normalization.layernorm_forward"
BACKWARD = "normalization.layernorm_backward"


# Statistics of the wrong numbers


@misconception(
    FORWARD, hint="You normalise each column over the batch: here each row is normalised by itself."
)
def over_the_batch(x: Floats, gamma: Floats, beta: Floats, ln_param: Settings) -> Forward:
    return layernorm(x.T, np.ones(len(x)), np.zeros(len(x)), eps_of(ln_param)).T * gamma + beta, ()


@misconception(
    FORWARD, hint="One mean and one variance serve the whole batch: each row has its own."
)
def over_all_numbers(x: Floats, gamma: Floats, beta: Floats, ln_param: Settings) -> Forward:
    return normalized(x, x.mean(), x.var(), eps_of(ln_param)) * gamma + beta, ()


@misconception(
    FORWARD, hint="Your mean is each row's, your variance each column's: both belong to the row."
)
def variance_of_the_columns(x: Floats, gamma: Floats, beta: Floats, ln_param: Settings) -> Forward:
    mean = x.mean(axis=1, keepdims=True)
    return normalized(x, mean, x.var(axis=0), eps_of(ln_param)) * gamma + beta, ()


@misconception(
    FORWARD, hint="Your mean is each column's, your variance each row's: both belong to the row."
)
def mean_of_the_columns(x: Floats, gamma: Floats, beta: Floats, ln_param: Settings) -> Forward:
    var = x.var(axis=1, keepdims=True)
    return normalized(x, x.mean(axis=0), var, eps_of(ln_param)) * gamma + beta, ()


@misconception(FORWARD, hint="Your variance divides by D - 1: here it is the biased one, over D.")
def unbiased_variance(x: Floats, gamma: Floats, beta: Floats, ln_param: Settings) -> Forward:
    mean, var = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True, ddof=1)
    return normalized(x, mean, var, eps_of(ln_param)) * gamma + beta, ()


@misconception(FORWARD, hint="The mean of the row is not taken off: that is RMS normalisation.")
def mean_not_taken_off(x: Floats, gamma: Floats, beta: Floats, ln_param: Settings) -> Forward:
    squares = (x * x).mean(axis=1, keepdims=True)
    return normalized(x, 0.0, squares, eps_of(ln_param)) * gamma + beta, ()


# The root


@misconception(FORWARD, hint="Your eps is added to the root: it belongs inside, to the variance.")
def eps_outside_the_root(x: Floats, gamma: Floats, beta: Floats, ln_param: Settings) -> Forward:
    centred, std = x - x.mean(axis=1, keepdims=True), x.std(axis=1, keepdims=True)
    return gamma * centred / (std + eps_of(ln_param)) + beta, ()


@misconception(FORWARD, hint="eps is missing: it is added to the variance, inside the root.")
def eps_missing(x: Floats, gamma: Floats, beta: Floats, ln_param: Settings) -> Forward:
    with np.errstate(all="ignore"):
        mean, var = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
        return normalized(x, mean, var, 0.0) * gamma + beta, ()


@misconception(FORWARD, hint="eps is always 1e-5: take ln_param's, if it is there.")
def eps_of_ln_param_ignored(x: Floats, gamma: Floats, beta: Floats, ln_param: Settings) -> Forward:
    return layernorm(x, gamma, beta), ()


@misconception(FORWARD, hint="Without an eps in ln_param yours is 1e-8: the promise is 1e-5.")
def another_default_of_eps(x: Floats, gamma: Floats, beta: Floats, ln_param: Settings) -> Forward:
    return layernorm(x, gamma, beta, ln_param.get("eps", 1e-8)), ()


@misconception(FORWARD, hint="You divide by the variance: divide by its root.")
def divided_by_the_variance(x: Floats, gamma: Floats, beta: Floats, ln_param: Settings) -> Forward:
    centred, var = x - x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
    return gamma * centred / (var + eps_of(ln_param)) + beta, ()


# Scale and shift


@misconception(FORWARD, hint="gamma and beta are not used: scale and shift what is normalised.")
def no_scale_and_shift(x: Floats, gamma: Floats, beta: Floats, ln_param: Settings) -> Forward:
    return layernorm(x, np.ones_like(gamma), np.zeros_like(beta), eps_of(ln_param)), ()


@misconception(FORWARD, hint="gamma scales x before it is normalised: it scales what comes out.")
def scaled_before(x: Floats, gamma: Floats, beta: Floats, ln_param: Settings) -> Forward:
    return layernorm(gamma * x, np.ones_like(gamma), beta, eps_of(ln_param)), ()


@misconception(FORWARD, hint="gamma scales beta, too: scale first, then shift.")
def shifted_before_scaling(x: Floats, gamma: Floats, beta: Floats, ln_param: Settings) -> Forward:
    return layernorm(x, gamma, gamma * beta, eps_of(ln_param)), ()


# dgamma and dbeta


@misconception(
    BACKWARD,
    hint="dgamma and dbeta have one number a row: they sum over the rows, axis 0, to be (D,).",
)
def parameters_summed_over_the_features(dout: Floats, cache: Any) -> Gradients:
    x_hat, _, _ = remembered(cache)
    return right(dout, cache)[0], (dout * x_hat).sum(axis=1), dout.sum(axis=1)


@misconception(BACKWARD, hint="dgamma and dbeta are (1, D): a sum with keepdims leaves that axis.")
def parameters_keep_an_axis(dout: Floats, cache: Any) -> Gradients:
    dx, dgamma, dbeta = right(dout, cache)
    return dx, dgamma[None], dbeta[None]


@misconception(BACKWARD, hint="dgamma and dbeta are means over the rows: they are sums.")
def parameters_averaged(dout: Floats, cache: Any) -> Gradients:
    dx, dgamma, dbeta = right(dout, cache)
    return dx, dgamma / len(dout), dbeta / len(dout)


@misconception(BACKWARD, hint="dgamma is dout times x: it is dout times the normalised x.")
def dgamma_of_x_as_it_came(dout: Floats, cache: Any) -> Gradients:
    dx, _, dbeta = right(dout, cache)
    return dx, (dout * cache[0]).sum(axis=0), dbeta


@misconception(BACKWARD, hint="dbeta has gamma in it: beta is added after gamma has scaled.")
def dbeta_scaled_by_gamma(dout: Floats, cache: Any) -> Gradients:
    dx, dgamma, dbeta = right(dout, cache)
    return dx, dgamma, cache[1] * dbeta


# dx


@misconception(BACKWARD, hint="Your dx takes its means over the batch: take them along each row.")
def dx_over_the_batch(dout: Floats, cache: Any) -> Gradients:
    x_hat, gamma, std = remembered(cache)
    dx_hat = dout * gamma
    dx = (dx_hat - dx_hat.mean(axis=0) - x_hat * (dx_hat * x_hat).mean(axis=0)) / std
    return dx, *right(dout, cache)[1:]


@misconception(BACKWARD, hint="Sums in dx are divided by N, the rows: a row has D features.")
def dx_divided_by_the_rows(dout: Floats, cache: Any) -> Gradients:
    ratio = dout.shape[1] / len(dout)
    return dx_of(dout, cache, by_mean=ratio, by_variance=ratio), *right(dout, cache)[1:]


@misconception(
    BACKWARD,
    hint="gamma stands outside the means in dx: multiply dout by gamma before you take them.",
)
def gamma_outside_the_means(dout: Floats, cache: Any) -> Gradients:
    x_hat, gamma, std = remembered(cache)
    along = (dout * x_hat).mean(axis=1, keepdims=True)
    dx = gamma / std * (dout - dout.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, *right(dout, cache)[1:]


@misconception(BACKWARD, hint="gamma is missing in dx: out is gamma times the normalised x.")
def gamma_missing_in_dx(dout: Floats, cache: Any) -> Gradients:
    x, gamma, mean, std = cache
    dx = dx_of(dout, (x, np.ones_like(gamma), mean, std))
    return dx, *right(dout, cache)[1:]


@misconception(BACKWARD, hint="In dx, the variance's part has x where x - mean belongs.")
def x_not_centred(dout: Floats, cache: Any) -> Gradients:
    x_hat, gamma, std = remembered(cache)
    dx_hat = dout * gamma
    along = (dx_hat * x_hat).mean(axis=1, keepdims=True)
    dx = (dx_hat - dx_hat.mean(axis=1, keepdims=True) - cache[0] / std * along) / std
    return dx, *right(dout, cache)[1:]


@misconception(BACKWARD, hint="Mean and variance count as constants in dx: both depend on x.")
def statistics_as_constants(dout: Floats, cache: Any) -> Gradients:
    return dx_of(dout, cache, by_mean=0.0, by_variance=0.0), *right(dout, cache)[1:]


@misconception(BACKWARD, hint="The variance's part of dx is missing: the variance depends on x.")
def variance_as_a_constant(dout: Floats, cache: Any) -> Gradients:
    return dx_of(dout, cache, by_variance=0.0), *right(dout, cache)[1:]


@misconception(BACKWARD, hint="The mean's part of dx is missing: the mean depends on x.")
def mean_as_a_constant(dout: Floats, cache: Any) -> Gradients:
    return dx_of(dout, cache, by_mean=0.0), *right(dout, cache)[1:]


@misconception(BACKWARD, hint="The variance's part of dx has the opposite sign.")
def variance_part_of_the_opposite_sign(dout: Floats, cache: Any) -> Gradients:
    return dx_of(dout, cache, by_variance=-1.0), *right(dout, cache)[1:]


@misconception(BACKWARD, hint="The variance's part of dx lacks a factor: the square gives a 2.")
def square_without_its_2(dout: Floats, cache: Any) -> Gradients:
    return dx_of(dout, cache, by_variance=0.5), *right(dout, cache)[1:]


@misconception(BACKWARD, hint="You multiply dx by the standard deviation: divide by it.")
def multiplied_by_the_deviation(dout: Floats, cache: Any) -> Gradients:
    dx, dgamma, dbeta = right(dout, cache)
    return dx * cache[3] ** 2, dgamma, dbeta


# What the variants share


def eps_of(ln_param: Settings) -> float:
    return float(ln_param.get("eps", 1e-5))


def normalized(x: Floats, mean: Floats | float, var: Floats | float, eps: float) -> Floats:
    """x less some mean, over the root of some variance and eps."""
    values: Floats = (x - mean) / np.sqrt(var + eps)
    return values


def remembered(cache: Any) -> tuple[Floats, Floats, Floats]:
    """The normalised x (N, D), gamma (D,) and the deviations (N, 1), from the solved cache."""
    x, gamma, mean, std = cache
    return (x - mean) / std, gamma, std


def right(dout: Floats, cache: Any) -> Gradients:
    """The right gradients; eps is what the deviations have more than the variances."""
    x, gamma, _, std = cache
    eps = float((std**2 - x.var(axis=1, keepdims=True)).mean())
    dx, dgamma, dbeta = layernorm_gradients(dout, x, gamma, np.zeros_like(gamma), eps)
    return dx, dgamma, dbeta


def dx_of(dout: Floats, cache: Any, by_mean: float = 1.0, by_variance: float = 1.0) -> Floats:
    """dx, with its parts through the mean and the variance of the row times a number."""
    x_hat, gamma, std = remembered(cache)
    dx_hat = dout * gamma
    through_mean = dx_hat.mean(axis=1, keepdims=True)
    through_variance = x_hat * (dx_hat * x_hat).mean(axis=1, keepdims=True)
    dx: Floats = (dx_hat - by_mean * through_mean - by_variance * through_variance) / std
    return dx
