"""Cross-validation by counting, fold by fold and label by label."""

from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rows = NDArray[np.integer]
Fold = tuple[Rows, Rows]
Classify = Callable[[Floats, Rows, Floats], Rows]


def accuracies(classify: Classify, X: Floats, y: Rows, folds: Sequence[Fold]) -> Floats:
    """The share of right labels among the validation rows of each fold."""
    shares = []
    for train_rows, rows in folds:
        X_train = np.array([X[row] for row in train_rows])
        y_train = np.array([y[row] for row in train_rows])
        answers = classify(X_train, y_train, np.array([X[row] for row in rows]))
        right = sum(int(answer) == int(y[row]) for answer, row in zip(answers, rows, strict=True))
        shares.append(float(Fraction(right, len(rows))))
    return np.array(shares)


def leave_one_out(X: Floats, y: Rows) -> Floats:
    """For each row 1 where the nearest other row has its label, else 0."""
    hits = []
    for row, place in enumerate(X):
        gaps = {
            other: sum((float(a) - float(b)) ** 2 for a, b in zip(place, X[other], strict=True))
            for other in range(len(X))
            if other != row
        }
        nearest = min(gaps, key=lambda other: gaps[other])
        hits.append(float(y[nearest] == y[row]))
    return np.array(hits)
