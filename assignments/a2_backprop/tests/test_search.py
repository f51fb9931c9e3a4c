"""Public tests of the exercise `search`."""

import numpy as np

from given import probes
from given.testing import assert_close, assert_mask, contract

RANGES = {"rate": (1e-4, 1e-1), "reg": (1e-2, 1e2)}


def fresh(rng):
    """A generator for one call, by value: a test cannot share its own with a student's code."""
    return np.random.default_rng(int(rng.integers(2**32)))


def numbers(settings):
    """(num_settings, 2) values of rate and reg."""
    return [[setting["rate"], setting["reg"]] for setting in settings]


def shares(settings, ranges):
    """(num_settings, 2): where rate and reg lie between low, 0, and high, 1, in the logarithm."""
    limits = np.log([ranges["rate"], ranges["reg"]])  # (2, low and high)
    return (np.log(numbers(settings)) - limits[:, 0]) / (limits[:, 1] - limits[:, 0])


def test_grid_points_are_evenly_spaced_in_the_logarithm(student):
    """grid_points: four rates a factor 10 apart, ends included."""
    points = student.search.grid_points({"rate": (1e-4, 1e-1)}, 4)
    assert_close([point["rate"] for point in points], [1e-4, 1e-3, 1e-2, 1e-1])


def test_grid_points_combine_all_values(student):
    """grid_points: all nine pairs, the second name changing fastest."""
    points = student.search.grid_points({"rate": (1e-3, 1e-1), "reg": (1.0, 16.0)}, 3)
    want = [[rate, reg] for rate in (1e-3, 1e-2, 1e-1) for reg in (1.0, 4.0, 16.0)]
    assert_close(numbers(points), want)


def test_random_points_spread_evenly_in_the_logarithm(student, rng):
    """random_points: of 600 settings, about a third of the rates in each decade of three."""
    points = student.search.random_points(RANGES, 600, fresh(rng))
    rates = shares(points, RANGES)[:, 0]
    assert len(points) == 600
    assert np.all((rates > -1e-9) & (rates < 1 + 1e-9)), "a rate lies outside its range"
    for below in (1 / 3, 2 / 3):
        assert abs(np.mean(rates < below) - below) < 0.15  # exceeded in 1 of 5e11 runs


def test_random_points_are_drawn_one_by_one(student, rng):
    """random_points: rate and reg do not go together, and no value comes twice."""
    points = student.search.random_points(RANGES, 300, fresh(rng))
    found = shares(points, RANGES)
    assert np.all((found > -1e-9) & (found < 1 + 1e-9)), "a value lies outside its range"
    upper = found > 0.5
    assert abs(np.mean(upper[:, 0] == upper[:, 1]) - 0.5) < 0.2  # exceeded in 1 of 1e10 runs
    for name in RANGES:
        assert len({point[name] for point in points}) == 300, f"values of {name} come again"


def test_random_points_come_from_the_generator(student, rng):
    """random_points: equal generators give equal settings, others give others."""
    seed = int(rng.integers(2**32))
    generators = [np.random.default_rng(s) for s in (seed, seed, seed + 1)]
    first, second, other = (
        shares(student.search.random_points(RANGES, 5, one), RANGES) for one in generators
    )
    assert_close(second, first)
    assert not np.any(first == other), "another generator gives the same settings"
    assert np.all((first > -1e-9) & (first < 1 + 1e-9)), "a value lies outside its range"


def test_narrowed_keeps_a_share_of_the_width(student):
    """narrowed: six decades become three, centred on the best in the exponent; the end is cut."""
    ranges = {"rate": (1e-6, 1.0), "reg": (1e-3, 1e3)}
    new = student.search.narrowed(ranges, {"rate": 1e-3, "reg": 1e2}, 0.5)
    assert set(new) == {"rate", "reg"}
    assert_close(new["rate"], [10**-4.5, 10**-1.5])
    assert_close(new["reg"], [10**0.5, 1e3])


@contract
def test_narrowed_leaves_the_old_ranges(student):
    """narrowed: the old ranges stay as they came."""
    ranges = {"rate": (1e-6, 1.0), "reg": (1e-3, 1e3)}
    student.search.narrowed(ranges, {"rate": 1e-3, "reg": 1e2}, 0.5)
    assert ranges == {"rate": (1e-6, 1.0), "reg": (1e-3, 1e3)}


def test_coarse_to_fine_returns_the_best_of_its_trials(student, rng):
    """coarse_to_fine: trials hold the objective's values; the best one is returned."""
    best, value, trials = student.search.coarse_to_fine(
        probes.closeness_to_a_thousandth, RANGES, 9, 4, 0.5, fresh(rng)
    )
    settings, values = zip(*trials, strict=True)
    want = [-sum((np.log10(v) + 3) ** 2 for v in row) for row in numbers(settings)]
    assert len(trials) == 36
    assert_close(values, want)
    assert_close(value, max(want))
    assert_close(numbers([best])[0], numbers(settings)[int(np.argmax(want))])


def test_coarse_to_fine_closes_in_on_the_best(student, rng):
    """coarse_to_fine: round three lies in a quarter of the width, about the best of two rounds."""
    *_, trials = student.search.coarse_to_fine(
        probes.closeness_to_a_thousandth, RANGES, 60, 3, 0.5, fresh(rng)
    )
    assert len(trials) == 180
    settings = [setting for setting, _ in trials]
    best = max(trials[:120], key=lambda trial: trial[1])[0]
    third = shares(settings, RANGES)[120:]
    assert np.all(np.abs(third - shares([best], RANGES)) < 1 / 8 + 1e-9)
    assert np.all(np.ptp(third, axis=0) > 0.05), "the last round has hardly any width"


def test_coarse_to_fine_takes_the_first_of_equals(student, rng):
    """coarse_to_fine: where several settings are equally good, the first of them is returned."""
    best, value, trials = student.search.coarse_to_fine(
        probes.count_above_a_hundredth, RANGES, 60, 2, 0.5, fresh(rng)
    )
    settings = [setting for setting, _ in trials]
    tried, found = numbers(settings), shares(settings, RANGES)
    assert np.all((found > -1e-9) & (found < 1 + 1e-9)), "a value lies outside its range"
    good = np.sum(np.array(tried) > 1e-2, axis=1)
    assert_close(value, good.max())
    assert_close(numbers([best])[0], tried[int(good.argmax())])


def test_has_exploded_beyond_three_times_the_first_loss(student):
    """has_exploded: True for a loss above three times the first, nan or inf anywhere."""
    runs = [[2.0, 1.0, 6.0], [2.0, 6.1, 1.0], [2.0, float("nan"), 1.0], [2.0, 1.0, float("inf")]]
    assert_mask([student.search.has_exploded(run) for run in runs], [False, True, True, True])


def test_has_exploded_by_another_limit(student):
    """has_exploded: limit says how many times the first loss is too much."""
    found = [student.search.has_exploded([2.0, 5.0, 1.0], limit) for limit in (1.5, 2.0, 2.5, 4.0)]
    assert_mask(found, [True, True, False, False])
