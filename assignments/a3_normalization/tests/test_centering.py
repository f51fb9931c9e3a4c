"""Public tests of the exercise `centering`: backward of centered = x - x.mean(axis=0)."""

import numpy as np

from given.testing import assert_close, contract


def test_worked_by_hand(student):
    """four rows, two features, worked by hand."""
    dcentered = np.array([[8.0, 1.0], [0.0, 2.0], [0.0, -5.0], [0.0, 6.0]])
    want = [[6.0, 0.0], [-2.0, 1.0], [-2.0, -6.0], [-2.0, 5.0]]
    dx = student.normalization.centering_backward(dcentered)
    assert_close(dx, want)


def test_it_says_what_a_change_of_x_does(student, rng):
    """dx: centered changes with x as it says."""
    dcentered, step = rng.normal(size=(2, 7, 4)) + 1
    # centered is linear in x: what a step adds to it is the slope
    want = np.sum(dcentered * (step - step.sum(axis=0) / 7))
    dx = student.normalization.centering_backward(dcentered)
    assert_close(np.sum(dx * step), want)


def test_moving_a_whole_column_changes_nothing(student, rng):
    """dx: the columns add to 0, for a constant added to a feature is taken off again."""
    dcentered = rng.normal(size=(7, 4)) + 2
    spread = dcentered.max(axis=0) - dcentered.min(axis=0)
    dx = student.normalization.centering_backward(dcentered)
    assert_close(np.sum(dx, axis=0), np.zeros(4))
    assert_close(np.max(dx, axis=0) - np.min(dx, axis=0), spread)


@contract
def test_shape(student, rng):
    """dx (N, D)."""
    assert np.shape(student.normalization.centering_backward(rng.normal(size=(7, 4)))) == (7, 4)
