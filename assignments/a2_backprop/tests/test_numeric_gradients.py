"""Public tests of the exercise `numeric_gradients`: numeric gradients, Jacobians, their errors.

The functions that are differentiated are those of given/probes.py, whose derivatives are known.
"""

import numpy as np
import pytest

from given import probes
from given.testing import assert_close, contract

ROUNDING = 1e-8  # of centred differences, generously: it is about 1e-16 / h
DF = [[1.0, 2.0, 0.0], [0.0, -1.0, 3.0], [4.0, 0.0, 2.0]]


def test_gradient_of_cubes(student, rng):
    """eval_numerical_gradient_array: of x**3 it is 3 x**2 times df, element by element."""
    x, df = rng.normal(size=(2, 3)), rng.normal(size=(2, 3))
    want = 3 * x**2 * df
    got = student.gradients.eval_numerical_gradient_array(probes.cubes, x, df)
    assert_close(got, want, atol=ROUNDING)


def test_gradient_of_a_function_with_another_shape(student):
    """eval_numerical_gradient_array: f makes (3, 3) of (3,); every output counts, times its df."""
    x = np.array([1.0, -2.0, 3.0])
    want = [10.0, 15.0, 10.0]  # (df + df.T) @ x
    got = student.gradients.eval_numerical_gradient_array(probes.outer_square, x, np.array(DF))
    assert_close(got, want, atol=ROUNDING)


def test_gradient_of_a_function_that_returns_a_number(student):
    """eval_numerical_gradient_array: f returns a number, and df is one."""
    x = np.array([[0.0, np.pi / 3], [np.pi / 2, np.pi]])
    got = student.gradients.eval_numerical_gradient_array(probes.sine_sum, x, -2.0)
    assert_close(got, [[-2.0, -1.0], [0.0, 2.0]], atol=ROUNDING)


def test_gradient_steps_by_h_to_both_sides(student):
    """eval_numerical_gradient_array: with a long step, a cube has 3 x**2 + h**2, no more."""
    x, df = np.array([1.0, -2.0, 0.0]), np.array([1.0, 2.0, -3.0])
    got = student.gradients.eval_numerical_gradient_array(probes.cubes, x, df, h=0.5)
    assert_close(got, [3.25, 24.5, -0.75])


def test_gradient_of_a_parabola_is_exact_for_any_step(student):
    """eval_numerical_gradient_array: squares come out exactly, even with a step of 1."""
    x = np.array([1.0, -2.0, 3.0])
    got = student.gradients.eval_numerical_gradient_array(probes.outer_square, x, np.array(DF), h=1)
    assert_close(got, [10.0, 15.0, 10.0])


def test_gradient_of_a_function_that_returns_its_argument(student):
    """eval_numerical_gradient_array: f returns its argument itself, and df comes out."""
    df = np.array([[1.0, -2.0, 0.5]])
    got = student.gradients.eval_numerical_gradient_array(
        probes.unchanged, np.array([[3.0, 4.0, 5.0]]), df.copy()
    )
    assert_close(got, df, atol=ROUNDING)


def test_gradient_at_integers_and_at_float32(student):
    """eval_numerical_gradient_array: x of integers or float32; float64 does the work."""
    df = np.array([1.0, 0.5, -1.0])
    for dtype in (np.int64, np.float32):
        x = np.array([1, -2, 3], dtype=dtype)
        got = student.gradients.eval_numerical_gradient_array(probes.cubes, x, df.copy())
        assert_close(got, [3.0, 6.0, -27.0], atol=ROUNDING)


def test_jacobian_of_bowl_and_wave(student):
    """jacobian: (x^2 + y^2, e^x + sin y) at (1, 0) has [[2, 0], [e, 1]]."""
    got = student.gradients.jacobian(probes.bowl_and_wave, np.array([1.0, 0.0]))
    assert_close(got, [[2.0, 0.0], [np.e, 1.0]], atol=ROUNDING)


def test_jacobian_with_fewer_outputs_than_inputs(student):
    """jacobian: one row for each output, one column for each input."""
    got = student.gradients.jacobian(probes.neighbour_products, np.array([2.0, -3.0, 5.0]))
    assert_close(got, [[-3.0, 2.0, 0.0], [0.0, 5.0, -3.0]], atol=ROUNDING)


def test_jacobian_of_an_elementwise_function_is_diagonal(student):
    """jacobian: of x**3 it is diagonal; with a long step, 3 x**2 + h**2."""
    got = student.gradients.jacobian(probes.cubes, np.array([1.0, -2.0, 0.0]), h=0.5)
    assert_close(got, np.diag([3.25, 12.25, 0.25]))


def test_jacobian_of_a_function_that_returns_its_argument(student):
    """jacobian: f returns its argument itself, and the identity comes out; x is of integers."""
    got = student.gradients.jacobian(probes.unchanged, np.array([3, 1, 4]))
    assert_close(got, np.eye(3), atol=ROUNDING)


def test_jacobians_obey_the_chain_rule(student):
    """jacobian: of z = (x - y) / y with x = t^2 and y = 2 t, the chain rule makes dz/dt = 1/2."""
    for t in (-3.0, 0.5, 2.0):
        outer = student.gradients.jacobian(probes.relative_difference, np.array([t * t, 2 * t]))
        inner = student.gradients.jacobian(probes.square_and_double, np.array([t]))
        assert_close(outer @ inner, [[0.5]], atol=ROUNDING)


def test_rel_error_is_the_largest_of_all(student):
    """rel_error: |x - y| / (|x| + |y|) of the worst element, whatever the signs."""
    x, y = np.array([[1.0, -3.0], [0.0, 2.0]]), np.array([[1.0, -1.0], [0.0, 2.5]])
    assert_close(student.gradients.rel_error(y, x), 0.5)
    assert_close(student.gradients.rel_error(x, y), 0.5)
    assert_close(student.gradients.rel_error(2.0, -2.0), 1.0)


def test_rel_error_of_numbers_near_zero(student):
    """rel_error: below 1e-8 in all, differences are compared with 1e-8."""
    got = student.gradients.rel_error(np.array([1e-10, 5.0]), np.array([0.0, 5.0]))
    assert_close(got, 0.01)
    assert_close(student.gradients.rel_error(np.zeros(3), np.zeros(3)), 0.0)


def test_rel_error_of_other_shapes_is_refused(student):
    """rel_error: shapes that differ raise a ValueError, though they would broadcast."""
    with pytest.raises(ValueError):  # noqa: PT011 - the words are free
        student.gradients.rel_error(np.ones((3, 1)), np.ones(3))


@contract
def test_results_have_the_promised_forms(student, rng):
    """Float64 of the promised shapes, and a single number."""
    x, df = rng.normal(size=(2, 4)), rng.normal(size=(2, 4))
    gradient = student.gradients.eval_numerical_gradient_array(probes.cubes, x, df)
    matrix = student.gradients.jacobian(probes.neighbour_products, rng.normal(size=4))
    assert (gradient.shape, gradient.dtype) == ((2, 4), np.float64)
    assert (matrix.shape, matrix.dtype) == ((3, 4), np.float64)
    assert np.shape(student.gradients.rel_error(x, df)) == ()


@contract
def test_x_is_as_it_came_after_the_call(student, rng):
    """eval_numerical_gradient_array and jacobian leave x exactly as it came."""
    x, df = rng.normal(size=4), rng.normal(size=4)
    before = x.copy()
    student.gradients.eval_numerical_gradient_array(probes.cubes, x, df)
    student.gradients.jacobian(probes.cubes, x)
    assert np.array_equal(x, before)
