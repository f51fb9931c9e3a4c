"""Metrics: what a list of predictions is worth, beyond the share of right ones.

Sizes: N images, C classes.
"""

import numpy as np
from a1._algebra import flat_take, safe_ratio


def confusion_matrix(y_true, y_pred, num_classes):
    """np.add.at on pairs"""
    matrix = np.zeros((num_classes, num_classes), dtype=np.int64)
    np.add.at(matrix, (np.asarray(y_true).astype(np.intp), np.asarray(y_pred).astype(np.intp)), 1)
    return matrix


def accuracy(matrix):
    return float(np.einsum("ii->", matrix, dtype=np.int64, casting="unsafe") / np.sum(matrix))


def precision(matrix):
    matrix = np.asarray(matrix, dtype=np.float64)
    return safe_ratio(np.diag(matrix), np.ones(len(matrix)) @ matrix)


def recall(matrix):
    matrix = np.asarray(matrix, dtype=np.float64)
    return safe_ratio(np.diag(matrix), matrix @ np.ones(len(matrix)))


def specificity(matrix):
    """TN by inclusion and exclusion"""
    M = np.asarray(matrix, dtype=np.float64)
    negatives = M.sum() - M.sum(axis=1)
    return safe_ratio(negatives - M.sum(axis=0) + np.diag(M), negatives)


def f1_score(matrix):
    M = np.asarray(matrix, dtype=np.float64)
    return safe_ratio(2 * np.diag(M), np.einsum("ij->j", M) + np.einsum("ij->i", M))


def roc_auc(y_true, scores):
    """Mann-Whitney: rank sum of the positives, middle ranks where scores tie."""
    positive = np.asarray(y_true).astype(bool)
    _, group, counts = np.unique(np.asarray(scores), return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts - 1) / 2.0
    n, m = np.count_nonzero(positive), np.count_nonzero(~positive)
    return float((middle[group.ravel()][positive].sum() - n * (n + 1) / 2.0) / (float(n) * m))


def average_precision(y_true, scores):
    """Per distinct score, from above: bincounts, cumulative sums, one dot product."""
    hits = np.asarray(y_true).astype(np.float64)
    _, group, counts = np.unique(np.asarray(scores), return_inverse=True, return_counts=True)
    gained = np.bincount(group.ravel(), weights=hits)[::-1]
    return float(gained @ (np.cumsum(gained) / np.cumsum(counts[::-1])) / hits.sum())


def top_k_accuracy(y_true, scores, k):
    """How many classes stand before the right one: larger scores, and equal ones further left."""
    scores, y = np.asarray(scores), np.asarray(y_true).astype(np.intp)[:, np.newaxis]
    own = flat_take(scores, y[:, 0])[:, np.newaxis]
    before = (scores > own) | ((scores == own) & (np.arange(scores.shape[1]) < y))
    return float(np.mean(before.sum(axis=1) < k))
