"""Metrics by counting: image by image, pair by pair, threshold by threshold."""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.integer]
Floats = NDArray[np.float64]


def confusion_matrix(y_true: Labels, y_pred: Labels, num_classes: int) -> Labels:
    """Entry [i, j]: images of class i that are predicted as class j."""
    pairs = [(int(right), int(given)) for right, given in zip(y_true, y_pred, strict=True)]
    classes = range(num_classes)
    return np.array([[pairs.count((i, j)) for j in classes] for i in classes])


def accuracy(y_true: Labels, y_pred: Labels) -> float:
    right = [a == b for a, b in zip(y_true, y_pred, strict=True)]
    return right.count(True) / len(right)


def by_class(measure: str, y_true: Labels, y_pred: Labels, num_classes: int) -> Floats:
    """Precision, recall, specificity or F1 of each class; what would be 0 / 0 is 0."""
    shares = []
    for c in range(num_classes):
        outcomes = [(a == c, b == c) for a, b in zip(y_true, y_pred, strict=True)]
        tp, fn = outcomes.count((True, True)), outcomes.count((True, False))
        fp, tn = outcomes.count((False, True)), outcomes.count((False, False))
        part, whole = {
            "precision": (tp, tp + fp),
            "recall": (tp, tp + fn),
            "specificity": (tn, tn + fp),
            "f1": (2 * tp, 2 * tp + fp + fn),
        }[measure]
        shares.append(part / whole if whole else 0.0)
    return np.array(shares)


def roc_auc(y_true: Labels, scores: Floats) -> float:
    """Wins of positive over negative images, pair by pair; a draw is half a win."""
    positive = [s for s, y in zip(scores, y_true, strict=True) if y == 1]
    negative = [s for s, y in zip(scores, y_true, strict=True) if y == 0]
    halves = sum(2 * (p > n) + (p == n) for p in positive for n in negative)
    return float(Fraction(int(halves), 2 * len(positive) * len(negative)))


def average_precision(y_true: Labels, scores: Floats) -> float:
    """Threshold by threshold: the precision there times the recall won."""
    positives = list(y_true).count(1)
    area, found_before = Fraction(0), 0
    for threshold in sorted(set(scores), reverse=True):
        called = [y for y, s in zip(y_true, scores, strict=True) if s >= threshold]
        found = called.count(1)
        area += Fraction(found - found_before, positives) * Fraction(found, len(called))
        found_before = found
    return float(area)


def top_k_accuracy(y_true: Labels, scores: Floats, k: int) -> float:
    """Share of images with the right class among the first k; equal scores: smaller label first."""
    hits = 0
    for label, row in zip(y_true, scores, strict=True):
        ranking = sorted(range(len(row)), key=lambda c: (-row[c], c))
        hits += int(label) in ranking[:k]
    return hits / len(y_true)
