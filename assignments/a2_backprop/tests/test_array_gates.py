"""Public tests of the exercise `array_gates`: sum_to_shape and MatMul."""

import numpy as np

from given.testing import assert_close, contract

X = [[1.0, 2.0, 3.0], [0.0, -1.0, 2.0]]
Y = [[1.0, 0.0], [2.0, 1.0], [-1.0, 3.0]]
DZ = [[1.0, -1.0], [0.5, 2.0]]


def test_sum_to_shape_adds_over_axes_in_front(student):
    """sum_to_shape: a row that was added to two rows collects both of their gradients."""
    gradient = np.array([[1.0, 2.0, -3.0], [10.0, 0.5, 4.0]])
    assert_close(student.graph.sum_to_shape(gradient, (3,)), [11.0, 2.5, 1.0])


def test_sum_to_shape_adds_over_stretched_axes(student):
    """sum_to_shape: an axis of length 1 collects what it was stretched over, and stays."""
    gradient = np.array([[1.0, 2.0, -3.0], [10.0, 0.5, 4.0]])
    assert_close(student.graph.sum_to_shape(gradient, (2, 1)), [[0.0], [14.5]])


def test_sum_to_shape_does_both_at_once(student):
    """sum_to_shape: an axis in front and a stretched one, in the same array."""
    gradient = np.arange(12.0).reshape(2, 3, 2)  # entry [i, j, k] is 6 i + 2 j + k
    assert_close(student.graph.sum_to_shape(gradient, (3, 1)), [[14.0], [22.0], [30.0]])


def test_sum_to_shape_of_a_number_adds_everything(student):
    """sum_to_shape: the gradient of a single number is the sum of all elements."""
    gradient = np.array([[1.0, 2.0, -3.0], [10.0, 0.5, 4.0]])
    assert_close(student.graph.sum_to_shape(gradient, ()), 14.5)


def test_sum_to_shape_keeps_what_was_not_broadcast(student):
    """sum_to_shape: axes that were not broadcast stay what they are, of length 1 or longer."""
    gradient = np.array([[5.0, -2.0, 1.0]])
    assert_close(student.graph.sum_to_shape(gradient.copy(), (1, 3)), [[5.0, -2.0, 1.0]])
    assert_close(student.graph.sum_to_shape(gradient.copy(), (1, 1)), [[4.0]])


def test_matmul_multiplies_matrices(student):
    """MatMul: the product of a (2, 3) and a (3, 2) matrix."""
    assert_close(student.graph.MatMul().forward(np.array(X), np.array(Y)), [[2, 11], [-4, 5]])


def test_matmul_gradients_worked_by_hand(student):
    """MatMul: both gradients of a (2, 3) by (3, 2) product, element by element."""
    gate = student.graph.MatMul()
    gate.forward(np.array(X), np.array(Y))
    dx, dy = gate.backward(np.array(DZ))
    assert_close(dx, [[1.0, 1.0, -4.0], [0.5, 3.0, 5.5]])
    assert_close(dy, [[1.0, -1.0], [1.5, -4.0], [4.0, 1.0]])


def test_matmul_gradients_are_slopes(student, rng):
    """MatMul: the gradients along any direction are the slope of sum(z * dz) there."""
    x, y, dz = rng.normal(size=(4, 6)), rng.normal(size=(6, 3)), rng.normal(size=(4, 3))
    along_x, along_y = rng.normal(size=(4, 6)), rng.normal(size=(6, 3))
    ahead = student.graph.MatMul().forward(x + along_x, y + along_y)
    behind = student.graph.MatMul().forward(x - along_x, y - along_y)
    want = np.sum((ahead - behind) * dz) / 2  # exact, whatever the step: z has no cubes
    assert want != 0, "the product does not change when x and y do"
    gate = student.graph.MatMul()
    gate.forward(x, y)
    dx, dy = gate.backward(dz)
    assert_close(np.sum(dx * along_x) + np.sum(dy * along_y), want)


@contract
def test_arrays_are_left_as_they_came(student, rng):
    """sum_to_shape and both methods of MatMul change no array that they are given."""
    x, y, dz = rng.normal(size=(4, 6)), rng.normal(size=(6, 3)), rng.normal(size=(4, 3))
    before = x.copy(), y.copy(), dz.copy()
    gate = student.graph.MatMul()
    gate.forward(x, y)
    gate.backward(dz)
    student.graph.sum_to_shape(dz, (1, 3))
    assert all(np.array_equal(now, then) for now, then in zip((x, y, dz), before, strict=True))
