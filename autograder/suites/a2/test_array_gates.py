"""Hidden tests of the exercise `array_gates`: other data, combinations and edge cases."""

from given.testing import assert_close
from oracles.graphs import summed_to, value, vector_jacobian


def check_sums(student, gradient, *shapes):
    """Passes if a gradient comes back to each shape as the oracle's does."""
    for shape in shapes:
        want = summed_to(gradient, shape)
        assert_close(student.graph.sum_to_shape(gradient.copy(), shape), want)


def check_product(student, x, y, dz):
    """Passes if a new MatMul gate gives the oracle's value and gradients."""
    z, (dx_wanted, dy_wanted) = value("MatMul", x, y), vector_jacobian("MatMul", (x, y), dz)
    gate = student.graph.MatMul()
    assert_close(gate.forward(x.copy(), y.copy()), z)
    dx, dy = gate.backward(dz.copy())
    assert_close(dx, dx_wanted)
    assert_close(dy, dy_wanted)


def test_sum_to_shape_over_several_axes_in_front(student, rng):
    """sum_to_shape: one, two and three axes that broadcasting put in front."""
    check_sums(student, rng.normal(size=(2, 4, 3, 5)), (4, 3, 5), (3, 5), (5,), ())


def test_sum_to_shape_of_equal_lengths(student, rng):
    """sum_to_shape: a square gradient, where only the position tells the axes apart."""
    check_sums(student, rng.normal(size=(4, 4)), (4,), (1, 4), (4, 1))


def test_sum_to_shape_over_stretched_axes(student, rng):
    """sum_to_shape: axes of length 1 at the start, in the middle, at the end, and several."""
    check_sums(
        student, rng.normal(size=(2, 4, 3)), (1, 4, 3), (2, 1, 3), (2, 4, 1), (1, 4, 1), (1, 1, 1)
    )


def test_sum_to_shape_over_axes_of_both_kinds(student, rng):
    """sum_to_shape: axes in front and stretched ones together."""
    check_sums(student, rng.normal(size=(2, 3, 4, 5)), (4, 1), (1, 5), (3, 1, 5), (1, 1))


def test_sum_to_shape_where_the_result_has_axes_of_length_one(student, rng):
    """sum_to_shape: the gradient itself has an axis of length 1."""
    check_sums(student, rng.normal(size=(4, 1, 3)), (1, 3), (4, 1, 3), (1, 1, 3), (3,))


def test_matmul_of_unequal_sizes(student, rng):
    """MatMul: matrices of three unequal sizes."""
    check_product(
        student, rng.normal(size=(4, 6)), rng.normal(size=(6, 3)), rng.normal(size=(4, 3))
    )


def test_matmul_of_square_matrices(student, rng):
    """MatMul: square matrices, where a forgotten transpose has the right shape."""
    check_product(student, *(rng.normal(size=(3, 3)) for _ in range(3)))


def test_matmul_of_one_row_and_one_column(student, rng):
    """MatMul: a single row times a matrix, and a matrix times a single column."""
    check_product(
        student, rng.normal(size=(1, 5)), rng.normal(size=(5, 2)), rng.normal(size=(1, 2))
    )
    check_product(
        student, rng.normal(size=(2, 5)), rng.normal(size=(5, 1)), rng.normal(size=(2, 1))
    )


def test_matmul_backward_again_after_another_gate(student, rng):
    """MatMul: backward answers for its own gate and its own dz, however often it is called."""
    x, y = rng.normal(size=(4, 2)), rng.normal(size=(2, 3))
    first, second = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    want = vector_jacobian("MatMul", (x, y), second)
    gate, other = student.graph.MatMul(), student.graph.MatMul()
    gate.forward(x.copy(), y.copy())
    other.forward(rng.normal(size=(4, 2)), rng.normal(size=(2, 3)))
    gate.backward(first)
    for gradient, wanted in zip(gate.backward(second.copy()), want, strict=True):
        assert_close(gradient, wanted)
