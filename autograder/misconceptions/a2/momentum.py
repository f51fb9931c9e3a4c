"""Wrong steps, with and without momentum, that people really write, each with its hint."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]
Config = dict[str, Any]
Answer = tuple[Any, Config]

SGD = "optimizers.sgd"
MOMENTUM = "optimizers.sgd_momentum"
NESTEROV = "optimizers.nesterov_momentum"


# Plain descent


@misconception(SGD, hint="You walk uphill: the step goes against dw.")
def sgd_uphill(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = with_defaults(config, learning_rate=1e-2)
    return w + config["learning_rate"] * dw, config


@misconception(SGD, hint="The learning rate is missing: the step is learning_rate times dw.")
def sgd_without_rate(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    return w - dw, with_defaults(config, learning_rate=1e-2)


@misconception(SGD, hint="Your learning rate is always 0.01: take the one in config.")
def sgd_with_a_fixed_rate(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    return w - 1e-2 * dw, with_defaults(config, learning_rate=1e-2)


@misconception(SGD, hint="Your default learning rate is 0.001: the docstring promises 0.01.")
def sgd_with_another_default(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = with_defaults(config, learning_rate=1e-3)
    return w - config["learning_rate"] * dw, config


@misconception(SGD, hint="You divide the gradient by its length: the step is rate times dw.")
def sgd_of_a_unit_gradient(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config = with_defaults(config, learning_rate=1e-2)
    return w - config["learning_rate"] * dw / np.linalg.norm(dw), config


@misconception(SGD, hint="You return None for the weights: return the updated ones.")
def sgd_returns_none(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    return None, with_defaults(config, learning_rate=1e-2)


# Momentum


@misconception(
    MOMENTUM, hint="The rate belongs into the velocity: v = mu v - rate dw, and w moves by v."
)
def rate_outside_the_velocity(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config, rate, mu, before = unpacked(w, config)
    velocity = mu * before + dw
    return moved(w, -rate * velocity, config, velocity)


@misconception(MOMENTUM, hint="Your velocity points uphill: it is mu v - rate dw, and w adds it.")
def velocity_of_opposite_sign(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config, rate, mu, before = unpacked(w, config)
    velocity = mu * before + rate * dw
    return moved(w, -velocity, config, velocity)


@misconception(MOMENTUM, hint="You walk uphill: the gradient's part of the velocity is -rate dw.")
def momentum_uphill(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config, rate, mu, before = unpacked(w, config)
    velocity = mu * before + rate * dw
    return moved(w, velocity, config, velocity)


@misconception(MOMENTUM, hint="w moves by the old velocity: update the velocity first, then move.")
def moves_by_the_old_velocity(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config, rate, mu, before = unpacked(w, config)
    return moved(w, before, config, mu * before - rate * dw)


@misconception(MOMENTUM, hint="You weigh the gradient by 1 - mu: it enters as -rate dw, whole.")
def velocity_as_a_running_mean(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config, rate, mu, before = unpacked(w, config)
    velocity = mu * before - (1 - mu) * rate * dw
    return moved(w, velocity, config, velocity)


@misconception(MOMENTUM, hint="mu multiplies the new push, too: it belongs to the old v alone.")
def momentum_times_everything(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config, rate, mu, before = unpacked(w, config)
    velocity = mu * (before - rate * dw)
    return moved(w, velocity, config, velocity)


@misconception(MOMENTUM, hint="The velocity is added whole: mu times the old one is what is left.")
def nothing_slows_down(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config, rate, _, before = unpacked(w, config)
    velocity = before - rate * dw
    return moved(w, velocity, config, velocity)


@misconception(MOMENTUM, hint="The learning rate enters twice: it is in v, so w moves by v itself.")
def rate_twice(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config, rate, mu, before = unpacked(w, config)
    velocity = mu * before - rate * dw
    return moved(w, rate * velocity, config, velocity)


@misconception(MOMENTUM, hint="That is Nesterov's look ahead: here w moves by the velocity alone.")
def momentum_is_nesterov(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config, rate, mu, before = unpacked(w, config)
    velocity = mu * before - rate * dw
    return moved(w, -mu * before + (1 + mu) * velocity, config, velocity)


# Nesterov


@misconception(
    NESTEROV, hint="That is plain momentum: take back mu times the OLD velocity, add mu v."
)
def nesterov_is_momentum(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config, rate, mu, before = unpacked(w, config)
    velocity = mu * before - rate * dw
    return moved(w, velocity, config, velocity)


@misconception(
    NESTEROV, hint="The old look ahead is not taken back: mu times the old v is missing."
)
def old_look_ahead_stays(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config, rate, mu, before = unpacked(w, config)
    velocity = mu * before - rate * dw
    return moved(w, (1 + mu) * velocity, config, velocity)


@misconception(NESTEROV, hint="Old and new velocity are exchanged in your step.")
def velocities_exchanged(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config, rate, mu, before = unpacked(w, config)
    velocity = mu * before - rate * dw
    return moved(w, -mu * velocity + (1 + mu) * before, config, velocity)


@misconception(NESTEROV, hint="The old look ahead is added: it is taken back, -mu u.")
def old_look_ahead_added(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config, rate, mu, before = unpacked(w, config)
    velocity = mu * before - rate * dw
    return moved(w, mu * before + (1 + mu) * velocity, config, velocity)


@misconception(
    NESTEROV, hint="You take the old look ahead back but add no new one: mu v is missing."
)
def no_new_look_ahead(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config, rate, mu, before = unpacked(w, config)
    velocity = mu * before - rate * dw
    return moved(w, -mu * before + velocity, config, velocity)


@misconception(
    NESTEROV, hint="You take back the whole old velocity: the look ahead was mu times it."
)
def whole_old_velocity_taken_back(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config, rate, mu, before = unpacked(w, config)
    velocity = mu * before - rate * dw
    return moved(w, -before + (1 + mu) * velocity, config, velocity)


@misconception(NESTEROV, hint="You store the step as the velocity: v = mu u - rate dw is stored.")
def step_stored_as_velocity(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config, rate, mu, before = unpacked(w, config)
    step = -mu * before + (1 + mu) * (mu * before - rate * dw)
    return moved(w, step, config, step)


@misconception(
    NESTEROV, hint="The rate belongs into the velocity, v = mu u - rate dw, which is stored so."
)
def nesterov_rate_outside_the_velocity(
    w: Floats, dw: Floats, config: Config | None = None
) -> Answer:
    config, rate, mu, before = unpacked(w, config)
    velocity = mu * before + dw
    return moved(w, -rate * (dw + mu * velocity), config, velocity)


@misconception(NESTEROV, hint="You walk uphill: the gradient's part of the velocity is -rate dw.")
def nesterov_uphill(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config, rate, mu, before = unpacked(w, config)
    velocity = mu * before + rate * dw
    return moved(w, -mu * before + (1 + mu) * velocity, config, velocity)


# Both


@misconception(MOMENTUM, hint="The velocity is not stored: put the new one into config.")
def velocity_not_stored(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config, rate, mu, before = unpacked(w, config)
    return moved(w, mu * before - rate * dw, config, before)


@misconception(NESTEROV, hint="The velocity is not stored: put the new one into config.")
def nesterov_velocity_not_stored(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config, rate, mu, before = unpacked(w, config)
    step = -mu * before + (1 + mu) * (mu * before - rate * dw)
    return moved(w, step, config, before)


@misconception(MOMENTUM, NESTEROV, hint="You return None for the weights: return the updated ones.")
def weights_not_returned(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config, rate, mu, before = unpacked(w, config)
    config["velocity"] = mu * before - rate * dw
    return None, config


@misconception(MOMENTUM, hint="The old velocity plays no part: keep mu times config's velocity.")
def memory_ignored(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config, rate, _, _ = unpacked(w, config)
    return moved(w, -rate * dw, config, -rate * dw)


@misconception(NESTEROV, hint="The old velocity plays no part: keep mu times config's velocity.")
def nesterov_memory_ignored(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config, rate, mu, _ = unpacked(w, config)
    return moved(w, -(1 + mu) * rate * dw, config, -rate * dw)


@misconception(MOMENTUM, hint="Your momentum is always 0.9: take the one in config.")
def fixed_momentum(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config, rate, _, before = unpacked(w, config)
    velocity = 0.9 * before - rate * dw
    return moved(w, velocity, config, velocity)


@misconception(NESTEROV, hint="Your momentum is always 0.9: take the one in config.")
def nesterov_fixed_momentum(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config, rate, _, before = unpacked(w, config)
    velocity = 0.9 * before - rate * dw
    return moved(w, -0.9 * before + 1.9 * velocity, config, velocity)


@misconception(MOMENTUM, hint="Your learning rate is always 0.01: take the one in config.")
def fixed_rate(w: Floats, dw: Floats, config: Config | None = None) -> Answer:
    config, _, mu, before = unpacked(w, config)
    velocity = mu * before - 1e-2 * dw
    return moved(w, velocity, config, velocity)


# What the variants share


def with_defaults(config: Config | None, **defaults: Any) -> Config:
    """The dict that came, or a new one, with what it lacks."""
    config = {} if config is None else config
    for name, value in defaults.items():
        config.setdefault(name, value)
    return config


def unpacked(w: Floats, config: Config | None) -> tuple[Config, float, float, Floats]:
    """The complete dict, learning rate, momentum, and the old velocity."""
    config = with_defaults(config, learning_rate=1e-2, momentum=0.9, velocity=np.zeros_like(w))
    return config, config["learning_rate"], config["momentum"], config["velocity"]


def moved(w: Floats, step: Floats, config: Config, velocity: Floats) -> Answer:
    config["velocity"] = velocity
    return w + step, config
