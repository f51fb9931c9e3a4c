"""Search for hyper-parameters on logarithmic scales, from coarse to fine.

Everywhere here, `ranges` is a dict from the name of a hyper-parameter to (low, high), with
0 < low < high, and a setting is a dict from each of the names to one number.
"""

import itertools
import math

import numpy as np


def grid_points(ranges, num_per_axis):
    """All combinations of evenly spaced values, evenly in the logarithm.

    Each hyper-parameter has num_per_axis values from low to high, both included, each the same
    multiple of the one before.

    Args:
        ranges: dict from name to (low, high).
        num_per_axis: integer, at least 2.

    Returns:
        List of num_per_axis ** len(ranges) settings. The first has all lows, the name that comes
        last in `ranges` changes fastest, as the innermost of nested loops.
    """
    names = list(ranges)
    axes = []
    for name in names:
        low, high = ranges[name]
        a, b = math.log(low), math.log(high)
        axis = [math.exp(a + (b - a) * i / (num_per_axis - 1)) for i in range(num_per_axis)]
        axis[0], axis[-1] = float(low), float(high)
        axes.append(axis)
    # counts like an odometer: the digits of the number of the setting
    settings = []
    for number in range(num_per_axis ** len(names)):
        digits = []
        for _ in names:
            digits.append(number % num_per_axis)
            number //= num_per_axis
        digits.reverse()
        settings.append({name: axis[d] for name, axis, d in zip(names, axes, digits)})
    return settings


def random_points(ranges, num_points, rng):
    """Random settings, whose logarithms are uniform in the ranges.

    Every number is drawn on its own: anew for each setting and each hyper-parameter.

    Args:
        ranges: dict from name to (low, high).
        num_points: integer, at least 0.
        rng: a `np.random.Generator`, the only source of chance.

    Returns:
        List of num_points settings.
    """
    settings = []
    for _ in range(num_points):
        setting = {}
        for name, (low, high) in ranges.items():
            u = rng.random()
            value = math.exp((1 - u) * math.log(low) + u * math.log(high))
            setting[name] = min(max(value, float(low)), float(high))
        settings.append(setting)
    return settings


def narrowed(ranges, best, factor):
    """Smaller ranges around a setting.

    In the logarithm, each new range has its centre at the setting's value and `factor` times the
    width of the old range; what of it lies outside the old range is cut off.

    Args:
        ranges: dict from name to (low, high); it is left as it came.
        best: a setting within the ranges.
        factor: in (0, 1].

    Returns:
        Dict from name to (low, high), with the names of `ranges`.
    """
    smaller = {}
    for name in ranges:
        low, high = ranges[name]
        half = 0.5 * factor * (math.log(high) - math.log(low))
        left, right = math.log(best[name]) - half, math.log(best[name]) + half
        smaller[name] = (
            low if left <= math.log(low) else math.exp(left),
            high if right >= math.log(high) else math.exp(right),
        )
    return smaller


def coarse_to_fine(objective, ranges, num_points, num_rounds, factor, rng):
    """Random search in rounds, each in smaller ranges around the best setting so far.

    Each round draws num_points settings as random_points does and asks the objective for the value
    of each. After a round, the ranges of that round are narrowed by factor, as narrowed does it,
    around the best setting of all rounds so far: ranges never grow or move out of earlier ones.

    Args:
        objective: a function; `objective(setting)` is a number, and larger is better.
        ranges: dict from name to (low, high), those of the first round.
        num_points: settings in each round, at least 1.
        num_rounds: at least 1.
        factor: in (0, 1].
        rng: a `np.random.Generator`.

    Returns:
        best: the setting with the largest value, the first of several.
        value: its value.
        trials: list of the num_rounds * num_points pairs (setting, value), in the order of the
            calls of objective.
    """
    best, value, trials = None, None, []
    for k in range(num_rounds):
        if k > 0:
            ranges = narrowed(ranges, best, factor)
        for setting in random_points(ranges, num_points, rng):
            found = objective(dict(setting))
            trials.append((setting, found))
            if best is None or found > value or (value != value and found == found):
                best, value = setting, found
    print("search:", len(trials), "trials, best", value)
    return best, value, trials


def has_exploded(losses, limit=3.0):
    """Whether a run should be stopped, by the losses that it has had so far.

    Args:
        losses: list of at least one number, in order; the first, if finite, is positive.
        limit: how many times the first loss is too much.

    Returns:
        True if any loss is infinite or nan, or more than limit times the first; else False.
    """
    first = losses[0]
    for loss in losses:
        if not math.isfinite(loss):
            return True
        if loss > limit * first:
            return True
    return False
