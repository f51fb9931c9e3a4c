"""Dropout with a known mask, number by number, and what a fair mask may look like."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

SIGMAS = 7  # an honest coin is farther off in 3 of 10 ** 12 cases

Floats = NDArray[Any]
Mask = NDArray[np.bool_]


def thinned(values: Floats, kept: Mask, scale: float) -> Floats:
    """Each value times the scale where it is kept, 0 where it is not."""
    written = np.zeros(values.shape)
    for place in np.ndindex(values.shape):
        if kept[place]:
            written[place] = float(values[place]) * scale
    return written


def is_fair(kept: Mask, p: float) -> bool:
    """Whether so many are kept as coins that show heads with probability p allow."""
    allowed = SIGMAS * math.sqrt(kept.size * p * (1 - p))
    return bool(abs(int(np.count_nonzero(kept)) - kept.size * p) <= allowed)


def neighbours_are_independent(kept: Mask, p: float) -> bool:
    """Whether coins one step apart, along any axis, show heads together as often as chance has it.

    A pair shows heads twice with probability p * p. Pairs that share a coin go together, so that
    their number has up to 2 times the variance of as many independent pairs.
    """
    for axis in range(kept.ndim):
        first = np.take(kept, range(kept.shape[axis] - 1), axis)
        second = np.take(kept, range(1, kept.shape[axis]), axis)
        both, chance = first & second, p * p
        allowed = SIGMAS * math.sqrt(2 * both.size * chance * (1 - chance))
        if abs(int(np.count_nonzero(both)) - both.size * chance) > allowed:
            return False
    return True
