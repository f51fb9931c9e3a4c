"""Public tests of the exercise `loss_layers`: svm_loss and softmax_loss."""

import math

import numpy as np

from given.testing import assert_close, contract

STEP = 1e-5  # of the central differences


def slope_along(loss, x, y, direction):
    """Central difference of a loss at x along a direction: two calls."""
    ahead, _ = loss(x + STEP * direction, y.copy())
    behind, _ = loss(x - STEP * direction, y.copy())
    return (ahead - behind) / (2 * STEP)


def test_svm_of_equal_scores(student):
    """svm_loss: equal scores cost C - 1; the right class costs nothing."""
    loss, _ = student.layers.svm_loss(np.full((3, 7), 2.5), np.array([0, 6, 2]))
    assert_close(loss, 6.0)


def test_svm_of_three_images_worked_by_hand(student):
    """svm_loss: margins of 0.5 / 3 and 0.5 / none; the mean over the images."""
    x = np.array([[3.0, 1.0, 2.5], [0.0, 2.0, -0.5], [1.0, 0.0, 4.0]])
    loss, _ = student.layers.svm_loss(x, np.array([0, 0, 2]))
    assert_close(loss, (0.5 + 3.5 + 0.0) / 3)


def test_svm_gradient_of_three_images_worked_by_hand(student):
    """svm_loss: each margin above 0 pulls two scores; an image without one has no gradient."""
    x = np.array([[3.0, 1.0, 2.5], [0.0, 2.0, -0.5], [1.0, 0.0, 4.0]])
    _, dx = student.layers.svm_loss(x, np.array([0, 0, 2]))
    assert_close(dx, np.array([[-1.0, 0.0, 1.0], [-2.0, 1.0, 1.0], [0.0, 0.0, 0.0]]) / 3)


def test_svm_gradient_is_the_slope_of_the_loss(student, rng):
    """svm_loss: dx along a direction is the slope of the loss there."""
    x = np.array([[0.2, 1.9, -3.0, 1.4], [-2.2, -1.7, -1.1, 3.0], [0.6, 0.1, 0.8, -0.3]])
    y, direction = np.array([1, 2, 0]), rng.uniform(-1, 1, size=(3, 4))
    want = slope_along(student.layers.svm_loss, x, y, direction)
    assert want != 0, "the loss does not change when x does"
    _, dx = student.layers.svm_loss(x.copy(), y)
    assert_close(np.sum(dx * direction), want, rtol=1e-6, atol=1e-8)  # rounding: 1e-16 / STEP


def test_softmax_of_equal_scores(student):
    """softmax_loss: equal scores cost log C."""
    loss, _ = student.layers.softmax_loss(np.full((3, 7), 2.5), np.array([0, 6, 2]))
    assert_close(loss, math.log(7))


def test_softmax_of_two_classes(student):
    """softmax_loss: two classes cost log(1 + exp(wrong - right score)); mean over N."""
    x, y = np.array([[1.0, -1.0], [-20.0, -2.0], [0.75, 0.25]]), np.array([0, 0, 1])
    want = np.mean(np.log1p(np.exp([-2.0, 18.0, 0.5])))
    loss, _ = student.layers.softmax_loss(x, y)
    assert_close(loss, want)


def test_softmax_gradient_of_known_probabilities(student):
    """softmax_loss: dx for probabilities 1/2, 1/3, 1/6 and 1/10, 2/10, 7/10."""
    x = np.log(np.array([[3.0, 2.0, 1.0], [1.0, 2.0, 7.0]]))
    _, dx = student.layers.softmax_loss(x, np.array([1, 2]))
    assert_close(dx, np.array([[1 / 4, -1 / 3, 1 / 12], [0.05, 0.1, -0.15]]))


def test_softmax_gradient_is_the_slope_of_the_loss(student, rng):
    """softmax_loss: dx along a direction is the slope of the loss there."""
    x, y = rng.normal(size=(5, 4)), rng.integers(0, 4, size=5)
    direction = rng.normal(size=(5, 4))
    want = slope_along(student.layers.softmax_loss, x, y, direction)
    assert want != 0, "the loss does not change when x does"
    _, dx = student.layers.softmax_loss(x.copy(), y)
    assert_close(np.sum(dx * direction), want, rtol=1e-6, atol=1e-8)  # rounding: 1e-16 / STEP


def test_softmax_of_ten_thousand_is_finite(student):
    """softmax_loss: scores of 1e4 and -1e4 give the right loss and gradient, not nan or inf."""
    x = np.array([[1e4, -1e4, 0.0], [1e4, -1e4, 0.0], [-1e4, 0.0, -1e4]])
    loss, dx = student.layers.softmax_loss(x, np.array([0, 2, 0]))
    assert_close(loss, (0 + 1e4 + 1e4) / 3)  # how far the right score lies below the best
    assert_close(dx, np.array([[0.0, 0.0, 0.0], [1.0, 0.0, -1.0], [-1.0, 1.0, 0.0]]) / 3)


def test_softmax_does_not_see_a_constant_added_to_a_row(student):
    """softmax_loss: 5000 more for all scores of an image, or 9000 less, change nothing."""
    x = np.log(np.array([[3.0, 2.0, 1.0], [1.0, 2.0, 7.0]])) + np.array([[5000.0], [-9000.0]])
    loss, dx = student.layers.softmax_loss(x, np.array([1, 2]))
    assert_close(loss, (math.log(3) - math.log(0.7)) / 2)
    assert_close(dx, np.array([[1 / 4, -1 / 3, 1 / 12], [0.05, 0.1, -0.15]]))


@contract
def test_results_have_the_promised_shapes(student, rng):
    """svm_loss, softmax_loss: a single number, and dx of the shape of x."""
    x, y = rng.normal(size=(5, 4)), rng.integers(0, 4, size=5)
    for loss_layer in (student.layers.svm_loss, student.layers.softmax_loss):
        loss, dx = loss_layer(x.copy(), y.copy())
        assert np.shape(loss) == ()
        assert np.shape(dx) == (5, 4)
