"""Wrong top-k accuracies that people really write, each with the hint it earns."""

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]
Labels = NDArray[np.integer]

TOP_K = "metrics.top_k_accuracy"


@misconception(
    TOP_K, hint="Of equal scores you take the larger label first: the smaller one leads."
)
def larger_label_first(y_true: Labels, scores: Floats, k: int) -> float:
    ranking = np.argsort(scores, axis=1, kind="stable")[:, ::-1]
    return share(np.any(ranking[:, :k] == y_true[:, None], axis=1))


@misconception(
    TOP_K, hint="A class level with the k-th counts with you: the smaller label goes first."
)
def level_with_the_last_counts(y_true: Labels, scores: Floats, k: int) -> float:
    above = scores > of_right_class(y_true, scores)
    return share(above.sum(axis=1) < k)


@misconception(
    TOP_K, hint="A class must beat all others of its score with you: order them by label."
)
def level_classes_go_before(y_true: Labels, scores: Floats, k: int) -> float:
    not_below = scores >= of_right_class(y_true, scores)
    return share(not_below.sum(axis=1) <= k)


@misconception(TOP_K, hint="You take the k smallest scores: take the k largest.")
def smallest_scores(y_true: Labels, scores: Floats, k: int) -> float:
    return share(places(y_true, -scores) < k)


@misconception(TOP_K, hint="k is not used: you look at the best class only.")
def best_class_only(y_true: Labels, scores: Floats, k: int) -> float:
    return share(places(y_true, scores) < 1)


@misconception(TOP_K, hint="You look at the k-th class only: any of the first k counts.")
def kth_class_only(y_true: Labels, scores: Floats, k: int) -> float:
    return share(places(y_true, scores) == k - 1)


@misconception(TOP_K, hint="You take one class too many: the first k are ranks 0 to k - 1.")
def one_class_too_many(y_true: Labels, scores: Floats, k: int) -> float:
    return share(places(y_true, scores) <= k)


@misconception(TOP_K, hint="You take one class too few: the first k are ranks 0 to k - 1.")
def one_class_too_few(y_true: Labels, scores: Floats, k: int) -> float:
    return share(places(y_true, scores) < k - 1)


@misconception(TOP_K, hint="You return the top-k error: the accuracy is 1 minus it.")
def top_k_error(y_true: Labels, scores: Floats, k: int) -> float:
    return 1 - share(places(y_true, scores) < k)


@misconception(TOP_K, hint="You return how many images are right: divide by N.")
def count_for_share(y_true: Labels, scores: Floats, k: int) -> float:
    return float(np.sum(places(y_true, scores) < k))


@misconception(TOP_K, hint="You divide by N * k: an image has one right class among its k.")
def divided_by_k(y_true: Labels, scores: Floats, k: int) -> float:
    return share(places(y_true, scores) < k) / k


@misconception(TOP_K, hint="You divide by the number of classes: divide by that of images.")
def divided_by_classes(y_true: Labels, scores: Floats, k: int) -> float:
    return float(np.sum(places(y_true, scores) < k)) / scores.shape[1]


@misconception(
    TOP_K, hint="An image counts if any image has its class in front: compare row by row."
)
def front_of_the_whole_batch(y_true: Labels, scores: Floats, k: int) -> float:
    ranking = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    return share(np.isin(y_true, ranking))


@misconception(TOP_K, hint="You rank down the columns: rank the classes of each row, axis 1.")
def ranked_down_the_columns(y_true: Labels, scores: Floats, k: int) -> float:
    ranks = np.argsort(np.argsort(-scores, axis=0, kind="stable"), axis=0, kind="stable")
    return share(np.take_along_axis(ranks, y_true[:, None], axis=1)[:, 0] < k)


@misconception(TOP_K, hint="You rank by absolute scores: a very negative score is a clear no.")
def absolute_scores(y_true: Labels, scores: Floats, k: int) -> float:
    return share(places(y_true, np.abs(scores)) < k)


# What the variants share


def places(y_true: Labels, scores: Floats) -> Labels:
    """How many classes come before the right one."""
    right = of_right_class(y_true, scores)
    smaller = np.arange(scores.shape[1]) < y_true[:, None]
    before: Labels = ((scores > right) | ((scores == right) & smaller)).sum(axis=1)
    return before


def of_right_class(y_true: Labels, scores: Floats) -> Floats:
    """(N, 1) scores of the right classes."""
    return np.take_along_axis(scores, y_true[:, None], axis=1)


def share(hits: NDArray[np.bool_]) -> float:
    mean: float = np.mean(hits).item()
    return mean
