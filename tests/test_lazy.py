"""Lazy variants have the form of the right answer, and nothing of what it takes to find it."""

import numpy as np
import pytest

from autograder.mutants.lazy import variant


def lazy(solved, way, *given, **named):
    return variant(solved, way, [False])(*given, **named)


def loss(W, reg):
    return np.float64(reg) + W.sum(), W.astype(np.float32) * 2, [1.5, True], {"best": 3}


@pytest.mark.parametrize(("way", "number"), [("zeros", 0), ("ones", 1)])
def test_every_number_becomes_the_same(way, number):
    value, gradient, history, table = lazy(loss, way, np.full((2, 3), 5.0), reg=0.5)
    assert (value, history, table) == (number, [number, number], {"best": number})
    np.testing.assert_array_equal(gradient, np.full((2, 3), number, np.float32), strict=True)


def test_random_integers_lie_in_the_range_of_the_right_ones():
    drawn = lazy(lambda: np.array([2, 7] * 200), "random")
    assert {*drawn.tolist()} == {*range(8)}


def test_random_numbers_have_the_shape_and_type_of_the_right_ones():
    gradient = lazy(loss, "random", np.full((2, 3), 5.0), 0.5)[1]
    assert (gradient.shape, gradient.dtype) == ((2, 3), np.float32)
    assert len(np.unique(gradient)) == 6


def test_an_input_of_the_right_shape_is_returned():
    W, X = np.ones((2, 3)), np.zeros((3, 2))
    np.testing.assert_array_equal(lazy(lambda W, X: X @ W @ X, "inputs", W, X), X)


def test_each_part_of_a_tuple_is_an_input_of_its_form():
    value, gradient, *_ = lazy(loss, "inputs", np.full((2, 3), 5.0), 0.25)
    assert value == 0.25
    np.testing.assert_array_equal(gradient, np.full((2, 3), 5.0))


def test_a_method_does_nothing_to_its_object():
    class Model:
        def __init__(self):
            self.W = None

        def train(self, X):
            self.W = X.copy()
            X += 1
            return [0.5, 0.25]

    model, X = Model(), np.ones(3)
    assert lazy(Model.train, "zeros", model, X) == [0, 0]
    assert model.W is None
    np.testing.assert_array_equal(X, np.ones(3))


def test_no_exception_of_the_solved_function_helps():
    assert lazy(lambda x: 1 / x, "zeros", 0) is None


def test_blank_is_not_written():
    with pytest.raises(NotImplementedError):
        lazy(loss, "blank", np.ones(2), 0.0)


def test_an_object_is_not_made():
    assert lazy(lambda: (object(), 2), "zeros") == (None, 0)
