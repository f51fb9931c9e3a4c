"""Public tests of the exercise `affine`: affine_forward and affine_backward."""

import numpy as np

from given.testing import assert_close, contract


def problem(rng):
    """Four images of (2, 3) numbers, weights (6, 3), biases (3,) and a gradient dout (4, 3)."""
    return (
        rng.normal(size=(4, 2, 3)),
        rng.normal(size=(6, 3)),
        rng.normal(size=3),
        rng.normal(size=(4, 3)),
    )


def change_along(layers, x, w, b, dout, direction):
    """What sum(dout * out) gains if the arguments move by `direction`: two calls."""
    ahead = [u + v for u, v in zip((x, w, b), direction, strict=True)]
    before, _ = layers.affine_forward(x.copy(), w.copy(), b.copy())
    after, _ = layers.affine_forward(*ahead)
    assert not np.array_equal(after, before), "out does not change when the arguments do"
    return np.sum(dout * (after - before))


def test_forward_of_two_images_worked_by_hand(student):
    """affine_forward: two images of three features, two outputs."""
    x, b = np.array([[1.0, 2.0, 0.0], [0.0, -1.0, 3.0]]), np.array([10.0, 20.0])
    w = np.array([[1.0, 0.5], [2.0, 0.0], [-1.0, 4.0]])
    out, _ = student.layers.affine_forward(x, w, b)
    assert_close(out, np.array([[15.0, 20.5], [5.0, 32.0]]))


def test_forward_puts_the_numbers_of_an_image_in_a_row(student):
    """affine_forward: an image of (2, 3) numbers is a row of 6, the last axis running fastest."""
    x = np.array([[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], [[7.0, 8.0, 9.0], [0.0, 1.0, 2.0]]])
    w = np.array([[1e5], [1e4], [1e3], [1e2], [1e1], [1e0]])
    out, _ = student.layers.affine_forward(x, w, np.array([0.5]))
    assert_close(out, np.array([[123456.5], [789012.5]]))


def test_dx_is_what_a_change_of_x_brings(student, rng):
    """affine_backward: dx tells how sum(dout * out) changes with x."""
    x, w, b, dout = problem(rng)
    step = rng.normal(size=x.shape)
    want = change_along(student.layers, x, w, b, dout, (step, 0, 0))  # exact: out is linear in x
    _, cache = student.layers.affine_forward(x, w, b)
    dx, _, _ = student.layers.affine_backward(dout, cache)
    assert_close(np.sum(dx * step), want)


def test_dx_of_one_output_is_its_weights_in_the_shape_of_x(student):
    """affine_backward: one output that counts once gives dx the weights, shaped as x is."""
    x, w = np.ones((2, 2, 2)), np.array([[1.0, 5.0], [2.0, 6.0], [3.0, 7.0], [4.0, 8.0]])
    _, cache = student.layers.affine_forward(x, w, np.zeros(2))
    dx, _, _ = student.layers.affine_backward(np.array([[1.0, 0.0], [0.0, -2.0]]), cache)
    assert_close(dx, np.array([[[1.0, 2.0], [3.0, 4.0]], [[-10.0, -12.0], [-14.0, -16.0]]]))


def test_dw_is_what_a_change_of_w_brings(student, rng):
    """affine_backward: dw tells how sum(dout * out) changes with w."""
    x, w, b, dout = problem(rng)
    step = rng.normal(size=w.shape)
    want = change_along(student.layers, x, w, b, dout, (0, step, 0))  # exact: out is linear in w
    _, cache = student.layers.affine_forward(x, w, b)
    _, dw, _ = student.layers.affine_backward(dout, cache)
    assert_close(np.sum(dw * step), want)


def test_db_adds_up_what_the_images_say(student):
    """affine_backward: every image adds to the gradient of the biases."""
    dout = np.array([[1.0, -2.0], [0.5, 4.0], [3.0, 0.25]])
    _, cache = student.layers.affine_forward(np.ones((3, 5)), np.ones((5, 2)), np.zeros(2))
    _, _, db = student.layers.affine_backward(dout, cache)
    assert_close(db, np.array([4.5, 2.25]))


@contract
def test_gradients_have_the_shapes_of_their_arguments(student, rng):
    """affine_backward: dx has x's shape, dw has w's, db has b's."""
    x, w, b, dout = problem(rng)
    _, cache = student.layers.affine_forward(x, w, b)
    gradients = student.layers.affine_backward(dout, cache)
    assert [np.shape(gradient) for gradient in gradients] == [(4, 2, 3), (6, 3), (3,)]
