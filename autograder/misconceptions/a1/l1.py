"""Wrong L1 distances that people really write, each with the hint it earns."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]

L1 = "neighbors.KNearestNeighbor.compute_l1_distances"


@misconception(
    L1, hint="These are Euclidean distances: L1 adds absolute differences, without square and root."
)
def euclidean(self: Any, X: Floats) -> Floats:
    return np.sqrt(row_by_row(self, X, lambda gaps: np.sum(gaps**2, axis=1)))


@misconception(L1, hint="These are squared distances: L1 adds the absolute differences themselves.")
def squared(self: Any, X: Floats) -> Floats:
    return row_by_row(self, X, lambda gaps: np.sum(gaps**2, axis=1))


@misconception(
    L1, hint="Positive and negative differences cancel: take np.abs of each before the sum."
)
def absolute_values_missing(self: Any, X: Floats) -> Floats:
    return row_by_row(self, X, lambda gaps: np.sum(gaps, axis=1))


@misconception(L1, hint="You take np.abs of the sum: take it of each difference, then add.")
def absolute_value_of_the_sum(self: Any, X: Floats) -> Floats:
    return np.abs(row_by_row(self, X, lambda gaps: np.sum(gaps, axis=1)))


@misconception(L1, hint="You take the difference of absolute values: np.abs belongs around a - b.")
def difference_of_absolute_values(self: Any, X: Floats) -> Floats:
    return np.abs(X).sum(axis=1)[:, None] - np.abs(self.X_train).sum(axis=1)


@misconception(
    L1, hint="You take the mean over the features: the L1 distance is the sum of the differences."
)
def mean_over_features(self: Any, X: Floats) -> Floats:
    return row_by_row(self, X, lambda gaps: np.mean(np.abs(gaps), axis=1))


@misconception(L1, hint="You take the largest difference: L1 adds those of all features.")
def largest_difference(self: Any, X: Floats) -> Floats:
    return row_by_row(self, X, lambda gaps: np.max(np.abs(gaps), axis=1))


@misconception(L1, hint="You take a square root at the end: the L1 distance has none.")
def root_of_the_sum(self: Any, X: Floats) -> Floats:
    return np.sqrt(row_by_row(self, X, lambda gaps: np.sum(np.abs(gaps), axis=1)))


@misconception(
    L1, hint="The result is transposed: test images are its rows, training images its columns."
)
def transposed(self: Any, X: Floats) -> Floats:
    return row_by_row(self, X, lambda gaps: np.sum(np.abs(gaps), axis=1)).T


@misconception(
    L1, hint="You add over all training images at once: sum each row of the difference, axis=1."
)
def summed_over_everything(self: Any, X: Floats) -> Floats:
    return row_by_row(self, X, lambda gaps: np.full(len(gaps), np.sum(np.abs(gaps))))


# What the variants share


def row_by_row(classifier: Any, X: Floats, measure: Callable[[Floats], Floats]) -> Floats:
    """(num_test, num_train): `measure` of the differences (num_train, D), image by image."""
    return np.array([measure(image - classifier.X_train) for image in X])
