"""Hidden tests of the exercise `initialization`: other data, combinations and edge cases."""

import numpy as np
import pytest

from given.testing import assert_close
from oracles.initialization import dead_fraction, layer_outputs


def generator(rng):
    """A fresh generator, as the initialisers need one."""
    return np.random.default_rng(int(rng.integers(2**32)))


def assert_normal(weights, std):
    """Passes if 20,000 or more numbers look normal, with mean 0 and this deviation."""
    assert_close(weights.std(), std, rtol=0.05)  # standard error at most 0.5 %
    assert abs(weights.mean()) < 0.1 * std, "the mean is not 0"  # standard error at most 0.007 std
    large = (np.abs(weights) > 2 * std).mean()  # 4.6 % of normal numbers
    assert large > 0.03, "they are not normal: too few lie beyond two deviations"


def test_small_random_looks_at_no_size(student, rng):
    """small_random: the deviation is std for wide layers and for narrow ones."""
    small_random = student.initialization.small_random
    assert_normal(small_random(20_000, 1, generator(rng), 0.3), 0.3)
    assert_normal(small_random(2, 10_000, generator(rng)), 0.01)


@pytest.mark.parametrize(("fan_in", "fan_out"), [(900, 30), (4, 5000)])
def test_xavier_at_other_sizes(student, rng, fan_in, fan_out):
    """xavier: layers with more inputs than units, and with fewer."""
    weights = student.initialization.xavier(fan_in, fan_out, generator(rng))
    assert weights.shape == (fan_in, fan_out)
    assert_normal(weights, fan_in**-0.5)


@pytest.mark.parametrize(("fan_in", "fan_out"), [(800, 30), (8, 2500)])
def test_he_at_other_sizes(student, rng, fan_in, fan_out):
    """he: layers with more inputs than units, and with fewer."""
    weights = student.initialization.he(fan_in, fan_out, generator(rng))
    assert weights.shape == (fan_in, fan_out)
    assert_normal(weights, (fan_in / 2) ** -0.5)


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
def test_layer_outputs_on_random_data(student, rng, activation):
    """layer_outputs: three layers of different sizes, each activation."""
    x = rng.normal(size=(7, 4))
    weights = [rng.normal(size=size) for size in [(4, 6), (6, 3), (3, 5)]]
    want = layer_outputs(x, weights, activation)
    outputs = student.initialization.layer_outputs(x, weights, activation)
    assert len(outputs) == 3
    for answer, promise in zip(outputs, want, strict=True):
        assert_close(answer, promise)


def test_layer_outputs_with_layers_of_one_size(student, rng):
    """layer_outputs: tanh if nothing is said, four layers of the same size."""
    x, weights = rng.normal(size=(3, 4)), [rng.normal(size=(4, 4)) for _ in range(4)]
    want = layer_outputs(x, weights, "tanh")
    outputs = student.initialization.layer_outputs(x, weights)
    assert_close(np.array(list(outputs)), np.array(want))


@pytest.mark.parametrize("activation", ["Tanh", "identity", ""])
def test_layer_outputs_knows_three_activations(student, activation):
    """layer_outputs: ValueError for anything but the three names."""
    (outputs,) = student.initialization.layer_outputs(np.ones((1, 1)), [np.eye(1)], "sigmoid")
    assert_close(outputs, [[1 / (1 + np.exp(-1.0))]])
    with pytest.raises(ValueError):  # noqa: PT011 - the words are free
        student.initialization.layer_outputs(np.ones((2, 1)), [np.eye(1)], activation)


def test_dead_fraction_of_random_outputs(student, rng):
    """dead_fraction: more images than units, some units dead, one dead but for one image."""
    outputs = np.maximum(rng.normal(size=(9, 8)), 0)
    outputs[:, [1, 4, 5]] = 0.0
    outputs[:8, 2], outputs[8, 2] = 0.0, 1e-12
    want = dead_fraction(outputs)
    assert_close(student.initialization.dead_fraction(outputs), want)


def test_dead_fraction_of_more_units_than_images(student, rng):
    """dead_fraction: an image that turns no unit on does not count."""
    outputs = rng.uniform(1.0, 2.0, size=(3, 8))
    outputs[1] = 0.0
    outputs[:, 6] = 0.0
    assert_close(student.initialization.dead_fraction(outputs), 1 / 8)


def test_dead_fraction_of_all_and_of_none(student, rng):
    """dead_fraction: 1 where nothing moves, 0 where everything does."""
    alive = rng.uniform(1.0, 2.0, size=(4, 3))
    assert_close(student.initialization.dead_fraction(np.zeros((5, 4))), 1.0)
    assert_close(student.initialization.dead_fraction(alive), 0.0)
