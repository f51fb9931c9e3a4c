"""Cross-validation: every training image is once in the part that measures."""

import numpy as np
from scipy import stats

from .plainlists import shuffled, share


def kfold_indices(num_rows: int, num_folds: int, rng: np.random.Generator) -> list:
    """Deal the shuffled rows like cards: card i goes to fold i mod num_folds."""
    fold_of = {}
    for i, row in enumerate(shuffled(num_rows, rng)):
        fold_of[row] = i % num_folds
    pairs = []
    for k in range(num_folds):
        inside = [row for row in range(num_rows) if fold_of[row] == k]
        outside = [row for row in range(num_rows) if fold_of[row] != k]
        pairs.append((np.array(outside), np.array(inside)))
    return pairs
    pass


def cross_validate(classify, X, y, num_folds: int, rng: np.random.Generator) -> np.ndarray:
    """The share of right labels of each fold."""
    X, y = np.asarray(X), np.asarray(y)
    accuracies = []
    for train_rows, validation_rows in kfold_indices(len(X), num_folds, rng):
        guesses = classify(X[train_rows], y[train_rows], X[validation_rows])
        accuracies.append(share(zip(guesses, y[validation_rows].tolist())))
        print("fold", len(accuracies), accuracies[-1])
    return np.array(accuracies)
