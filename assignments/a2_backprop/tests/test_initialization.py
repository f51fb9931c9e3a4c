"""Public tests of the exercise `initialization`."""

import numpy as np
import pytest

from given.testing import assert_close, contract


def generator(rng):
    """A fresh generator, as the initialisers need one."""
    return np.random.default_rng(int(rng.integers(2**32)))


def assert_normal(weights, std):
    """Passes if 20,000 or more numbers look normal, with mean 0 and this deviation."""
    assert_close(weights.std(), std, rtol=0.05)  # standard error at most 0.5 %
    assert abs(weights.mean()) < 0.1 * std, "the mean is not 0"  # standard error at most 0.007 std
    large = (np.abs(weights) > 2 * std).mean()  # 4.6 % of normal numbers
    assert large > 0.03, "they are not normal: too few lie beyond two deviations"


def test_small_random_has_the_deviation_asked_for(student, rng):
    """small_random: normal numbers of deviation std, 0.01 if none is given."""
    small_random = student.initialization.small_random
    assert_normal(small_random(200, 100, generator(rng)), 0.01)
    assert_normal(small_random(100, 200, generator(rng), std=1.0), 1.0)


def test_xavier_divides_by_the_root_of_the_inputs(student, rng):
    """xavier: normal numbers of deviation 1 / sqrt(fan_in)."""
    assert_normal(student.initialization.xavier(100, 400, generator(rng)), 0.1)


def test_he_makes_up_for_the_half_that_relu_takes(student, rng):
    """he: normal numbers of deviation sqrt(2 / fan_in)."""
    assert_normal(student.initialization.he(50, 400, generator(rng)), 0.2)


@pytest.mark.parametrize("name", ["small_random", "xavier", "he"])
def test_numbers_come_from_the_generator(student, rng, name):
    """All three: the same generator gives the same weights, another one others."""
    seed = int(rng.integers(2**32))
    initialise = getattr(student.initialization, name)
    first, same, other = (
        initialise(6, 3, np.random.default_rng(s)) for s in (seed, seed, seed + 1)
    )
    assert_close(same, first)
    assert np.abs(other - first).max() > 1e-4


@contract
@pytest.mark.parametrize("name", ["small_random", "xavier", "he"])
def test_rows_are_inputs_and_columns_units(student, rng, name):
    """All three: (fan_in, fan_out) float64."""
    weights = getattr(student.initialization, name)(6, 3, generator(rng))
    assert weights.shape == (6, 3)
    assert weights.dtype == np.float64


def test_layer_outputs_by_hand(student):
    """layer_outputs: two layers of ReLU; the list does not hold x."""
    x = np.array([[1.0, 2.0], [-1.0, 1.0]])
    weights = [np.array([[1.0, 0.0, -1.0], [0.0, 1.0, 1.0]]), np.array([[2.0], [-1.0], [3.0]])]
    first, second = student.initialization.layer_outputs(x, weights, "relu")
    assert_close(first, [[1.0, 2.0, 1.0], [0.0, 1.0, 2.0]])
    assert_close(second, [[3.0], [5.0]])


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
def test_layer_outputs_with_each_activation(student, activation):
    """layer_outputs: what each activation makes of -log 4, 0 and log 4."""
    wants = {"tanh": [-15 / 17, 0, 15 / 17], "sigmoid": [0.2, 0.5, 0.8], "relu": [0, 0, np.log(4)]}
    x = np.log(4) * np.array([[-1.0, 0.0, 1.0]])
    outputs = student.initialization.layer_outputs(x, [np.eye(3)], activation)
    assert_close(outputs[0], [wants[activation]])


def test_layer_outputs_refuses_other_activations(student):
    """layer_outputs: ValueError for an activation that it does not know."""
    (outputs,) = student.initialization.layer_outputs(np.ones((1, 1)), [np.eye(1)])
    assert_close(outputs, [[np.tanh(1.0)]])
    with pytest.raises(ValueError):  # noqa: PT011 - the words are free
        student.initialization.layer_outputs(np.ones((2, 1)), [np.eye(1)], "cube")


def test_ten_layers_of_small_weights_fall_silent(student, rng):
    """layer_outputs: ten tanh layers of small weights leave nearly nothing."""
    draws = generator(rng)
    weights = [0.01 * draws.normal(size=(50, 50)) for _ in range(10)]
    outputs = student.initialization.layer_outputs(draws.normal(size=(20, 50)), weights)
    assert len(outputs) == 10
    assert 0 < np.std(outputs[9]) < 1e-6 < np.std(outputs[2])  # each layer shrinks it by 0.07


def test_dead_units_are_zero_for_every_image(student):
    """dead_fraction: of five units two are 0 for all three images."""
    outputs = np.array(
        [[0.0, 2.0, 0.0, 0.0, 1.0], [0.0, 1.0, 0.0, 0.5, 1.0], [0.0, 3.0, 0.0, 0.0, 0.0]]
    )
    assert_close(student.initialization.dead_fraction(outputs), 0.4)


@contract
def test_inputs_stay_as_they_came(student, rng):
    """layer_outputs, dead_fraction: arrays are left as they came."""
    x, outputs = rng.normal(size=(4, 3)), np.maximum(rng.normal(size=(4, 3)), 0)
    before = x.copy(), outputs.copy()
    student.initialization.layer_outputs(x, [np.eye(3)], "relu")
    student.initialization.dead_fraction(outputs)
    assert np.array_equal(x, before[0])
    assert np.array_equal(outputs, before[1])
