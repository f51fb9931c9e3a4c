"""Public tests of the exercise `l1`: KNearestNeighbor.compute_l1_distances."""

import math
import tracemalloc

import numpy as np

from given.testing import assert_close, contract


def trained(student, X_train):
    """A classifier that remembers these images, all of class 0."""
    classifier = student.neighbors.KNearestNeighbor()
    classifier.train(X_train, np.zeros(len(X_train), int))
    return classifier


def l1(a, b):
    """The L1 distance of two images."""
    return math.fsum(abs(x - y) for x, y in zip(a.tolist(), b.tolist(), strict=True))


def traced(compute, X):
    """What `compute` answers to X, and the most bytes that were held at once meanwhile."""
    tracemalloc.start()
    try:
        return compute(X), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_blocks_of_a_city(student):
    """l1: how far it is along streets, there and back, in three directions."""
    X = np.array([[0.0, 0.0, 0.0], [1.0, -2.0, 0.5]])
    X_train = np.array([[3.0, 4.0, 0.0], [-1.0, -1.0, -1.0], [0.0, 0.0, -2.5], [1.0, -2.0, 0.5]])
    want = np.array([[7.0, 3.0, 2.5, 3.5], [8.5, 4.5, 6.0, 0.0]])
    assert_close(trained(student, X_train).compute_l1_distances(X), want)


def test_random_images(student, rng):
    """l1: four random test images against six training images."""
    X, X_train = rng.normal(size=(4, 5)), rng.normal(size=(6, 5))
    want = np.array([[l1(a, b) for b in X_train] for a in X])
    assert_close(trained(student, X_train).compute_l1_distances(X), want)


def test_makes_no_array_of_three_axes(student, rng):
    """l1: makes no array (num_test, num_train, D), here one of 1.2 GB."""
    X, X_train = rng.normal(size=(500, 3000)), rng.normal(size=(100, 3000))
    want = np.array([[l1(a, b) for b in X_train[:3]] for a in X[:2]])
    few = trained(student, X_train[:3]).compute_l1_distances(X[:2])
    assert_close(few, want)  # before the large call, whose failure would be slow to explain
    distances, peak_bytes = traced(trained(student, X_train).compute_l1_distances, X)
    assert_close(distances[:2, :3], want)
    assert peak_bytes < 4 * 500 * 100 * 3000, f"the call held {peak_bytes / 1e6:.0f} MB at once"


@contract
def test_a_row_for_each_test_image(student, rng):
    """l1: the answer is (num_test, num_train), float64."""
    distances = trained(student, rng.normal(size=(5, 2))).compute_l1_distances(np.ones((3, 2)))
    assert distances.shape == (3, 5)
    assert distances.dtype == np.float64
