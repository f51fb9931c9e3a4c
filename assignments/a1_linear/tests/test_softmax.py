"""Public tests of the exercise `softmax`: softmax_loss_naive and softmax_loss_vectorized."""

import math

import numpy as np

from given.testing import assert_close, contract

STEP = 1e-5  # of the central differences


def small_problem(rng):
    """Weights (5, 4), six images, their labels, and a direction (5, 4) to walk in.

    The right class of the first image is unlikely: its score is 18 below the best.
    """
    W, X, y = rng.normal(size=(5, 4)), rng.normal(size=(6, 5)), rng.integers(0, 4, size=6)
    W[0], X[0], y[0] = [-2, 0, 1, 2], [4.5, 0, 0, 0, 0], 0
    return W, X, y, rng.normal(size=(5, 4))


def slope_along(loss, W, X, y, reg, direction):
    """Central difference of the loss at W along a direction: two calls."""
    ahead, _ = loss(W + STEP * direction, X, y, reg)
    behind, _ = loss(W - STEP * direction, X, y, reg)
    return (ahead - behind) / (2 * STEP)


def test_naive_equal_scores_cost_log_of_the_class_count(student):
    """naive: equal scores cost log C."""
    y = np.array([0, 6, 2, 2])
    loss, _ = student.losses.softmax_loss_naive(np.zeros((5, 7)), np.ones((4, 5)), y, 0.0)
    assert_close(loss, math.log(7))


def test_naive_loss_of_two_classes_is_the_mean_of_log_one_plus_exp(student):
    """naive: two classes cost log(1 + exp(wrong score - right score)); mean over N."""
    margins = np.array([2.0, -18.0, 0.5])  # score 0 minus score 1
    want = np.mean(np.log1p(np.exp([-2.0, 18.0, 0.5])))  # the third image belongs to class 1
    W, y = np.array([[1.0, 0.0]]), np.array([0, 0, 1])
    loss, _ = student.losses.softmax_loss_naive(W, margins[:, None], y, 0.0)
    assert_close(loss, want)


def test_naive_gradient_is_the_slope_of_the_loss(student, rng):
    """naive: the gradient along any direction is the slope of the loss there (reg = 0)."""
    W, X, y, direction = small_problem(rng)
    loss = student.losses.softmax_loss_naive
    want = slope_along(loss, W, X, y, 0.0, direction)
    assert want != 0, "the loss does not change when W does"
    _, dW = loss(W, X, y, 0.0)
    assert_close(np.sum(dW * direction), want, rtol=1e-6, atol=1e-8)  # rounding: 1e-16 / STEP


def test_naive_penalty_is_reg_times_sum_of_squares(student):
    """naive: black images cost log C plus reg * sum(W * W), and only the penalty has a slope."""
    W = np.array([[1.0, -2.0, 0.5], [0.0, 3.0, -1.0]])
    loss, dW = student.losses.softmax_loss_naive(W.copy(), np.zeros((4, 2)), np.zeros(4, int), 0.1)
    assert_close(loss, math.log(3) + 0.1 * 15.25)
    assert_close(dW, np.array([[0.2, -0.4, 0.1], [0.0, 0.6, -0.2]]))


def test_naive_scores_of_ten_thousand_stay_finite(student):
    """naive: scores of 1e4 and -1e4 give the right loss, not nan or inf."""
    W, X = np.array([[1e4, -1e4, 0.0]]), np.array([[1.0], [1.0], [-1.0]])
    loss, dW = student.losses.softmax_loss_naive(W, X, np.array([0, 2, 2]), 0.0)
    assert_close(loss, (0 + 1e4 + 1e4) / 3)  # how far the right score lies below the best
    assert_close(dW, np.array([[1.0, -1.0, 0.0]]) / 3)


@contract
def test_naive_results_have_the_promised_shapes(student, rng):
    """naive: a single number, and dW of the shape of W, float64, X float32 or not."""
    W, X, y, _ = small_problem(rng)
    for images in (X, X.astype(np.float32)):
        loss, dW = student.losses.softmax_loss_naive(W, images, y, 0.1)
        assert np.shape(loss) == ()
        assert dW.shape == (5, 4)
        assert dW.dtype == np.float64


