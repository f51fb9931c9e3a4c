"""Hidden tests of the exercise `svm`: other data, combinations and edge cases."""

import numpy as np

from given.testing import assert_close, contract
from oracles import hinge


def problem(rng, images=7, features=6, classes=4):
    """Weights, images and labels, all of unequal sizes, without a margin near its kink.

    The first image is right by far, the second wrong in every class.
    """
    while True:
        W, X = rng.normal(size=(features, classes)), rng.normal(size=(images, features))
        y = rng.integers(0, classes, size=images)
        W[0], X[:2] = np.linspace(-2, 2, classes), 9.0 * np.eye(1, features)
        y[:2] = classes - 1, 0
        scores = X @ W
        margins = scores - scores[np.arange(images), y][:, None] + 1
        if np.abs(margins).min() > 1e-3:
            return W, X, y


def check_loss_without_a_penalty(svm_loss, rng):
    W, X, y = problem(rng)
    want, _ = hinge.svm_loss(W, X, y, 0.0)
    loss, _ = svm_loss(W, X, y, 0.0)
    assert_close(loss, want)


def check_loss_with_a_penalty(svm_loss, rng):
    W, X, y = problem(rng, images=9, features=4, classes=6)
    want, _ = hinge.svm_loss(W, X, y, 3.5)
    loss, _ = svm_loss(W, X, y, 3.5)
    assert_close(loss, want)


def check_gradient_without_a_penalty(svm_loss, rng):
    W, X, y = problem(rng, images=8, features=3, classes=5)
    _, want = hinge.svm_loss(W, X, y, 0.0)
    _, dW = svm_loss(W, X, y, 0.0)
    assert_close(dW, want)


def check_gradient_with_a_penalty(svm_loss, rng):
    W, X, y = problem(rng, images=5, features=7, classes=3)
    _, want = hinge.svm_loss(W, X, y, 2.5)
    _, dW = svm_loss(W, X, y, 2.5)
    assert_close(dW, want)


def check_any_number_of_classes(svm_loss, rng):
    W, X, y = problem(rng, images=3, features=2, classes=13)
    loss_wanted, dW_wanted = hinge.svm_loss(W, X, y, 0.2)
    loss, dW = svm_loss(W, X, y, 0.2)
    assert_close(loss, loss_wanted)
    assert_close(dW, dW_wanted)


def check_leads_on_either_side_of_one(svm_loss):
    W, X, y = np.array([[0.0, 1.01, 5.0], [0.99, 0.0, 6.0]]), np.eye(2), np.array([1, 0])
    loss, dW = svm_loss(W, X, y, 0.0)
    assert_close(loss, ((5.0 - 1.01 + 1) + (0.01 + 6.0 - 0.99 + 1)) / 2)
    assert_close(dW, np.array([[0, -1, 1], [-2, 1, 1]]) / 2)


def check_right_images_leave_the_penalty_alone(svm_loss):
    W, X = np.array([[5.0, -5.0], [-4.0, 4.0], [0.5, 0.5]]), np.eye(2, 3)
    loss, dW = svm_loss(W.copy(), X, np.array([0, 1]), 0.3)
    assert_close(loss, 0.3 * 82.5)
    assert_close(dW, 0.6 * W)


def check_images_of_float32(svm_loss, rng):
    W, X, y = problem(rng, images=6, features=5, classes=3)
    X = X.astype(np.float32)
    loss_wanted, dW_wanted = hinge.svm_loss(W, X, y, 0.4)
    loss, dW = svm_loss(W, X, y, 0.4)
    assert_close(loss, loss_wanted, rtol=1e-5, atol=1e-6)  # a product may round to float32
    assert_close(dW, dW_wanted, rtol=1e-5, atol=1e-6)


def check_any_integer_labels_and_memory_order(svm_loss, rng):
    W, X, y = problem(rng)
    loss_wanted, dW_wanted = hinge.svm_loss(W, X, y, 0.3)
    ordered = np.asfortranarray(W), np.asfortranarray(X), y.astype(np.uint8)
    loss, dW = svm_loss(*ordered, 0.3)
    assert_close(loss, loss_wanted)
    assert_close(dW, dW_wanted)


def test_naive_loss_without_a_penalty(student, rng):
    """svm_loss_naive: the loss on random data (reg = 0)."""
    check_loss_without_a_penalty(student.losses.svm_loss_naive, rng)


def test_naive_loss_with_a_penalty(student, rng):
    """svm_loss_naive: the loss on random data, with a strong penalty."""
    check_loss_with_a_penalty(student.losses.svm_loss_naive, rng)


def test_naive_gradient_without_a_penalty(student, rng):
    """svm_loss_naive: the gradient on random data (reg = 0)."""
    check_gradient_without_a_penalty(student.losses.svm_loss_naive, rng)


