"""Hidden tests of the exercise `gates`: other data, combinations and edge cases."""

import numpy as np

from given.testing import assert_close
from oracles.graphs import value, vector_jacobian


def fresh(number_or_array):
    """A copy of an array; a number itself."""
    is_array = isinstance(number_or_array, np.ndarray)
    return number_or_array.copy() if is_array else number_or_array


def check_forward(gate, kind, *inputs):
    """Passes if the gate computes what the oracle does."""
    want = value(kind, *inputs)
    assert_close(gate.forward(*map(fresh, inputs)), want)


def check_backward(gate, kind, inputs, dz):
    """Passes if the gate's gradients are the oracle's; the gate has gone forward on the inputs."""
    want = vector_jacobian(kind, inputs, dz)
    gradients = gate.backward(fresh(dz))
    assert isinstance(gradients, tuple), "backward returns a tuple, also where there is one input"
    assert len(gradients) == len(want), "there is one gradient for each input"
    for gradient, wanted in zip(gradients, want, strict=True):
        assert_close(gradient, wanted)


def test_add_of_arrays(student, rng):
    """Add: two arrays of one shape."""
    x, y, dz = rng.normal(size=(3, 2, 4)), rng.normal(size=(3, 2, 4)), rng.normal(size=(3, 2, 4))
    gate = student.graph.Add()
    check_forward(gate, "Add", x, y)
    check_backward(gate, "Add", (x, y), dz)


def test_add_of_a_column_and_a_row(student, rng):
    """Add: a column and a row, which both are broadcast."""
    x, y, dz = rng.normal(size=(4, 1)), rng.normal(size=(1, 3)), rng.normal(size=(4, 3))
    gate = student.graph.Add()
    check_forward(gate, "Add", x, y)
    check_backward(gate, "Add", (x, y), dz)


def test_multiply_of_arrays(student, rng):
    """Multiply: two arrays of one shape."""
    x, y, dz = rng.normal(size=(2, 5)), rng.normal(size=(2, 5)), rng.normal(size=(2, 5))
    gate = student.graph.Multiply()
    check_forward(gate, "Multiply", x, y)
    check_backward(gate, "Multiply", (x, y), dz)


def test_multiply_of_a_row_and_a_matrix(student, rng):
    """Multiply: a row times a matrix, the row being broadcast."""
    x, y, dz = rng.normal(size=3), rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    gate = student.graph.Multiply()
    check_forward(gate, "Multiply", x, y)
    check_backward(gate, "Multiply", (x, y), dz)


def test_multiply_of_a_matrix_and_a_column(student, rng):
    """Multiply: a matrix times a column, the column being broadcast."""
    x, y, dz = rng.normal(size=(2, 5)), rng.normal(size=(2, 1)), rng.normal(size=(2, 5))
    gate = student.graph.Multiply()
    check_forward(gate, "Multiply", x, y)
    check_backward(gate, "Multiply", (x, y), dz)


def test_maximum_of_arrays(student, rng):
    """Maximum: arrays with elements of either sign, some of them equal."""
    x, y, dz = rng.normal(size=(3, 4)), rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    x[0, 0], y[0, 0], x[2, 1], y[2, 1] = -3.0, -2.0, 2.5, 2.0
    x[1, 2] = y[1, 2]
    gate = student.graph.Maximum()
    check_forward(gate, "Maximum", x, y)
    check_backward(gate, "Maximum", (x, y), dz)


def test_maximum_of_a_matrix_and_a_number(student, rng):
    """Maximum: a matrix and a number, on either side of each other."""
    x, dz = rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    x[1, 1], x[2, 3] = 2.0, -2.0
    gate = student.graph.Maximum()
    check_forward(gate, "Maximum", x, 0.25)
    check_backward(gate, "Maximum", (x, 0.25), dz)


def test_maximum_of_a_row_and_a_matrix(student, rng):
    """Maximum: a row and a matrix, the row being broadcast."""
    x, y, dz = rng.normal(size=5), rng.normal(size=(2, 5)), rng.normal(size=(2, 5))
    gate = student.graph.Maximum()
    check_forward(gate, "Maximum", x, y)
    check_backward(gate, "Maximum", (x, y), dz)


def test_sigmoid_of_arrays(student, rng):
    """Sigmoid: an array of three axes."""
    x, dz = rng.normal(size=(2, 3, 4)) * 3, rng.normal(size=(2, 3, 4))
    gate = student.graph.Sigmoid()
    check_forward(gate, "Sigmoid", x)
    check_backward(gate, "Sigmoid", (x,), dz)


def test_sigmoid_of_large_numbers_beside_small_ones(student, rng):
    """Sigmoid: numbers of hundreds beside numbers near 0, one far below 0."""
    x, dz = np.array([800.0, -0.3, -750.0, 0.2, -1000.0, 1000.0]), rng.normal(size=6)
    gate = student.graph.Sigmoid()
    check_forward(gate, "Sigmoid", x)
    check_backward(gate, "Sigmoid", (x,), dz)


def test_sum_of_arrays(student, rng):
    """Sum: an array of three axes."""
    x, dz = rng.normal(size=(2, 4, 3)), rng.normal()
    gate = student.graph.Sum()
    check_forward(gate, "Sum", x)
    check_backward(gate, "Sum", (x,), dz)


def test_gates_of_a_kind_remember_apart(student, rng):
    """Two gates of the same class do not share what they keep."""
    inputs = [(rng.normal(size=(2, 3)), rng.normal(size=(2, 3))) for _ in range(2)]
    dz = rng.normal(size=(2, 3))
    for kind in ("Multiply", "Maximum"):
        first, second = getattr(student.graph, kind)(), getattr(student.graph, kind)()
        check_forward(first, kind, *inputs[0])
        check_forward(second, kind, *inputs[1])
        check_backward(first, kind, inputs[0], dz)


def test_single_numbers(student, rng):
    """Every gate takes single numbers and gives single numbers."""
    for kind in ("Add", "Multiply", "Maximum", "Sigmoid", "Sum"):
        gate = getattr(student.graph, kind)()
        inputs = [float(rng.normal()) for _ in range(1 if kind in ("Sigmoid", "Sum") else 2)]
        dz = float(rng.normal())
        check_forward(gate, kind, *inputs)
        check_backward(gate, kind, inputs, dz)
