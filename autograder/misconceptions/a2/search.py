"""Wrong searches for hyper-parameters that people really write, each with the hint it earns."""

import math
from collections.abc import Callable, Iterator
from itertools import pairwise, product
from typing import Any

import numpy as np

from autograder.hints import misconception

Ranges = dict[str, tuple[float, float]]
Setting = dict[str, float]
Trial = tuple[Setting, float]
Objective = Callable[[Setting], float]
Generator = np.random.Generator
Answer = tuple[Any, Any, list[Trial]]

GRID = "search.grid_points"
RANDOM = "search.random_points"
NARROWED = "search.narrowed"
SEARCH = "search.coarse_to_fine"
EXPLODED = "search.has_exploded"


# Grids


@misconception(GRID, hint="Your values are evenly spaced themselves: their logarithms should be.")
def linear_grid(ranges: Ranges, num_per_axis: int) -> list[Setting]:
    return combined(ranges, lambda low, high: np.linspace(low, high, num_per_axis).tolist())


@misconception(GRID, hint="high is missing: both ends belong to the grid.")
def grid_without_high(ranges: Ranges, num_per_axis: int) -> list[Setting]:
    def values(low: float, high: float) -> list[float]:
        return [float(v) for v in np.geomspace(low, high, num_per_axis + 1)[:-1]]

    return combined(ranges, values)


@misconception(GRID, hint="Your values lie inside the range: the ends belong to the grid.")
def grid_without_ends(ranges: Ranges, num_per_axis: int) -> list[Setting]:
    def values(low: float, high: float) -> list[float]:
        return [float(v) for v in np.geomspace(low, high, num_per_axis + 2)[1:-1]]

    return combined(ranges, values)


@misconception(GRID, hint="np.logspace takes exponents: give it the logarithms of low and high.")
def limits_as_exponents(ranges: Ranges, num_per_axis: int) -> list[Setting]:
    with np.errstate(over="ignore"):
        return combined(ranges, lambda low, high: np.logspace(low, high, num_per_axis).tolist())


@misconception(GRID, hint="You return exponents: raise the base to them.")
def exponents_returned(ranges: Ranges, num_per_axis: int) -> list[Setting]:
    def values(low: float, high: float) -> list[float]:
        return [float(v) for v in np.linspace(math.log10(low), math.log10(high), num_per_axis)]

    return combined(ranges, values)


@misconception(GRID, hint="The first name changes fastest: the last one should.")
def first_name_fastest(ranges: Ranges, num_per_axis: int) -> list[Setting]:
    backwards = dict(reversed(ranges.items()))
    return combined(backwards, lambda low, high: np.geomspace(low, high, num_per_axis).tolist())


@misconception(GRID, hint="You pair values in step: combine every value with every other.")
def diagonal_of_the_grid(ranges: Ranges, num_per_axis: int) -> list[Setting]:
    axes = {name: np.geomspace(*limits, num_per_axis) for name, limits in ranges.items()}
    return [{name: float(axes[name][i]) for name in ranges} for i in range(num_per_axis)]


@misconception(GRID, hint="Your lists go from high to low: begin with low.")
def grid_from_high_to_low(ranges: Ranges, num_per_axis: int) -> list[Setting]:
    return combined(ranges, lambda low, high: np.geomspace(high, low, num_per_axis).tolist())


# Random points


@misconception(RANDOM, hint="You draw the values uniformly: draw their logarithms so.")
def uniform_values(ranges: Ranges, num_points: int, rng: Generator) -> list[Setting]:
    return [
        {name: rng.uniform(low, high) for name, (low, high) in ranges.items()}
        for _ in range(num_points)
    ]


@misconception(RANDOM, hint="low and high are no exponents: draw between their logarithms.")
def draws_of_limits_as_exponents(ranges: Ranges, num_points: int, rng: Generator) -> list[Setting]:
    with np.errstate(over="ignore"):
        return [
            {name: float(np.power(10.0, rng.uniform(*limits))) for name, limits in ranges.items()}
            for _ in range(num_points)
        ]


@misconception(RANDOM, hint="You return the exponents: raise the base to them.")
def drawn_exponents(ranges: Ranges, num_points: int, rng: Generator) -> list[Setting]:
    return [
        {
            name: rng.uniform(math.log10(low), math.log10(high))
            for name, (low, high) in ranges.items()
        }
        for _ in range(num_points)
    ]


