"""Hidden tests of the exercise `numeric_gradients`: other data, combinations and edge cases."""

import numpy as np
import pytest

from given import probes
from given.testing import assert_close
from oracles.differences import array_gradient, jacobian, rel_error

ROUNDING = 1e-8  # of centred differences, generously: it is about 1e-16 / h


def test_gradient_of_three_axes(student, rng):
    """eval_numerical_gradient_array: an array of three axes."""
    x, df = rng.normal(size=(2, 3, 4)), rng.normal(size=(2, 3, 4))
    want = array_gradient(probes.cubes, x, df)
    got = student.gradients.eval_numerical_gradient_array(probes.cubes, x.copy(), df.copy())
    assert_close(got, want, atol=ROUNDING)


def test_gradient_of_functions_with_more_and_with_fewer_outputs(student, rng):
    """eval_numerical_gradient_array: more outputs than inputs, and fewer."""
    for f, shape in ((probes.outer_square, (5, 5)), (probes.neighbour_products, (4,))):
        x, df = rng.normal(size=5), rng.normal(size=shape)
        want = array_gradient(f, x, df)
        got = student.gradients.eval_numerical_gradient_array(f, x.copy(), df.copy())
        assert_close(got, want, atol=ROUNDING)


def test_gradient_with_long_steps(student, rng):
    """eval_numerical_gradient_array: the step is the one that is asked for."""
    x, df = rng.normal(size=(3, 2)), rng.normal(size=(3, 2))
    want = (3 * x**2 + 0.75**2) * df
    got = student.gradients.eval_numerical_gradient_array(probes.cubes, x.copy(), df.copy(), 0.75)
    assert_close(got, want)


def test_gradient_with_a_long_step_on_mixed_terms(student, rng):
    """eval_numerical_gradient_array: one element is moved at a time, the others are in place."""
    x, df = rng.normal(size=6), rng.normal(size=(6, 6))
    want = (df + df.T) @ x
    got = student.gradients.eval_numerical_gradient_array(probes.outer_square, x.copy(), df, h=2.0)
    assert_close(got, want)


def test_gradient_without_a_step_given(student):
    """eval_numerical_gradient_array: the step is 1e-5 if none is given."""
    x, df = np.zeros(3), np.array([2.0, -1.0, 5.0])
    got = student.gradients.eval_numerical_gradient_array(probes.cubes, x, df.copy())
    assert_close(got, df * 1e-10, atol=1e-15)  # a cube has h**2 at 0


def test_gradient_of_its_argument_at_integers_and_float32(student, rng):
    """eval_numerical_gradient_array: x of integers or float32, f returning its argument."""
    for dtype in (np.int32, np.float32):
        x, df = rng.integers(-9, 9, size=(2, 3)).astype(dtype), rng.normal(size=(2, 3))
        got = student.gradients.eval_numerical_gradient_array(probes.unchanged, x, df.copy())
        assert_close(got, df, atol=ROUNDING)


def test_jacobian_on_random_vectors(student, rng):
    """jacobian: functions with as many outputs as inputs, and with fewer."""
    for f, size in ((probes.bowl_and_wave, 2), (probes.neighbour_products, 6)):
        x = rng.normal(size=size)
        want = jacobian(f, x)
        assert_close(student.gradients.jacobian(f, x.copy()), want, atol=ROUNDING)


def test_jacobian_with_long_steps(student, rng):
    """jacobian: the step is the one that is asked for; one element is moved at a time."""
    x = rng.normal(size=4)
    want = jacobian(probes.neighbour_products, x)
    assert_close(student.gradients.jacobian(probes.neighbour_products, x.copy(), 1.5), want)
    got = student.gradients.jacobian(probes.cubes, x.copy(), h=0.75)
    assert_close(got, np.diag(3 * x**2 + 0.75**2))


def test_jacobian_without_a_step_given(student):
    """jacobian: the step is 1e-5 if none is given."""
    got = student.gradients.jacobian(probes.cubes, np.zeros(3))
    assert_close(got, np.eye(3) * 1e-10, atol=1e-15)  # a cube has h**2 at 0


def test_jacobian_of_its_argument_and_at_float32(student, rng):
    """jacobian: f returning its argument; x of float32."""
    assert_close(
        student.gradients.jacobian(probes.unchanged, rng.normal(size=5)), np.eye(5), atol=ROUNDING
    )
    x = rng.normal(size=4).astype(np.float32)
    want = jacobian(probes.cubes, x)
    assert_close(student.gradients.jacobian(probes.cubes, x), want, atol=ROUNDING)


def test_jacobian_times_a_vector_is_the_array_gradient(student, rng):
    """The array gradient is df times the Jacobian."""
    x, df = rng.normal(size=5), rng.normal(size=4)
    want = array_gradient(probes.neighbour_products, x, df)
    matrix = student.gradients.jacobian(probes.neighbour_products, x.copy())
    got = student.gradients.eval_numerical_gradient_array(probes.neighbour_products, x.copy(), df)
    assert_close(df @ matrix, want, atol=ROUNDING)
    assert_close(got, want, atol=ROUNDING)


def test_rel_error_on_random_arrays(student, rng):
    """rel_error: arrays of either sign and of several sizes of number."""
    x = rng.normal(size=(3, 4)) * 10.0 ** rng.integers(-3, 4, size=(3, 4))
    y = x * (1 + rng.normal(size=(3, 4)) * 1e-3)
    want, want_of_parts = rel_error(x, y), rel_error(x[:, :1], y[:, :1])
    assert_close(student.gradients.rel_error(x.copy(), y.copy()), want, atol=1e-13)
    assert_close(
        student.gradients.rel_error(x[:, :1].copy(), y[:, :1].copy()), want_of_parts, atol=1e-13
    )


def test_rel_error_where_numbers_vanish(student):
    """rel_error: numbers above and below 1e-8, and zeros."""
    for x, y in (
        ([3e-9, 0.0, 1.0], [-2e-9, 0.0, 1.0]),
        ([4e-8, 2e-10], [-1e-8, 1e-10]),
        ([0.0, 7.0], [0.0, 7.0]),
    ):
        want = rel_error(x, y)
        assert_close(student.gradients.rel_error(np.array(x), np.array(y)), want)


def test_rel_error_of_shapes_that_broadcast_is_refused(student):
    """rel_error: a row and a matrix, and a number and an array, raise a ValueError."""
    for x, y in ((np.ones(3), np.ones((2, 3))), (1.0, np.ones(2))):
        with pytest.raises(ValueError):  # noqa: PT011 - the words are free
            student.gradients.rel_error(x, y)
