"""given.probes: the classifiers that tests hand to a student's search and cross-validation."""

import numpy as np
import pytest

from given import probes

ROWS, LABELS = np.array([[0.0], [1.0], [10.0]]), np.array([3, 5, 4])
CLASSIFIERS = [probes.threshold_classifier, probes.memorizing_classifier]


def test_the_nearest_row_gives_its_label():
    new = np.array([[0.4], [0.6], [99.0]])
    assert probes.nearest_row_classifier(ROWS, LABELS, new).tolist() == [3, 5, 4]


def test_training_moves_the_threshold_by_all_its_settings():
    classifier = probes.threshold_classifier()
    classifier.train(ROWS, LABELS, learning_rate=0.5, reg=0.25, num_iters=4)
    classifier.train(ROWS, LABELS, learning_rate=1.0, reg=0.0, num_iters=1)
    assert classifier.threshold == 2.75
    assert classifier.predict(np.array([[2.5, 9.0], [3.0, 0.0]])).tolist() == [1, 0]


def test_a_memorizing_classifier_knows_the_rows_that_it_was_trained_on():
    classifier = probes.memorizing_classifier()
    classifier.train(ROWS, LABELS, learning_rate=0.5, reg=1.0, num_iters=2)
    assert classifier.predict(ROWS).tolist() == LABELS.tolist()


def test_a_memorizing_classifier_looks_from_a_shifted_place():
    classifier = probes.memorizing_classifier()
    classifier.train(ROWS, LABELS, learning_rate=0.5, reg=0.25, num_iters=2)
    assert classifier.shift == 0.75
    assert classifier.predict(np.array([[0.0], [9.0]])).tolist() == [5, 4]


def test_a_second_training_replaces_the_rows_and_adds_to_the_shift():
    classifier = probes.memorizing_classifier()
    classifier.train(ROWS, LABELS, learning_rate=1.0, reg=0.0, num_iters=2)
    classifier.train(ROWS[:1], LABELS[:1], learning_rate=1.0, reg=0.0, num_iters=3)
    assert (classifier.shift, classifier.trainings) == (5.0, 2)
    assert classifier.predict(ROWS).tolist() == [3, 3, 3]


@pytest.mark.parametrize("new", CLASSIFIERS)
def test_a_classifier_is_new_each_time(new):
    new().train(ROWS, LABELS)
    assert vars(new()) == vars(new())
    assert 0.0 in vars(new()).values()


@pytest.mark.parametrize("new", CLASSIFIERS)
def test_training_gives_a_loss_a_step(new):
    assert new().train(ROWS, LABELS, num_iters=3) == [0.0, 0.0, 0.0]


def test_unchanged_gives_its_argument_itself():
    x = np.array([1.0, 2.0])
    assert probes.unchanged(x) is x


def test_cubes_keep_the_shape():
    assert probes.cubes(np.array([[1.0, -2.0, 3.0]])).tolist() == [[1.0, -8.0, 27.0]]


def test_neighbour_products_are_one_fewer_than_the_numbers():
    assert probes.neighbour_products(np.array([2.0, 3.0, -1.0])).tolist() == [6.0, -3.0]


def test_an_outer_square_has_the_products_of_all_pairs():
    assert probes.outer_square(np.array([2.0, 3.0])).tolist() == [[4.0, 6.0], [6.0, 9.0]]


def test_bowl_and_wave_of_one_and_zero():
    assert probes.bowl_and_wave(np.array([1.0, 0.0])) == pytest.approx([1.0, np.e])


def test_the_relative_difference_of_a_square_and_a_double():
    assert probes.square_and_double(np.array([6.0])).tolist() == [36.0, 12.0]
    assert probes.relative_difference(np.array([36.0, 12.0])).tolist() == [2.0]


def test_closeness_to_a_thousandth_is_largest_there():
    assert probes.closeness_to_a_thousandth({"a": 1e-3, "b": 1e-3}) == pytest.approx(0.0)
    assert probes.closeness_to_a_thousandth({"a": 1e-1, "b": 1e-4}) == pytest.approx(-5.0)


def test_numbers_above_a_hundredth_are_counted():
    assert probes.count_above_a_hundredth({"a": 0.5, "b": 1e-3, "c": 0.02}) == 2.0
