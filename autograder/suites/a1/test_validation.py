"""Hidden tests of the exercise `validation`: other data, combinations and edge cases."""

from itertools import islice

import numpy as np

from given import probes
from given.testing import assert_close, assert_labels
from oracles.validation import accuracies, leave_one_out


def folds_of(student, num_rows, num_folds, seed):
    """The folds as pairs of arrays."""
    pairs = student.validation.kfold_indices(num_rows, num_folds, np.random.default_rng(seed))
    few = islice(pairs, num_folds + 1)
    return [(np.asarray(train_rows), np.asarray(rows)) for train_rows, rows in few]


def sound_folds(student, num_rows, num_folds, seed):
    """The folds, in which each row must be where it belongs."""
    folds = folds_of(student, num_rows, num_folds, seed)
    assert_labels(np.sort(np.concatenate([rows for _, rows in folds])), np.arange(num_rows))
    whole = [np.sort(np.concatenate(fold)) for fold in folds]
    assert_labels(whole, np.tile(np.arange(num_rows), (num_folds, 1)))
    return folds


# kfold_indices


def test_kfold_of_many_sizes(student):
    """kfold_indices: rows that do not divide evenly, as many folds as rows, and two folds."""
    for num_rows, num_folds in ((23, 5), (17, 6), (7, 7), (9, 2), (11, 10)):
        folds = folds_of(student, num_rows, num_folds, seed=21)
        parts = [rows for _, rows in folds]
        small, extra = divmod(num_rows, num_folds)
        sizes = [small] * (num_folds - extra) + [small + 1] * extra
        assert_labels(np.sort([len(part) for part in parts]), sizes)
        assert_labels(np.sort(np.concatenate(parts)), np.arange(num_rows))


def test_kfold_parts_never_meet(student):
    """kfold_indices: each fold trains on exactly the rows that it does not validate on."""
    folds = folds_of(student, 22, 4, seed=22)
    assert len(folds) == 4
    for train_rows, rows in folds:
        assert 5 <= len(rows) <= 6
        want = [row for row in range(22) if row not in rows.tolist()]
        assert_labels(np.sort(train_rows), want)


def test_kfold_mixes_neighbours(student):
    """kfold_indices: the rows of a fold do not stand side by side."""
    folds = folds_of(student, 60, 3, seed=23)
    assert_labels(np.sort(np.concatenate([rows for _, rows in folds])), np.arange(60))
    for train_rows, rows in folds:
        assert len(rows) == 20
        assert rows.max() - rows.min() >= 22  # fewer by chance: 1e-11
        assert len({row % 3 for row in rows.tolist()}) > 1  # dealt in turn without a shuffle
        assert not set(train_rows.tolist()) & set(rows.tolist())


def test_kfold_repeats_with_its_seed(student):
    """kfold_indices: several seeds, each asked twice in turn."""
    seeds = (31, 32, 33)
    first = [folds_of(student, 26, 4, seed) for seed in seeds]
    again = [folds_of(student, 26, 4, seed) for seed in seeds]
    orders = set()
    for ours, theirs in zip(first, again, strict=True):
        for (train_rows, rows), (train_again, rows_again) in zip(ours, theirs, strict=True):
            assert_labels(rows_again, rows)
            assert_labels(train_again, train_rows)
        orders.add(tuple(np.concatenate([rows for _, rows in ours]).tolist()))
    assert_labels(np.sort(sorted(orders), axis=1), np.tile(np.arange(26), (3, 1)))


# cross_validate


def test_cross_validate_by_class_means(student, rng):
    """cross_validate: nearest class means on overlapping clouds, folds of unequal sizes."""
    y = rng.integers(0, 3, size=34)
    X = rng.normal(size=(34, 2)) + y[:, None]
    want = accuracies(probes.nearest_mean_classifier, X, y, sound_folds(student, 34, 4, seed=24))
    shares = student.validation.cross_validate(
        probes.nearest_mean_classifier, X, y, 4, np.random.default_rng(24)
    )
    assert_close(shares, want)


def test_cross_validate_by_the_nearest_row(student, rng):
    """cross_validate: a classifier that knows its rows by heart gets random labels wrong, too."""
    X, y = rng.normal(size=(30, 3)), rng.integers(0, 4, size=30)
    y[:2] = [0, 1]
    X[1], X[3], y[3] = X[0] + 1e-3, X[2] + 1e-3, y[2]  # a pair apart, a pair alike
    order = [int(rows[0]) for _, rows in sound_folds(student, 30, 30, seed=25)]
    want = leave_one_out(X, y)[order]
    shares = student.validation.cross_validate(
        probes.nearest_row_classifier, X, y, 30, np.random.default_rng(25)
    )
    assert_close(shares, want)


def test_cross_validate_two_folds(student, rng):
    """cross_validate: two folds of 13 rows, each judged by the other."""
    y = np.arange(13) % 3
    X = rng.normal(size=(13, 4)) + 0.5 * y[:, None]
    want = accuracies(probes.nearest_row_classifier, X, y, sound_folds(student, 13, 2, seed=26))
    shares = student.validation.cross_validate(
        probes.nearest_row_classifier, X, y, 2, np.random.default_rng(26)
    )
    assert_close(shares, want)


def test_cross_validate_against_the_majority(student):
    """cross_validate: leaving one out, the larger class keeps its majority and is always right."""
    y = np.array([1, 0, 1, 2, 0, 1, 0, 1, 1, 0, 1])
    order = [int(rows[0]) for _, rows in sound_folds(student, 11, 11, seed=27)]
    want = np.array([1.0, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1])[order]
    shares = student.validation.cross_validate(
        probes.majority_classifier, np.ones((11, 1)), y, 11, np.random.default_rng(27)
    )
    assert_close(shares, want)
