"""Public tests of the exercise `maxout`: maxout_forward and maxout_backward."""

import numpy as np

from given.testing import assert_close, contract

STEP = 1e-5  # of the central differences


def problem(rng):
    """Four images of 5 features, three units of 2 pieces, and a gradient dout (4, 3).

    The two pieces of a unit are never nearly equal: there the output has a kink.
    """
    while True:
        x, w, b = rng.normal(size=(4, 5)), rng.normal(size=(5, 3, 2)), rng.normal(size=(3, 2))
        lead = x @ (w[:, :, 0] - w[:, :, 1]) + b[:, 0] - b[:, 1]
        if np.abs(lead).min() > 1e-2:
            return x, w, b, rng.normal(size=(4, 3))


def slope_along(layers, x, w, b, dout, direction):
    """Central difference of sum(dout * out) along a direction of the arguments: two calls."""
    moved = [[u + s * v for u, v in zip((x, w, b), direction, strict=True)] for s in (STEP, -STEP)]
    ahead, behind = (layers.maxout_forward(*arguments)[0] for arguments in moved)
    assert not np.array_equal(ahead, behind), "out does not change when the arguments do"
    return np.sum(dout * (ahead - behind)) / (2 * STEP)


def test_forward_worked_by_hand(student):
    """maxout_forward: the largest piece of each unit, for each image."""
    x = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 0.0]])
    w = np.array([[[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]], [[0.0, 2.0, 1.0], [-1.0, 0.0, -2.0]]])
    b = np.array([[0.5, -4.0, 0.0], [0.0, 1.0, 0.0]])
    out, _ = student.layers.maxout_forward(x, w, b)  # pieces: (1.5, 0, 1), (0, 2, -4); ...
    assert_close(out, np.array([[1.5, 2.0], [0.5, 2.0], [3.5, 6.0]]))


def test_forward_of_two_pieces_makes_a_relu(student, rng):
    """maxout_forward: beside a piece of zeros, one piece is a rectifier; one is none."""
    x, w, b = rng.normal(size=(6, 1)), np.array([[[1.0, 0.0]]]), np.zeros((1, 2))
    want = np.where(x > 0, x, 0.0)
    out, _ = student.layers.maxout_forward(x.copy(), w, b)
    assert_close(out, want)
    out, _ = student.layers.maxout_forward(x.copy(), np.ones((1, 1, 1)), np.zeros((1, 1)))
    assert_close(out, x)


def test_backward_reaches_the_winning_piece_only(student):
    """maxout_backward: a unit's gradient goes to the piece that was largest for the image."""
    x, dout = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 1.0]]), np.array([[2.0], [-3.0], [0.5]])
    w, b = np.array([[[1.0, 0.0]], [[0.0, 2.0]]]), np.zeros((1, 2))
    _, cache = student.layers.maxout_forward(x, w, b)  # pieces: (1, 4), (0, -2), (3, 2)
    dx, dw, db = student.layers.maxout_backward(dout, cache)
    assert_close(dx, np.array([[0.0, 4.0], [-3.0, 0.0], [0.5, 0.0]]))
    assert_close(dw, np.array([[[1.5, 2.0]], [[3.5, 4.0]]]))
    assert_close(db, np.array([[-2.5, 2.0]]))


def test_gradients_are_the_slopes_of_the_output(student, rng):
    """maxout_backward: dx, dw and db tell how sum(dout * out) changes with x, w and b."""
    x, w, b, dout = problem(rng)
    for place, at in enumerate((x, w, b)):
        direction: list = [0, 0, 0]
        direction[place] = rng.uniform(-1, 1, size=at.shape)
        want = slope_along(student.layers, x, w, b, dout, direction)
        _, cache = student.layers.maxout_forward(x.copy(), w.copy(), b.copy())
        gradients = student.layers.maxout_backward(dout.copy(), cache)
        got = np.sum(gradients[place] * direction[place])
        assert_close(got, want, rtol=1e-6, atol=1e-8)  # rounding: 1e-16 / STEP


@contract
def test_gradients_have_the_shapes_of_their_arguments(student, rng):
    """maxout_backward: dx has x's shape, dw has w's, db has b's."""
    x, w, b, dout = problem(rng)
    _, cache = student.layers.maxout_forward(x, w, b)
    gradients = student.layers.maxout_backward(dout, cache)
    assert [np.shape(gradient) for gradient in gradients] == [(4, 5), (5, 3, 2), (3, 2)]
