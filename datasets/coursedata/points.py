"""Points in the plane whose classes no straight line parts: small data for small nets."""

import numpy as np
from numpy.typing import NDArray

Points = tuple[NDArray[np.float64], NDArray[np.int64]]  # (N, 2) and their labels, (N,)


def spirals(count: int, seed: int = 0, *, classes: int = 3, noise: float = 0.2) -> Points:
    """Arms of one spiral, a class each: from the centre to radius 1 in two thirds of a turn.

    Args:
        count: how many points; the classes take turns, so they are equally frequent.
        noise: spread of the angle, in radians.
    """
    rng, labels = _start(count, seed, classes)
    radius = np.sqrt(rng.uniform(0.0, 1.0, count))
    turn = 4 / 3 * np.pi * radius + 2 * np.pi * labels / classes
    return _polar(radius, turn + noise * rng.normal(size=count)), labels


def rings(count: int, seed: int = 0, *, classes: int = 2, noise: float = 0.05) -> Points:
    """Rings around the origin, a class each, of radius 1 / classes, 2 / classes, ..., 1.

    Args:
        count: how many points; the classes take turns, so they are equally frequent.
        noise: spread of the radius.
    """
    rng, labels = _start(count, seed, classes)
    radius = (labels + 1) / classes + noise * rng.normal(size=count)
    return _polar(radius, rng.uniform(0.0, 2 * np.pi, count)), labels


def xor(count: int, seed: int = 0, *, noise: float = 0.05) -> Points:
    """The square from -1 to 1: class 1 where the signs of both coordinates differ, else class 0.

    Args:
        count: how many points; the classes take turns, so they are equally frequent.
        noise: spread that is added to the coordinates; beyond 0 a few points cross the border.
    """
    rng, labels = _start(count, seed, 2)
    first, second = rng.uniform(0.0, 1.0, (2, count))
    sign = np.where(rng.random(count) < 0.5, 1.0, -1.0)
    corner = np.stack([first * sign, second * sign * np.where(labels == 1, -1.0, 1.0)], axis=1)
    return corner + noise * rng.normal(size=(count, 2)), labels


def _start(count: int, seed: int, classes: int) -> tuple[np.random.Generator, NDArray[np.int64]]:
    if classes < 1 or count < classes:
        raise ValueError(f"{count} points cannot have {classes} classes")
    return np.random.default_rng(seed), np.arange(count, dtype=np.int64) % classes


def _polar(radius: NDArray[np.float64], angle: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
