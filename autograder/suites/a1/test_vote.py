"""Hidden tests of the exercise `vote`: other data, combinations and edge cases."""

import numpy as np

from given.testing import assert_labels
from oracles.neighbors import most_voted


def predicted(student, y_train, dists, k):
    """What a classifier with these training labels predicts."""
    classifier = student.neighbors.KNearestNeighbor()
    classifier.train(np.zeros((len(y_train), 2)), np.array(y_train))
    return classifier.predict_labels(np.array(dists), k=k)


def problem(rng, images, training_images, classes):
    """Distances and training labels; the distances of a row are all different."""
    row = 20 + np.arange(training_images)
    dists = rng.permuted(np.tile(row / 3, (images, 1)), axis=1)
    return dists, rng.permutation(np.arange(training_images) % classes)


def test_nearest_of_many(student, rng):
    """predict_labels: k = 1, many test images."""
    dists, y_train = problem(rng, 30, 17, 5)
    want = most_voted(dists, y_train, 1)
    assert_labels(predicted(student, y_train, dists, 1), want)


def test_an_odd_number_of_neighbours(student, rng):
    """predict_labels: k = 5, two classes, so that no votes tie."""
    dists, y_train = problem(rng, 40, 15, 2)
    y_train = 1 + 2 * y_train
    want = most_voted(dists, y_train, 5)
    assert_labels(predicted(student, y_train, dists, 5), want)


def test_two_neighbours_that_disagree(student, rng):
    """predict_labels: k = 2, where nearly every vote ties."""
    dists, y_train = problem(rng, 40, 12, 6)
    want = most_voted(dists, y_train, 2)
    assert_labels(predicted(student, y_train, dists, 2), want)


def test_many_neighbours_of_many_classes(student, rng):
    """predict_labels: k = 8, five classes, ties of two and more labels among them."""
    dists, y_train = problem(rng, 60, 25, 5)
    want = most_voted(dists, y_train, 8)
    assert_labels(predicted(student, y_train, dists, 8), want)


def test_ties_of_three_labels(student):
    """predict_labels: three labels with equally many votes, in any order of nearness."""
    y_train = [4, 1, 6, 6, 4, 1, 9]
    dists = np.array([
        [1.0, 3.0, 2.0, 4.0, 5.0, 6.0, 9.0],
        [6.0, 5.0, 4.0, 3.0, 2.0, 1.0, 9.0],
        [2.0, 6.0, 1.0, 4.0, 3.0, 5.0, 9.0],
    ])  # fmt: skip
    assert_labels(predicted(student, y_train, dists, 6), np.array([1, 1, 1]))
    assert_labels(predicted(student, y_train, dists, 3), np.array([1, 1, 4]))


def test_smaller_labels_with_fewer_votes_do_not_win(student):
    """predict_labels: a tie of larger labels is between these only."""
    y_train = [0, 1, 5, 3, 3, 5]
    dists = np.array([[1.0, 2.0, 3.0, 6.0, 5.0, 4.0], [6.0, 5.0, 4.0, 3.0, 2.0, 1.0]])
    assert_labels(predicted(student, y_train, dists, 6), np.array([3, 3]))


def test_every_training_image_votes(student, rng):
    """predict_labels: with k = num_train every test image gets the most frequent label."""
    dists, _ = problem(rng, 7, 9, 3)
    y_train = rng.permutation([0, 0, 2, 2, 2, 2, 8, 8, 8])
    assert_labels(predicted(student, y_train, dists, 9), np.full(7, 2))


def test_distance_does_not_weigh(student):
    """predict_labels: a neighbour at distance 0 and one far off have one vote each."""
    y_train = [6, 4, 2, 4, 2, 2]
    dists = np.array([[1.0, 1.2, 10.0, 1.3, 11.0, 12.0], [0.0, 4e6, 1e6, 5e6, 3e6, 2e6]])
    assert_labels(predicted(student, y_train, dists, 6), np.array([2, 2]))
    assert_labels(predicted(student, y_train, dists, 3), np.array([4, 2]))


def test_one_test_image_and_one_training_image(student):
    """predict_labels: one training image gives its label to everybody."""
    assert_labels(predicted(student, [3], np.array([[0.7]]), 1), np.array([3]))
    assert_labels(predicted(student, [3], np.array([[0.7], [0.0]]), 1), np.array([3, 3]))


def test_large_labels(student, rng):
    """predict_labels: labels of several hundreds, some never present."""
    dists, y_train = problem(rng, 20, 14, 4)
    y_train = np.array([301, 17, 850, 64])[y_train]
    want = most_voted(dists, y_train, 6)
    assert_labels(predicted(student, y_train, dists, 6), want)
