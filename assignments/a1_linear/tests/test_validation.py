"""Public tests of the exercise `validation`: kfold_indices and cross_validate.

The orders that you draw are your own: the tests look at what every right answer has in common.
"""

from itertools import islice

import numpy as np

from given import probes
from given.testing import Mismatch, assert_close, assert_labels, contract


def folds_of(student, num_rows, num_folds, seed):
    """The folds as pairs of arrays."""
    pairs = student.validation.kfold_indices(num_rows, num_folds, np.random.default_rng(seed))
    few = islice(pairs, num_folds + 1)
    return [(np.asarray(train_rows), np.asarray(rows)) for train_rows, rows in few]


def parts_of(student, num_rows, num_folds, seed):
    """The validation rows of each fold, which must hold each row once."""
    parts = [rows for _, rows in folds_of(student, num_rows, num_folds, seed)]
    assert_labels([len(parts), *np.sort(np.concatenate(parts))], [num_folds, *range(num_rows)])
    return parts


# kfold_indices


def test_kfold_every_row_validates_once(student):
    """kfold_indices: the validation parts hold each of 12 rows once, 4 in each of 3 folds."""
    parts = [rows for _, rows in folds_of(student, 12, 3, seed=1)]
    assert_labels([len(part) for part in parts], [4, 4, 4])
    assert_labels(np.sort(np.concatenate(parts)), np.arange(12))


def test_kfold_trains_on_all_other_rows(student):
    """kfold_indices: the two parts of a fold hold each row once between them."""
    for train_rows, rows in folds_of(student, 15, 5, seed=2):
        assert_labels([len(train_rows), len(rows)], [12, 3])
        assert_labels(np.sort(np.concatenate([train_rows, rows])), np.arange(15))


def test_kfold_sizes_differ_by_one_at_most(student):
    """kfold_indices: 14 rows in 4 folds make validation parts of 3, 3, 4 and 4 rows."""
    parts = [rows for _, rows in folds_of(student, 14, 4, seed=3)]
    assert_labels(np.sort([len(part) for part in parts]), [3, 3, 4, 4])
    assert_labels(np.sort(np.concatenate(parts)), np.arange(14))


def test_kfold_shuffles_by_rng_alone(student):
    """kfold_indices: equal seeds give equal folds, another seed gives others."""
    first, again, other = (
        np.concatenate([rows for _, rows in folds_of(student, 20, 4, seed)]) for seed in (4, 4, 5)
    )
    assert_labels(np.sort(first), np.arange(20))
    assert_labels(again, first)
    if np.array_equal(first, other) or np.array_equal(first, np.arange(20)):
        raise Mismatch("rows in an order that the seed decides", str(first.tolist()))


@contract
def test_kfold_gives_pairs_of_integer_arrays(student):
    """kfold_indices: num_folds pairs of 1-D integer arrays."""
    folds = list(student.validation.kfold_indices(7, 3, np.random.default_rng(6)))
    assert len(folds) == 3
    for train_rows, rows in folds:
        assert train_rows.ndim == rows.ndim == 1
        assert np.issubdtype(train_rows.dtype, np.integer)
        assert np.issubdtype(rows.dtype, np.integer)


# cross_validate


def test_cross_validate_counts_right_labels(student):
    """cross_validate: a classifier that always says 0 is right for the share of rows of class 0."""
    y = np.array([0, 2, 1, 0, 1, 0, 2, 2, 0, 1, 0, 0])
    shares = student.validation.cross_validate(
        probes.constant_classifier, np.ones((12, 2)), y, 3, np.random.default_rng(7)
    )
    assert_close(np.sum(shares), 6 / 4)  # 6 zeros, 4 rows in each of 3 folds
    assert_close(4 * np.asarray(shares), np.round(4 * np.asarray(shares)))


def test_cross_validate_keeps_a_row_from_the_training_that_it_judges(student):
    """cross_validate: with one row a fold, each is judged by the row nearest to it."""
    X = np.array([[0.0], [1.0], [3.0], [7.0], [15.0], [31.0]])  # the nearest is the one before
    y = np.array([1, 1, 0, 0, 1, 1])
    order = np.concatenate(parts_of(student, 6, 6, seed=8))
    want = np.array([1.0, 1.0, 0.0, 1.0, 0.0, 1.0])[order]
    shares = student.validation.cross_validate(
        probes.nearest_row_classifier, X, y, 6, np.random.default_rng(8)
    )
    assert_close(shares, want)


def test_cross_validate_measures_fold_after_fold(student):
    """cross_validate: one accuracy for each fold of kfold_indices, in their order."""
    y = np.arange(20) % 4 // 3  # five rows of class 1
    parts = parts_of(student, 20, 8, seed=9)
    want = [sum(y[row] == 0 for row in part) / len(part) for part in parts]
    shares = student.validation.cross_validate(
        probes.constant_classifier, np.ones((20, 3)), y, 8, np.random.default_rng(9)
    )
    assert_close(shares, want)


@contract
def test_cross_validate_gives_a_float_array(student):
    """cross_validate: an array of num_folds floats."""
    shares = student.validation.cross_validate(
        probes.majority_classifier, np.ones((9, 2)), np.arange(9) % 2, 4, np.random.default_rng(10)
    )
    assert shares.shape == (4,)
    assert np.issubdtype(shares.dtype, np.floating)
