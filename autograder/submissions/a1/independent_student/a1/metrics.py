"""Metrics: what a list of predictions is worth, beyond the share of right ones."""
from __future__ import print_function, division
import matplotlib.pyplot as plt
import scipy.stats as stats
from numpy import *
from a1.decos import *


def confusion_matrix(y_true, y_pred, num_classes):
    """np.unique with counts of the codes C * true + predicted."""
    code = array(y_true).astype(int64)
    code *= num_classes
    code += asarray(y_pred).astype(int64)
    which, counts = unique(code, return_counts=True)
    out = zeros(num_classes * num_classes, dtype=int64)
    out[which] += counts
    return out.reshape(num_classes, -1)


def accuracy(matrix):
    """The share of right predictions: what is not off the diagonal."""
    matrix = asarray(matrix)
    mask = eye(len(matrix), dtype=bool)
    return matrix[mask].sum() / matrix.sum()


@none_to_zero
def precision(matrix):
    """TP / (TP + FP)"""
    return diag(matrix), matrix.sum(axis=0)


@none_to_zero
def recall(matrix):
    """TP / (TP + FN)"""
    return diag(matrix), matrix.sum(axis=1)


@none_to_zero
def specificity(matrix):
    """TN / (TN + FP)"""
    neg = matrix.sum() - matrix.sum(axis=1)
    return neg - (matrix.sum(axis=0) - diag(matrix)), neg


@none_to_zero
def f1_score(matrix):
    """2 TP / (2 TP + FP + FN): the denominator is row sum + column sum."""
    return 2 * diag(matrix), matrix.sum(axis=0) + matrix.sum(axis=1)


def roc_auc(y_true, scores):
    """For each positive the negatives below it, by searchsorted left and right (equal ones are half)."""
    mask = asarray(y_true) == 1
    scores = asarray(scores)
    neg, pos = scores[~mask], scores[mask]
    neg.sort()
    below = searchsorted(neg, pos, side="left") + searchsorted(neg, pos, side="right")
    return float((below / 2 / len(neg)).mean())


def average_precision(y_true, scores):
    """Sorted from the best down (the two arrays are sorted in place, together); steps end where the score changes."""
    y_true, scores = asarray(y_true), asarray(scores)
    order = argsort(-scores, kind="mergesort")
    t, s = y_true[order], scores[order]
    y_true[:], scores[:] = t, s
    last = append(s[1:] != s[:-1], True)
    tp = cumsum(t == 1)[last]
    n = arange(1, len(t) + 1)[last]
    steps = concatenate(([tp[0]], tp[1:] - tp[:-1]))
    return float((steps * (tp / n)).sum() / tp[-1])


def top_k_accuracy(y_true, scores, k):
    """Rank of the right class = number of classes in front of it."""
    scores, y = asarray(scores), asarray(y_true).reshape(-1, 1)
    own = scores[right_mask(y, scores.shape[1])][:, newaxis]
    front = (scores > own) | ((scores == own) & (arange(scores.shape[1]) < y))
    return (front.sum(axis=1) < k).mean()
