"""Cross-validation: every training image is once in the part that measures."""

import numpy as np


def kfold_indices(num_rows, num_folds, rng):
    """Each row gets a random rank (double argsort); its fold is the rank modulo num_folds."""
    rank = np.argsort(np.argsort(rng.random(num_rows), kind="stable"))
    member = (rank % num_folds)[np.newaxis, :] == np.arange(num_folds)[:, np.newaxis]
    return [(np.flatnonzero(~mine), np.flatnonzero(mine)) for mine in member]


def cross_validate(classify, X, y, num_folds, rng):
    X, y = np.asarray(X), np.asarray(y)
    share = np.zeros(num_folds)
    for k, (train, val) in enumerate(kfold_indices(len(X), num_folds, rng)):
        right = np.asarray(classify(X[train], y[train], X[val])) == y[val]
        share[k] = np.count_nonzero(right) / val.size
    return share