def test_naive_gradient_with_a_penalty(student, rng):
    """svm_loss_naive: the gradient on random data, with a strong penalty."""
    check_gradient_with_a_penalty(student.losses.svm_loss_naive, rng)


def test_naive_any_number_of_classes(student, rng):
    """svm_loss_naive: thirteen classes, few of which appear in the batch."""
    check_any_number_of_classes(student.losses.svm_loss_naive, rng)


def test_naive_leads_on_either_side_of_one(student):
    """svm_loss_naive: a lead just below 1 still costs, one just above costs nothing."""
    check_leads_on_either_side_of_one(student.losses.svm_loss_naive)


def test_naive_right_images_leave_the_penalty_alone(student):
    """svm_loss_naive: where every right class leads by far, only the penalty is left."""
    check_right_images_leave_the_penalty_alone(student.losses.svm_loss_naive)


def test_naive_images_of_float32(student, rng):
    """svm_loss_naive: float32 images cost what they cost in float64."""
    check_images_of_float32(student.losses.svm_loss_naive, rng)


@contract
def test_naive_any_integer_labels_and_memory_order(student, rng):
    """svm_loss_naive: uint8 labels and Fortran-ordered arrays are fine."""
    check_any_integer_labels_and_memory_order(student.losses.svm_loss_naive, rng)


def test_vectorized_loss_without_a_penalty(student, rng):
    """svm_loss_vectorized: the loss on random data (reg = 0)."""
    check_loss_without_a_penalty(student.losses.svm_loss_vectorized, rng)


def test_vectorized_loss_with_a_penalty(student, rng):
    """svm_loss_vectorized: the loss on random data, with a strong penalty."""
    check_loss_with_a_penalty(student.losses.svm_loss_vectorized, rng)


def test_vectorized_gradient_without_a_penalty(student, rng):
    """svm_loss_vectorized: the gradient on random data (reg = 0)."""
    check_gradient_without_a_penalty(student.losses.svm_loss_vectorized, rng)


def test_vectorized_gradient_with_a_penalty(student, rng):
    """svm_loss_vectorized: the gradient on random data, with a strong penalty."""
    check_gradient_with_a_penalty(student.losses.svm_loss_vectorized, rng)


def test_vectorized_any_number_of_classes(student, rng):
    """svm_loss_vectorized: thirteen classes, few of which appear in the batch."""
    check_any_number_of_classes(student.losses.svm_loss_vectorized, rng)


def test_vectorized_leads_on_either_side_of_one(student):
    """svm_loss_vectorized: a lead just below 1 still costs, one just above costs nothing."""
    check_leads_on_either_side_of_one(student.losses.svm_loss_vectorized)


def test_vectorized_right_images_leave_the_penalty_alone(student):
    """svm_loss_vectorized: where every right class leads by far, only the penalty is left."""
    check_right_images_leave_the_penalty_alone(student.losses.svm_loss_vectorized)


def test_vectorized_images_of_float32(student, rng):
    """svm_loss_vectorized: float32 images cost what they cost in float64."""
    check_images_of_float32(student.losses.svm_loss_vectorized, rng)


def test_doubled_batch_changes_nothing(student, rng):
    """svm_loss_vectorized: the same images twice give the same loss and gradient."""
    W, X, y = problem(rng, images=5, features=3, classes=4)
    loss_wanted, dW_wanted = hinge.svm_loss(W, X, y, 0.7)
    twice = np.concatenate([X, X]), np.concatenate([y, y])
    loss, dW = student.losses.svm_loss_vectorized(W, *twice, 0.7)
    assert_close(loss, loss_wanted)
    assert_close(dW, dW_wanted)


def test_as_many_images_as_classes(student, rng):
    """svm_loss_vectorized: a batch of as many images as there are classes."""
    W, X, y = problem(rng, images=4, features=3, classes=4)
    loss_wanted, dW_wanted = hinge.svm_loss(W, X, y, 0.6)
    loss, dW = student.losses.svm_loss_vectorized(W, X, y, 0.6)
    assert_close(loss, loss_wanted)
    assert_close(dW, dW_wanted)


def test_one_image_is_a_batch(student, rng):
    """svm_loss_vectorized: a batch of one image; both scores are equal."""
    x = rng.normal(size=(1, 4))
    want = np.concatenate([x.T, -x.T], axis=1)
    loss, dW = student.losses.svm_loss_vectorized(np.zeros((4, 2)), x, np.array([1]), 0.0)
    assert_close(loss, 1.0)
    assert_close(dW, want)


@contract
def test_vectorized_any_integer_labels_and_memory_order(student, rng):
    """svm_loss_vectorized: uint8 labels and Fortran-ordered arrays are fine."""
    check_any_integer_labels_and_memory_order(student.losses.svm_loss_vectorized, rng)
