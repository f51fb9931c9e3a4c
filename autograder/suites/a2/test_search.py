"""Hidden tests of the exercise `search`: other ranges, rounds and objectives."""

import numpy as np

from given import probes
from given.testing import assert_close, assert_labels, assert_mask
from oracles import hyperparameters as oracle

THREE = {"rate": (2e-5, 3e-2), "reg": (0.5, 40.0), "width": (10.0, 1000.0)}
TWO = {"rate": (3e-6, 5e-1), "reg": (1e-5, 0.8)}


def numbers(settings, ranges):
    """(num_settings, num_names) values, in the order of the ranges."""
    return np.array([[float(setting[name]) for name in ranges] for setting in settings])


def shares(settings, ranges):
    """As numbers, but where each lies between low, 0, and high, 1, in the exponent."""
    return np.array(
        [[oracle.share_of(ranges[name], float(s[name])) for name in ranges] for s in settings]
    )


def fresh(rng):
    return np.random.default_rng(int(rng.integers(2**32)))


def test_grid_points_of_three_names(student):
    """grid_points: all combinations of three values on three axes, in the promised order."""
    want = numbers(oracle.grid_points(THREE, 3), THREE)
    points = student.search.grid_points(dict(THREE), 3)
    assert_close(numbers(points, THREE), want)


def test_grid_points_whatever_their_order(student):
    """grid_points: the same settings, each once, compared without their order."""
    want = numbers(oracle.grid_points(TWO, 5), TWO)  # (25, 2)
    found = numbers(student.search.grid_points(dict(TWO), 5), TWO)
    assert found.shape == (25, 2)
    equal = np.all(np.isclose(found[:, None], want, rtol=1e-6, atol=0), axis=2)
    assert_labels(equal.sum(axis=0), np.ones(25, dtype=int))


def test_grid_points_with_ends_alone(student):
    """grid_points: two values an axis are low and high."""
    points = student.search.grid_points({"rate": (0.03, 7.0), "reg": (2.0, 3.0)}, 2)
    want = [[0.03, 2.0], [0.03, 3.0], [7.0, 2.0], [7.0, 3.0]]
    assert_close(numbers(points, ["rate", "reg"]), want)


def test_random_points_of_three_names(student, rng):
    """random_points: the exponents of each name are spread evenly over its range."""
    found = shares(student.search.random_points(dict(THREE), 500, fresh(rng)), THREE)
    assert found.shape == (500, 3)
    assert found.min() > -1e-9, "a value lies below its range"
    assert found.max() < 1 + 1e-9, "a value lies above its range"
    for below in (0.2, 0.5, 0.8):
        part = np.mean(found < below, axis=0)
        assert np.all(np.abs(part - below) < 0.17)  # Hoeffding: each exceeded in 1 of 9e11 runs


def test_random_points_are_independent(student, rng):
    """random_points: no two names, and no two settings in a row, go together."""
    points = student.search.random_points(dict(THREE), 400, fresh(rng))
    found = shares(points, THREE)
    assert np.all((found > -1e-9) & (found < 1 + 1e-9)), "a value lies outside its range"
    upper = found > 0.5
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert abs(np.mean(upper[:, one] == upper[:, other]) - 0.5) < 0.18  # 1 of 9e10 runs
    assert np.all(np.abs(np.mean(upper[1:] == upper[:-1], axis=0) - 0.5) < 0.18)
    assert all(len({point[name] for point in points}) == 400 for name in THREE)


def test_random_points_come_from_the_generator_alone(student, rng):
    """random_points: equal generators give equal settings, others give others."""
    seed = int(rng.integers(2**32))
    first, second, other = (
        numbers(student.search.random_points(dict(TWO), 6, np.random.default_rng(s)), TWO)
        for s in (seed, seed, seed + 1)
    )
    assert_close(second, first)
    assert not np.any(first == other), "another generator gives the same settings"
    assert np.all((first > 0) & (first < 1)), "a value lies outside its range"


def test_narrowed_within_and_at_the_ends(student, rng):
    """narrowed: bests all over the ranges, factors from a tenth to 1."""
    for factor in (0.1, 0.35, 0.8, 1.0):
        place = rng.uniform(0, 1, size=3)
        best = {name: oracle.along(THREE[name], u) for name, u in zip(THREE, place, strict=True)}
        want = oracle.narrowed(THREE, best, factor)
        new = student.search.narrowed(dict(THREE), dict(best), factor)
        assert sorted(new) == sorted(want)
        for name in want:
            assert_close(new[name], want[name])


