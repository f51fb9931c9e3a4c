"""Wrong adaptive steps that people really write, each with the hint it earns."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]
Config = dict[str, Any]
Answer = tuple[Any, Config]
Correction = Callable[[float, int], float]

ADAGRAD = "optimizers.adagrad"
RMSPROP = "optimizers.rmsprop"
ADAM = "optimizers.adam"


# AdaGrad: the cache


@misconception(ADAGRAD, hint="The cache sums dw itself: it sums the squares of dw.")
def adagrad_without_the_square(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adagrad_config(w, config)
    return scaled_step(w, dw, config, config["cache"] + dw)


@misconception(ADAGRAD, hint="The cache sums absolute gradients: it sums their squares.")
def adagrad_of_absolute_gradients(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adagrad_config(w, config)
    return scaled_step(w, dw, config, config["cache"] + np.abs(dw))


@misconception(
    ADAGRAD, hint="The cache forgets earlier gradients: add dw squared to the old cache."
)
def adagrad_cache_replaced(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adagrad_config(w, config)
    return scaled_step(w, dw, config, dw**2)


@misconception(
    ADAGRAD, hint="Your cache is a running mean, as in RMSProp: AdaGrad sums the squares."
)
def adagrad_is_rmsprop(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adagrad_config(w, config)
    return scaled_step(w, dw, config, 0.99 * config["cache"] + 0.01 * dw**2)


@misconception(ADAGRAD, hint="All weights share one sum of squares: each weight has its own cache.")
def adagrad_one_cache_for_all(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adagrad_config(w, config)
    return scaled_step(w, dw, config, config["cache"] + np.sum(dw**2))


@misconception(ADAGRAD, hint="The cache is not stored: put the new one into config.")
def adagrad_cache_not_stored(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adagrad_config(w, config)
    before = config["cache"]
    return stepped(w, dw, config, np.sqrt(before + dw**2), before)


@misconception(ADAGRAD, hint="You divide by the old cache's root: add this dw squared first.")
def adagrad_steps_by_the_old_cache(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adagrad_config(w, config)
    return stepped(w, dw, config, np.sqrt(config["cache"]), config["cache"] + dw**2)


# RMSProp: the cache


@misconception(RMSPROP, hint="The running mean is of dw itself: it is of the squares of dw.")
def rmsprop_without_the_square(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = rmsprop_config(w, config)
    return scaled_step(w, dw, config, mean(config, dw))


@misconception(RMSPROP, hint="The running mean is of absolute gradients: it is of their squares.")
def rmsprop_of_absolute_gradients(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = rmsprop_config(w, config)
    return scaled_step(w, dw, config, mean(config, np.abs(dw)))


@misconception(
    RMSPROP, hint="The shares are exchanged: the OLD cache keeps decay_rate, dw squared the rest."
)
def rmsprop_shares_exchanged(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = rmsprop_config(w, config)
    decay = config["decay_rate"]
    return scaled_step(w, dw, config, (1 - decay) * config["cache"] + decay * dw**2)


@misconception(RMSPROP, hint="dw squared enters whole: it has the share 1 - decay_rate.")
def rmsprop_squares_enter_whole(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = rmsprop_config(w, config)
    return scaled_step(w, dw, config, config["decay_rate"] * config["cache"] + dw**2)


@misconception(RMSPROP, hint="The cache decays twice in a step: multiply it by decay_rate once.")
def rmsprop_decays_twice(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = rmsprop_config(w, config)
    decay = config["decay_rate"]
    return scaled_step(w, dw, config, decay**2 * config["cache"] + (1 - decay) * dw**2)


@misconception(RMSPROP, hint="Your cache sums the squares, as in AdaGrad: RMSProp's forgets.")
def rmsprop_is_adagrad(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = rmsprop_config(w, config)
    return scaled_step(w, dw, config, config["cache"] + dw**2)


@misconception(RMSPROP, hint="1 - decay_rate stands inside the square: square dw alone.")
def rmsprop_share_squared(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = rmsprop_config(w, config)
    decay = config["decay_rate"]
    return scaled_step(w, dw, config, decay * config["cache"] + ((1 - decay) * dw) ** 2)


@misconception(RMSPROP, hint="Your decay_rate is always 0.99: take the one in config.")
def rmsprop_fixed_decay(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = rmsprop_config(w, config)
    return scaled_step(w, dw, config, 0.99 * config["cache"] + 0.01 * dw**2)


@misconception(RMSPROP, hint="Your default decay_rate is 0.9: the docstring promises 0.99.")
def rmsprop_another_default(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = rmsprop_config(w, with_defaults(config, decay_rate=0.9))
    return scaled_step(w, dw, config, mean(config, dw**2))


@misconception(RMSPROP, hint="The cache is not stored: put the new one into config.")
def rmsprop_cache_not_stored(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = rmsprop_config(w, config)
    before = config["cache"]
    return stepped(w, dw, config, np.sqrt(mean(config, dw**2)), before)


@misconception(RMSPROP, hint="You divide by the old cache's root: update the cache first.")
def rmsprop_steps_by_the_old_cache(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = rmsprop_config(w, config)
    return stepped(w, dw, config, np.sqrt(config["cache"]), mean(config, dw**2))


# The step of AdaGrad, by a right cache


@misconception(ADAGRAD, hint="You walk uphill: the step goes against dw.")
def adagrad_uphill(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adagrad_updated(w, dw, config)
    return stepped(w, -dw, config, np.sqrt(config["cache"]), config["cache"])


@misconception(ADAGRAD, hint="epsilon is inside the root: add it to the root of the cache.")
def adagrad_epsilon_inside(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adagrad_updated(w, dw, config)
    root = np.sqrt(config["cache"] + config["epsilon"])
    return w - config["learning_rate"] * dw / root, config


@misconception(ADAGRAD, hint="Your epsilon is always 1e-8: take the one in config.")
def adagrad_fixed_epsilon(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adagrad_updated(w, dw, config)
    root = np.sqrt(config["cache"]) + 1e-8
    return w - config["learning_rate"] * dw / root, config


@misconception(ADAGRAD, hint="epsilon is missing: add it to the root you divide by.")
def adagrad_epsilon_missing(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adagrad_updated(w, dw, config)
    with np.errstate(all="ignore"):
        return w - config["learning_rate"] * dw / np.sqrt(config["cache"]), config


@misconception(ADAGRAD, hint="The root is missing: divide by the square root of the cache.")
def adagrad_root_missing(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adagrad_updated(w, dw, config)
    return stepped(w, dw, config, config["cache"], config["cache"])


@misconception(ADAGRAD, hint="You multiply by the root of the cache: divide by it.")
def adagrad_times_the_root(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adagrad_updated(w, dw, config)
    root = np.sqrt(config["cache"]) + config["epsilon"]
    return w - config["learning_rate"] * dw * root, config


@misconception(ADAGRAD, hint="Your learning rate is always 0.01: take the one in config.")
def adagrad_fixed_rate(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adagrad_updated(w, dw, config)
    root = np.sqrt(config["cache"]) + config["epsilon"]
    return w - 1e-2 * dw / root, config


@misconception(ADAGRAD, hint="You return None for the weights: return the updated ones.")
def adagrad_returns_none(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adagrad_updated(w, dw, config)
    return None, config


# The step of RMSProp, by a right cache


@misconception(RMSPROP, hint="You walk uphill: the step goes against dw.")
def rmsprop_uphill(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = rmsprop_updated(w, dw, config)
    return stepped(w, -dw, config, np.sqrt(config["cache"]), config["cache"])


@misconception(RMSPROP, hint="epsilon is inside the root: add it to the root of the cache.")
def rmsprop_epsilon_inside(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = rmsprop_updated(w, dw, config)
    root = np.sqrt(config["cache"] + config["epsilon"])
    return w - config["learning_rate"] * dw / root, config


@misconception(RMSPROP, hint="Your epsilon is always 1e-8: take the one in config.")
def rmsprop_fixed_epsilon(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = rmsprop_updated(w, dw, config)
    root = np.sqrt(config["cache"]) + 1e-8
    return w - config["learning_rate"] * dw / root, config


@misconception(RMSPROP, hint="epsilon is missing: add it to the root you divide by.")
def rmsprop_epsilon_missing(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = rmsprop_updated(w, dw, config)
    with np.errstate(all="ignore"):
        return w - config["learning_rate"] * dw / np.sqrt(config["cache"]), config


@misconception(RMSPROP, hint="The root is missing: divide by the square root of the cache.")
def rmsprop_root_missing(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = rmsprop_updated(w, dw, config)
    return stepped(w, dw, config, config["cache"], config["cache"])


@misconception(RMSPROP, hint="You multiply by the root of the cache: divide by it.")
def rmsprop_times_the_root(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = rmsprop_updated(w, dw, config)
    root = np.sqrt(config["cache"]) + config["epsilon"]
    return w - config["learning_rate"] * dw * root, config


@misconception(RMSPROP, hint="Your learning rate is always 0.01: take the one in config.")
def rmsprop_fixed_rate(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = rmsprop_updated(w, dw, config)
    root = np.sqrt(config["cache"]) + config["epsilon"]
    return w - 1e-2 * dw / root, config


@misconception(RMSPROP, hint="You return None for the weights: return the updated ones.")
def rmsprop_returns_none(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = rmsprop_updated(w, dw, config)
    return None, config


# Adam: the number of the step


@misconception(ADAM, hint="t stays 0, and 1 - beta^0 is 0: add 1 to t before you use it.")
def t_never_grows(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adam_config(w, config)
    m, v = means(config, dw)
    return adam_step(w, config, m, v, config["t"], stored=(m, v, config["t"]))


@misconception(ADAM, hint="t grows after its use: add 1 first, so that the first step has t = 1.")
def t_grows_after_use(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adam_config(w, config)
    m, v = means(config, dw)
    return adam_step(w, config, m, v, config["t"], stored=(m, v, config["t"] + 1))


@misconception(ADAM, hint="t is not stored: put the new t into config, or every step is the first.")
def t_not_stored(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adam_config(w, config)
    m, v = means(config, dw)
    return adam_step(w, config, m, v, config["t"] + 1, stored=(m, v, config["t"]))


@misconception(ADAM, hint="You correct for one step too many: the first step has t = 1.")
def t_one_too_large(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adam_config(w, config)
    m, v = means(config, dw)
    t = config["t"] + 1
    return adam_step(w, config, m, v, t + 1, stored=(m, v, t))


# Adam: the correction


@misconception(ADAM, hint="m and v are not corrected: divide them by 1 - beta1^t and 1 - beta2^t.")
def no_correction(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    return corrected_by(w, dw, config, lambda beta, t: 1.0, lambda beta, t: 1.0)


@misconception(ADAM, hint="Only m is corrected: divide v by 1 - beta2^t, too.")
def only_m_corrected(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    return corrected_by(w, dw, config, right_correction, lambda beta, t: 1.0)


@misconception(ADAM, hint="Only v is corrected: divide m by 1 - beta1^t, too.")
def only_v_corrected(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    return corrected_by(w, dw, config, lambda beta, t: 1.0, right_correction)


@misconception(ADAM, hint="You divide by (1 - beta)^t: the correction is 1 - beta^t.")
def power_of_the_difference(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    def power(beta: float, t: int) -> float:
        return float((1 - beta) ** t)

    return corrected_by(w, dw, config, power, power)


@misconception(ADAM, hint="The exponent t is missing: you divide by 1 - beta in every step.")
def exponent_missing(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    def first(beta: float, t: int) -> float:
        return 1 - beta

    return corrected_by(w, dw, config, first, first)


@misconception(ADAM, hint="You multiply beta by t: the correction is 1 - beta^t, a power.")
def product_for_power(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    def product(beta: float, t: int) -> float:
        return 1 - beta * t

    return corrected_by(w, dw, config, product, product)


@misconception(ADAM, hint="You multiply by 1 - beta^t: m and v are too small, so divide by it.")
def correction_multiplied(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    def inverse(beta: float, t: int) -> float:
        return 1 / right_correction(beta, t)

    return corrected_by(w, dw, config, inverse, inverse)


@misconception(ADAM, hint="v is corrected with beta1: its correction is 1 - beta2^t.")
def beta1_corrects_both(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adam_config(w, config)
    beta1 = config["beta1"]
    return corrected_by(w, dw, config, right_correction, lambda _, t: right_correction(beta1, t))


@misconception(ADAM, hint="You store the corrected m and v: store them as they were before.")
def corrected_means_stored(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adam_config(w, config)
    m, v = means(config, dw)
    t = config["t"] + 1
    corrected = (
        m / right_correction(config["beta1"], t),
        v / right_correction(config["beta2"], t),
    )
    return adam_step(w, config, m, v, t, stored=(*corrected, t))


# Adam: the running means


@misconception(ADAM, hint="m and v are not stored: put the new ones into config.")
def means_not_stored(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adam_config(w, config)
    t = config["t"] + 1
    return adam_step(w, config, *means(config, dw), t, stored=(config["m"], config["v"], t))


@misconception(ADAM, hint="Your step uses the old m and v: update them first.")
def steps_by_the_old_means(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adam_config(w, config)
    t = config["t"] + 1
    return adam_step(w, config, config["m"], config["v"], t, stored=(*means(config, dw), t))


@misconception(ADAM, hint="v is a running mean of dw: it is one of dw squared.")
def v_without_the_square(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adam_config(w, config)
    m, _ = means(config, dw)
    return adam_of(w, config, m, mixed(config, "beta2", "v", dw))


@misconception(ADAM, hint="v takes in m squared: it is a running mean of dw squared.")
def v_of_the_mean(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adam_config(w, config)
    m, _ = means(config, dw)
    return adam_of(w, config, m, mixed(config, "beta2", "v", m**2))


@misconception(ADAM, hint="beta1 and beta2 are exchanged: beta1 is for m, beta2 for v.")
def betas_exchanged(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adam_config(w, config)
    m, v = mixed(config, "beta2", "m", dw), mixed(config, "beta1", "v", dw**2)
    t = config["t"] + 1
    step = m / right_correction(config["beta2"], t)
    root = np.sqrt(v / right_correction(config["beta1"], t))
    config.update(m=m, v=v, t=t)
    return w - config["learning_rate"] * step / (root + config["epsilon"]), config


@misconception(ADAM, hint="dw enters m whole, as in momentum: it has the share 1 - beta1.")
def m_as_in_momentum(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adam_config(w, config)
    _, v = means(config, dw)
    return adam_of(w, config, config["beta1"] * config["m"] + dw, v)


@misconception(ADAM, hint="dw squared enters v whole: it has the share 1 - beta2.")
def squares_enter_whole(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adam_config(w, config)
    m, _ = means(config, dw)
    return adam_of(w, config, m, config["beta2"] * config["v"] + dw**2)


@misconception(
    ADAM, hint="The shares are exchanged: the OLD means keep beta, the new values have 1 - beta."
)
def adam_shares_exchanged(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adam_config(w, config)
    beta1, beta2 = config["beta1"], config["beta2"]
    m = (1 - beta1) * config["m"] + beta1 * dw
    return adam_of(w, config, m, (1 - beta2) * config["v"] + beta2 * dw**2)


@misconception(ADAM, hint="Your beta1 and beta2 are always 0.9 and 0.999: take those in config.")
def fixed_betas(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adam_config(w, config)
    chosen = {"beta1": config["beta1"], "beta2": config["beta2"]}
    config.update(beta1=0.9, beta2=0.999)
    next_w, config = adam_of(w, config, *means(config, dw))
    config.update(chosen)
    return next_w, config


# Adam: the step


@misconception(ADAM, hint="epsilon is inside the root: add it to the root of the corrected v.")
def adam_epsilon_inside_the_root(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adam_config(w, config)
    step, square = corrected(config, dw)
    return w - config["learning_rate"] * step / np.sqrt(square + config["epsilon"]), config


@misconception(ADAM, hint="epsilon joins the root of v before its correction: correct v first.")
def epsilon_before_the_correction(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adam_config(w, config)
    step, _ = corrected(config, dw)
    left = np.sqrt(right_correction(config["beta2"], config["t"]))
    root = (np.sqrt(config["v"]) + config["epsilon"]) / left
    return w - config["learning_rate"] * step / root, config


@misconception(ADAM, hint="Your epsilon is always 1e-8: take the one in config.")
def adam_fixed_epsilon(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adam_config(w, config)
    step, square = corrected(config, dw)
    return w - config["learning_rate"] * step / (np.sqrt(square) + 1e-8), config


@misconception(ADAM, hint="epsilon is missing: add it to the root you divide by.")
def adam_epsilon_missing(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adam_config(w, config)
    step, square = corrected(config, dw)
    with np.errstate(all="ignore"):
        return w - config["learning_rate"] * step / np.sqrt(square), config


@misconception(ADAM, hint="The root is missing: divide by the square root of the corrected v.")
def adam_root_missing(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adam_config(w, config)
    step, square = corrected(config, dw)
    return w - config["learning_rate"] * step / (square + config["epsilon"]), config


@misconception(ADAM, hint="You step along dw itself: the step is along the corrected m.")
def steps_along_dw(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adam_config(w, config)
    _, square = corrected(config, dw)
    return w - config["learning_rate"] * dw / (np.sqrt(square) + config["epsilon"]), config


@misconception(ADAM, hint="You walk uphill: subtract the step from w.")
def adam_uphill(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adam_config(w, config)
    step, square = corrected(config, dw)
    return w + config["learning_rate"] * step / (np.sqrt(square) + config["epsilon"]), config


@misconception(ADAM, hint="Your learning rate is always 0.001: take the one in config.")
def adam_fixed_rate(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adam_config(w, config)
    step, square = corrected(config, dw)
    return w - 1e-3 * step / (np.sqrt(square) + config["epsilon"]), config


@misconception(ADAM, hint="Your default learning rate is 0.01: Adam's is 0.001.")
def adam_another_default(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adam_config(w, with_defaults(config, learning_rate=1e-2))
    step, square = corrected(config, dw)
    return w - config["learning_rate"] * step / (np.sqrt(square) + config["epsilon"]), config


@misconception(ADAM, hint="You return None for the weights: return the updated ones.")
def adam_weights_not_returned(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = adam_config(w, config)
    corrected(config, dw)
    return None, config


# What the variants of AdaGrad and RMSProp share


def with_defaults(config: Config | None, **defaults: Any) -> Config:
    """The dict that came, or a new one, with what it lacks."""
    config = {} if config is None else config
    for name, value in defaults.items():
        config.setdefault(name, value)
    return config


def adagrad_config(w: Floats, config: Config | None) -> Config:
    return with_defaults(config, learning_rate=1e-2, epsilon=1e-8, cache=np.zeros_like(w))


def rmsprop_config(w: Floats, config: Config | None) -> Config:
    return adagrad_config(w, with_defaults(config, decay_rate=0.99))


def adagrad_updated(w: Floats, dw: Floats, config: Config | None) -> Config:
    """The complete dict with a right new cache."""
    config = adagrad_config(w, config)
    config["cache"] = config["cache"] + dw**2
    return config


def rmsprop_updated(w: Floats, dw: Floats, config: Config | None) -> Config:
    """The complete dict with a right new cache."""
    config = rmsprop_config(w, config)
    config["cache"] = mean(config, dw**2)
    return config


def mean(config: Config, values: Floats) -> Floats:
    """RMSProp's cache with new values in it."""
    decay = config["decay_rate"]
    updated_cache: Floats = decay * config["cache"] + (1 - decay) * values
    return updated_cache


