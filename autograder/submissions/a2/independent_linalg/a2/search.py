"""Search for hyper-parameters on logarithmic scales: boxes in the space of logarithms."""

import itertools
import math

import numpy as np


class LogBox:
    """the ranges as a box: corner `a` and widths `d` of the logarithms"""

    def __init__(self, ranges):
        self.names = list(ranges)
        self.low = np.array([float(ranges[n][0]) for n in self.names])
        self.high = np.array([float(ranges[n][1]) for n in self.names])
        self.a = np.log(self.low)
        self.d = np.log(self.high) - self.a

    def points(self, U):
        """settings of unit-cube coordinates U (P, names)"""
        L = self.a + np.einsum("pi,i->pi", U, self.d)
        X = np.clip(np.exp(L), self.low, self.high)
        X = np.where(U == 0, self.low, np.where(U == 1, self.high, X))  # ends exactly
        return [dict(zip(self.names, row.tolist())) for row in X]


def grid_points(ranges, num_per_axis):
    """mixed-radix counting"""
    k = len(ranges)
    idx = np.indices((num_per_axis,) * k).reshape(k, num_per_axis**k).T
    return LogBox(ranges).points(idx / (num_per_axis - 1))


def random_points(ranges, num_points, rng):
    """uniform in the box of logarithms"""
    return LogBox(ranges).points(rng.random((num_points, len(ranges))))


def narrowed(ranges, best, factor):
    """shrink the box about best"""
    box = LogBox(ranges)
    c = np.log([float(best[n]) for n in box.names])
    ends = c + np.outer([-0.5, 0.5], factor * box.d)
    lo, hi = np.clip(np.exp(ends), box.low, box.high)
    return {n: (float(p), float(q)) for n, p, q in zip(box.names, lo, hi)}


def coarse_to_fine(objective, ranges, num_points, num_rounds, factor, rng):
    """random search, narrowing"""
    trials, best, value = [], None, None
    for _ in range(num_rounds):
        for setting in random_points(ranges, num_points, rng):
            v = objective(dict(setting))
            trials.append((setting, v))
            if best is None or v > value or (value != value and v == v):  # a nan never wins
                best, value = setting, v
        ranges = narrowed(ranges, best, factor)
    return best, value, trials


def has_exploded(losses, limit=3.0):
    """non-finite or too large"""
    v = np.array([float(l) for l in losses])
    return bool(not np.all(np.isfinite(v)) or np.any(v > limit * v[0]))
