"""Wrong cross-validations that people really write, each with the hint it earns."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception
from oracles.validation import accuracies

Array = NDArray[Any]
Floats = NDArray[np.float64]
Rows = NDArray[np.integer]
Generator = np.random.Generator
Folds = list[tuple[Array, Array]]
Classify = Callable[[Floats, Rows, Floats], Rows]

KFOLD = "validation.kfold_indices"
CROSS = "validation.cross_validate"


def dealt(order: Rows, num_folds: int) -> Folds:
    """The folds of an order of rows, as they should be."""
    return around(np.array_split(order, num_folds))


def around(parts: list[Rows]) -> Folds:
    """Each part with all the others."""
    return [(np.concatenate([*parts[:k], *parts[k + 1 :]]), part) for k, part in enumerate(parts)]


# kfold_indices


@misconception(KFOLD, hint="The two parts of each pair are exchanged: training comes first.")
def parts_exchanged(num_rows: int, num_folds: int, rng: Generator) -> Folds:
    return [(rows, train_rows) for train_rows, rows in dealt(rng.permutation(num_rows), num_folds)]


@misconception(KFOLD, hint="You train on all rows: those that validate must be left out.")
def training_on_all_rows(num_rows: int, num_folds: int, rng: Generator) -> Folds:
    order = rng.permutation(num_rows)
    return [(order, rows) for _, rows in dealt(order, num_folds)]


@misconception(KFOLD, hint="The rows are not shuffled: sorted data put a class in one fold.")
def rows_not_shuffled(num_rows: int, num_folds: int, rng: Generator) -> Folds:
    return dealt(np.arange(num_rows), num_folds)


@misconception(KFOLD, hint="You shuffle by np.random: take rng, then equal seeds repeat.")
def shuffled_by_the_global_generator(num_rows: int, num_folds: int, rng: Generator) -> Folds:
    return dealt(np.random.permutation(num_rows), num_folds)


@misconception(KFOLD, hint="You seed a generator of your own: take rng, so that seeds matter.")
def shuffled_by_an_own_seed(num_rows: int, num_folds: int, rng: Generator) -> Folds:
    return dealt(np.random.default_rng(0).permutation(num_rows), num_folds)


@misconception(KFOLD, hint="The last fold takes the whole remainder: sizes differ by 1 at most.")
def remainder_in_the_last_fold(num_rows: int, num_folds: int, rng: Generator) -> Folds:
    cuts = num_rows // num_folds * np.arange(1, num_folds)
    return around(np.split(rng.permutation(num_rows), cuts))


@misconception(
    KFOLD, hint="The remainder of num_rows / num_folds is lost: each row validates once."
)
def remainder_dropped(num_rows: int, num_folds: int, rng: Generator) -> Folds:
    kept = num_rows // num_folds * num_folds
    return dealt(rng.permutation(num_rows)[:kept], num_folds)


@misconception(
    KFOLD, hint="Folds are rounded up: the last one is short, sizes differ by 1 at most."
)
def folds_rounded_up(num_rows: int, num_folds: int, rng: Generator) -> Folds:
    size = -(-num_rows // num_folds)
    return around(np.split(rng.permutation(num_rows), size * np.arange(1, num_folds)))


@misconception(KFOLD, hint="You shuffle again for each fold, so rows validate twice: shuffle once.")
def shuffled_for_each_fold(num_rows: int, num_folds: int, rng: Generator) -> Folds:
    return [dealt(rng.permutation(num_rows), num_folds)[k] for k in range(num_folds)]


@misconception(KFOLD, hint="You draw rows with replacement: a permutation has each once.")
def rows_drawn_with_replacement(num_rows: int, num_folds: int, rng: Generator) -> Folds:
    return dealt(rng.integers(0, num_rows, size=num_rows), num_folds)


@misconception(KFOLD, hint="Your row numbers start at 1: they go from 0 to num_rows - 1.")
def row_numbers_from_one(num_rows: int, num_folds: int, rng: Generator) -> Folds:
    return dealt(rng.permutation(num_rows) + 1, num_folds)


@misconception(KFOLD, hint="You train on the folds before k only: those after it belong, too.")
def training_on_earlier_folds(num_rows: int, num_folds: int, rng: Generator) -> Folds:
    parts = np.array_split(rng.permutation(num_rows), num_folds)
    before = [np.concatenate([np.arange(0), *parts[:k]]) for k in range(num_folds)]
    return list(zip(before, parts, strict=True))


@misconception(
    KFOLD, hint="Training rows are counted in unshuffled order: take them from the same."
)
def training_rows_of_another_order(num_rows: int, num_folds: int, rng: Generator) -> Folds:
    validating = [rows for _, rows in dealt(rng.permutation(num_rows), num_folds)]
    training = [rows for rows, _ in dealt(np.arange(num_rows), num_folds)]
    return list(zip(training, validating, strict=True))


@misconception(KFOLD, hint="You return masks of truth values: row numbers are asked for.")
def masks_for_rows(num_rows: int, num_folds: int, rng: Generator) -> Folds:
    folds = dealt(rng.permutation(num_rows), num_folds)
    return [(~mask, mask) for mask in (np.isin(np.arange(num_rows), rows) for _, rows in folds)]


@misconception(KFOLD, hint="A fold is missing: there are num_folds of them.")
def one_fold_less(num_rows: int, num_folds: int, rng: Generator) -> Folds:
    return dealt(rng.permutation(num_rows), num_folds)[:-1]


# cross_validate


def folds_of(X: Floats, num_folds: int, rng: Generator) -> Folds:
    return dealt(rng.permutation(len(X)), num_folds)


@misconception(CROSS, hint="You measure on the rows that were trained on: validation rows judge.")
def measured_on_training_rows(
    classify: Classify, X: Floats, y: Rows, num_folds: int, rng: Generator
) -> Floats:
    folds = [(train_rows, train_rows) for train_rows, _ in folds_of(X, num_folds, rng)]
    return accuracies(classify, X, y, folds)


@misconception(CROSS, hint="The classifier trains on all of X, validation rows included: a leak.")
def trained_on_all_rows(
    classify: Classify, X: Floats, y: Rows, num_folds: int, rng: Generator
) -> Floats:
    folds = [(np.arange(len(X)), rows) for _, rows in folds_of(X, num_folds, rng)]
    return accuracies(classify, X, y, folds)


@misconception(CROSS, hint="The two parts of a fold are exchanged: you train on the small one.")
def trained_on_the_validation_part(
    classify: Classify, X: Floats, y: Rows, num_folds: int, rng: Generator
) -> Floats:
    folds = [(rows, train_rows) for train_rows, rows in folds_of(X, num_folds, rng)]
    return accuracies(classify, X, y, folds)


@misconception(CROSS, hint="You return the mean over the folds: one accuracy a fold is asked for.")
def mean_over_the_folds(
    classify: Classify, X: Floats, y: Rows, num_folds: int, rng: Generator
) -> float:
    return float(accuracies(classify, X, y, folds_of(X, num_folds, rng)).mean())


@misconception(CROSS, hint="You return the best accuracy: one a fold is asked for.")
def best_fold(classify: Classify, X: Floats, y: Rows, num_folds: int, rng: Generator) -> float:
    return float(accuracies(classify, X, y, folds_of(X, num_folds, rng)).max())


@misconception(CROSS, hint="You return the share of wrong labels: accuracy is that of right ones.")
def share_of_wrong_labels(
    classify: Classify, X: Floats, y: Rows, num_folds: int, rng: Generator
) -> Floats:
    return 1 - accuracies(classify, X, y, folds_of(X, num_folds, rng))


@misconception(CROSS, hint="You count right labels: divide by the number of validation rows.")
def right_labels_counted(
    classify: Classify, X: Floats, y: Rows, num_folds: int, rng: Generator
) -> Floats:
    folds = folds_of(X, num_folds, rng)
    return accuracies(classify, X, y, folds) * [float(len(rows)) for _, rows in folds]


@misconception(CROSS, hint="You divide by all N rows: a fold has its own validation rows only.")
def divided_by_all_rows(
    classify: Classify, X: Floats, y: Rows, num_folds: int, rng: Generator
) -> Floats:
    folds = folds_of(X, num_folds, rng)
    return accuracies(classify, X, y, folds) * [len(rows) / len(X) for _, rows in folds]


@misconception(CROSS, hint="You divide by N // num_folds: folds may be one row larger.")
def divided_by_the_smallest_fold(
    classify: Classify, X: Floats, y: Rows, num_folds: int, rng: Generator
) -> Floats:
    folds = folds_of(X, num_folds, rng)
    size = len(X) // num_folds
    return accuracies(classify, X, y, folds) * [len(rows) / size for _, rows in folds]


@misconception(CROSS, hint="The folds are cut without rng: take those of kfold_indices.")
def folds_of_unshuffled_rows(
    classify: Classify, X: Floats, y: Rows, num_folds: int, rng: Generator
) -> Floats:
    return accuracies(classify, X, y, dealt(np.arange(len(X)), num_folds))


@misconception(CROSS, hint="You pass a generator of your own to kfold_indices: pass rng.")
def folds_of_an_own_seed(
    classify: Classify, X: Floats, y: Rows, num_folds: int, rng: Generator
) -> Floats:
    return accuracies(classify, X, y, folds_of(X, num_folds, np.random.default_rng(0)))


@misconception(CROSS, hint="New folds are drawn inside the loop: draw them once, before it.")
def folds_drawn_in_the_loop(
    classify: Classify, X: Floats, y: Rows, num_folds: int, rng: Generator
) -> Floats:
    folds = [folds_of(X, num_folds, rng)[k] for k in range(num_folds)]
    return accuracies(classify, X, y, folds)


@misconception(
    CROSS, hint="All folds have the first one's accuracy: the loop variable is not used."
)
def first_fold_for_all(
    classify: Classify, X: Floats, y: Rows, num_folds: int, rng: Generator
) -> Floats:
    first = folds_of(X, num_folds, rng)[:1]
    return np.repeat(accuracies(classify, X, y, first), num_folds)


@misconception(CROSS, hint="Images and labels do not belong together: index both by train_rows.")
def labels_not_shuffled(
    classify: Classify, X: Floats, y: Rows, num_folds: int, rng: Generator
) -> Floats:
    shares = []
    for train_rows, rows in folds_of(X, num_folds, rng):
        answers = classify(X[train_rows], y[: len(train_rows)], X[rows])
        shares.append(float(np.mean(answers == y[rows])))
    return np.array(shares)


@misconception(CROSS, hint="The accuracies are sorted: they keep the order of the folds.")
def accuracies_sorted(
    classify: Classify, X: Floats, y: Rows, num_folds: int, rng: Generator
) -> Floats:
    return np.sort(accuracies(classify, X, y, folds_of(X, num_folds, rng)))
