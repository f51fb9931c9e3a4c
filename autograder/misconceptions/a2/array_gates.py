"""Wrong sums over broadcast axes and wrong matrix gradients that people really write."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception
from oracles.graphs import summed_to

Floats = NDArray[np.float64]
Shape = tuple[int, ...]
Pair = tuple[Any, Any]

SUM_TO_SHAPE = "graph.sum_to_shape"
FORWARD = "graph.MatMul.forward"
BACKWARD = "graph.MatMul.backward"


# Sums over broadcast axes


@misconception(
    SUM_TO_SHAPE, hint="You take the mean over broadcast axes: the gradients of copies are added."
)
def mean_over_copies(gradient: Any, shape: Shape) -> Any:
    copies = np.size(gradient) / max(1, int(np.prod(shape)))
    return summed_to(gradient, shape) / copies


@misconception(
    SUM_TO_SHAPE, hint="You keep the gradient of one copy: those of all copies are added."
)
def first_copy(gradient: Any, shape: Shape) -> Any:
    first = np.asarray(gradient)
    while first.ndim > len(shape):
        first = first[0]
    return first[tuple(slice(0, length) for length in shape)]


@misconception(SUM_TO_SHAPE, hint="You take the largest gradient of the copies: add them instead.")
def largest_of_copies(gradient: Any, shape: Shape) -> Any:
    large = np.asarray(gradient)
    large = large.max(axis=tuple(range(large.ndim - len(shape))))
    return large.max(axis=ones(shape), keepdims=True)


@misconception(SUM_TO_SHAPE, hint="Axes of length 1 are not summed: they were stretched, too.")
def stretched_axes_forgotten(gradient: Any, shape: Shape) -> Any:
    total = np.asarray(gradient)
    return total.sum(axis=tuple(range(total.ndim - len(shape))))


@misconception(
    SUM_TO_SHAPE, hint="Axes in front are not summed: NumPy adds them where shape has fewer."
)
def axes_in_front_forgotten(gradient: Any, shape: Shape) -> Any:
    total = np.asarray(gradient)
    lacking = total.ndim - len(shape)
    return total.sum(axis=tuple(lacking + axis for axis in ones(shape)), keepdims=True)


@misconception(SUM_TO_SHAPE, hint="A summed axis of length 1 disappears: keepdims=True keeps it.")
def stretched_axes_dropped(gradient: Any, shape: Shape) -> Any:
    total = np.asarray(gradient)
    total = total.sum(axis=tuple(range(total.ndim - len(shape))))
    return total.sum(axis=ones(shape))


@misconception(
    SUM_TO_SHAPE,
    hint="You add over the last axes: NumPy lines shapes up at the end, so add in front.",
)
def axes_at_the_end_summed(gradient: Any, shape: Shape) -> Any:
    total = np.asarray(gradient)
    total = total.sum(axis=tuple(range(len(shape), total.ndim)))
    return total.sum(axis=ones(shape), keepdims=True)


@misconception(
    SUM_TO_SHAPE, hint="Every element gets the sum of the whole gradient: add its own copies only."
)
def sum_of_everything(gradient: Any, shape: Shape) -> Any:
    return np.full(shape, np.sum(gradient))


# Matrix products


@misconception(FORWARD, hint="That is y @ x: the product is x @ y.")
def factors_in_the_other_order(self: Any, x: Floats, y: Floats) -> Any:
    self.factors = x, y
    return y @ x


@misconception(FORWARD, hint="* multiplies element by element: the matrix product is x @ y.")
def elementwise_product(self: Any, x: Floats, y: Floats) -> Any:
    self.factors = x, y
    return x * y


@misconception(BACKWARD, hint="The transposes are missing: check the shapes of dz and y for dx.")
def transposes_missing(self: Any, dz: Floats) -> Pair:
    x, y = self.factors
    return dz @ y, x @ dz


@misconception(BACKWARD, hint="The transpose in dx is missing: check the shapes of dz and y.")
def transpose_missing_in_dx(self: Any, dz: Floats) -> Pair:
    x, y = self.factors
    return dz @ y, x.T @ dz


@misconception(BACKWARD, hint="The transpose in dy is missing: check the shapes of x and dz.")
def transpose_missing_in_dy(self: Any, dz: Floats) -> Pair:
    x, y = self.factors
    return dz @ y.T, x @ dz


@misconception(BACKWARD, hint="The factors of your gradients are in the other order: @ minds it.")
def gradients_in_the_other_order(self: Any, dz: Floats) -> Pair:
    x, y = self.factors
    return y.T @ dz, dz @ x.T


@misconception(BACKWARD, hint="Your gradients change places: first that of x, then that of y.")
def gradients_swapped(self: Any, dz: Floats) -> Pair:
    x, y = self.factors
    return x.T @ dz, dz @ y.T


@misconception(BACKWARD, hint="dz is not in your gradients: they are those for a dz of ones.")
def without_dz(self: Any, dz: Floats) -> Pair:
    x, y = self.factors
    return np.ones(dz.shape) @ y.T, x.T @ np.ones(dz.shape)


@misconception(BACKWARD, hint="You divide by the number of rows: a mean has no place in a gate.")
def divided_by_rows(self: Any, dz: Floats) -> Pair:
    x, y = self.factors
    return dz @ y.T / len(x), x.T @ dz / len(x)


# What the variants share


def ones(shape: Shape) -> Shape:
    """The axes of length 1."""
    return tuple(axis for axis, length in enumerate(shape) if length == 1)