@misconception(RANDOM, hint="One number serves all names of a setting: draw one for each.")
def one_number_for_all_names(ranges: Ranges, num_points: int, rng: Generator) -> list[Setting]:
    return [
        {name: low * (high / low) ** share for name, (low, high) in ranges.items()}
        for share in (rng.uniform() for _ in range(num_points))
    ]


@misconception(RANDOM, hint="All your settings are one and the same: draw anew for each.")
def one_setting_again_and_again(ranges: Ranges, num_points: int, rng: Generator) -> list[Setting]:
    setting = drawn(ranges, rng)
    return [dict(setting) for _ in range(num_points)]


@misconception(RANDOM, hint="You take whole decades only: exponents need not be integers.")
def whole_decades(ranges: Ranges, num_points: int, rng: Generator) -> list[Setting]:
    return [
        {
            name: 10.0 ** int(rng.integers(round(math.log10(low)), round(math.log10(high)) + 1))
            for name, (low, high) in ranges.items()
        }
        for _ in range(num_points)
    ]


@misconception(RANDOM, hint="Your numbers come from np.random: take rng.")
def global_generator(ranges: Ranges, num_points: int, rng: Generator) -> list[Setting]:
    return [
        {name: low * (high / low) ** np.random.uniform() for name, (low, high) in ranges.items()}
        for _ in range(num_points)
    ]


@misconception(
    RANDOM, hint="Your exponents are normal, so some leave the range: draw uniform ones."
)
def normal_exponents(ranges: Ranges, num_points: int, rng: Generator) -> list[Setting]:
    return [
        {
            name: math.sqrt(low * high) * (high / low) ** (rng.normal() / 2)
            for name, (low, high) in ranges.items()
        }
        for _ in range(num_points)
    ]


# Narrower ranges


@misconception(NARROWED, hint="You narrow the values themselves: narrow their logarithms.")
def narrowed_linearly(ranges: Ranges, best: Setting, factor: float) -> Ranges:
    new = {}
    for name, (low, high) in ranges.items():
        half = factor * (high - low) / 2
        new[name] = max(low, best[name] - half), min(high, best[name] + half)
    return new


@misconception(NARROWED, hint="Your ranges leave the old ones: cut off what lies outside.")
def narrowed_without_a_cut(ranges: Ranges, best: Setting, factor: float) -> Ranges:
    return {n: about(limits, best[n], factor / 2) for n, limits in ranges.items()}


@misconception(NARROWED, hint="You go `factor` widths to each side: half of it to each.")
def twice_too_wide(ranges: Ranges, best: Setting, factor: float) -> Ranges:
    return {n: cut(limits, about(limits, best[n], factor)) for n, limits in ranges.items()}


@misconception(NARROWED, hint="You shrink about the middle of the range: the best is the centre.")
def centred_in_the_old_range(ranges: Ranges, best: Setting, factor: float) -> Ranges:
    return {
        name: about((low, high), math.sqrt(low * high), factor / 2)
        for name, (low, high) in ranges.items()
    }


@misconception(NARROWED, hint="At an end you move the range to keep its width: cut it off instead.")
def moved_instead_of_cut(ranges: Ranges, best: Setting, factor: float) -> Ranges:
    new = {}
    for name, (low, high) in ranges.items():
        below, above = about((low, high), best[name], factor / 2)
        shift = max(1.0, low / below) * min(1.0, high / above)
        new[name] = below * shift, above * shift
    return new


@misconception(NARROWED, hint="You multiply and divide the best by factor: the old width counts.")
def best_times_factor(ranges: Ranges, best: Setting, factor: float) -> Ranges:
    return {n: cut(limits, (best[n] * factor, best[n] / factor)) for n, limits in ranges.items()}


@misconception(NARROWED, hint="Each end moves its share to the best, which is then no centre.")
def ends_drawn_to_the_best(ranges: Ranges, best: Setting, factor: float) -> Ranges:
    return {
        n: (best[n] * (low / best[n]) ** factor, best[n] * (high / best[n]) ** factor)
        for n, (low, high) in ranges.items()
    }


@misconception(NARROWED, hint="You return logarithms: raise the base to them.")
def narrowed_exponents(ranges: Ranges, best: Setting, factor: float) -> Ranges:
    return {
        name: (math.log10(low), math.log10(high))
        for name, (low, high) in right_narrowed(ranges, best, factor).items()
    }


# Rounds


@misconception(SEARCH, hint="You keep the smallest value: larger is better here.")
def smallest_is_best(
    objective: Objective,
    ranges: Ranges,
    num_points: int,
    num_rounds: int,
    factor: float,
    rng: Generator,
) -> Answer:
    trials: list[Trial] = []
    for _ in range(num_rounds):
        trials += tried(objective, ranges, num_points, rng)
        best, value = min(trials, key=value_of)
        ranges = right_narrowed(ranges, best, factor)
    return best, value, trials


