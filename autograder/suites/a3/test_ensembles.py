"""Hidden tests of the exercise `ensembles`: other data, combinations and edge cases."""

import numpy as np

from given.testing import assert_close, assert_labels
from oracles.ensembles import average_probabilities, ensemble_labels, snapshot_rates


def test_average_probabilities_on_random_scores(student, rng):
    """average_probabilities: five models, three images, four classes."""
    scores = 3 * rng.normal(size=(5, 3, 4))
    want = average_probabilities(scores)
    assert_close(student.ensembles.average_probabilities(scores.copy()), want)


def test_average_probabilities_huge_scores_beside_small_ones(student, rng):
    """average_probabilities: models and images of very different scores in one array."""
    scores = rng.normal(size=(3, 4, 5))
    scores[0, 1] += 1e4 - 10
    scores[1, :2] -= 9e3
    scores[2, 3, 2] = -1e4
    want = average_probabilities(scores)
    assert_close(student.ensembles.average_probabilities(scores.copy()), want)


def test_average_probabilities_of_one_model(student, rng):
    """average_probabilities: an ensemble of one is its own softmax."""
    scores = rng.normal(size=(1, 6, 3))
    want = average_probabilities(scores)
    assert_close(student.ensembles.average_probabilities(scores.copy()), want)


def test_ensemble_labels_on_random_scores(student, rng):
    """ensemble_labels: sixty images, three models of unequal certainty."""
    scores = rng.normal(size=(3, 60, 4)) * np.array([0.5, 2.0, 6.0])[:, None, None]
    shares = np.sort(average_probabilities(scores), axis=1)
    scores = scores[:, shares[:, -1] - shares[:, -2] > 1e-6]  # no near ties
    want = ensemble_labels(scores)
    assert_labels(student.ensembles.ensemble_labels(scores.copy()), want)


def test_ensemble_labels_huge_scores_and_ties(student):
    """ensemble_labels: huge scores, and ties wherever they stand."""
    scores = np.array([[[0.0, 1e4, 1e4, 0.0], [3.0, 1.0, 3.0, 3.0], [-1e4, 0.0, 1e4, 0.0]]])
    assert_labels(student.ensembles.ensemble_labels(scores), np.array([1, 0, 2]))


def test_snapshot_rate_over_whole_trainings(student):
    """snapshot_rate: every step of trainings whose steps divide into the cycles or do not."""
    for rate, num_steps, num_cycles in ((0.1, 24, 4), (2.0, 17, 3), (0.5, 5, 1), (1.0, 6, 6)):
        want = snapshot_rates(rate, num_steps, num_cycles)
        steps = range(1, num_steps + 1)
        rates = [student.ensembles.snapshot_rate(t, rate, num_steps, num_cycles) for t in steps]
        assert_close(rates, want)


def test_snapshot_rate_of_single_steps(student):
    """snapshot_rate: first, middle and last steps of long cycles."""
    want = snapshot_rates(0.3, 1000, 7)
    for t in (1, 72, 143, 144, 858, 859, 1000):
        assert_close(student.ensembles.snapshot_rate(t, 0.3, 1000, 7), want[t - 1])
