"""Public tests of the exercise `distances`: three ways to compute all Euclidean distances."""

import math
import tracemalloc

import numpy as np

from given.testing import assert_close, contract

# Points of a plane in space, and their distances
POINTS = np.array([[0.0, 0.0, 7.0], [3.0, 4.0, 7.0]])
TRAINING_POINTS = np.array(
    [[3.0, 0.0, 7.0], [0.0, 4.0, 7.0], [-9.0, -12.0, 7.0], [15.0, 20.0, 7.0]]
)
KNOWN = np.array([[3.0, 4.0, 15.0, 25.0], [4.0, 3.0, 20.0, 20.0]])


def trained(student, X_train):
    """A classifier that remembers these images, all of class 0."""
    classifier = student.neighbors.KNearestNeighbor()
    classifier.train(X_train, np.zeros(len(X_train), int))
    return classifier


def problem(rng):
    """Four test images, six training images of five features, and their distances."""
    X, X_train = rng.normal(size=(4, 5)), rng.normal(size=(6, 5))
    return X, X_train, np.array([[math.dist(a, b) for b in X_train] for a in X])


def equal_images(rng, images, features):
    """Images of pixels 0 to 255, their distances from each other, and the smallest length."""
    X = rng.uniform(0, 255, size=(images, features))
    want = np.array([[math.dist(a, b) for b in X] for a in X])
    return X, want, np.linalg.norm(X, axis=1).min()


def traced(compute, X):
    """What `compute` answers to X, and the most bytes that were held at once meanwhile."""
    tracemalloc.start()
    try:
        return compute(X), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_two_loops_knows_right_triangles(student):
    """two_loops: the sides of right triangles, with the square root."""
    classifier = trained(student, TRAINING_POINTS.copy())
    assert_close(classifier.compute_distances_two_loops(POINTS.copy()), KNOWN)


def test_two_loops_on_random_images(student, rng):
    """two_loops: four random test images against six training images."""
    X, X_train, want = problem(rng)
    assert_close(trained(student, X_train).compute_distances_two_loops(X), want)


@contract
def test_two_loops_returns_a_row_for_each_test_image(student, rng):
    """two_loops: the answer is (num_test, num_train), float64."""
    X, X_train, _ = problem(rng)
    distances = trained(student, X_train).compute_distances_two_loops(X)
    assert distances.shape == (4, 6)
    assert distances.dtype == np.float64


@contract
def test_two_loops_leaves_the_images_as_they_came(student, rng):
    """two_loops: X and X_train are left as they came."""
    X, X_train, _ = problem(rng)
    before, before_train = X.copy(), X_train.copy()
    classifier = trained(student, X_train)
    classifier.compute_distances_two_loops(X)
    assert np.array_equal(X, before)
    assert np.array_equal(classifier.X_train, before_train)


def test_one_loop_knows_right_triangles(student):
    """one_loop: the sides of right triangles, with the square root."""
    classifier = trained(student, TRAINING_POINTS.copy())
    assert_close(classifier.compute_distances_one_loop(POINTS.copy()), KNOWN)


def test_one_loop_on_random_images(student, rng):
    """one_loop: four random test images against six training images."""
    X, X_train, want = problem(rng)
    assert_close(trained(student, X_train).compute_distances_one_loop(X), want)


@contract
def test_one_loop_returns_a_row_for_each_test_image(student, rng):
    """one_loop: the answer is (num_test, num_train), float64."""
    X, X_train, _ = problem(rng)
    distances = trained(student, X_train).compute_distances_one_loop(X)
    assert distances.shape == (4, 6)
    assert distances.dtype == np.float64


@contract
def test_one_loop_leaves_the_images_as_they_came(student, rng):
    """one_loop: X and X_train are left as they came."""
    X, X_train, _ = problem(rng)
    before, before_train = X.copy(), X_train.copy()
    classifier = trained(student, X_train)
    classifier.compute_distances_one_loop(X)
    assert np.array_equal(X, before)
    assert np.array_equal(classifier.X_train, before_train)


def test_no_loops_knows_right_triangles(student):
    """no_loops: the sides of right triangles, with the square root."""
    classifier = trained(student, TRAINING_POINTS.copy())
    assert_close(classifier.compute_distances_no_loops(POINTS.copy()), KNOWN)


def test_no_loops_on_random_images(student, rng):
    """no_loops: four random test images against six training images."""
    X, X_train, want = problem(rng)
    assert_close(trained(student, X_train).compute_distances_no_loops(X), want)


def test_no_loops_equal_images_have_a_distance_near_zero(student, rng):
    """no_loops: the distance of equal images is 0, up to 1e-5 times their length, never nan."""
    X, want, length = equal_images(rng, images=60, features=48)
    distances = trained(student, X.copy()).compute_distances_no_loops(X)
    assert_close(distances, want, atol=1e-5 * length)  # as promised


def test_no_loops_makes_no_array_of_three_axes(student, rng):
    """no_loops: makes no array (num_test, num_train, D), here one of 1.2 GB."""
    X, X_train = rng.normal(size=(500, 3000)), rng.normal(size=(100, 3000))
    want = np.array([[math.dist(a, b) for b in X_train[:3]] for a in X[:2]])
    few = trained(student, X_train[:3]).compute_distances_no_loops(X[:2])
    assert_close(few, want)  # before the large call, whose failure would be slow to explain
    distances, peak_bytes = traced(trained(student, X_train).compute_distances_no_loops, X)
    assert_close(distances[:2, :3], want)
    assert peak_bytes < 4 * 500 * 100 * 3000, f"the call held {peak_bytes / 1e6:.0f} MB at once"


@contract
def test_no_loops_returns_a_row_for_each_test_image(student, rng):
    """no_loops: the answer is (num_test, num_train), float64."""
    X, X_train, _ = problem(rng)
    distances = trained(student, X_train).compute_distances_no_loops(X)
    assert distances.shape == (4, 6)
    assert distances.dtype == np.float64


@contract
def test_no_loops_leaves_the_images_as_they_came(student, rng):
    """no_loops: X and X_train are left as they came."""
    X, X_train, _ = problem(rng)
    before, before_train = X.copy(), X_train.copy()
    classifier = trained(student, X_train)
    classifier.compute_distances_no_loops(X)
    assert np.array_equal(X, before)
    assert np.array_equal(classifier.X_train, before_train)


@contract
def test_no_loops_has_no_python_loop(source):
    """no_loops: no Python loop, here or in a helper."""
    source.forbids("neighbors.KNearestNeighbor.compute_distances_no_loops", "loops")
