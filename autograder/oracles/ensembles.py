"""Answers made of several answers: in decimals, step by step and pixel by pixel."""

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from oracles.losses import decimals, enough_digits, softmax

CROPS = 10

Floats = NDArray[np.float64]
Images = NDArray[Any]


def average_probabilities(scores: Floats) -> Floats:
    """(N, C): mean over the models of the softmax of each row of scores (M, N, C)."""
    with enough_digits():
        models = [[softmax(row) for row in decimals(table)] for table in scores]  # (M, N, C)
        _, images, classes = scores.shape
        means = [
            [sum((m[n][c] for m in models), Decimal(0)) / len(models) for c in range(classes)]
            for n in range(images)
        ]
        return np.array([[float(p) for p in row] for row in means])


def ensemble_labels(scores: Floats) -> NDArray[np.int64]:
    """(N,): the first class of the largest mean probability."""
    rows = average_probabilities(scores).tolist()
    return np.array([row.index(max(row)) for row in rows])


def snapshot_rates(rate: float, num_steps: int, num_cycles: int) -> Floats:
    """(num_steps,): the rate of steps 1, 2, ...; a cycle is over when all its steps are done.

    (1 + cos a) / 2 is the square of cos(a / 2).
    """
    whole, rest = divmod(num_steps, num_cycles)
    length = whole + (1 if rest else 0)
    rates, done = [], 0
    for _ in range(num_steps):
        rates.append(rate * math.cos(math.pi * done / (2 * length)) ** 2)
        done = 0 if done == length - 1 else done + 1
    return np.array(rates)


def ten_crops(images: Images, size: int) -> Images:
    """(10, N, size, size, 3): every pixel copied by itself."""
    count, height, width, channels = images.shape
    bottom, right = height - size, width - size
    middle = math.floor(Fraction(bottom, 2)), math.floor(Fraction(right, 2))
    corners = [(0, 0), (0, right), (bottom, 0), (bottom, right), middle]
    crops = np.zeros((CROPS, count, size, size, channels), dtype=images.dtype)
    for k, (top, left) in enumerate(corners):
        for n, r, s in np.ndindex(count, size, size):
            crops[k, n, r, s] = images[n, top + r, left + s]
            crops[k + 5, n, r, s] = images[n, top + r, left + size - 1 - s]
    return crops


def average_over_crops(probabilities: Floats) -> Floats:
    """(N, C): the mean over the first axis, number by number."""
    _, images, classes = probabilities.shape
    mean = np.zeros((images, classes))
    for n, c in np.ndindex(images, classes):
        mean[n, c] = math.fsum(probabilities[:, n, c]) / len(probabilities)
    return mean
