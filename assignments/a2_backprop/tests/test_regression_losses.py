"""Public tests of the exercise `regression_losses`: mse_loss and binary_cross_entropy."""

import math

import numpy as np

from given.testing import assert_close, contract

STEP = 1e-5  # of the central differences


def slope_along(loss, at, y, direction):
    """Central difference of a loss along a direction: two calls."""
    ahead, _ = loss(at + STEP * direction, y.copy())
    behind, _ = loss(at - STEP * direction, y.copy())
    return (ahead - behind) / (2 * STEP)


def test_mse_of_a_price(student):
    """mse_loss: 3.5 predicted where 3 is right costs 0.25, and the slope is 1."""
    loss, dp = student.layers.mse_loss(np.array([3.5]), np.array([3.0]))
    assert_close(loss, 0.25)
    assert_close(dp, [1.0])


def test_mse_is_a_mean_over_all_numbers(student):
    """mse_loss: the mean over every number of the array."""
    p, y = np.array([[1.0, 2.0, 0.0], [5.0, -1.0, 2.0]]), np.array([[1, 0, 3.0], [4, 1, 2]])
    loss, dp = student.layers.mse_loss(p, y)
    assert_close(loss, (0 + 4 + 9 + 1 + 4 + 0) / 6)
    assert_close(dp, np.array([[0.0, 4.0, -6.0], [2.0, -4.0, 0.0]]) / 6)


def test_cross_entropy_of_a_probability(student):
    """binary_cross_entropy: 0.7 where 0 is right costs log(1 / 0.3), about 1.204."""
    loss, dz = student.layers.binary_cross_entropy(np.log([0.7 / 0.3]), np.array([0.0]))
    assert_close(loss, math.log(1 / 0.3))
    assert_close(dz, [0.7])


def test_cross_entropy_of_a_doubtful_label(student):
    """binary_cross_entropy: y between 0 and 1 mixes both costs; the mean over all numbers."""
    z, y = np.log(np.array([[3.0], [0.25]])), np.array([[0.4], [1.0]])
    loss, dz = student.layers.binary_cross_entropy(z, y)
    assert_close(loss, -(0.4 * math.log(0.75) + 0.6 * math.log(0.25) + math.log(0.2)) / 2)
    assert_close(dz, np.array([[0.35], [-0.8]]) / 2)


def test_cross_entropy_of_ten_thousand_is_finite(student):
    """binary_cross_entropy: logits of 1e4 and -1e4 give the right loss and gradient, not nan."""
    z, y = np.array([1e4, 1e4, -1e4, -1e4]), np.array([0.0, 1.0, 1.0, 0.0])
    loss, dz = student.layers.binary_cross_entropy(z, y)
    assert_close(loss, (1e4 + 0 + 1e4 + 0) / 4)  # a wrong logit costs its distance from 0
    assert_close(dz, np.array([1.0, 0.0, -1.0, 0.0]) / 4)


def test_gradients_are_the_slopes_of_the_losses(student, rng):
    """mse_loss, binary_cross_entropy: the gradient along a direction is the loss's slope there."""
    for loss in (student.layers.mse_loss, student.layers.binary_cross_entropy):
        at, y, direction = (
            rng.normal(size=(3, 4)),
            rng.uniform(size=(3, 4)),
            rng.normal(size=(3, 4)),
        )
        want = slope_along(loss, at, y, direction)
        assert want != 0, "the loss does not change when its argument does"
        _, gradient = loss(at.copy(), y)
        assert_close(np.sum(gradient * direction), want, rtol=1e-6, atol=1e-8)  # 1e-16 / STEP


@contract
def test_results_have_the_promised_shapes(student, rng):
    """mse_loss, binary_cross_entropy: a single number, and a gradient of the argument's shape."""
    for loss_layer in (student.layers.mse_loss, student.layers.binary_cross_entropy):
        loss, gradient = loss_layer(rng.normal(size=(5, 1, 3)), rng.uniform(size=(5, 1, 3)))
        assert np.shape(loss) == ()
        assert np.shape(gradient) == (5, 1, 3)
