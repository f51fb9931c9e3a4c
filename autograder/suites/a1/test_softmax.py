"""Hidden tests of the exercise `softmax`: other data, combinations and edge cases."""

import math

import numpy as np

from given.testing import assert_close, contract
from oracles.losses import softmax_loss


def problem(rng, images=7, features=6, classes=4):
    """Weights, images and labels, all of unequal sizes.

    The right class of the first image is unlikely: its score is 18 below the best.
    """
    W, X = rng.normal(size=(features, classes)), rng.normal(size=(images, features))
    y = rng.integers(0, classes, size=images)
    W[0], X[0], y[0] = np.linspace(-2, 2, classes), 4.5 * np.eye(1, features), 0
    return W, X, y


def test_naive_loss_without_a_penalty(student, rng):
    """naive: the loss on random data (reg = 0)."""
    W, X, y = problem(rng)
    want, _ = softmax_loss(W, X, y, 0.0)
    loss, _ = student.losses.softmax_loss_naive(W, X, y, 0.0)
    assert_close(loss, want)


def test_naive_loss_with_a_penalty(student, rng):
    """naive: the loss on random data, with a strong penalty."""
    W, X, y = problem(rng, images=9, features=4, classes=6)
    want, _ = softmax_loss(W, X, y, 3.5)
    loss, _ = student.losses.softmax_loss_naive(W, X, y, 3.5)
    assert_close(loss, want)


def test_naive_gradient_without_a_penalty(student, rng):
    """naive: the gradient on random data (reg = 0)."""
    W, X, y = problem(rng, images=8, features=3, classes=5)
    _, want = softmax_loss(W, X, y, 0.0)
    _, dW = student.losses.softmax_loss_naive(W, X, y, 0.0)
    assert_close(dW, want)


def test_naive_gradient_with_a_penalty(student, rng):
    """naive: the gradient on random data, with a strong penalty."""
    W, X, y = problem(rng, images=5, features=7, classes=3)
    _, want = softmax_loss(W, X, y, 2.5)
    _, dW = student.losses.softmax_loss_naive(W, X, y, 2.5)
    assert_close(dW, want)


def test_naive_huge_scores_beside_small_ones(student, rng):
    """naive: an image with scores near 1e4, one near -1e4 and one near 1 in the same batch."""
    W, X, y = problem(rng, images=4, features=3, classes=5)
    W[1], X[:, 1] = W[0], X[:, 0]
    W[0], X[:, 0] = 1.0, [1e4, -1e4, 0.0, 3e3]
    loss_wanted, dW_wanted = softmax_loss(W, X, y, 0.1)
    loss, dW = student.losses.softmax_loss_naive(W, X, y, 0.1)
    assert_close(loss, loss_wanted)
    assert_close(dW, dW_wanted)


def test_naive_certainly_wrong_images_cost_their_score_difference(student):
    """naive: a right class whose probability rounds to 0 costs a finite loss."""
    scores, y = np.array([[-700.0, 0.0, 100.0], [-4000.0, 4000.0, 0.0]]), np.array([0, 0])
    loss, _ = student.losses.softmax_loss_naive(scores, np.eye(2), y, 0.0)
    assert_close(loss, (800.0 + 8000.0) / 2)


def test_naive_works_for_any_number_of_classes(student, rng):
    """naive: thirteen classes, two of which appear in the batch."""
    W, X, y = problem(rng, images=3, features=2, classes=13)
    y[1:] = 12
    loss_wanted, dW_wanted = softmax_loss(W, X, y, 0.2)
    loss, dW = student.losses.softmax_loss_naive(W, X, y, 0.2)
    assert_close(loss, loss_wanted)
    assert_close(dW, dW_wanted)


def test_naive_images_of_float32(student, rng):
    """naive: float32 images cost what they cost in float64."""
    W, X, y = problem(rng, images=6, features=5, classes=3)
    X = X.astype(np.float32)
    loss_wanted, dW_wanted = softmax_loss(W, X, y, 0.4)
    loss, dW = student.losses.softmax_loss_naive(W, X, y, 0.4)
    assert_close(loss, loss_wanted, rtol=1e-5, atol=1e-6)  # a product may round to float32
    assert_close(dW, dW_wanted, rtol=1e-5, atol=1e-6)


def test_vectorized_loss_without_a_penalty(student, rng):
    """vectorized: the loss on random data (reg = 0)."""
    W, X, y = problem(rng)
    want, _ = softmax_loss(W, X, y, 0.0)
    loss, _ = student.losses.softmax_loss_vectorized(W, X, y, 0.0)
    assert_close(loss, want)


