"""Metrics."""
import bisect
import itertools
from collections import Counter

import numpy as np
import scipy.stats

from .plainlists import ratio


def confusion_matrix(y_true, y_pred, num_classes):
    """Count pairs with a Counter."""
    pairs = Counter(zip(np.asarray(y_true).tolist(), np.asarray(y_pred).tolist()))
    matrix = np.zeros((num_classes, num_classes), dtype=int)
    for (i, j), count in pairs.items():
        matrix[i, j] = count
    return matrix


def _counts(matrix):
    """For each class (TP, FP, FN, TN), as Python integers."""
    rows = np.asarray(matrix).tolist()
    columns = list(zip(*rows))
    total = sum(map(sum, rows))
    for c in range(len(rows)):
        tp, of, called = rows[c][c], sum(rows[c]), sum(columns[c])
        yield tp, called - tp, of - tp, total - of - called + tp


def accuracy(matrix):
    """Diagonal by all."""
    rows = np.asarray(matrix).tolist()
    return sum(row[c] for c, row in enumerate(rows)) / sum(map(sum, rows))


def precision(matrix):
    """TP / (TP + FP)"""
    return np.array([ratio(tp, tp + fp) for tp, fp, fn, tn in _counts(matrix)])


def recall(matrix):
    """TP / (TP + FN)"""
    return np.array([ratio(tp, tp + fn) for tp, fp, fn, tn in _counts(matrix)])


def specificity(matrix):
    """TN / (TN + FP)"""
    return np.array([ratio(tn, tn + fp) for tp, fp, fn, tn in _counts(matrix)])


def f1_score(matrix):
    """2 TP / (2 TP + FP + FN)"""
    return np.array([ratio(2 * tp, 2 * tp + fp + fn) for tp, fp, fn, tn in _counts(matrix)])


def roc_auc(y_true, scores):
    """Mann-Whitney: each positive image looks by bisection how many negative ones are below it."""
    pairs = list(zip(np.asarray(y_true).tolist(), np.asarray(scores).tolist()))
    negatives = sorted(s for t, s in pairs if not t)
    positives = [s for t, s in pairs if t]
    twice = sum(bisect.bisect_left(negatives, s) + bisect.bisect_right(negatives, s) for s in positives)
    return twice / (2 * len(positives) * len(negatives))


def average_precision(y_true, scores):
    """Down the sorted scores, one group of equal scores after the other."""
    pairs = sorted(zip(np.asarray(scores).tolist(), np.asarray(y_true).tolist()), reverse=True)
    hits = called = 0
    area = 0.0
    for _, group in itertools.groupby(pairs, key=lambda pair: pair[0]):
        truths = [t for _, t in group]
        new = sum(1 for t in truths if t)
        hits += new
        called += len(truths)
        area += new * hits / called
    return area / hits


def top_k_accuracy(y_true, scores, k):
    """Right where fewer than k classes come before the right one."""
    rows = np.asarray(scores).tolist()
    hits = 0
    for right, row in zip(np.asarray(y_true).tolist(), rows):
        before = sum(1 for c, s in enumerate(row) if s > row[right] or (s == row[right] and c < right))
        hits += before < k
    return hits / len(rows)
