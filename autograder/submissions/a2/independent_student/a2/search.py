"""Search for hyper-parameters on logarithmic scales, from coarse to fine."""

import itertools
import math

import numpy as np
from past.builtins import xrange
import scipy


def grid_points(ranges, num_per_axis):
    """All combinations of evenly spaced values, evenly in the logarithm."""
    axes = {}
    for name, (low, high) in ranges.items():
        values = np.exp(np.linspace(np.log(low), np.log(high), num_per_axis))
        values[0], values[-1] = low, high  # exactly
        axes[name] = values
    # count in base num_per_axis, the last name is the last digit
    settings = []
    for number in xrange(num_per_axis ** len(ranges)):
        digits = number
        setting = dict.fromkeys(ranges)
        for name in reversed(list(ranges)):
            setting[name] = float(axes[name][digits % num_per_axis])
            digits //= num_per_axis
        settings.append(setting)
    return settings


def random_points(ranges, num_points, rng):
    """Random settings, whose logarithms are uniform in the ranges."""
    settings = []
    for _ in xrange(num_points):
        setting = {}
        for name in ranges:
            low, high = ranges[name]
            value = 10 ** rng.uniform(math.log10(low), math.log10(high))
            setting[name] = min(max(value, low), high)
        settings.append(setting)
    return settings


def narrowed(ranges, best, factor):
    """Smaller ranges around a setting."""
    new_ranges = {}
    for name, (low, high) in ranges.items():
        half_width = factor * (math.log(high) - math.log(low)) / 2
        ratio = math.exp(half_width)
        new_ranges[name] = (max(low, best[name] / ratio), min(high, best[name] * ratio))
    return new_ranges


def coarse_to_fine(objective, ranges, num_points, num_rounds, factor, rng):
    """Random search in rounds, each in smaller ranges around the best setting so far."""
    best, best_value = None, None
    trials = []
    for r in range(num_rounds):
        for setting in random_points(ranges, num_points, rng):
            value = objective(setting)
            trials.append((setting, value))
            # a nan is never better than a number
            if best is None or value > best_value or (best_value != best_value and value == value):
                best, best_value = setting, value
        print("round", r, "best", best_value)
        ranges = narrowed(ranges, best, factor)
    return best, best_value, trials


def has_exploded(losses, limit=3.0):
    """Whether a run should be stopped, by the losses that it has had so far."""
    for loss in losses:
        if np.isnan(loss) or np.isinf(loss):
            return True
        if loss > limit * losses[0]:
            return True
    return False
