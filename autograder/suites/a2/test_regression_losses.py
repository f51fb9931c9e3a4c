"""Hidden tests of the exercise `regression_losses`: random numbers, other shapes, extremes."""

import numpy as np
import pytest

from given.testing import assert_close
from oracles import score_losses as oracle

SHAPES = [(7,), (5, 3), (2, 3, 2)]
IDS = ["1_axis", "2_axes", "3_axes"]


@pytest.mark.parametrize("shape", SHAPES, ids=IDS)
def test_mse_of_random_numbers(student, rng, shape):
    """mse_loss: random arrays."""
    p, y = 3 * rng.normal(size=shape), rng.normal(size=shape)
    loss_wanted, dp_wanted = oracle.mse_loss(p, y)
    loss, dp = student.layers.mse_loss(p, y)
    assert_close(loss, loss_wanted)
    assert_close(dp, dp_wanted)


@pytest.mark.parametrize("shape", SHAPES, ids=IDS)
def test_cross_entropy_of_certain_labels(student, rng, shape):
    """binary_cross_entropy: random logits, labels 0 and 1."""
    z, y = 3 * rng.normal(size=shape), rng.integers(0, 2, size=shape).astype(float)
    y.flat[:2] = 0.0, 1.0
    loss_wanted, dz_wanted = oracle.binary_cross_entropy(z, y)
    loss, dz = student.layers.binary_cross_entropy(z, y)
    assert_close(loss, loss_wanted)
    assert_close(dz, dz_wanted)


def test_cross_entropy_of_doubtful_labels(student, rng):
    """binary_cross_entropy: random logits, labels anywhere in [0, 1]."""
    z, y = 3 * rng.normal(size=(4, 6)), rng.uniform(size=(4, 6))
    loss_wanted, dz_wanted = oracle.binary_cross_entropy(z, y)
    loss, dz = student.layers.binary_cross_entropy(z, y)
    assert_close(loss, loss_wanted)
    assert_close(dz, dz_wanted)


def test_cross_entropy_of_huge_logits_beside_small_ones(student, rng):
    """binary_cross_entropy: from -1e4 to 1e4 in one array, for any label."""
    z = np.concatenate([np.linspace(-1e4, 1e4, 7), [-800.0, -40.0, 40.0, 800.0, 0.5]])
    y = np.concatenate([[1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.0], rng.uniform(size=5)])
    loss_wanted, dz_wanted = oracle.binary_cross_entropy(z, y)
    loss, dz = student.layers.binary_cross_entropy(z, y)
    assert_close(loss, loss_wanted)
    assert_close(dz, dz_wanted)


def test_float32(student, rng):
    """mse_loss, binary_cross_entropy: arrays of float32."""
    at, y = rng.normal(size=(3, 4)).astype(np.float32), rng.uniform(size=(3, 4)).astype(np.float32)
    for name in ("mse_loss", "binary_cross_entropy"):
        loss_wanted, gradient_wanted = getattr(oracle, name)(at, y)
        loss, gradient = getattr(student.layers, name)(at.copy(), y.copy())
        assert_close(loss, loss_wanted, rtol=1e-5, atol=1e-6)  # float32 rounds at 6e-8
        assert_close(gradient, gradient_wanted, rtol=1e-5, atol=1e-6)
