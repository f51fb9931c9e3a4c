"""Public tests of the exercise `gates`: Add, Multiply, Maximum, Sigmoid and Sum."""

import numpy as np

from given.testing import assert_close, contract


def only(gradients):
    """The gradient in a tuple of one."""
    assert isinstance(gradients, tuple), "backward returns a tuple, also where there is one input"
    assert len(gradients) == 1, "there is one gradient for each input"
    return gradients[0]


def test_add_hands_the_gradient_on(student):
    """Add: z = x + y, and all of dz goes to both inputs."""
    gate = student.graph.Add()
    assert_close(gate.forward(3.0, -1.5), 1.5)
    dx, dy = gate.backward(0.7)
    assert_close(dx, 0.7)
    assert_close(dy, 0.7)


def test_add_of_other_shapes_sums_gradients_back(student):
    """Add: where y was broadcast, dy has the shape of y again (by sum_to_shape)."""
    gate = student.graph.Add()
    z = gate.forward(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.array([0.5, 0.0, -1.0]))
    assert_close(z, [[1.5, 2.0, 2.0], [4.5, 5.0, 5.0]])
    dx, dy = gate.backward(np.array([[1.0, -2.0, 0.5], [3.0, 7.0, 4.0]]))
    assert_close(dx, [[1.0, -2.0, 0.5], [3.0, 7.0, 4.0]])
    assert_close(dy, [4.0, 5.0, 4.5])


def test_multiply_scales_by_the_other_factor(student):
    """Multiply: z = x * y; the slope by one factor is the other factor."""
    gate = student.graph.Multiply()
    assert_close(gate.forward(3.0, -4.0), -12.0)
    dx, dy = gate.backward(2.5)
    assert_close(dx, -10.0)
    assert_close(dy, 7.5)


def test_multiply_by_a_number_sums_its_gradient(student):
    """Multiply: a number times an array; the gradient of the number is a number."""
    gate = student.graph.Multiply()
    assert_close(gate.forward(2.0, np.array([1.0, -3.0, 0.5])), [2.0, -6.0, 1.0])
    dx, dy = gate.backward(np.array([10.0, 1.0, -2.0]))
    assert_close(dx, 10.0 - 3.0 - 1.0)
    assert_close(dy, [20.0, 2.0, -4.0])


def test_maximum_routes_the_gradient_to_the_larger(student):
    """Maximum: element by element, dz goes to the larger of the two; the other gets 0."""
    gate = student.graph.Maximum()
    assert_close(gate.forward(np.array([1.0, 4.0]), np.array([3.0, -5.0])), [3.0, 4.0])
    dx, dy = gate.backward(np.array([0.5, -2.0]))
    assert_close(dx, [0.0, -2.0])
    assert_close(dy, [0.5, 0.0])


def test_maximum_of_equal_numbers_sends_the_gradient_to_x(student):
    """Maximum: where x and y are equal, all of dz goes to x."""
    gate = student.graph.Maximum()
    assert_close(gate.forward(np.array([2.0, -1.0]), np.array([2.0, 6.0])), [2.0, 6.0])
    dx, dy = gate.backward(np.array([3.0, 7.0]))
    assert_close(dx, [3.0, 0.0])
    assert_close(dy, [0.0, 7.0])


def test_sigmoid_of_zero_and_of_log_three(student):
    """Sigmoid: 1/2 with slope 1/4 at 0; 3/4 with slope 3/16 at log 3."""
    gate = student.graph.Sigmoid()
    assert_close(gate.forward(np.array([0.0, np.log(3)])), [0.5, 0.75])
    assert_close(only(gate.backward(np.array([2.0, -8.0]))), [0.5, -1.5])


def test_sigmoid_of_a_thousand_stays_finite(student):
    """Sigmoid: inputs of 1000 and -1000 give 1 and 0, with slope 0, not nan."""
    gate = student.graph.Sigmoid()
    assert_close(gate.forward(np.array([1000.0, -1000.0])), [1.0, 0.0])
    assert_close(only(gate.backward(np.array([5.0, -3.0]))), [0.0, 0.0])


def test_sum_copies_the_gradient_to_every_element(student):
    """Sum: the total of all elements; each element gets dz."""
    gate = student.graph.Sum()
    assert_close(gate.forward(np.array([[1.0, 2.0, 3.0], [4.0, -5.0, 0.5]])), 5.5)
    assert_close(only(gate.backward(-1.5)), np.full((2, 3), -1.5))


def test_backward_may_be_called_again(student):
    """Multiply: a second call of backward answers for its own dz."""
    gate = student.graph.Multiply()
    gate.forward(np.array([3.0, -2.0]), np.array([5.0, 0.5]))
    gate.backward(np.array([100.0, 100.0]))
    dx, dy = gate.backward(np.array([2.0, -1.0]))
    assert_close(dx, [10.0, -0.5])
    assert_close(dy, [6.0, 2.0])


@contract
def test_gates_leave_what_they_are_given(student, rng):
    """Neither forward nor backward changes its arrays, whatever the gate."""
    for name in ("Add", "Multiply", "Maximum", "Sigmoid", "Sum"):
        gate = getattr(student.graph, name)()
        inputs = [rng.normal(size=(2, 3)) for _ in range(1 if name in ("Sigmoid", "Sum") else 2)]
        dz = rng.normal(size=() if name == "Sum" else (2, 3))
        before = [each.copy() for each in (*inputs, dz)]
        gate.forward(*inputs)
        gate.backward(dz)
        assert all(
            np.array_equal(now, then) for now, then in zip((*inputs, dz), before, strict=True)
        )
