"""Where update rules lead, number by number, from the definition of what they remember.

Nothing is updated here: every memory is a sum over all gradients so far, with powers for weights,
and a place is the start plus the sum of all steps.
"""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = list[float]
Value = TypeVar("Value")
Path = list[tuple[Floats, dict[str, Floats]]]


def sgd(w: Floats, gradients: Sequence[Floats], rate: float = 1e-2) -> Path:
    """Places after each gradient; there is no memory."""

    def at(start: float, slopes: Numbers) -> Numbers:
        return [start - rate * math.fsum(slopes)]

    return path(at, (), w, gradients)


def sgd_momentum(
    w: Floats,
    gradients: Sequence[Floats],
    rate: float = 1e-2,
    mu: float = 0.9,
    velocity: Floats | None = None,
) -> Path:
    """Places and velocities after each gradient."""

    def at(start: float, slopes: Numbers, speed: float) -> Numbers:
        speeds = velocities(slopes, rate, mu, speed)
        return [start + math.fsum(speeds), speeds[-1]]

    return path(at, ("velocity",), w, gradients, velocity)


def nesterov_momentum(
    w: Floats,
    gradients: Sequence[Floats],
    rate: float = 1e-2,
    mu: float = 0.9,
    velocity: Floats | None = None,
) -> Path:
    """Points looked at, and velocities, after each gradient.

    Beside the point looked at goes the place itself: it is behind by mu times the velocity.
    """

    def at(start: float, slopes: Numbers, speed: float) -> Numbers:
        place = start - mu * speed
        speeds = velocities(slopes, rate, mu, speed)
        return [place + math.fsum(speeds) + mu * speeds[-1], speeds[-1]]

    return path(at, ("velocity",), w, gradients, velocity)


def adagrad(
    w: Floats,
    gradients: Sequence[Floats],
    rate: float = 1e-2,
    epsilon: float = 1e-8,
    cache: Floats | None = None,
) -> Path:
    """Places and sums of squares after each gradient."""

    def at(start: float, slopes: Numbers, total: float) -> Numbers:
        caches = [total + math.fsum(g * g for g in part) for part in beginnings(slopes)]
        steps = [rate * g / (math.sqrt(c) + epsilon) for g, c in zip(slopes, caches, strict=True)]
        return [start - math.fsum(steps), caches[-1]]

    return path(at, ("cache",), w, gradients, cache)


def rmsprop(
    w: Floats,
    gradients: Sequence[Floats],
    rate: float = 1e-2,
    decay: float = 0.99,
    epsilon: float = 1e-8,
    cache: Floats | None = None,
) -> Path:
    """Places and means of squares after each gradient."""

    def at(start: float, slopes: Numbers, total: float) -> Numbers:
        caches = running_means([g * g for g in slopes], decay, total)
        steps = [rate * g / (math.sqrt(c) + epsilon) for g, c in zip(slopes, caches, strict=True)]
        return [start - math.fsum(steps), caches[-1]]

    return path(at, ("cache",), w, gradients, cache)


def adam(
    w: Floats,
    gradients: Sequence[Floats],
    rate: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
    m: Floats | None = None,
    v: Floats | None = None,
    t: int = 0,
) -> Path:
    """Places and uncorrected means after each gradient; t is the number of steps made before."""

    def at(start: float, slopes: Numbers, mean: float, square: float) -> Numbers:
        means = running_means(slopes, beta1, mean)
        squares = running_means([g * g for g in slopes], beta2, square)
        steps = []
        for made, (first, second) in enumerate(zip(means, squares, strict=True), start=t + 1):
            corrected = first / weight_so_far(beta1, made)
            root = math.sqrt(second / weight_so_far(beta2, made))
            steps.append(rate * corrected / (root + epsilon))
        return [start - math.fsum(steps), means[-1], squares[-1]]

    return path(at, ("m", "v"), w, gradients, m, v)


def adamw(
    w: Floats,
    gradients: Sequence[Floats],
    rate: float = 1e-3,
    decay: float = 1e-2,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
) -> Path:
    """As adam, where each of Adam's steps and the start shrink in every later step."""
    plain = adam(w, gradients, rate, beta1, beta2, epsilon)
    steps = [later - place for place, later in pairwise([w, *(place for place, _ in plain)])]
    left = 1 - rate * decay
    found = []
    for count, (_, memory) in enumerate(plain, start=1):
        shrunk = [left ** (count - made) * step for made, step in enumerate(steps[:count], start=1)]
        found.append((left**count * w + np.sum(shrunk, axis=0), memory))
    return found


def path(
    at: Callable[..., Numbers],
    names: tuple[str, ...],
    w: Floats,
    gradients: Sequence[Floats],
    *memories: Floats | None,
) -> Path:
    """Place and memory after each gradient: `at` tells them for one number and its slopes."""
    starts = [np.zeros(w.shape) if memory is None else memory for memory in memories]
    found = []
    for part in beginnings(list(gradients)):
        answers = np.empty((1 + len(names), *w.shape))
        for index in np.ndindex(w.shape):
            slopes = [float(dw[index]) for dw in part]
            remembered = [float(memory[index]) for memory in starts]
            answers[(slice(None), *index)] = at(float(w[index]), slopes, *remembered)
        found.append((answers[0], dict(zip(names, answers[1:], strict=True))))
    return found


def velocities(slopes: Numbers, rate: float, mu: float, speed: float) -> Numbers:
    """After each slope: what is left of the first speed and of the push of every slope."""
    return [mu ** len(part) * speed - rate * weighted(part, mu) for part in beginnings(slopes)]


def running_means(values: Numbers, share: float, first: float) -> Numbers:
    """After each value: what is left of the first mean and of every value."""
    return [
        share ** len(part) * first + (1 - share) * weighted(part, share)
        for part in beginnings(values)
    ]


def weighted(values: Numbers, share: float) -> float:
    """The sum in which a value that is k places from the last counts share**k."""
    return math.fsum(share**age * value for age, value in enumerate(reversed(values)))


def weight_so_far(share: float, count: int) -> float:
    """What all values of a running mean weigh together: (1 - share) (1 + share + ...)."""
    return (1 - share) * math.fsum(share**age for age in range(count))


def beginnings(values: list[Value]) -> list[list[Value]]:
    """The first value, the first two, and so on to all of them."""
    return [values[:count] for count in range(1, len(values) + 1)]
