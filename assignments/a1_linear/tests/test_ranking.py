"""Public tests of the exercise `ranking`: roc_auc and average_precision."""

import numpy as np

from given.testing import assert_close, contract


def test_roc_auc_is_the_share_of_pairs_in_the_right_order(student):
    """roc_auc: of six pairs of a positive and a negative image five are in the right order."""
    y_true, scores = np.array([0, 1, 0, 0, 1]), np.array([0.8, 0.9, 0.3, 0.1, 0.7])
    assert_close(student.metrics.roc_auc(y_true.copy(), scores.copy()), 5 / 6)


def test_roc_auc_is_1_for_a_perfect_ranking_and_0_for_its_reverse(student):
    """roc_auc: 1 where every positive image is above every negative one, 0 where below."""
    y_true, scores = np.array([1, 1, 0, 1, 0]), np.array([3.0, 7.0, -2.0, 2.5, 0.5])
    assert_close(student.metrics.roc_auc(y_true.copy(), scores.copy()), 1.0)
    assert_close(student.metrics.roc_auc(y_true.copy(), -scores), 0.0)


def test_roc_auc_counts_a_pair_of_equal_scores_one_half(student):
    """roc_auc: three pairs in order and three draws make 4.5 of 6, in any order of the images."""
    y_true, scores = np.array([1, 0, 1, 1, 0]), np.array([0.5, 0.5, 0.5, 0.5, 0.2])
    assert_close(student.metrics.roc_auc(y_true.copy(), scores.copy()), 0.75)
    assert_close(student.metrics.roc_auc(y_true[::-1].copy(), scores[::-1].copy()), 0.75)


def test_roc_auc_depends_on_the_order_of_the_scores_only(student):
    """roc_auc: scores of any size in the same order have the same area."""
    y_true = np.array([0, 1, 0, 0, 1])
    for scores in ([20.0, 900.0, -5.0, -600.0, 19.0], [2e-9, 3e-9, -1e-9, -2e-9, 1e-9]):
        assert_close(student.metrics.roc_auc(y_true.copy(), np.array(scores)), 5 / 6)


def test_average_precision_is_a_mean_of_precisions(student):
    """average_precision: positives on ranks 2, 4 and 5 make (1/2 + 2/4 + 3/5) / 3."""
    y_true, scores = np.array([1, 0, 1, 0, 1]), np.array([0.1, 0.9, 0.8, 0.7, 0.2])
    assert_close(student.metrics.average_precision(y_true.copy(), scores.copy()), 1.6 / 3)


def test_average_precision_crosses_equal_scores_together(student):
    """average_precision: three images share the second score, however they are ordered."""
    want = 1 / 3 * 1 + 2 / 3 * 3 / 4  # recall 1/3 at precision 1, then all at 3/4
    y_true, scores = np.array([0, 1, 1, 1, 0]), np.array([5.0, 6.0, 5.0, 5.0, 2.0])
    assert_close(student.metrics.average_precision(y_true.copy(), scores.copy()), want)
    y_true = np.array([1, 1, 1, 0, 0])
    scores = np.array([6.0, 5.0, 5.0, 5.0, 2.0])
    assert_close(student.metrics.average_precision(y_true.copy(), scores.copy()), want)


def test_average_precision_of_one_positive_image(student):
    """average_precision: a single positive on rank r has 1 / r."""
    scores = np.array([-4.0, 2.5, 8.0, 3.0])  # ranks 4, 3, 1, 2
    for at, rank in enumerate([4, 3, 1, 2]):
        y_true = np.eye(4, dtype=int)[at]
        assert_close(student.metrics.average_precision(y_true.copy(), scores.copy()), 1 / rank)


@contract
def test_each_area_is_a_single_number(student, rng):
    """roc_auc, average_precision: a single number."""
    y_true, scores = np.array([0, 1, 1, 0, 1, 0]), rng.normal(size=6)
    assert np.shape(student.metrics.roc_auc(y_true.copy(), scores.copy())) == ()
    assert np.shape(student.metrics.average_precision(y_true.copy(), scores.copy())) == ()
