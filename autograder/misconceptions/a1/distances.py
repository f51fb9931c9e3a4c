"""Wrong Euclidean distances that people really write, each with the hint it earns.

Most are bent from the squared distances in the one term that their hint names.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]

TWO = "neighbors.KNearestNeighbor.compute_distances_two_loops"
ONE = "neighbors.KNearestNeighbor.compute_distances_one_loop"
NONE = "neighbors.KNearestNeighbor.compute_distances_no_loops"


# The formula


@misconception(
    TWO, ONE, NONE, hint="These are squared distances: the Euclidean distance is their square root."
)
def root_missing(self: Any, X: Floats) -> Floats:
    return squares(X, self.X_train)


@misconception(
    TWO, ONE, NONE, hint="You take the mean over the features: a distance is the root of their sum."
)
def mean_over_features(self: Any, X: Floats) -> Floats:
    return np.sqrt(squares(X, self.X_train) / X.shape[1])


@misconception(
    TWO, ONE, hint="You add absolute differences, the L1 distance: square them, then take the root."
)
def absolute_differences(self: Any, X: Floats) -> Floats:
    return np.array([np.abs(row - self.X_train).sum(axis=1) for row in X])


@misconception(
    TWO, ONE, hint="You square after the sum: square each difference first, then add them."
)
def squared_after_the_sum(self: Any, X: Floats) -> Floats:
    return np.abs(X.sum(axis=1)[:, None] - self.X_train.sum(axis=1))


@misconception(
    TWO, ONE, NONE, hint="You compare the lengths |a| and |b|: take the length of a - b instead."
)
def difference_of_lengths(self: Any, X: Floats) -> Floats:
    return np.abs(lengths(X)[:, None] - lengths(self.X_train))


@misconception(
    TWO, ONE, hint="You take the largest difference of a feature: add the squares of all of them."
)
def largest_difference(self: Any, X: Floats) -> Floats:
    return np.array([np.abs(row - self.X_train).max(axis=1) for row in X])


@misconception(
    TWO, ONE, NONE, hint="Your distances are whole numbers: an int array cuts the decimals off."
)
def cut_to_whole_numbers(self: Any, X: Floats) -> Floats:
    return np.trunc(np.sqrt(squares(X, self.X_train)))


# Rows and columns


@misconception(
    TWO,
    ONE,
    NONE,
    hint="The result is transposed: test images are its rows, training images columns.",
)
def transposed(self: Any, X: Floats) -> Floats:
    return np.sqrt(squares(X, self.X_train)).T


@misconception(
    TWO, ONE, NONE, hint="You compare the test images with each other, not with self.X_train."
)
def test_images_with_each_other(self: Any, X: Floats) -> Floats:
    return np.sqrt(squares(X, X))


@misconception(TWO, ONE, NONE, hint="The last training image is left out: its column stays 0.")
def last_training_image_left_out(self: Any, X: Floats) -> Floats:
    distances = np.sqrt(squares(X, self.X_train))
    distances[:, -1] = 0
    return distances


@misconception(TWO, ONE, hint="The last test image is left out: its row stays 0.")
def last_test_image_left_out(self: Any, X: Floats) -> Floats:
    distances = np.sqrt(squares(X, self.X_train))
    distances[-1] = 0
    return distances


@misconception(
    TWO, ONE, hint="Only the first row is filled: return stands inside the loop over test images."
)
def returned_inside_the_loop(self: Any, X: Floats) -> Floats:
    distances = np.sqrt(squares(X, self.X_train))
    distances[1:] = 0
    return distances


@misconception(
    TWO, hint="Only the first column is filled: the inner loop ends after one training image."
)
def only_the_first_training_image(self: Any, X: Floats) -> Floats:
    distances = np.sqrt(squares(X, self.X_train))
    distances[:, 1:] = 0
    return distances


@misconception(
    TWO, hint="The difference is written into X: the next pair meets a changed image. Keep X."
)
def difference_written_into_the_image(self: Any, X: Floats) -> Floats:
    distances = np.zeros((len(X), len(self.X_train)))
    for i in range(len(X)):
        for j in range(len(self.X_train)):
            X[i] -= self.X_train[j]
            distances[i, j] = np.sqrt(np.sum(X[i] ** 2))
    return distances


@misconception(
    ONE, hint="You add over all training images at once: sum each row of the difference, axis=1."
)
def summed_over_everything(self: Any, X: Floats) -> Floats:
    totals = np.sqrt(squares(X, self.X_train).sum(axis=1))
    return np.repeat(totals[:, None], len(self.X_train), axis=1)


@misconception(
    ONE, hint="You add down the columns of the difference: the features lie along axis 1."
)
def summed_over_training_images(self: Any, X: Floats) -> Floats:
    distances = np.zeros((len(X), len(self.X_train)))
    for i in range(len(X)):
        distances[i] = np.sqrt(np.sum((X[i] - self.X_train) ** 2, axis=0))
    return distances


# The expansion


@misconception(
    NONE, hint="nan comes from the root of a little less than 0: clamp the squares with np.maximum."
)
def unclamped(self: Any, X: Floats) -> Floats:
    with np.errstate(invalid="ignore"):
        return np.sqrt(expanded(X, self.X_train))


@misconception(NONE, hint="The product has the wrong sign: |a - b|^2 = |a|^2 + |b|^2 - 2 a.b.")
def product_added(self: Any, X: Floats) -> Floats:
    return root(square_sums(X)[:, None] + square_sums(self.X_train) + 2 * (X @ self.X_train.T))


@misconception(NONE, hint="You subtract a.b once: |a - b|^2 = |a|^2 + |b|^2 - 2 a.b.")
def product_without_its_2(self: Any, X: Floats) -> Floats:
    return root(square_sums(X)[:, None] + square_sums(self.X_train) - X @ self.X_train.T)


@misconception(
    NONE, hint="The product -2 a.b is missing: your answer is the root of |a|^2 + |b|^2."
)
def product_missing(self: Any, X: Floats) -> Floats:
    return root(square_sums(X)[:, None] + square_sums(self.X_train))


@misconception(NONE, hint="The squares |b|^2 of the training images are missing in your sum.")
def training_squares_missing(self: Any, X: Floats) -> Floats:
    return root(square_sums(X)[:, None] - 2 * (X @ self.X_train.T))


@misconception(NONE, hint="The squares |a|^2 of the test images are missing in your sum.")
def test_squares_missing(self: Any, X: Floats) -> Floats:
    return root(square_sums(self.X_train) - 2 * (X @ self.X_train.T))


@misconception(NONE, hint="You add the lengths |a| and |b| unsquared: |a|^2 + |b|^2 is needed.")
def lengths_not_squared(self: Any, X: Floats) -> Floats:
    return root(lengths(X)[:, None] + lengths(self.X_train) - 2 * (X @ self.X_train.T))


@misconception(
    NONE, hint="The squares of the test images must be a column: sum them with keepdims=True."
)
def test_squares_along_the_columns(self: Any, X: Floats) -> Floats:
    return root(square_sums(X) + square_sums(self.X_train) - 2 * (X @ self.X_train.T))


@misconception(
    NONE,
    hint="You multiply with X_train, not its transpose: X @ X_train.T is (num_test, num_train).",
)
def transpose_missing(self: Any, X: Floats) -> Floats:
    return root(square_sums(X)[:, None] + square_sums(self.X_train) - 2 * (X @ self.X_train))


@misconception(
    NONE, hint="You add squares over the images, axis 0: add over the features of each, axis 1."
)
def squares_summed_over_images(self: Any, X: Floats) -> Floats:
    by_feature = np.sum(X**2, axis=0)[:, None] + np.sum(self.X_train**2, axis=0)
    return root(by_feature - 2 * (X @ self.X_train.T))


# What the variants share


def square_sums(images: Floats) -> Floats:
    total: Floats = np.sum(images**2, axis=1)
    return total


def lengths(images: Floats) -> Floats:
    return np.sqrt(square_sums(images))


def expanded(X: Floats, X_train: Floats) -> Floats:
    return square_sums(X)[:, None] + square_sums(X_train) - 2 * (X @ X_train.T)


def squares(X: Floats, X_train: Floats) -> Floats:
    """The squared distances, never below 0."""
    return np.maximum(expanded(X, X_train), 0)


def root(numbers: Floats) -> Floats:
    """The root; of what is below 0, as it happens there, nan."""
    with np.errstate(invalid="ignore"):
        return np.sqrt(numbers)
