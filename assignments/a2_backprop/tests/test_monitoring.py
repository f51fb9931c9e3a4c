"""Public tests of the exercise `monitoring`."""

import math

import numpy as np
import pytest

from given.testing import assert_close, contract


def test_softmax_starts_at_the_log_of_the_class_count(student):
    """expected_initial_loss: softmax, log C; it is what is meant if nothing is said."""
    expected_initial_loss = student.monitoring.expected_initial_loss
    assert_close(expected_initial_loss(10), 2.302585092994046)
    assert_close(expected_initial_loss(4, "softmax"), 2 * math.log(2))


def test_svm_starts_at_the_number_of_wrong_classes(student):
    """expected_initial_loss: svm, a margin of 1 for each of the C - 1 wrong classes."""
    assert_close(student.monitoring.expected_initial_loss(10, "svm"), 9.0)
    assert_close(student.monitoring.expected_initial_loss(2, loss="svm"), 1.0)


def test_other_losses_are_refused(student):
    """expected_initial_loss: ValueError for a loss that it does not know."""
    assert_close(student.monitoring.expected_initial_loss(2), math.log(2))
    with pytest.raises(ValueError):  # noqa: PT011 - the words are free
        student.monitoring.expected_initial_loss(10, "hinge")


def test_ratio_of_lengths(student):
    """update_ratios: length of the step over length of the parameter, each by its name."""
    params = {"W1": np.array([[3.0, 0.0], [0.0, 4.0]]), "b1": np.array([6.0, 8.0])}
    new_params = {"b1": np.array([6.0, 8.1]), "W1": np.array([[3.0, 1.0], [2.0, 6.0]])}
    ratios = student.monitoring.update_ratios(params, new_params)
    assert set(ratios) == {"W1", "b1"}
    assert_close(ratios["W1"], 3.0 / 5.0)
    assert_close(ratios["b1"], 0.01)


def test_ratio_of_a_parameter_that_was_zero(student):
    """update_ratios: from 0 everywhere, infinity if it moved and 0 if it did not."""
    params = {"b1": np.zeros(3), "b2": np.zeros(2), "W1": np.array([[2.0]])}
    new_params = {"b1": np.array([0.0, 1e-9, 0.0]), "b2": np.zeros(2), "W1": np.array([[1.0]])}
    ratios = student.monitoring.update_ratios(params, new_params)
    assert ratios["b1"] == math.inf
    assert_close(ratios["b2"], 0.0)
    assert_close(ratios["W1"], 0.5)


def test_diagnosis_of_infinity(student):
    """diagnose: index and kind of the first infinite loss, whatever follows; None before that."""
    diagnose = student.monitoring.diagnose
    assert diagnose([2.3, 2.1, 1e300]) is None
    assert diagnose([2.3, 2.1, math.inf]) == (2, "inf")
    assert diagnose([2.3, math.inf, 7.0, math.nan, math.nan]) == (1, "inf")


def test_diagnosis_of_nan(student):
    """diagnose: index and kind of the first loss that is nan, whatever follows."""
    diagnose = student.monitoring.diagnose
    assert diagnose([2.3, 2.1, math.nan]) == (2, "nan")
    assert diagnose([2.3, math.nan, 7.0, math.inf, math.inf]) == (1, "nan")


@contract
def test_parameters_stay_as_they_came(student):
    """update_ratios: both dicts are left as they came."""
    params, new_params = {"W1": np.array([1.0, 2.0])}, {"W1": np.array([2.0, 2.0])}
    student.monitoring.update_ratios(params, new_params)
    assert np.array_equal(params["W1"], [1.0, 2.0])
    assert np.array_equal(new_params["W1"], [2.0, 2.0])
    assert len(params) == len(new_params) == 1
