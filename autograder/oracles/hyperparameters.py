"""Settings of hyper-parameters on logarithmic scales, axis by axis, in decimal exponents."""

import math
from collections.abc import Sequence

Ranges = dict[str, tuple[float, float]]
Setting = dict[str, float]


def grid_points(ranges: Ranges, num_per_axis: int) -> list[Setting]:
    """Counts through all combinations like a number with num_per_axis digits for each name."""
    points = []
    for number in range(num_per_axis ** len(ranges)):
        digits, rest = {}, number
        for name in reversed(ranges):
            rest, digits[name] = divmod(rest, num_per_axis)
        points.append(
            {name: along(ranges[name], digits[name] / (num_per_axis - 1)) for name in ranges}
        )
    return points


def along(limits: tuple[float, float], share: float) -> float:
    """The number that lies at this share of the way from low to high, in the exponent."""
    low, high = (math.log10(limit) for limit in limits)
    return float(10 ** (low + share * (high - low)))


def share_of(limits: tuple[float, float], value: float) -> float:
    """How far from low, 0, to high, 1, a number lies, in the exponent."""
    low, high = (math.log10(limit) for limit in limits)
    return (math.log10(value) - low) / (high - low)


def narrowed(ranges: Ranges, best: Setting, factor: float) -> Ranges:
    """Half of factor to either side of the best share, but not below 0 or above 1."""
    new = {}
    for name, limits in ranges.items():
        centre = share_of(limits, best[name])
        ends = max(0.0, centre - factor / 2), min(1.0, centre + factor / 2)
        new[name] = along(limits, ends[0]), along(limits, ends[1])
    return new


def rounds_of(
    trials: Sequence[tuple[Setting, float]], ranges: Ranges, num_points: int, factor: float
) -> list[Ranges]:
    """The ranges from which each round of a search must have drawn, by what it found before."""
    known = [ranges]
    for count in range(num_points, len(trials), num_points):
        known.append(narrowed(known[-1], best_of(trials[:count])[0], factor))
    return known


def best_of(trials: Sequence[tuple[Setting, float]]) -> tuple[Setting, float]:
    """The first trial whose value no other beats."""
    return next(
        (setting, value) for setting, value in trials if all(value >= other for _, other in trials)
    )
