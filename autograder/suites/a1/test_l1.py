"""Hidden tests of the exercise `l1`: other data, combinations and edge cases."""

import numpy as np

from given.testing import assert_close
from oracles.neighbors import l1_distances


def trained(student, X_train):
    """A classifier that remembers these images, all of class 0."""
    classifier = student.neighbors.KNearestNeighbor()
    classifier.train(X_train, np.zeros(len(X_train), int))
    return classifier


def test_more_test_images_than_training_images(student, rng):
    """l1: nine test images against four training images, of pixels 0 to 255."""
    X, X_train = rng.uniform(0, 255, size=(9, 7)), rng.uniform(0, 255, size=(4, 7))
    want = l1_distances(X, X_train)
    assert_close(trained(student, X_train).compute_l1_distances(X), want)


def test_as_many_images_as_features(student, rng):
    """l1: as many test images as training images as features."""
    X, X_train = rng.normal(size=(5, 5)), rng.normal(size=(5, 5))
    want = l1_distances(X, X_train)
    assert_close(trained(student, X_train).compute_l1_distances(X), want)


def test_one_test_image_among_the_training_images(student, rng):
    """l1: one test image gives one row; the distance of equal images is 0."""
    X_train = rng.normal(size=(3, 8))
    X = X_train[1:2].copy()
    want = l1_distances(X, X_train)
    assert_close(trained(student, X_train).compute_l1_distances(X), want)


def test_after_training_again(student, rng):
    """l1: a classifier that is trained again uses the new images."""
    X, X_train, later = rng.normal(size=(2, 3)), rng.normal(size=(6, 3)), rng.normal(size=(4, 3))
    want, want_later = l1_distances(X, X_train), l1_distances(X, later)
    classifier = trained(student, X_train)
    assert_close(classifier.compute_l1_distances(X.copy()), want)
    classifier.train(later, np.zeros(4, int))
    assert_close(classifier.compute_l1_distances(X.copy()), want_later)
