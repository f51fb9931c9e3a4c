"""Hidden tests of the exercise `ranking`: other data, combinations and edge cases."""

import numpy as np

from given.testing import assert_close
from oracles.metrics import average_precision, roc_auc


def ranked(rng, positives, negatives, distinct=None):
    """Labels in random order and their scores: all distinct, or of so many different values."""
    y_true = rng.permutation([1] * positives + [0] * negatives)
    count = len(y_true)
    scores = rng.permutation(count) if distinct is None else np.arange(count) % distinct
    return y_true, rng.permutation(scores / 8.0)


def test_roc_auc_of_distinct_scores(student, rng):
    """roc_auc: as many scores as images."""
    y_true, scores = ranked(rng, 14, 9)
    want = roc_auc(y_true, scores)
    assert_close(student.metrics.roc_auc(y_true.copy(), scores.copy()), want)


def test_roc_auc_of_many_equal_scores(student, rng):
    """roc_auc: few different scores."""
    y_true, scores = ranked(rng, 13, 24, distinct=5)
    want = roc_auc(y_true, scores)
    assert_close(student.metrics.roc_auc(y_true.copy(), scores.copy()), want)


def test_roc_auc_of_few_positive_images(student, rng):
    """roc_auc: three positive images among sixty."""
    y_true, scores = ranked(rng, 3, 57)
    want = roc_auc(y_true, scores)
    assert_close(student.metrics.roc_auc(y_true.copy(), scores.copy()), want)


def test_roc_auc_is_one_half_where_all_scores_are_equal(student, rng):
    """roc_auc: equal scores say nothing; shares below and above one half, too."""
    y_true, _ = ranked(rng, 4, 7)
    assert_close(student.metrics.roc_auc(y_true.copy(), np.full(11, 0.3)), 0.5)
    assert_close(student.metrics.roc_auc(y_true.copy(), y_true * 2.0), 1.0)
    assert_close(student.metrics.roc_auc(y_true.copy(), y_true * -2.0), 0.0)


def test_roc_auc_is_unchanged_by_monotone_transforms(student, rng):
    """roc_auc: cubes and exponentials of the scores have the same area."""
    y_true, scores = ranked(rng, 8, 11, distinct=7)
    want = roc_auc(y_true, scores)
    assert_close(student.metrics.roc_auc(y_true.copy(), (scores - 0.5) ** 3), want)
    assert_close(student.metrics.roc_auc(y_true.copy(), np.exp(9 * scores)), want)


def test_roc_auc_of_opposite_scores_is_the_complement(student, rng):
    """roc_auc: negated scores have the rest of the area."""
    y_true, scores = ranked(rng, 10, 6, distinct=9)
    want = 1 - roc_auc(y_true, scores)
    assert_close(student.metrics.roc_auc(y_true.copy(), -scores), want)


def test_average_precision_of_distinct_scores(student, rng):
    """average_precision: as many scores as images."""
    y_true, scores = ranked(rng, 9, 14)
    want = average_precision(y_true, scores)
    assert_close(student.metrics.average_precision(y_true.copy(), scores.copy()), want)


def test_average_precision_of_many_equal_scores(student, rng):
    """average_precision: few different scores."""
    y_true, scores = ranked(rng, 12, 19, distinct=6)
    want = average_precision(y_true, scores)
    assert_close(student.metrics.average_precision(y_true.copy(), scores.copy()), want)


def test_average_precision_of_few_positive_images(student, rng):
    """average_precision: four positive images among fifty."""
    y_true, scores = ranked(rng, 4, 46)
    want = average_precision(y_true, scores)
    assert_close(student.metrics.average_precision(y_true.copy(), scores.copy()), want)


def test_average_precision_where_all_scores_are_equal(student, rng):
    """average_precision: the share of positive images where scores say nothing."""
    y_true, _ = ranked(rng, 4, 7)
    assert_close(student.metrics.average_precision(y_true.copy(), np.full(11, -1.5)), 4 / 11)


def test_average_precision_without_negative_images(student, rng):
    """average_precision: 1 if all images are positive, less if a single negative one leads."""
    scores = rng.permutation(5) - 2.0
    y_true = (scores < 2).astype(int)  # the negative one has the largest score
    assert_close(student.metrics.average_precision(np.ones(5, int), scores.copy()), 1.0)
    want = (1 / 2 + 2 / 3 + 3 / 4 + 4 / 5) / 4
    assert_close(student.metrics.average_precision(y_true.copy(), scores.copy()), want)


def test_average_precision_is_unchanged_by_monotone_transforms(student, rng):
    """average_precision: cubes and exponentials of the scores have the same area."""
    y_true, scores = ranked(rng, 7, 9, distinct=8)
    want = average_precision(y_true, scores)
    assert_close(student.metrics.average_precision(y_true.copy(), (scores - 0.5) ** 3), want)
    assert_close(student.metrics.average_precision(y_true.copy(), np.exp(9 * scores)), want)
