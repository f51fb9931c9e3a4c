"""Public tests of the exercise `svm`: svm_loss_naive and svm_loss_vectorized."""

import numpy as np

from given.testing import assert_close, contract

STEP = 1e-5  # of the central differences


def small_problem(rng):
    """Weights (5, 4), six images, their labels, and a direction (5, 4) to walk in.

    Even weights and whole pixels make every score even and every margin odd: none is near 0, where
    the loss has a kink. The first image is certainly wrong, and bright.
    """
    W, X = 2.0 * rng.integers(-3, 4, size=(5, 4)), 1.0 * rng.integers(-3, 4, size=(6, 5))
    X[0, 0] = 20.0
    y = rng.integers(0, 4, size=6)
    y[0] = np.argmin(X[0] @ W)
    return W, X, y, rng.normal(size=(5, 4))


def table_of_scores():
    """Weights (5, 3), four images and their labels; image i has the scores W[i]."""
    W = np.array(
        [[2.0, 1.5, -1.0], [0.25, 3.0, 1.0], [4.0, -2.0, 2.5], [1.0, 1.2, 1.1], [7.0, 8.0, 9.0]]
    )
    return W, np.eye(4, 5), np.array([0, 2, 0, 1])


def check_equal_scores_cost_the_class_count_less_one(svm_loss):
    y = np.array([0, 6, 2, 2])
    loss, _ = svm_loss(np.zeros((5, 7)), np.ones((4, 5)), y, 0.0)
    assert_close(loss, 6.0)


def check_loss_is_the_mean_cost_of_the_images(svm_loss):
    W, X, y = table_of_scores()
    loss, _ = svm_loss(W, X, y, 0.0)
    assert_close(loss, (0.5 + (0.25 + 3.0) + 0.0 + (0.8 + 0.9)) / 4)


def check_gradient_counts_the_margins_above_zero(svm_loss):
    W, X, y = table_of_scores()
    _, dW = svm_loss(W, X, y, 0.0)
    pulls = [[-1, 1, 0], [1, 1, -2], [0, 0, 0], [1, -2, 1], [0, 0, 0]]
    assert_close(dW, np.array(pulls) / 4)


def check_gradient_is_the_slope_of_the_loss(svm_loss, rng):
    W, X, y, direction = small_problem(rng)
    ahead, _ = svm_loss(W + STEP * direction, X, y, 0.0)
    behind, _ = svm_loss(W - STEP * direction, X, y, 0.0)
    want = (ahead - behind) / (2 * STEP)
    assert want != 0, "the loss does not change when W does"
    _, dW = svm_loss(W, X, y, 0.0)
    assert_close(np.sum(dW * direction), want, rtol=1e-6, atol=1e-7)  # rounding: 1e-14 / STEP


def check_penalty_is_reg_times_sum_of_squares(svm_loss):
    W, y = np.array([[1.0, -2.0, 0.5], [0.0, 3.0, -1.0]]), np.zeros(4, int)
    loss, dW = svm_loss(W.copy(), np.zeros((4, 2)), y, 0.1)
    assert_close(loss, 2 + 0.1 * 15.25)
    assert_close(dW, np.array([[0.2, -0.4, 0.1], [0.0, 0.6, -0.2]]))


def check_results_have_the_promised_shapes(svm_loss, rng):
    W, X, y, _ = small_problem(rng)
    for images in (X, X.astype(np.float32)):
        loss, dW = svm_loss(W, images, y, 0.1)
        assert np.shape(loss) == ()
        assert dW.shape == (5, 4)
        assert dW.dtype == np.float64


def check_inputs_are_left_as_they_came(svm_loss, rng):
    W, X, y, _ = small_problem(rng)
    before = W.copy(), X.copy(), y.copy()
    svm_loss(W, X, y, 0.1)
    assert all(np.array_equal(now, then) for now, then in zip((W, X, y), before, strict=True))


def test_naive_equal_scores_cost_the_class_count_less_one(student):
    """svm_loss_naive: equal scores cost C - 1."""
    check_equal_scores_cost_the_class_count_less_one(student.losses.svm_loss_naive)


def test_naive_loss_is_the_mean_cost_of_the_images(student):
    """svm_loss_naive: margins above 0 are summed over the wrong classes; mean over N."""
    check_loss_is_the_mean_cost_of_the_images(student.losses.svm_loss_naive)


def test_naive_gradient_counts_the_margins_above_zero(student):
    """svm_loss_naive: each margin above 0 pulls on its class and on the right one."""
    check_gradient_counts_the_margins_above_zero(student.losses.svm_loss_naive)


def test_naive_gradient_is_the_slope_of_the_loss(student, rng):
    """svm_loss_naive: the gradient along any direction is the slope of the loss."""
    check_gradient_is_the_slope_of_the_loss(student.losses.svm_loss_naive, rng)


def test_naive_penalty_is_reg_times_sum_of_squares(student):
    """svm_loss_naive: black images cost C - 1 plus reg * sum(W * W)."""
    check_penalty_is_reg_times_sum_of_squares(student.losses.svm_loss_naive)


@contract
def test_naive_results_have_the_promised_shapes(student, rng):
    """svm_loss_naive: a number, and dW of the shape of W, float64, X float32 or not."""
    check_results_have_the_promised_shapes(student.losses.svm_loss_naive, rng)


@contract
def test_naive_inputs_are_left_as_they_came(student, rng):
    """svm_loss_naive: W, X and y are left as they came."""
    check_inputs_are_left_as_they_came(student.losses.svm_loss_naive, rng)


def test_vectorized_equal_scores_cost_the_class_count_less_one(student):
    """svm_loss_vectorized: equal scores cost C - 1."""
    check_equal_scores_cost_the_class_count_less_one(student.losses.svm_loss_vectorized)


def test_vectorized_loss_is_the_mean_cost_of_the_images(student):
    """svm_loss_vectorized: margins above 0 are summed over the wrong classes; mean over N."""
    check_loss_is_the_mean_cost_of_the_images(student.losses.svm_loss_vectorized)


def test_vectorized_gradient_counts_the_margins_above_zero(student):
    """svm_loss_vectorized: each margin above 0 pulls on its class and on the right one."""
    check_gradient_counts_the_margins_above_zero(student.losses.svm_loss_vectorized)


def test_vectorized_gradient_is_the_slope_of_the_loss(student, rng):
    """svm_loss_vectorized: the gradient along any direction is the slope of the loss."""
    check_gradient_is_the_slope_of_the_loss(student.losses.svm_loss_vectorized, rng)


def test_vectorized_penalty_is_reg_times_sum_of_squares(student):
    """svm_loss_vectorized: black images cost C - 1 plus reg * sum(W * W)."""
    check_penalty_is_reg_times_sum_of_squares(student.losses.svm_loss_vectorized)


@contract
def test_vectorized_results_have_the_promised_shapes(student, rng):
    """svm_loss_vectorized: a number, and dW of the shape of W, float64, X float32 or not."""
    check_results_have_the_promised_shapes(student.losses.svm_loss_vectorized, rng)


@contract
def test_vectorized_inputs_are_left_as_they_came(student, rng):
    """svm_loss_vectorized: W, X and y are left as they came."""
    check_inputs_are_left_as_they_came(student.losses.svm_loss_vectorized, rng)


@contract
def test_vectorized_has_no_python_loop(source):
    """svm_loss_vectorized: no Python loop, here or in a helper."""
    source.forbids("losses.svm_loss_vectorized", "loops")
