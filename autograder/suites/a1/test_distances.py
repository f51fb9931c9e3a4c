"""Hidden tests of the exercise `distances`: other data, combinations and edge cases."""

import numpy as np

from given.testing import assert_close, contract
from oracles.neighbors import euclidean_distances


def trained(student, X_train):
    """A classifier that remembers these images, all of class 0."""
    classifier = student.neighbors.KNearestNeighbor()
    classifier.train(X_train, np.zeros(len(X_train), int))
    return classifier


def pixels(rng, images, features):
    """Images of pixels between 0 and 255."""
    return rng.uniform(0, 255, size=(images, features))


def test_two_loops_more_test_images_than_training_images(student, rng):
    """two_loops: nine test images against four training images, of pixels 0 to 255."""
    X, X_train = pixels(rng, 9, 7), pixels(rng, 4, 7)
    want = euclidean_distances(X, X_train)
    assert_close(trained(student, X_train).compute_distances_two_loops(X), want)


def test_two_loops_as_many_images_as_features(student, rng):
    """two_loops: as many test images as training images as features."""
    X, X_train = rng.normal(size=(5, 5)), rng.normal(size=(5, 5))
    want = euclidean_distances(X, X_train)
    assert_close(trained(student, X_train).compute_distances_two_loops(X), want)


def test_two_loops_one_test_image(student, rng):
    """two_loops: one test image gives one row."""
    X, X_train = rng.normal(size=(1, 8)), rng.normal(size=(3, 8))
    want = euclidean_distances(X, X_train)
    assert_close(trained(student, X_train).compute_distances_two_loops(X), want)


def test_two_loops_after_training_again(student, rng):
    """two_loops: a classifier that is trained again uses the new images."""
    X, X_train, later = rng.normal(size=(2, 3)), rng.normal(size=(6, 3)), rng.normal(size=(4, 3))
    want, want_later = euclidean_distances(X, X_train), euclidean_distances(X, later)
    classifier = trained(student, X_train)
    assert_close(classifier.compute_distances_two_loops(X.copy()), want)
    classifier.train(later, np.zeros(4, int))
    assert_close(classifier.compute_distances_two_loops(X.copy()), want_later)


def test_one_loop_more_test_images_than_training_images(student, rng):
    """one_loop: nine test images against four training images, of pixels 0 to 255."""
    X, X_train = pixels(rng, 9, 7), pixels(rng, 4, 7)
    want = euclidean_distances(X, X_train)
    assert_close(trained(student, X_train).compute_distances_one_loop(X), want)


def test_one_loop_as_many_images_as_features(student, rng):
    """one_loop: as many test images as training images as features."""
    X, X_train = rng.normal(size=(5, 5)), rng.normal(size=(5, 5))
    want = euclidean_distances(X, X_train)
    assert_close(trained(student, X_train).compute_distances_one_loop(X), want)


def test_one_loop_one_test_image(student, rng):
    """one_loop: one test image gives one row."""
    X, X_train = rng.normal(size=(1, 8)), rng.normal(size=(3, 8))
    want = euclidean_distances(X, X_train)
    assert_close(trained(student, X_train).compute_distances_one_loop(X), want)


def test_one_loop_after_training_again(student, rng):
    """one_loop: a classifier that is trained again uses the new images."""
    X, X_train, later = rng.normal(size=(2, 3)), rng.normal(size=(6, 3)), rng.normal(size=(4, 3))
    want, want_later = euclidean_distances(X, X_train), euclidean_distances(X, later)
    classifier = trained(student, X_train)
    assert_close(classifier.compute_distances_one_loop(X.copy()), want)
    classifier.train(later, np.zeros(4, int))
    assert_close(classifier.compute_distances_one_loop(X.copy()), want_later)


def test_no_loops_more_test_images_than_training_images(student, rng):
    """no_loops: nine test images against four training images, of pixels 0 to 255."""
    X, X_train = pixels(rng, 9, 7), pixels(rng, 4, 7)
    want = euclidean_distances(X, X_train)
    assert_close(trained(student, X_train).compute_distances_no_loops(X), want)


def test_no_loops_as_many_images_as_features(student, rng):
    """no_loops: as many test images as training images as features."""
    X, X_train = rng.normal(size=(5, 5)), rng.normal(size=(5, 5))
    want = euclidean_distances(X, X_train)
    assert_close(trained(student, X_train).compute_distances_no_loops(X), want)


def test_no_loops_one_test_image(student, rng):
    """no_loops: one test image gives one row."""
    X, X_train = rng.normal(size=(1, 6)), rng.normal(size=(7, 6))
    want = euclidean_distances(X, X_train)
    assert_close(trained(student, X_train).compute_distances_no_loops(X), want)


def test_no_loops_after_training_again(student, rng):
    """no_loops: a classifier that is trained again uses the new images."""
    X, X_train, later = rng.normal(size=(2, 3)), rng.normal(size=(6, 3)), rng.normal(size=(4, 3))
    want, want_later = euclidean_distances(X, X_train), euclidean_distances(X, later)
    classifier = trained(student, X_train)
    assert_close(classifier.compute_distances_no_loops(X.copy()), want)
    classifier.train(later, np.zeros(4, int))
    assert_close(classifier.compute_distances_no_loops(X.copy()), want_later)


def test_no_loops_training_images_that_occur_several_times(student, rng):
    """no_loops: test images that are among the training images, some of them twice."""
    X = pixels(rng, 70, 96)
    X_train = np.concatenate([X, X[:30]])
    length = np.linalg.norm(X, axis=1).min()
    gaps = np.linalg.norm(X[:, None] - X_train, axis=2)  # (70, 100)
    distances = trained(student, X_train).compute_distances_no_loops(X)
    assert_close(distances, gaps, atol=1e-5 * length)  # as promised


@contract
def test_no_loops_takes_any_memory_order(student, rng):
    """no_loops: Fortran-ordered arrays and every second row of one are fine."""
    X, X_train = rng.normal(size=(6, 4)), rng.normal(size=(5, 4))
    want = euclidean_distances(X[::2], X_train)
    classifier = trained(student, np.asfortranarray(X_train))
    assert_close(classifier.compute_distances_no_loops(X[::2]), want)