def scaled_step(w: Floats, dw: Floats, config: Config, cache: Floats) -> Answer:
    """The step by a cache, whatever is wrong with it."""
    with np.errstate(invalid="ignore"):
        return stepped(w, dw, config, np.sqrt(cache), cache)


def stepped(w: Floats, dw: Floats, config: Config, root: Floats, cache: Floats) -> Answer:
    config["cache"] = cache
    return w - config["learning_rate"] * dw / (root + config["epsilon"]), config


# What the variants of Adam share


def adam_config(w: Floats, config: Config | None) -> Config:
    return with_defaults(
        config,
        learning_rate=1e-3,
        beta1=0.9,
        beta2=0.999,
        epsilon=1e-8,
        m=np.zeros_like(w),
        v=np.zeros_like(w),
        t=0,
    )


def mixed(config: Config, beta: str, name: str, values: Floats) -> Floats:
    """A running mean of config with new values in it."""
    updated: Floats = config[beta] * config[name] + (1 - config[beta]) * values
    return updated


def means(config: Config, dw: Floats) -> tuple[Floats, Floats]:
    """m and v with the new gradient in them; config stays."""
    return mixed(config, "beta1", "m", dw), mixed(config, "beta2", "v", dw**2)


def right_correction(beta: float, t: int) -> float:
    return float(1 - beta**t)


