"""Hidden tests of the exercise `squared_hinge`: other data, combinations and edge cases."""

import numpy as np

from given.testing import assert_close
from oracles import hinge


def problem(rng, images=7, features=6, classes=4):
    """Weights, images and labels; the first image is right by far, the second certainly wrong."""
    W, X = rng.normal(size=(features, classes)), rng.normal(size=(images, features))
    y = rng.integers(0, classes, size=images)
    W[0], X[:2] = np.linspace(-2, 2, classes), 9.0 * np.eye(1, features)
    y[:2] = classes - 1, 0
    return W, X, y


def test_loss_with_a_penalty(student, rng):
    """squared_hinge_loss: the loss on random data, with a strong penalty."""
    W, X, y = problem(rng, images=9, features=4, classes=6)
    want, _ = hinge.squared_hinge_loss(W, X, y, 3.5)
    loss, _ = student.losses.squared_hinge_loss(W, X, y, 3.5)
    assert_close(loss, want)


def test_gradient_without_a_penalty(student, rng):
    """squared_hinge_loss: the gradient on random data (reg = 0)."""
    W, X, y = problem(rng, images=8, features=3, classes=5)
    _, want = hinge.squared_hinge_loss(W, X, y, 0.0)
    _, dW = student.losses.squared_hinge_loss(W, X, y, 0.0)
    assert_close(dW, want)


def test_gradient_with_a_penalty(student, rng):
    """squared_hinge_loss: the gradient on random data, with a strong penalty."""
    W, X, y = problem(rng, images=5, features=7, classes=3)
    _, want = hinge.squared_hinge_loss(W, X, y, 2.5)
    _, dW = student.losses.squared_hinge_loss(W, X, y, 2.5)
    assert_close(dW, want)


def test_right_images_leave_the_penalty_alone(student):
    """squared_hinge_loss: where every right class leads by far, only the penalty is left."""
    W, X = np.array([[5.0, -5.0], [-4.0, 4.0], [0.5, 0.5]]), np.eye(2, 3)
    loss, dW = student.losses.squared_hinge_loss(W.copy(), X, np.array([0, 1]), 0.3)
    assert_close(loss, 0.3 * 82.5)
    assert_close(dW, 0.6 * W)


def test_margins_of_zero(student):
    """squared_hinge_loss: a right class that leads by exactly 1 costs nothing and has no slope."""
    W, y = np.array([[3.0, 2.0, 2.0], [0.0, 2.0, 4.0]]), np.array([0, 1])
    loss, dW = student.losses.squared_hinge_loss(W, np.eye(2), y, 0.0)
    assert_close(loss, 9.0 / 2)
    assert_close(dW, np.array([[0.0, 0.0, 0.0], [0.0, -6.0, 6.0]]) / 2)


def test_one_image_of_float32(student, rng):
    """squared_hinge_loss: one float32 image costs what it costs in float64."""
    W, X, y = problem(rng, images=2, features=5, classes=3)
    X = np.asarray(X[1:] + rng.normal(size=(1, 5)) / 8, dtype=np.float32)
    loss_wanted, dW_wanted = hinge.squared_hinge_loss(W, X, y[1:], 0.4)
    loss, dW = student.losses.squared_hinge_loss(W, X, y[1:], 0.4)
    assert_close(loss, loss_wanted, rtol=1e-5, atol=1e-6)  # a product may round to float32
    assert_close(dW, dW_wanted, rtol=1e-5, atol=1e-6)
