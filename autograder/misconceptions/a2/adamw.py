"""Wrong ways to let weights decay beside Adam that people really write, each with its hint."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]
Config = dict[str, Any]
Answer = tuple[Any, Config]

ADAMW = "optimizers.adamw"


@misconception(ADAMW, hint="The decay is in the gradient, so Adam divides it: subtract it from w.")
def decay_in_the_gradient(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = complete(w, config)
    return adam(w, dw + config["weight_decay"] * w, config), config


@misconception(ADAMW, hint="That is Adam: w should shrink by rate times weight_decay times w, too.")
def decay_missing(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = complete(w, config)
    return adam(w, dw, config), config


@misconception(ADAMW, hint="The decay lacks the learning rate: both factors multiply w.")
def decay_without_the_rate(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = complete(w, config)
    return adam(w, dw, config) - config["weight_decay"] * w, config


@misconception(ADAMW, hint="The decay makes the weights grow: subtract it.")
def decay_that_grows(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = complete(w, config)
    return adam(w, dw, config) + config["learning_rate"] * config["weight_decay"] * w, config


@misconception(ADAMW, hint="Your decay is of the w after Adam's step: take the w that came in.")
def decay_of_the_new_weights(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = complete(w, config)
    return adam(w, dw, config) * (1 - config["learning_rate"] * config["weight_decay"]), config


@misconception(ADAMW, hint="The decay is divided by the root, with m: keep it out of the fraction.")
def decay_divided_by_the_root(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = complete(w, config)
    moved = adam(w, dw, config)
    root = np.sqrt(config["v"] / (1 - config["beta2"] ** config["t"])) + config["epsilon"]
    return moved - config["learning_rate"] * config["weight_decay"] * w / root, config


@misconception(
    ADAMW, hint="Your decay is doubled: it is rate times weight_decay times w, without a 2."
)
def decay_twice(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = complete(w, config)
    return adam(w, dw, config) - 2 * config["learning_rate"] * config["weight_decay"] * w, config


@misconception(ADAMW, hint="Your weight_decay is always 0.01: take the one in config.")
def fixed_decay(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = complete(w, config)
    return adam(w, dw, config) - config["learning_rate"] * 1e-2 * w, config


@misconception(ADAMW, hint="Your default weight_decay is 0: the docstring promises 0.01.")
def no_decay_by_default(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = {} if config is None else config
    config.setdefault("weight_decay", 0.0)
    config = complete(w, config)
    return adam(w, dw, config) - config["learning_rate"] * config["weight_decay"] * w, config


@misconception(ADAMW, hint="You return None for the weights: return the updated ones.")
def weights_not_returned(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = complete(w, config)
    adam(w, dw, config)
    return None, config


# What the variants share


def complete(w: Floats, config: Config | None) -> Config:
    """The dict that came, or a new one, with what it lacks."""
    config = {} if config is None else config
    defaults = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
    memory = {"m": np.zeros_like(w), "v": np.zeros_like(w), "t": 0}
    for name, value in {**defaults, **memory, "weight_decay": 1e-2}.items():
        config.setdefault(name, value)
    return config


def adam(w: Floats, dw: Floats, config: Config) -> Floats:
    """A right step of Adam; config has the new memory afterwards."""
    config["t"] += 1
    for name, beta, values in (("m", "beta1", dw), ("v", "beta2", dw**2)):
        config[name] = config[beta] * config[name] + (1 - config[beta]) * values
    step = config["m"] / (1 - config["beta1"] ** config["t"])
    root = np.sqrt(config["v"] / (1 - config["beta2"] ** config["t"]))
    moved: Floats = w - config["learning_rate"] * step / (root + config["epsilon"])
    return moved
