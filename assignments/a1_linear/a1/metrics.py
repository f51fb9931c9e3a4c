"""Metrics: what a list of predictions is worth, beyond the share of right ones.

Sizes: N images, C classes.
"""

import numpy as np


def confusion_matrix(y_true, y_pred, num_classes):
    """How often each class is taken for each.

    Args:
        y_true: (N,) right classes, integers in [0, C).
        y_pred: (N,) predicted classes, integers in [0, C).
        num_classes: C; classes that never occur have rows and columns of zeros.

    Returns:
        (C, C) integers: entry [i, j] counts images of class i that are predicted as class j.
    """
    matrix = np.zeros((num_classes, num_classes), dtype=np.int64)
    np.add.at(matrix, (y_true, y_pred), 1)
    return matrix


def accuracy(matrix):
    """The share of right predictions, from a confusion matrix (C, C) with at least one image."""
    return np.trace(matrix) / matrix.sum()


def precision(matrix):
    """Of what is predicted as a class, the share that is of that class: TP / (TP + FP).

    Args:
        matrix: (C, C) integers, of confusion_matrix.

    Returns:
        (C,) floats; 0 for a class that is never predicted.
    """
    return np.diag(matrix) / np.maximum(matrix.sum(axis=0), 1)


def recall(matrix):
    """Of what is of a class, the share that is predicted as that class: TP / (TP + FN).

    Args:
        matrix: (C, C) integers, of confusion_matrix.

    Returns:
        (C,) floats; 0 for a class that does not occur.
    """
    return np.diag(matrix) / np.maximum(matrix.sum(axis=1), 1)


def specificity(matrix):
    """Of what is not of a class, the share that is not predicted as it: TN / (TN + FP).

    Args:
        matrix: (C, C) integers, of confusion_matrix.

    Returns:
        (C,) floats; 0 for a class that all images are of.
    """
    negatives = matrix.sum() - matrix.sum(axis=1)
    false_positives = matrix.sum(axis=0) - np.diag(matrix)
    return (negatives - false_positives) / np.maximum(negatives, 1)


def f1_score(matrix):
    """The harmonic mean of precision and recall, 2 TP / (2 TP + FP + FN).

    Args:
        matrix: (C, C) integers, of confusion_matrix.

    Returns:
        (C,) floats; 0 for a class without a right prediction, even if it never occurs at all.
    """
    sizes = matrix.sum(axis=0) + matrix.sum(axis=1)  # 2 TP + FP + FN
    return 2 * np.diag(matrix) / np.maximum(sizes, 1)


def roc_auc(y_true, scores):
    """Area under the ROC curve: how probably a positive image scores above a negative one.

    A pair of equal scores counts one half.

    Args:
        y_true: (N,) 1 for positive images, 0 for negative ones; both occur.
        scores: (N,) floats, larger for "more probably positive".

    Returns:
        a single number from 0 to 1.

    Source: Fawcett (2006), An introduction to ROC analysis, section 7.
    """
    positive, negative = scores[y_true == 1], scores[y_true == 0]
    ordered = np.sort(negative)
    below = np.searchsorted(ordered, positive, side="left")
    not_above = np.searchsorted(ordered, positive, side="right")
    return float((below + not_above).sum() / (2 * len(positive) * len(negative)))


def average_precision(y_true, scores):
    """Area under the precision-recall curve as a sum of steps, without interpolation.

    Going down the thresholds t, every distinct score once, `AP = sum_t (R_t - R_before) P_t`,
    where P_t and R_t are precision and recall when all images with a score of at least t are
    called positive, and R starts at 0. Images of equal score are crossed together.

    Args:
        y_true: (N,) 1 for positive images, 0 for negative ones; a positive one occurs.
        scores: (N,) floats, larger for "more probably positive".

    Returns:
        a single number from 0 to 1.
    """
    order = np.argsort(-scores, kind="stable")
    hits, ranked = np.cumsum(y_true[order] == 1), scores[order]
    last = np.append(ranked[1:] != ranked[:-1], True)  # the last image of each distinct score
    precision_at = hits[last] / (np.flatnonzero(last) + 1)
    recall_at = hits[last] / hits[-1]
    return float(np.sum(np.diff(recall_at, prepend=0.0) * precision_at))


def top_k_accuracy(y_true, scores, k):
    """The share of images whose right class is among the k classes of the largest scores.

    Of classes with equal scores the smaller label comes first.

    Args:
        y_true: (N,) right classes, integers in [0, C).
        scores: (N, C) floats.
        k: from 1 to C.

    Returns:
        a single number; 1 when k is C.
    """
    ranking = np.argsort(-scores, axis=1, kind="stable")[:, :k]  # (N, k)
    return float(np.mean(np.any(ranking == y_true[:, None], axis=1)))
