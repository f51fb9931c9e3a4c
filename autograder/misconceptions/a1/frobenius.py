"""Wrong squared Frobenius distances that people really write, each with the hint it earns."""

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]

FROBENIUS = "neighbors.squared_frobenius_distance"


@misconception(
    FROBENIUS, hint="Rounding leaves a little less than 0: the answer is never negative, use max."
)
def unclamped(A: Floats, B: Floats) -> float:
    return float(np.sum(A * A) + np.sum(B * B) - 2 * np.sum(A * B))


@misconception(FROBENIUS, hint="You take the root: the squared distance is asked for.")
def root_taken(A: Floats, B: Floats) -> float:
    return float(np.sqrt(distance(A, B)))


@misconception(FROBENIUS, hint="The product has the wrong sign: |A|^2 + |B|^2 - 2 <A, B>.")
def product_added(A: Floats, B: Floats) -> float:
    return float(np.sum(A * A) + np.sum(B * B) + 2 * np.sum(A * B))


@misconception(FROBENIUS, hint="You subtract <A, B> once: |A|^2 + |B|^2 - 2 <A, B>.")
def product_without_its_2(A: Floats, B: Floats) -> float:
    return float(np.sum(A * A) + np.sum(B * B) - np.sum(A * B))


@misconception(FROBENIUS, hint="-2 <A, B> is missing: A and B are not orthogonal to each other.")
def product_missing(A: Floats, B: Floats) -> float:
    return float(np.sum(A * A) + np.sum(B * B))


@misconception(FROBENIUS, hint="You take the mean over the entries: the distance is their sum.")
def mean_over_entries(A: Floats, B: Floats) -> float:
    return float(distance(A, B) / A.size)


@misconception(
    FROBENIUS, hint="You compare |A| with |B|: matrices of equal length may be far from each other."
)
def difference_of_lengths(A: Floats, B: Floats) -> float:
    return float((np.linalg.norm(A) - np.linalg.norm(B)) ** 2)


@misconception(
    FROBENIUS, hint="<A, B> is the sum of products of entries, not of the matrix product A @ B.T."
)
def sum_of_the_matrix_product(A: Floats, B: Floats) -> float:
    return float(max(0.0, np.sum(A * A) + np.sum(B * B) - 2 * np.sum(A @ B.T)))


@misconception(FROBENIUS, hint="The lengths |A| and |B| stand in your sum unsquared.")
def lengths_not_squared(A: Floats, B: Floats) -> float:
    return float(max(0.0, np.linalg.norm(A) + np.linalg.norm(B) - 2 * np.sum(A * B)))


# What the variants share


def distance(A: Floats, B: Floats) -> float:
    return max(0.0, float(np.sum((A - B) ** 2)))
