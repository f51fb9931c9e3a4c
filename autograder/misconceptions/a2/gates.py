"""Wrong gates that people really write, each with the hint it earns.

A variant of backward works with what the solved forward has kept on the gate.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception
from oracles.graphs import summed_to, value

Floats = NDArray[np.float64]
Pair = tuple[Any, Any]

ADD = "graph.Add.backward"
MULTIPLY = "graph.Multiply.backward"
MULTIPLY_FORWARD = "graph.Multiply.forward"
MAXIMUM = "graph.Maximum.backward"
MAXIMUM_FORWARD = "graph.Maximum.forward"
SIGMOID = "graph.Sigmoid.backward"
SIGMOID_FORWARD = "graph.Sigmoid.forward"
SUM = "graph.Sum.backward"
SUM_FORWARD = "graph.Sum.forward"


# Add


@misconception(ADD, hint="Add answers 1 for each input: the chain rule multiplies that by dz.")
def add_without_dz(self: Any, dz: Any) -> Pair:
    return np.ones(self.shapes[0]), np.ones(self.shapes[1])


@misconception(ADD, hint="Add splits dz in halves: each input gets all of it, for each slope is 1.")
def add_splits_dz(self: Any, dz: Any) -> Pair:
    return back(dz / 2, self.shapes)


@misconception(ADD, hint="Your dy has a minus: z = x + y grows with y as it does with x.")
def add_negates_dy(self: Any, dz: Any) -> Pair:
    dx, dy = back(dz, self.shapes)
    return dx, -dy


@misconception(ADD, hint="Add hands dz on in the shape of z: a broadcast input needs sum_to_shape.")
def add_keeps_the_large_shape(self: Any, dz: Any) -> Pair:
    return dz, dz


# Multiply


@misconception(MULTIPLY, hint="Your dx is dz * x: the slope of x * y by x is the other factor, y.")
def own_factor(self: Any, dz: Any) -> Pair:
    x, y = self.factors
    return summed_to(dz * x, np.shape(x)), summed_to(dz * y, np.shape(y))


@misconception(MULTIPLY, hint="Multiply answers with the other factor alone: multiply that by dz.")
def multiply_without_dz(self: Any, dz: Any) -> Pair:
    x, y = self.factors
    return multiplied_back(self, np.ones(np.shape(x * y)))


@misconception(
    MULTIPLY, hint="You multiply dz by both factors: by x the slope of x * y is y alone."
)
def dz_times_the_product(self: Any, dz: Any) -> Pair:
    x, y = self.factors
    return back(dz * x * y, (np.shape(x), np.shape(y)))


@misconception(
    MULTIPLY, hint="Multiply's gradients have the shape of z: a broadcast input needs sum_to_shape."
)
def multiply_keeps_the_large_shape(self: Any, dz: Any) -> Pair:
    x, y = self.factors
    return dz * y, dz * x


@misconception(
    MULTIPLY, hint="backward adds to its earlier answers: each call answers for its own dz."
)
def multiply_adds_up_its_answers(self: Any, dz: Any) -> Pair:
    dx, dy = multiplied_back(self, dz)
    before = getattr(self, "before", (0.0, 0.0))
    answer = dx + before[0], dy + before[1]
    self.before = answer
    return answer


@misconception(
    MULTIPLY, hint="backward changes the factors in place (*=): a second call finds them spoilt."
)
def multiply_spoils_its_factors(self: Any, dz: Any) -> Pair:
    x, y = self.factors
    gradients = multiplied_back(self, dz)
    self.factors = x * dz, y * dz
    return gradients


@misconception(
    MULTIPLY_FORWARD,
    hint="The factors are kept for all Multiply gates together: keep them on self.",
)
def factors_on_the_class(self: Any, x: Any, y: Any) -> Any:
    type(self).factors = x, y
    return x * y


# Maximum


@misconception(
    MAXIMUM_FORWARD, hint="np.max finds one number in all: np.maximum compares element by element."
)
def maximum_of_all_elements(self: Any, x: Any, y: Any) -> Any:
    self.inputs = x, y
    return max(np.max(x), np.max(y))


@misconception(MAXIMUM_FORWARD, hint="That is the smaller of x and y: Maximum is the larger.")
def minimum(self: Any, x: Any, y: Any) -> Any:
    self.inputs = x, y
    return np.minimum(x, y)


@misconception(MAXIMUM, hint="dz goes to the smaller input, which has no say in the maximum.")
def routed_to_the_smaller(self: Any, dz: Any) -> Pair:
    return split(self, dz, np.less(*self.inputs))


@misconception(MAXIMUM, hint="Both inputs of Maximum get dz: the smaller one has slope 0.")
def routed_to_both(self: Any, dz: Any) -> Pair:
    x, y = self.inputs
    return back(dz, (np.shape(x), np.shape(y)))


@misconception(MAXIMUM, hint="Maximum answers 1 and 0: these are slopes, multiply them by dz.")
def maximum_without_dz(self: Any, dz: Any) -> Pair:
    is_first = np.greater_equal(*self.inputs)
    return split(self, np.ones(is_first.shape), is_first)


@misconception(MAXIMUM, hint="You multiply dz by the larger value: the slope there is 1.")
def dz_times_the_larger(self: Any, dz: Any) -> Pair:
    return split(self, dz * np.maximum(*self.inputs), np.greater_equal(*self.inputs))


@misconception(MAXIMUM, hint="You ask whether x is above 0: Maximum compares x with y.")
def decided_by_the_sign(self: Any, dz: Any) -> Pair:
    return split(self, dz, np.greater(self.inputs[0], 0.0))


@misconception(MAXIMUM, hint="Where x and y are equal, dz goes to y: here a tie goes to x.")
def ties_to_y(self: Any, dz: Any) -> Pair:
    return shared(self, dz, 0.0, 1.0)


@misconception(MAXIMUM, hint="Where x and y are equal, both get dz: here a tie goes to x alone.")
def ties_to_both(self: Any, dz: Any) -> Pair:
    return shared(self, dz, 1.0, 1.0)


@misconception(MAXIMUM, hint="Where x and y are equal, neither gets dz: here a tie goes to x.")
def ties_to_neither(self: Any, dz: Any) -> Pair:
    return shared(self, dz, 0.0, 0.0)


@misconception(MAXIMUM, hint="Where x and y are equal, each gets half of dz: a tie goes to x.")
def ties_in_halves(self: Any, dz: Any) -> Pair:
    return shared(self, dz, 0.5, 0.5)


@misconception(
    MAXIMUM, hint="Maximum's gradients have the shape of z: a broadcast input needs sum_to_shape."
)
def maximum_keeps_the_large_shape(self: Any, dz: Any) -> Pair:
    is_first = np.greater_equal(*self.inputs)
    return np.where(is_first, dz, 0.0), np.where(is_first, 0.0, dz)


# Sigmoid


@misconception(SIGMOID_FORWARD, hint="The sign of the exponent is wrong: it is exp(-x).")
def sign_of_the_exponent(self: Any, x: Any) -> Any:
    self.z = value("Sigmoid", -np.asarray(x))
    return self.z


@misconception(
    SIGMOID_FORWARD, hint="exp(x) overflows, and infinity over infinity is nan: use exp(-|x|)."
)
def exponential_overflows(self: Any, x: Any) -> Any:
    with np.errstate(all="ignore"):
        self.z = np.exp(x) / (1 + np.exp(x))
    return self.z


@misconception(SIGMOID_FORWARD, hint="That is tanh, from -1 to 1: the sigmoid goes from 0 to 1.")
def hyperbolic_tangent(self: Any, x: Any) -> Any:
    self.z = np.tanh(x)
    return self.z


@misconception(SIGMOID, hint="Sigmoid answers with its slope alone: multiply that by dz.")
def sigmoid_without_dz(self: Any, dz: Any) -> tuple[Any]:
    return (self.z * (1 - self.z),)


@misconception(SIGMOID, hint="You take the sigmoid of the output once more: use the output itself.")
def sigmoid_of_the_output(self: Any, dz: Any) -> tuple[Any]:
    again = value("Sigmoid", self.z)
    return (dz * again * (1 - again),)


@misconception(SIGMOID, hint="That is x (1 - x): the slope uses what forward returned, not x.")
def slope_from_the_input(self: Any, dz: Any) -> tuple[Any]:
    with np.errstate(all="ignore"):
        x = np.log(self.z) - np.log1p(-self.z)
        return (dz * x * (1 - x),)


@misconception(SIGMOID, hint="Your slope is 1 - z^2, that of tanh: the sigmoid has another.")
def slope_of_tanh(self: Any, dz: Any) -> tuple[Any]:
    return (dz * (1 - self.z**2),)


@misconception(SIGMOID, hint="Your slope is z alone, which is that of exp: one factor is missing.")
def slope_of_exp(self: Any, dz: Any) -> tuple[Any]:
    return (dz * self.z,)


@misconception(SIGMOID, hint="Your slope is 1 - z alone: one factor is missing.")
def slope_without_z(self: Any, dz: Any) -> tuple[Any]:
    return (dz * (1 - self.z),)


@misconception(
    SIGMOID, hint="Sigmoid's backward returns the gradient bare: return a tuple of one, (dx,)."
)
def sigmoid_without_a_tuple(self: Any, dz: Any) -> Any:
    return dz * self.z * (1 - self.z)


# Sum


@misconception(SUM_FORWARD, hint="That is the mean: Sum does not divide by the number of elements.")
def mean(self: Any, x: Any) -> Any:
    self.shape = np.shape(x)
    return np.mean(x)


@misconception(SUM_FORWARD, hint="You add along one axis only: Sum gives a single number.")
def total_of_each_column(self: Any, x: Any) -> Any:
    self.shape = np.shape(x)
    return np.sum(x, axis=0) if np.ndim(x) else x


@misconception(SUM, hint="Sum answers with ones: each element gets its slope, 1, times dz.")
def sum_without_dz(self: Any, dz: Any) -> tuple[Any]:
    return (np.ones(self.shape),)


@misconception(SUM, hint="You divide dz among the elements: each of them gets all of it.")
def dz_divided_among_elements(self: Any, dz: Any) -> tuple[Any]:
    return (np.full(self.shape, dz) / max(1, np.prod(self.shape)),)


@misconception(SUM, hint="Your gradient is one number: it has the shape of x, dz in each element.")
def sum_not_spread(self: Any, dz: Any) -> tuple[Any]:
    return (dz,)


@misconception(SUM, hint="Sum's backward returns the gradient bare: return a tuple of one, (dx,).")
def sum_without_a_tuple(self: Any, dz: Any) -> Any:
    return np.full(self.shape, dz)


# What the variants share


def back(dz: Any, shapes: tuple[tuple[int, ...], ...]) -> Pair:
    """The same gradient for both inputs, summed to their shapes."""
    return summed_to(dz, shapes[0]), summed_to(dz, shapes[1])


def multiplied_back(gate: Any, dz: Any) -> Pair:
    """The right answer of a Multiply gate."""
    x, y = gate.factors
    return summed_to(dz * y, np.shape(x)), summed_to(dz * x, np.shape(y))


def split(gate: Any, dz: Any, to_x: Any) -> Pair:
    """What a Maximum gate answers when dz goes to x in these places and to y in the others."""
    x, y = gate.inputs
    dx, dy = np.where(to_x, dz, 0.0), np.where(to_x, 0.0, dz)
    return summed_to(dx, np.shape(x)), summed_to(dy, np.shape(y))


def shared(gate: Any, dz: Any, share_x: float, share_y: float) -> Pair:
    """What a Maximum gate answers when ties give these shares of dz to x and y."""
    x, y = gate.inputs
    dx = np.where(np.equal(x, y), share_x * dz, np.where(np.greater(x, y), dz, 0.0))
    dy = np.where(np.equal(x, y), share_y * dz, np.where(np.greater(x, y), 0.0, dz))
    return summed_to(dx, np.shape(x)), summed_to(dy, np.shape(y))
