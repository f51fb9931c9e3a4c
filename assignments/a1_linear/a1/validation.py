"""Cross-validation: every training image is once in the part that measures."""

import numpy as np


def kfold_indices(num_rows, num_folds, rng):
    """Row numbers of the training and the validation part, for each fold.

    The rows 0 to num_rows - 1 are shuffled by rng and dealt into num_folds folds, whose sizes
    differ by 1 at most. Fold k validates on its own rows and trains on all others.

    Args:
        num_rows: at least num_folds.
        num_folds: at least 2.
        rng: a `np.random.Generator`, the only source of randomness: equal generators, equal folds.

    Returns:
        list of num_folds pairs (train_rows, validation_rows) of 1-D integer arrays.
    """
    folds = np.array_split(rng.permutation(num_rows), num_folds)
    return [
        (np.concatenate([*folds[:k], *folds[k + 1 :]]), validation_rows)
        for k, validation_rows in enumerate(folds)
    ]


def cross_validate(classify, X, y, num_folds, rng):
    """The validation accuracy of each fold of kfold_indices, in the order of the folds.

    Args:
        classify: a function; `classify(X_train, y_train, X_validation)` gives the labels that a
            classifier trained on the first two has for the third. It sees no validation label.
        X: (N, D) images, one a row.
        y: (N,) right classes.
        num_folds: at least 2.
        rng: a `np.random.Generator`, passed to kfold_indices.

    Returns:
        (num_folds,) float array: the share of right labels among a fold's validation rows.
    """
    accuracies = [
        np.mean(classify(X[train_rows], y[train_rows], X[rows]) == y[rows])
        for train_rows, rows in kfold_indices(len(X), num_folds, rng)
    ]
    return np.array(accuracies)