@contract
def test_naive_leaves_its_inputs_as_they_came(student, rng):
    """naive: W, X and y are left as they came."""
    W, X, y, _ = small_problem(rng)
    before = W.copy(), X.copy(), y.copy()
    student.losses.softmax_loss_naive(W, X, y, 0.1)
    assert all(np.array_equal(now, then) for now, then in zip((W, X, y), before, strict=True))


def test_vectorized_equal_scores_cost_log_of_the_class_count(student):
    """vectorized: equal scores cost log C."""
    y = np.array([0, 6, 2, 2])
    loss, _ = student.losses.softmax_loss_vectorized(np.zeros((5, 7)), np.ones((4, 5)), y, 0.0)
    assert_close(loss, math.log(7))


def test_vectorized_loss_of_two_classes_is_the_mean_of_log_one_plus_exp(student):
    """vectorized: two classes cost log(1 + exp(wrong score - right score)); mean over N."""
    margins = np.array([2.0, -18.0, 0.5])  # score 0 minus score 1
    want = np.mean(np.log1p(np.exp([-2.0, 18.0, 0.5])))  # the third image belongs to class 1
    W, y = np.array([[1.0, 0.0]]), np.array([0, 0, 1])
    loss, _ = student.losses.softmax_loss_vectorized(W, margins[:, None], y, 0.0)
    assert_close(loss, want)


def test_vectorized_gradient_is_the_slope_of_the_loss(student, rng):
    """vectorized: the gradient along any direction is the slope of the loss there (reg = 0)."""
    W, X, y, direction = small_problem(rng)
    loss = student.losses.softmax_loss_vectorized
    want = slope_along(loss, W, X, y, 0.0, direction)
    assert want != 0, "the loss does not change when W does"
    _, dW = loss(W, X, y, 0.0)
    assert_close(np.sum(dW * direction), want, rtol=1e-6, atol=1e-8)  # rounding: 1e-16 / STEP


def test_vectorized_penalty_is_reg_times_sum_of_squares(student):
    """vectorized: black images cost log C plus reg * sum(W * W); only the penalty has a slope."""
    W, y = np.array([[1.0, -2.0, 0.5], [0.0, 3.0, -1.0]]), np.zeros(4, int)
    loss, dW = student.losses.softmax_loss_vectorized(W.copy(), np.zeros((4, 2)), y, 0.1)
    assert_close(loss, math.log(3) + 0.1 * 15.25)
    assert_close(dW, np.array([[0.2, -0.4, 0.1], [0.0, 0.6, -0.2]]))


def test_vectorized_scores_of_ten_thousand_stay_finite(student):
    """vectorized: scores of 1e4 and -1e4 give the right loss, not nan or inf."""
    W, X = np.array([[1e4, -1e4, 0.0]]), np.array([[1.0], [1.0], [-1.0]])
    loss, dW = student.losses.softmax_loss_vectorized(W, X, np.array([0, 2, 2]), 0.0)
    assert_close(loss, (0 + 1e4 + 1e4) / 3)  # how far the right score lies below the best
    assert_close(dW, np.array([[1.0, -1.0, 0.0]]) / 3)


@contract
def test_vectorized_results_have_the_promised_shapes(student, rng):
    """vectorized: a single number, and dW of the shape of W, float64, X float32 or not."""
    W, X, y, _ = small_problem(rng)
    for images in (X, X.astype(np.float32)):
        loss, dW = student.losses.softmax_loss_vectorized(W, images, y, 0.1)
        assert np.shape(loss) == ()
        assert dW.shape == (5, 4)
        assert dW.dtype == np.float64


@contract
def test_vectorized_leaves_its_inputs_as_they_came(student, rng):
    """vectorized: W, X and y are left as they came."""
    W, X, y, _ = small_problem(rng)
    before = W.copy(), X.copy(), y.copy()
    student.losses.softmax_loss_vectorized(W, X, y, 0.1)
    assert all(np.array_equal(now, then) for now, then in zip((W, X, y), before, strict=True))


@contract
def test_vectorized_has_no_python_loop(source):
    """vectorized: no Python loop, here or in a helper."""
    source.forbids("losses.softmax_loss_vectorized", "loops")
