"""Hidden tests of the exercise `loss_layers`: random scores, other sizes, extremes."""

import math

import numpy as np

from given.testing import assert_close
from oracles import score_losses as oracle


def problem(rng, images=7, classes=4):
    """Scores and labels, without a margin near its kink.

    The first image is right by far, the second by 18 wrong.
    """
    while True:
        x, y = 2 * rng.normal(size=(images, classes)), rng.integers(0, classes, size=images)
        x[0], y[0] = np.linspace(-7, 7, classes), classes - 1
        x[1], y[1] = np.linspace(-9, 9, classes), 0
        margins = x - x[np.arange(images), y][:, None] + 1
        if np.abs(margins).min() > 1e-3:
            return x, y


def test_svm_loss_of_random_scores(student, rng):
    """svm_loss: the loss of random scores."""
    x, y = problem(rng)
    want, _ = oracle.svm_loss(x, y)
    loss, _ = student.layers.svm_loss(x, y)
    assert_close(loss, want)


def test_svm_gradient_of_random_scores(student, rng):
    """svm_loss: the gradient for random scores."""
    x, y = problem(rng, images=8, classes=5)
    _, want = oracle.svm_loss(x, y)
    _, dx = student.layers.svm_loss(x, y)
    assert_close(dx, want)


def test_svm_of_many_classes(student, rng):
    """svm_loss: more classes than images."""
    x, y = problem(rng, images=3, classes=13)
    loss_wanted, dx_wanted = oracle.svm_loss(x, y)
    loss, dx = student.layers.svm_loss(x, y)
    assert_close(loss, loss_wanted)
    assert_close(dx, dx_wanted)


def test_svm_leads_on_either_side_of_one(student):
    """svm_loss: a lead just above 1 is enough, one just below is not."""
    x, y = np.array([[0.0, 1.01, 5.0], [0.99, 0.0, 6.0]]), np.array([1, 0])
    loss, dx = student.layers.svm_loss(x, y)
    assert_close(loss, ((5.0 - 1.01 + 1) + (0.01 + 6.0 - 0.99 + 1)) / 2)
    assert_close(dx, np.array([[0, -1, 1], [-2, 1, 1]]) / 2)


def test_svm_does_not_see_a_constant_added_to_a_row(student, rng):
    """svm_loss: only differences of scores count."""
    x, y = problem(rng, images=6, classes=3)
    loss_wanted, dx_wanted = oracle.svm_loss(x, y)
    loss, dx = student.layers.svm_loss(x + rng.uniform(-50, 50, size=(6, 1)), y)
    assert_close(loss, loss_wanted)
    assert_close(dx, dx_wanted)


def test_softmax_loss_of_random_scores(student, rng):
    """softmax_loss: the loss of random scores."""
    x, y = problem(rng)
    want, _ = oracle.softmax_loss(x, y)
    loss, _ = student.layers.softmax_loss(x, y)
    assert_close(loss, want)


def test_softmax_gradient_of_random_scores(student, rng):
    """softmax_loss: the gradient for random scores."""
    x, y = problem(rng, images=8, classes=5)
    _, want = oracle.softmax_loss(x, y)
    _, dx = student.layers.softmax_loss(x, y)
    assert_close(dx, want)


def test_softmax_of_many_classes(student, rng):
    """softmax_loss: more classes than images."""
    x, y = problem(rng, images=3, classes=13)
    loss_wanted, dx_wanted = oracle.softmax_loss(x, y)
    loss, dx = student.layers.softmax_loss(x, y)
    assert_close(loss, loss_wanted)
    assert_close(dx, dx_wanted)


def test_softmax_of_huge_scores_beside_small_ones(student, rng):
    """softmax_loss: images near 1e4, near -1e4 and near 0 in one batch."""
    x, y = problem(rng, images=5, classes=4)
    x += np.array([[0.0], [9e3], [-9e3], [3e3], [-800.0]])
    loss_wanted, dx_wanted = oracle.softmax_loss(x, y)
    loss, dx = student.layers.softmax_loss(x, y)
    assert_close(loss, loss_wanted)
    assert_close(dx, dx_wanted)


def test_softmax_of_certainly_wrong_images(student):
    """softmax_loss: a right class whose probability rounds to 0 costs a finite loss."""
    x, y = np.array([[0.0, -800.0, -9000.0], [5000.0, -5000.0, 0.0]]), np.array([2, 1])
    loss, dx = student.layers.softmax_loss(x, y)
    assert_close(loss, (9000.0 + 10000.0) / 2)
    assert_close(dx, np.array([[1.0, 0.0, -1.0], [1.0, -1.0, 0.0]]) / 2)


def test_one_image_is_a_batch(student):
    """svm_loss, softmax_loss: a batch of one image."""
    x, y = np.log(np.array([[3.0, 1.0]])), np.array([1])
    loss, dx = student.layers.softmax_loss(x.copy(), y.copy())
    assert_close(loss, math.log(4))
    assert_close(dx, np.array([[0.75, -0.75]]))
    loss, dx = student.layers.svm_loss(x, y)
    assert_close(loss, math.log(3) + 1)
    assert_close(dx, np.array([[1.0, -1.0]]))


def test_float32_scores_and_small_labels(student, rng):
    """svm_loss, softmax_loss: float32 scores in Fortran order, labels of uint8."""
    x, y = problem(rng, images=6, classes=3)
    x, y = x.astype(np.float32), y.astype(np.uint8)
    for name in ("svm_loss", "softmax_loss"):
        loss_wanted, dx_wanted = getattr(oracle, name)(x, y)
        loss, dx = getattr(student.layers, name)(np.asfortranarray(x), y.copy())
        assert_close(loss, loss_wanted, rtol=1e-5, atol=1e-6)  # float32 rounds at 6e-8
        assert_close(dx, dx_wanted, rtol=1e-5, atol=1e-6)