def corrected(config: Config, dw: Floats) -> tuple[Floats, Floats]:
    """Brings the memory up to date; m and v, divided by their corrections."""
    m, v = means(config, dw)
    t = config["t"] + 1
    config.update(m=m, v=v, t=t)
    return m / right_correction(config["beta1"], t), v / right_correction(config["beta2"], t)


def adam_step(
    w: Floats,
    config: Config,
    m: Floats,
    v: Floats,
    t: int,
    stored: tuple[Floats, Floats, int],
) -> Answer:
    """The step by m, v and t, and what is stored of them, whatever is wrong with either."""
    config.update(zip("mvt", stored, strict=True))
    with np.errstate(all="ignore"):
        step = m / right_correction(config["beta1"], t)
        root = np.sqrt(v / right_correction(config["beta2"], t))
        return w - config["learning_rate"] * step / (root + config["epsilon"]), config


def adam_of(w: Floats, config: Config, m: Floats, v: Floats) -> Answer:
    """The step of new means, whatever is wrong with them."""
    t = config["t"] + 1
    return adam_step(w, config, m, v, t, stored=(m, v, t))


def corrected_by(
    w: Floats, dw: Floats, config: Config | None, of_m: Correction, of_v: Correction
) -> Answer:
    """The step where m and v are divided by other numbers."""
    config = adam_config(w, config)
    m, v = means(config, dw)
    t = config["t"] + 1
    config.update(m=m, v=v, t=t)
    with np.errstate(all="ignore"):
        step = m / of_m(config["beta1"], t)
        root = np.sqrt(v / of_v(config["beta2"], t))
        return w - config["learning_rate"] * step / (root + config["epsilon"]), config
