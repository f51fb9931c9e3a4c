"""Public tests of the exercise `squared_hinge`: squared_hinge_loss."""

import numpy as np

from given.testing import assert_close, contract

STEP = 1e-5  # of the central difference


def table_of_scores():
    """Weights (5, 3), four images and their labels; image i has the scores W[i]."""
    W = np.array(
        [[2.0, 1.5, -1.0], [0.25, 3.0, 1.0], [4.0, -2.0, 2.5], [1.0, 1.2, 1.1], [7.0, 8.0, 9.0]]
    )
    return W, np.eye(4, 5), np.array([0, 2, 0, 1])


def test_loss_is_the_mean_of_squared_margins(student):
    """squared_hinge_loss: each margin above 0 is squared, then they are summed; mean over N."""
    W, X, y = table_of_scores()
    loss, _ = student.losses.squared_hinge_loss(W, X, y, 0.0)
    assert_close(loss, (0.5**2 + (0.25**2 + 3.0**2) + 0.0 + (0.8**2 + 0.9**2)) / 4)


def test_gradient_is_twice_the_margins(student):
    """squared_hinge_loss: a class is pulled by twice its margin, the right one by their sum."""
    W, X, y = table_of_scores()
    _, dW = student.losses.squared_hinge_loss(W, X, y, 0.0)
    pulls = [[-1.0, 1.0, 0.0], [0.5, 6.0, -6.5], [0.0] * 3, [1.6, -3.4, 1.8], [0.0] * 3]
    assert_close(dW, np.array(pulls) / 4)


def test_gradient_is_the_slope_of_the_loss(student, rng):
    """squared_hinge_loss: the gradient along any direction is the slope of the loss there."""
    W, X, direction = rng.normal(size=(5, 4)), rng.normal(size=(6, 5)), rng.normal(size=(5, 4))
    y = rng.integers(0, 4, size=6)
    loss = student.losses.squared_hinge_loss
    ahead, _ = loss(W + STEP * direction, X, y, 0.2)
    behind, _ = loss(W - STEP * direction, X, y, 0.2)
    want = (ahead - behind) / (2 * STEP)
    assert want != 0, "the loss does not change when W does"
    _, dW = loss(W, X, y, 0.2)
    assert_close(np.sum(dW * direction), want, rtol=1e-6, atol=1e-7)  # rounding: 1e-14 / STEP


def test_penalty_is_reg_times_sum_of_squares(student):
    """squared_hinge_loss: black images cost C - 1 plus reg * sum(W * W)."""
    W, y = np.array([[1.0, -2.0, 0.5], [0.0, 3.0, -1.0]]), np.zeros(4, int)
    loss, dW = student.losses.squared_hinge_loss(W.copy(), np.zeros((4, 2)), y, 0.1)
    assert_close(loss, 2 + 0.1 * 15.25)
    assert_close(dW, np.array([[0.2, -0.4, 0.1], [0.0, 0.6, -0.2]]))


@contract
def test_results_have_the_promised_shapes(student, rng):
    """squared_hinge_loss: a single number, and dW of the shape of W, float64, X float32 or not."""
    W, X, y = rng.normal(size=(5, 4)), rng.normal(size=(6, 5)), rng.integers(0, 4, size=6)
    for images in (X, X.astype(np.float32)):
        loss, dW = student.losses.squared_hinge_loss(W, images, y, 0.1)
        assert np.shape(loss) == ()
        assert dW.shape == (5, 4)
        assert dW.dtype == np.float64


@contract
def test_inputs_are_left_as_they_came(student, rng):
    """squared_hinge_loss: W, X and y are left as they came."""
    W, X, y = rng.normal(size=(5, 4)), rng.normal(size=(6, 5)), rng.integers(0, 4, size=6)
    before = W.copy(), X.copy(), y.copy()
    student.losses.squared_hinge_loss(W, X, y, 0.1)
    assert all(np.array_equal(now, then) for now, then in zip((W, X, y), before, strict=True))