@misconception(SEARCH, hint="Of equal values you keep the last: the first one counts.")
def last_of_equals(
    objective: Objective,
    ranges: Ranges,
    num_points: int,
    num_rounds: int,
    factor: float,
    rng: Generator,
) -> Answer:
    trials: list[Trial] = []
    for _ in range(num_rounds):
        trials += tried(objective, ranges, num_points, rng)
        best, value = max(reversed(trials), key=value_of)
        ranges = right_narrowed(ranges, best, factor)
    return best, value, trials


@misconception(SEARCH, hint="You narrow the FIRST ranges every time: narrow those of the round.")
def first_ranges_narrowed(
    objective: Objective,
    ranges: Ranges,
    num_points: int,
    num_rounds: int,
    factor: float,
    rng: Generator,
) -> Answer:
    trials: list[Trial] = []
    now = ranges
    for _ in range(num_rounds):
        trials += tried(objective, now, num_points, rng)
        best, value = max(trials, key=value_of)
        now = right_narrowed(ranges, best, factor)
    return best, value, trials


@misconception(SEARCH, hint="The ranges never narrow: take the narrowed ones for the next round.")
def never_narrows(
    objective: Objective,
    ranges: Ranges,
    num_points: int,
    num_rounds: int,
    factor: float,
    rng: Generator,
) -> Answer:
    trials = tried(objective, ranges, num_points * num_rounds, rng)
    return *max(trials, key=value_of), trials


@misconception(SEARCH, hint="You narrow about the best of the last round: take the best of all.")
def narrows_about_the_best_of_a_round(
    objective: Objective,
    ranges: Ranges,
    num_points: int,
    num_rounds: int,
    factor: float,
    rng: Generator,
) -> Answer:
    trials: list[Trial] = []
    for _ in range(num_rounds):
        found = tried(objective, ranges, num_points, rng)
        trials += found
        ranges = right_narrowed(ranges, max(found, key=value_of)[0], factor)
    return *max(trials, key=value_of), trials


@misconception(SEARCH, hint="You return the best of the last round: the best of all is asked for.")
def best_of_the_last_round(
    objective: Objective,
    ranges: Ranges,
    num_points: int,
    num_rounds: int,
    factor: float,
    rng: Generator,
) -> Answer:
    trials = right_trials(objective, ranges, num_points, num_rounds, factor, rng)
    return *max(trials[-num_points:], key=value_of), trials


@misconception(SEARCH, hint="Your trials are those of the last round: keep all of them.")
def trials_of_the_last_round(
    objective: Objective,
    ranges: Ranges,
    num_points: int,
    num_rounds: int,
    factor: float,
    rng: Generator,
) -> Answer:
    trials = right_trials(objective, ranges, num_points, num_rounds, factor, rng)
    return *max(trials, key=value_of), trials[-num_points:]


@misconception(
    SEARCH, hint="Your trials are sorted by value: leave them in the order of the calls."
)
def trials_sorted(
    objective: Objective,
    ranges: Ranges,
    num_points: int,
    num_rounds: int,
    factor: float,
    rng: Generator,
) -> Answer:
    trials = right_trials(objective, ranges, num_points, num_rounds, factor, rng)
    return *max(trials, key=value_of), sorted(trials, key=value_of, reverse=True)


@misconception(SEARCH, hint="Your best value starts at 0: values may all be negative.")
def best_starts_at_zero(
    objective: Objective,
    ranges: Ranges,
    num_points: int,
    num_rounds: int,
    factor: float,
    rng: Generator,
) -> Answer:
    best: Setting | None = None
    value, trials = 0.0, []
    for _ in range(num_rounds):
        for trial in tried(objective, ranges, num_points, rng):
            trials.append(trial)
            if trial[1] > value:
                best, value = trial
        if best is not None:
            ranges = right_narrowed(ranges, best, factor)
    return best, value, trials


@misconception(SEARCH, hint="You narrow after every setting: narrow after each round.")
def narrows_after_every_setting(
    objective: Objective,
    ranges: Ranges,
    num_points: int,
    num_rounds: int,
    factor: float,
    rng: Generator,
) -> Answer:
    trials = right_trials(objective, ranges, 1, num_points * num_rounds, factor, rng)
    return *max(trials, key=value_of), trials


