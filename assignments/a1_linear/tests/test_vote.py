"""Public tests of the exercise `vote`: KNearestNeighbor.predict_labels on known distances."""

import numpy as np

from given.testing import assert_labels, contract


def predicted(student, y_train, dists, **how_many):
    """What a classifier with these training labels predicts."""
    classifier = student.neighbors.KNearestNeighbor()
    y_train = np.array(y_train)
    classifier.train(np.zeros((len(y_train), 2)), y_train)
    return classifier.predict_labels(np.array(dists), **how_many)


def test_one_neighbour_is_the_nearest(student):
    """predict_labels: k is 1 if none is given: the label of the nearest training image."""
    dists = [[0.4, 0.9, 0.1, 0.7], [1.2, 0.3, 2.0, 0.8], [5.0, 6.0, 7.0, 4.0]]
    assert_labels(predicted(student, [3, 0, 2, 1], dists), np.array([2, 0, 1]))


def test_most_of_three_neighbours(student):
    """predict_labels: of k = 3 neighbours two outvote the third, even the nearest."""
    dists = [
        [5.1, 5.2, 5.3, 7.1, 8.0, 9.0],
        [7.2, 8.0, 9.0, 6.2, 6.3, 6.1],
        [5.5, 5.4, 9.0, 8.0, 7.0, 5.6],
    ]
    assert_labels(predicted(student, [0, 1, 1, 2, 2, 0], dists, k=3), np.array([1, 2, 0]))


def test_ties_go_to_the_smallest_label(student):
    """predict_labels: of labels with equally many votes the smallest wins, however far it is."""
    dists = [
        [1.0, 2.0, 3.0, 7.0, 8.0, 9.0],  # neighbours 2 1 1 2
        [4.0, 3.0, 2.0, 1.0, 8.0, 9.0],  # neighbours 2 1 1 2
        [8.0, 9.0, 1.0, 2.5, 2.0, 3.0],  # neighbours 1 3 2 3
        [8.0, 3.0, 9.0, 1.0, 4.0, 2.0],  # neighbours 2 3 1 3
        [2.0, 9.0, 8.0, 7.0, 1.0, 3.0],  # neighbours 3 2 3 2
        [9.0, 1.0, 3.0, 8.0, 2.0, 2.5],  # neighbours 1 3 3 1
    ]
    want = np.array([1, 1, 3, 3, 2, 1])
    assert_labels(predicted(student, [2, 1, 1, 2, 3, 3], dists, k=4), want)


def test_all_training_images_may_vote(student):
    """predict_labels: with k = num_train everybody votes, and each vote counts the same."""
    dists = [[1.0, 1.2, 1.3, 60.0, 40.0, 50.0], [9.0, 8.0, 7.0, 6.0, 5.0, 4.0]]
    assert_labels(predicted(student, [0, 1, 1, 4, 4, 4], dists, k=6), np.array([4, 4]))


def test_labels_need_not_be_neighbouring_numbers(student):
    """predict_labels: the answer is a label of y_train, though some labels never occur."""
    dists = [[3.0, 1.0, 2.0, 4.0], [1.0, 4.0, 3.0, 2.0], [4.0, 3.0, 2.0, 1.0]]
    assert_labels(predicted(student, [7, 9, 9, 5], dists, k=2), np.array([9, 5, 5]))


@contract
def test_one_label_for_each_test_image(student, rng):
    """predict_labels: the answer is (num_test,)."""
    dists = rng.uniform(1, 2, size=(3, 5))
    assert predicted(student, [0, 1, 2, 1, 0], dists, k=2).shape == (3,)


@contract
def test_distances_are_left_as_they_came(student, rng):
    """predict_labels: dists are left as they came."""
    dists = rng.uniform(1, 2, size=(4, 6))
    before = dists.copy()
    classifier = student.neighbors.KNearestNeighbor()
    classifier.train(np.zeros((6, 2)), np.array([0, 1, 2, 2, 1, 0]))
    classifier.predict_labels(dists, k=3)
    assert np.array_equal(dists, before)
