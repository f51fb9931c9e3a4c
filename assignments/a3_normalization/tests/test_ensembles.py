"""Public tests of the exercise `ensembles`: several models, and the snapshots of one."""

import math

import numpy as np

from given.testing import assert_close, assert_labels

# Probabilities of two images by three models. For the first image two models prefer class 0, the
# third is sure of class 1.
OPINIONS = np.array(
    [
        [[0.60, 0.001, 0.399], [0.2, 0.3, 0.5]],
        [[0.50, 0.450, 0.050], [0.1, 0.8, 0.1]],
        [[0.10, 0.890, 0.010], [0.3, 0.4, 0.3]],
    ]
)


def test_average_probabilities_is_a_mean_of_probabilities(student):
    """average_probabilities: scores become probabilities first, then models are averaged."""
    want = [[0.4, 0.447, 0.153], [0.2, 0.5, 0.3]]
    moved = np.log(OPINIONS) + np.array([[[3.0]], [[-2.0]], [[0.0]]])  # softmax sees no such move
    assert_close(student.ensembles.average_probabilities(moved), want)


def test_average_probabilities_of_huge_scores(student):
    """average_probabilities: scores of 1e4 and -1e4 give probabilities, not nan."""
    scores = np.array([[[1e4, -1e4], [-1e4, -1e4]], [[0.0, 1e4], [1e4, 1e4]]])
    assert_close(student.ensembles.average_probabilities(scores), [[0.5, 0.5], [0.5, 0.5]])
    unsure = np.array([[[1e4, 1e4 + math.log(3)], [-1e4, -1e4]]])
    assert_close(student.ensembles.average_probabilities(unsure), [[0.25, 0.75], [0.5, 0.5]])


def test_ensemble_labels_counts_how_sure_the_models_are(student):
    """ensemble_labels: the largest mean probability wins, not the most models."""
    assert_labels(student.ensembles.ensemble_labels(np.log(OPINIONS)), np.array([1, 1]))
    assert_labels(student.ensembles.ensemble_labels(np.log(OPINIONS[:2])), np.array([0, 1]))


def test_ensemble_labels_takes_the_smaller_label_where_they_tie(student):
    """ensemble_labels: ties go to the smaller label."""
    scores = np.array([[[0.0, 2.0, 2.0], [5.0, 0.0, 5.0], [0.0, 0.0, 1.0]]])
    assert_labels(student.ensembles.ensemble_labels(scores), np.array([1, 0, 2]))


def test_snapshot_rate_falls_within_a_cycle_and_starts_again(student):
    """snapshot_rate: in cycles of six steps the rate falls; step 7 starts again at rate."""
    fall = [1, (2 + math.sqrt(3)) / 4, 3 / 4, 1 / 2, 1 / 4, (2 - math.sqrt(3)) / 4]
    rates = [student.ensembles.snapshot_rate(t, 0.2, 12, 2) for t in range(1, 13)]
    assert_close(rates, 0.2 * np.array(fall + fall))


def test_snapshot_rate_rounds_the_length_of_a_cycle_up(student):
    """snapshot_rate: ten steps in three cycles are cycles of four: steps 5 and 9 are first ones."""
    rates = [student.ensembles.snapshot_rate(t, 3.0, 10, 3) for t in (4, 5, 7, 9, 10)]
    quarter = math.sqrt(2) / 4
    assert_close(rates, 3.0 * np.array([0.5 - quarter, 1, 0.5, 1, 0.5 + quarter]))
