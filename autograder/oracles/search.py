"""Searches over a grid and over random draws, by counting and exact sums."""

import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Labels = NDArray[np.integer]
Pair = tuple[float, float]


def threshold_of(pair: Pair, num_iters: int) -> float:
    """Where one training moves a classifier of given.probes: its threshold, or its shift."""
    learning_rate, reg = pair
    return learning_rate * num_iters - reg


def share_below(threshold: float, X: Floats, y: Labels) -> float:
    """The accuracy of saying 1 where the first feature lies below the threshold, else 0."""
    right = sum(
        (float(row[0]) < threshold) == (int(label) == 1) for row, label in zip(X, y, strict=True)
    )
    return float(Fraction(right, len(y)))


def share_by_heart(X: Floats, y: Labels, X_new: Floats, y_new: Labels) -> float:
    """The accuracy of giving each new row the label of the nearest row of X."""
    right = 0
    for new, label in zip(X_new, y_new, strict=True):
        gaps = [
            math.fsum((float(a) - float(b)) ** 2 for a, b in zip(new, row, strict=True))
            for row in X
        ]
        right += int(y[gaps.index(min(gaps))]) == int(label)
    return float(Fraction(right, len(y_new)))


def best_pair(scores: Iterable[tuple[Pair, float]]) -> Pair:
    """The first pair whose score no other beats."""
    known = list(scores)
    return next(pair for pair, score in known if all(score >= other for _, other in known))


def best_draw(term: Callable[[float], float], draws: Sequence[Floats]) -> tuple[Floats, float]:
    """The draw with the smallest sum of `term` over its numbers, and that sum."""
    sums = [math.fsum(term(float(v)) for v in draw.ravel()) for draw in draws]
    return draws[sums.index(min(sums))], min(sums)
