"""Distances and votes by definition: one pair, one number, one neighbour at a time."""

import math
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Labels = NDArray[np.integer]


def euclidean_distances(X: Floats, X_train: Floats) -> Floats:
    """(num_test, num_train): the root of the exactly added squares of the differences."""
    return np.array(
        [
            [math.sqrt(math.fsum((a - b) ** 2 for a, b in zip(row, other, strict=True)))
             for other in X_train.tolist()]
            for row in X.tolist()
        ]
    )  # fmt: skip


def l1_distances(X: Floats, X_train: Floats) -> Floats:
    """(num_test, num_train): the exactly added absolute differences."""
    return np.array(
        [
            [math.fsum(abs(a - b) for a, b in zip(row, other, strict=True))
             for other in X_train.tolist()]
            for row in X.tolist()
        ]
    )  # fmt: skip


def most_voted(dists: Floats, y_train: Labels, k: int) -> Labels:
    """(num_test,): the neighbours sorted, the k first asked, the votes for each label counted."""
    labels = []
    for row in dists.tolist():
        neighbours = sorted(zip(row, y_train.tolist(), strict=True))[:k]
        votes = [label for _, label in neighbours]
        labels.append(min(votes, key=lambda label: (-votes.count(label), label)))
    return np.array(labels)


def squared_frobenius_distance(A: Floats, B: Floats) -> float:
    """The squares of the differences of entries, added as fractions and rounded once."""
    pairs = zip(A.ravel().tolist(), B.ravel().tolist(), strict=True)
    return float(sum((Fraction(a) - Fraction(b)) ** 2 for a, b in pairs))
