"""Hidden tests of the exercise `monitoring`: other data, combinations and edge cases."""

import math

import numpy as np
import pytest

from given.testing import assert_close
from oracles.monitoring import update_ratios


@pytest.mark.parametrize("num_classes", [2, 3, 1000])
def test_first_loss_of_any_number_of_classes(student, num_classes):
    """expected_initial_loss: few classes and many, both losses."""
    scores = np.zeros(num_classes)
    cross_entropy = -math.log(np.exp(scores[0]) / np.exp(scores).sum())
    margins = sum(max(0.0, s - scores[0] + 1) for s in scores[1:])
    assert_close(student.monitoring.expected_initial_loss(num_classes, "softmax"), cross_entropy)
    assert_close(student.monitoring.expected_initial_loss(num_classes, "svm"), margins)


@pytest.mark.parametrize("loss", ["SVM", "mse", ""])
def test_only_two_losses_are_known(student, loss):
    """expected_initial_loss: ValueError for anything but the two names."""
    assert_close(student.monitoring.expected_initial_loss(7), math.log(7))
    with pytest.raises(ValueError):  # noqa: PT011 - the words are free
        student.monitoring.expected_initial_loss(7, loss)


def test_ratios_of_random_parameters(student, rng):
    """update_ratios: vectors, matrices and arrays of four axes."""
    shapes = {"W1": (4, 6), "b1": (5,), "kernels": (2, 3, 4, 2)}
    params = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    new_params = {name: p + 0.01 * rng.normal(size=p.shape) for name, p in params.items()}
    want = update_ratios(params, new_params)
    ratios = student.monitoring.update_ratios(params, new_params)
    assert set(ratios) == set(want)
    for name in want:
        assert_close(ratios[name], want[name])


def test_ratios_of_small_parameters_that_take_large_steps(student, rng):
    """update_ratios: a ratio far above 1, and one of a parameter that stood still."""
    params = {"W1": 1e-7 * rng.normal(size=(3, 4)), "W2": rng.normal(size=(4, 2))}
    new_params = {"W1": rng.normal(size=(3, 4)), "W2": params["W2"].copy()}
    want = update_ratios(params, new_params)
    ratios = student.monitoring.update_ratios(params, new_params)
    assert_close(ratios["W1"], want["W1"])
    assert_close(ratios["W2"], 0.0)


def test_ratios_of_matrices_of_zeros(student):
    """update_ratios: a matrix that was 0 everywhere, with a step down and without a step."""
    params = {"W1": np.zeros((2, 3)), "W2": np.zeros((3, 2)), "b1": np.array([0.0, -2.0])}
    new_params = {name: value.copy() for name, value in params.items()}
    new_params["W1"][1, 2] = -0.25
    new_params["b1"][0] = 1.0
    ratios = student.monitoring.update_ratios(params, new_params)
    assert ratios["W1"] == math.inf
    assert_close(ratios["W2"], 0.0)
    assert_close(ratios["b1"], 0.5)


def test_diagnosis_of_minus_infinity(student):
    """diagnose: infinity of either sign is "inf"; a loss below 0 is no illness."""
    losses = [-1.0, -1e9, -math.inf, 5.0, math.inf, math.inf]
    assert student.monitoring.diagnose(losses) == (2, "inf")
    assert student.monitoring.diagnose([-1.0, 0.0, -1e300]) is None


def test_diagnosis_of_nan_before_infinity(student):
    """diagnose: nan alone, and nan with infinity after it."""
    diagnose = student.monitoring.diagnose
    assert diagnose([math.nan]) == (0, "nan")
    assert diagnose([1.0, 2.0, math.nan, 3.0, -math.inf, math.inf]) == (2, "nan")


def test_diagnosis_of_infinity_before_nan(student):
    """diagnose: infinity alone, at the very end, and infinity with nan after it."""
    diagnose = student.monitoring.diagnose
    assert diagnose([1.0, 2.0, 3.0, 4.0, math.inf]) == (4, "inf")
    assert diagnose([math.inf, 1.0, math.nan, math.nan]) == (0, "inf")


def test_diagnosis_of_a_healthy_run(student):
    """diagnose: None for finite losses, however large, and for none at all."""
    assert student.monitoring.diagnose([0.5, math.nan]) == (1, "nan")
    assert student.monitoring.diagnose([1e9, 2.5, 1e-300, 0.0]) is None
    assert student.monitoring.diagnose([]) is None