def test_vectorized_loss_with_a_penalty(student, rng):
    """vectorized: the loss on random data, with a strong penalty."""
    W, X, y = problem(rng, images=9, features=4, classes=6)
    want, _ = softmax_loss(W, X, y, 3.5)
    loss, _ = student.losses.softmax_loss_vectorized(W, X, y, 3.5)
    assert_close(loss, want)


def test_vectorized_gradient_without_a_penalty(student, rng):
    """vectorized: the gradient on random data (reg = 0)."""
    W, X, y = problem(rng, images=8, features=3, classes=5)
    _, want = softmax_loss(W, X, y, 0.0)
    _, dW = student.losses.softmax_loss_vectorized(W, X, y, 0.0)
    assert_close(dW, want)


def test_vectorized_gradient_with_a_penalty(student, rng):
    """vectorized: the gradient on random data, with a strong penalty."""
    W, X, y = problem(rng, images=5, features=7, classes=3)
    _, want = softmax_loss(W, X, y, 2.5)
    _, dW = student.losses.softmax_loss_vectorized(W, X, y, 2.5)
    assert_close(dW, want)


def test_vectorized_huge_scores_beside_small_ones(student, rng):
    """vectorized: an image with scores near 1e4, one near -1e4 and one near 1 in the same batch."""
    W, X, y = problem(rng, images=4, features=3, classes=5)
    W[1], X[:, 1] = W[0], X[:, 0]
    W[0], X[:, 0] = 1.0, [1e4, -1e4, 0.0, 3e3]
    loss_wanted, dW_wanted = softmax_loss(W, X, y, 0.1)
    loss, dW = student.losses.softmax_loss_vectorized(W, X, y, 0.1)
    assert_close(loss, loss_wanted)
    assert_close(dW, dW_wanted)


def test_vectorized_certainly_wrong_images_cost_their_score_difference(student):
    """vectorized: a right class whose probability rounds to 0 costs a finite loss."""
    scores, y = np.array([[0.0, -800.0, -9000.0], [5000.0, -5000.0, 0.0]]), np.array([2, 1])
    loss, _ = student.losses.softmax_loss_vectorized(scores, np.eye(2), y, 0.0)
    assert_close(loss, (9000.0 + 10000.0) / 2)


def test_vectorized_works_for_any_number_of_classes(student, rng):
    """vectorized: thirteen classes, two of which appear in the batch."""
    W, X, y = problem(rng, images=3, features=2, classes=13)
    y[1:] = 12
    loss_wanted, dW_wanted = softmax_loss(W, X, y, 0.2)
    loss, dW = student.losses.softmax_loss_vectorized(W, X, y, 0.2)
    assert_close(loss, loss_wanted)
    assert_close(dW, dW_wanted)


def test_vectorized_images_of_float32(student, rng):
    """vectorized: float32 images cost what they cost in float64."""
    W, X, y = problem(rng, images=6, features=5, classes=3)
    X = X.astype(np.float32)
    loss_wanted, dW_wanted = softmax_loss(W, X, y, 0.4)
    loss, dW = student.losses.softmax_loss_vectorized(W, X, y, 0.4)
    assert_close(loss, loss_wanted, rtol=1e-5, atol=1e-6)  # a product may round to float32
    assert_close(dW, dW_wanted, rtol=1e-5, atol=1e-6)


def test_vectorized_is_a_mean_so_that_a_doubled_batch_changes_nothing(student, rng):
    """vectorized: the same images twice give the same loss and gradient."""
    W, X, y = problem(rng, images=5, features=3, classes=4)
    loss_wanted, dW_wanted = softmax_loss(W, X, y, 0.7)
    twice = np.concatenate([X, X]), np.concatenate([y, y])
    loss, dW = student.losses.softmax_loss_vectorized(W, *twice, 0.7)
    assert_close(loss, loss_wanted)
    assert_close(dW, dW_wanted)


def test_vectorized_one_image_is_a_batch(student, rng):
    """vectorized: a batch of one image; of two equally good classes each has probability 1/2."""
    x = rng.normal(size=(1, 4))
    want = np.concatenate([0.5 * x.T, -0.5 * x.T], axis=1)
    loss, dW = student.losses.softmax_loss_vectorized(np.zeros((4, 2)), x, np.array([1]), 0.0)
    assert_close(loss, math.log(2))
    assert_close(dW, want)


@contract
def test_vectorized_takes_any_integer_labels_and_memory_order(student, rng):
    """vectorized: uint8 labels and Fortran-ordered arrays are fine."""
    W, X, y = problem(rng)
    loss_wanted, dW_wanted = softmax_loss(W, X, y, 0.3)
    ordered = np.asfortranarray(W), np.asfortranarray(X), y.astype(np.uint8)
    loss, dW = student.losses.softmax_loss_vectorized(*ordered, 0.3)
    assert_close(loss, loss_wanted)
    assert_close(dW, dW_wanted)