@misconception(
    SEARCH, hint="factor is raised to the round besides: ranges shrink by factor a round."
)
def narrows_ever_faster(
    objective: Objective,
    ranges: Ranges,
    num_points: int,
    num_rounds: int,
    factor: float,
    rng: Generator,
) -> Answer:
    trials: list[Trial] = []
    for made in range(1, num_rounds + 1):
        trials += tried(objective, ranges, num_points, rng)
        best, value = max(trials, key=value_of)
        ranges = right_narrowed(ranges, best, factor**made)
    return best, value, trials


# Explosions


@misconception(EXPLODED, hint="nan is never larger than anything: ask whether a loss is finite.")
def nan_overlooked(losses: list[float], limit: float = 3.0) -> bool:
    return any(loss > limit * losses[0] for loss in losses) or math.inf in losses


@misconception(EXPLODED, hint="You look at the last loss alone: any loss counts.")
def last_loss_alone(losses: list[float], limit: float = 3.0) -> bool:
    return not math.isfinite(losses[-1]) or losses[-1] > limit * losses[0]


@misconception(EXPLODED, hint="You compare with the loss before: compare with the first.")
def against_the_loss_before(losses: list[float], limit: float = 3.0) -> bool:
    return not_finite(losses) or any(after > limit * before for before, after in pairwise(losses))


@misconception(EXPLODED, hint="Exactly limit times the first is still allowed: more is too much.")
def limit_excluded(losses: list[float], limit: float = 3.0) -> bool:
    return not_finite(losses) or (len(losses) > 1 and max(losses[1:]) >= limit * losses[0])


@misconception(EXPLODED, hint="Your limit is always 3: take the argument.")
def fixed_limit(losses: list[float], limit: float = 3.0) -> bool:
    return not_finite(losses) or max(losses) > 3 * losses[0]


@misconception(EXPLODED, hint="You compare with limit itself: it counts in first losses.")
def limit_not_scaled(losses: list[float], limit: float = 3.0) -> bool:
    return not_finite(losses) or max(losses) > limit


@misconception(EXPLODED, hint="You ask for infinite and nan alone: too large is an explosion, too.")
def finite_is_enough(losses: list[float], limit: float = 3.0) -> bool:
    return not_finite(losses)


@misconception(EXPLODED, hint="It is the wrong way round: True means that it has exploded.")
def has_not_exploded(losses: list[float], limit: float = 3.0) -> bool:
    return not (not_finite(losses) or max(losses) > limit * losses[0])


@misconception(EXPLODED, hint="You compare with the smallest loss: compare with the first.")
def against_the_smallest(losses: list[float], limit: float = 3.0) -> bool:
    return not_finite(losses) or max(losses) > limit * min(losses)


# What the variants share


def combined(ranges: Ranges, values: Callable[[float, float], list[float]]) -> list[Setting]:
    """All combinations, the last name changing fastest."""
    axes = [values(low, high) for low, high in ranges.values()]
    return [dict(zip(ranges, point, strict=True)) for point in product(*axes)]


def drawn(ranges: Ranges, rng: Generator) -> Setting:
    return {
        name: math.exp(rng.uniform(math.log(low), math.log(high)))
        for name, (low, high) in ranges.items()
    }


def about(limits: tuple[float, float], best: float, half: float) -> tuple[float, float]:
    """From below to above the best by this share of the width, in the logarithm."""
    stretch = (limits[1] / limits[0]) ** half
    return best / stretch, best * stretch


def cut(limits: tuple[float, float], new: tuple[float, float]) -> tuple[float, float]:
    return max(limits[0], new[0]), min(limits[1], new[1])


def right_narrowed(ranges: Ranges, best: Setting, factor: float) -> Ranges:
    return {n: cut(limits, about(limits, best[n], factor / 2)) for n, limits in ranges.items()}


def tried(objective: Objective, ranges: Ranges, num_points: int, rng: Generator) -> list[Trial]:
    """A right round."""
    settings: Iterator[Setting] = (drawn(ranges, rng) for _ in range(num_points))
    return [(setting, objective(setting)) for setting in settings]


def right_trials(
    objective: Objective,
    ranges: Ranges,
    num_points: int,
    num_rounds: int,
    factor: float,
    rng: Generator,
) -> list[Trial]:
    trials: list[Trial] = []
    for _ in range(num_rounds):
        trials += tried(objective, ranges, num_points, rng)
        ranges = right_narrowed(ranges, max(trials, key=value_of)[0], factor)
    return trials


def value_of(trial: Trial) -> float:
    return trial[1]


def not_finite(losses: list[float]) -> bool:
    return not all(map(math.isfinite, losses))
