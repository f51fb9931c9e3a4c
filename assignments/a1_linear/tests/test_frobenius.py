"""Public tests of the exercise `frobenius`: neighbors.squared_frobenius_distance."""

import math

import numpy as np

from given.testing import assert_close, contract


def almost_equal(rng):
    """Two matrices so near that the rounded three sums give less than 0."""
    A, B = np.zeros((2, 4, 3))
    while A[1, 2] ** 2 + B[1, 2] ** 2 - 2 * A[1, 2] * B[1, 2] >= 0:
        A[1, 2] = rng.uniform(1, 2)
        B[1, 2] = A[1, 2] * (1 + 1e-9 * rng.normal())
    return A, B


def test_known_differences(student):
    """squared_frobenius_distance: the squares of known differences, added."""
    A = np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.0]])
    B = A + np.array([[1.0, 0.0, -2.0], [0.5, 3.0, -1.0]])
    assert_close(student.neighbors.squared_frobenius_distance(A, B), 15.25)


def test_random_matrices(student, rng):
    """squared_frobenius_distance: the sum of (A - B) ** 2 over all entries."""
    A, B = rng.normal(size=(4, 6)), rng.normal(size=(4, 6))
    want = math.fsum((a - b) ** 2 for a, b in zip(A.ravel(), B.ravel(), strict=True))
    assert_close(student.neighbors.squared_frobenius_distance(A, B), want)


def test_never_below_zero(student, rng):
    """squared_frobenius_distance: almost equal matrices are at 0, up to rounding, not below."""
    distance = student.neighbors.squared_frobenius_distance
    assert_close(distance(np.full((2, 5), 3.0), np.full((2, 5), 1.0)), 40.0)
    for _ in range(10):
        found = distance(*almost_equal(rng))
        assert_close(found, 0.0, atol=1e-12 * 8)  # as promised: |A|^2 + |B|^2 is below 8
        assert found >= 0, "the squared distance is below 0"


@contract
def test_a_single_number(student, rng):
    """squared_frobenius_distance: the answer is a single number."""
    A, B = rng.normal(size=(3, 2)), rng.normal(size=(3, 2))
    assert np.shape(student.neighbors.squared_frobenius_distance(A, B)) == ()


@contract
def test_matrices_are_left_as_they_came(student, rng):
    """squared_frobenius_distance: A and B are left as they came."""
    A, B = rng.normal(size=(3, 5)), rng.normal(size=(3, 5))
    before = A.copy(), B.copy()
    student.neighbors.squared_frobenius_distance(A, B)
    assert np.array_equal(A, before[0])
    assert np.array_equal(B, before[1])
