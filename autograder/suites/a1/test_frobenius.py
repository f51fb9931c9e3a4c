"""Hidden tests of the exercise `frobenius`: other data, combinations and edge cases."""

import numpy as np

from given.testing import assert_close
from oracles.neighbors import squared_frobenius_distance


def almost_equal(rng):
    """Two matrices so near that the rounded three sums give less than 0."""
    A, B = np.zeros((2, 2, 7))
    while A[0, 4] ** 2 + B[0, 4] ** 2 - 2 * A[0, 4] * B[0, 4] >= 0:
        A[0, 4] = rng.uniform(1, 2)
        B[0, 4] = A[0, 4] * (1 + 1e-9 * rng.normal())
    return A, B


def test_random_matrices(student, rng):
    """squared_frobenius_distance: tall and wide matrices of pixels 0 to 255."""
    for shape in [(3, 8), (7, 2), (1, 5), (6, 1)]:
        A, B = rng.uniform(0, 255, size=shape), rng.uniform(0, 255, size=shape)
        want = squared_frobenius_distance(A, B)
        assert_close(student.neighbors.squared_frobenius_distance(A, B), want)


def test_square_matrices(student, rng):
    """squared_frobenius_distance: square matrices."""
    A, B = rng.normal(size=(5, 5)), rng.normal(size=(5, 5))
    want = squared_frobenius_distance(A, B)
    assert_close(student.neighbors.squared_frobenius_distance(A, B), want)


def test_matrices_far_from_zero(student, rng):
    """squared_frobenius_distance: right up to 1e-12 times |A|^2 + |B|^2 where A is near B."""
    A = 100 + rng.normal(size=(6, 4))
    B = A + 0.01 * rng.normal(size=(6, 4))
    want, squares = squared_frobenius_distance(A, B), np.sum(A**2) + np.sum(B**2)
    assert_close(
        student.neighbors.squared_frobenius_distance(A, B), want, rtol=0.0, atol=1e-12 * squares
    )


def test_never_below_zero(student, rng):
    """squared_frobenius_distance: almost equal matrices are never at less than 0."""
    distance = student.neighbors.squared_frobenius_distance
    assert_close(distance(np.zeros((3, 2)), np.full((3, 2), -2.0)), 24.0)
    for _ in range(15):
        found = distance(*almost_equal(rng))
        assert_close(found, 0.0, atol=1e-12 * 8)  # as promised: |A|^2 + |B|^2 is below 8
        assert found >= 0, "the squared distance is below 0"