def test_narrowed_around_the_ends_themselves(student):
    """narrowed: a best at low or high keeps half of the new width, in the old range."""
    new = student.search.narrowed({"a": (1e-4, 1.0), "b": (2.0, 32.0)}, {"a": 1e-4, "b": 32.0}, 0.5)
    assert_close(new["a"], [1e-4, 1e-3])
    assert_close(new["b"], [16.0, 32.0])


def test_coarse_to_fine_draws_every_round_from_narrower_ranges(student, rng):
    """coarse_to_fine: four rounds; each fills the ranges that what came before leaves."""
    *_, trials = student.search.coarse_to_fine(
        probes.closeness_to_a_thousandth, dict(TWO), 150, 4, 0.6, fresh(rng)
    )
    assert len(trials) == 600
    for count, ranges in enumerate(oracle.rounds_of(trials, TWO, 150, 0.6)):
        found = shares([s for s, _ in trials[150 * count : 150 * (count + 1)]], ranges)
        assert found.min() > -1e-9, "a value lies below the range of its round"
        assert found.max() < 1 + 1e-9, "a value lies above the range of its round"
        assert np.all(np.ptp(found, axis=0) > 0.8)  # missed in 1 of 7e12 rounds


def test_coarse_to_fine_reports_what_it_tried(student, rng):
    """coarse_to_fine: values are the objective's, the best is the best of all rounds."""
    best, value, trials = student.search.coarse_to_fine(
        probes.closeness_to_a_thousandth, dict(THREE), 4, 6, 0.9, fresh(rng)
    )
    settings = [setting for setting, _ in trials]
    tried = numbers(settings, THREE)
    want = -np.sum((np.log10(tried) + 3) ** 2, axis=1)
    assert_close([value for _, value in trials], want)
    assert tried.shape == (24, 3)
    assert_close(value, want.max())
    assert_close(numbers([best], THREE)[0], tried[want.argmax()])


def test_coarse_to_fine_where_many_are_equally_good(student, rng):
    """coarse_to_fine: of equal values the first counts, for the result and for the ranges."""
    best, value, trials = student.search.coarse_to_fine(
        probes.count_above_a_hundredth, dict(TWO), 120, 3, 0.4, fresh(rng)
    )
    tried = numbers([setting for setting, _ in trials], TWO)
    good = np.sum(tried > 1e-2, axis=1)
    assert_close([value for _, value in trials], good)
    assert_close(value, good.max())
    assert_close(numbers([best], TWO)[0], tried[good.argmax()])
    for count, ranges in enumerate(oracle.rounds_of(trials, TWO, 120, 0.4)):
        found = shares([s for s, _ in trials[120 * count : 120 * (count + 1)]], ranges)
        assert found.min() > -1e-9, "a value lies below the range of its round"
        assert found.max() < 1 + 1e-9, "a value lies above the range of its round"


def test_coarse_to_fine_in_one_round(student, rng):
    """coarse_to_fine: one round of one draw is that draw."""
    best, value, trials = student.search.coarse_to_fine(
        probes.closeness_to_a_thousandth, dict(TWO), 1, 1, 0.5, fresh(rng)
    )
    assert len(trials) == 1
    want = -np.sum((np.log10(numbers([best], TWO)) + 3) ** 2)
    assert_close(value, want)
    assert_close(trials[0][1], want)
    assert_close(numbers([trials[0][0]], TWO), numbers([best], TWO))


def test_has_exploded_of_many_runs(student):
    """has_exploded: early, late, exactly at the limit, and not at all."""
    inf, nan = float("inf"), float("nan")
    runs = [
        [1.5],
        [1.5, 4.5, 4.5],
        [1.5, 1.0, 4.6],
        [1.5, 9.0, 0.1],
        [nan],
        [1.5, 1.0, nan, 0.5],
        [nan, 1.0, 1.0],
        [inf, 1.0],
        [1.5, -inf, 1.0],
        [1.5, 1.0, inf],
        [1.0, 0.5, 2.9],
        [0.1, 0.25, 0.31],
    ]
    want = [False, False, *[True] * 8, False, True]
    assert_mask([student.search.has_exploded(list(run)) for run in runs], want)


def test_has_exploded_with_other_limits(student):
    """has_exploded: limits above and below the default, whatever the scale of the loss."""
    for scale in (1e-3, 1.0, 1e4):
        run = [scale, 4 * scale, 2 * scale]
        found = [student.search.has_exploded(list(run), limit) for limit in (1.0, 3.9, 4.0, 7.5)]
        assert_mask(found, [True, True, False, False])
