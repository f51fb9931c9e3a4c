"""Gates and graphs number by number, their gradients by complex steps.

The imaginary part of f(x + ih), over h, is the derivative of f at x: nothing is subtracted, so h
may be so small that the result is exact to rounding.
"""

import cmath
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

STEP = 1e-30

Complexes = NDArray[np.complex128]
Floats = NDArray[np.float64]
Index = tuple[int, ...]
Step = tuple[str, tuple[int, ...]]  # a gate, and the numbers of the nodes that go into it


def value(kind: str, *inputs: ArrayLike) -> Floats:
    """What a gate makes of its inputs."""
    return np.array(_applied(kind, *map(_complexes, inputs)).real)


def vector_jacobian(kind: str, inputs: Sequence[ArrayLike], dz: ArrayLike) -> list[Floats]:
    """d sum(z * dz) / d input, for each input of a gate."""
    upstream = np.asarray(dz, dtype=np.float64)
    gradients = []
    for which, wanted in enumerate(inputs):
        gradient = np.zeros(np.shape(wanted))
        for index in np.ndindex(gradient.shape):
            moved = [_complexes(each) for each in inputs]
            moved[which][index] += STEP * 1j
            slopes = _applied(kind, *moved).imag / STEP
            gradient[index] = _total(slopes * upstream)
        gradients.append(gradient)
    return gradients


def node_values(leaves: Sequence[ArrayLike], steps: Sequence[Step]) -> list[Floats]:
    """The values of all nodes: those that are given, then one for each step."""
    return [np.array(node.real) for node in _nodes(leaves, steps)]


def node_gradients(leaves: Sequence[ArrayLike], steps: Sequence[Step], output: int) -> list[Floats]:
    """d sum(output) / d node for every node; zeros where output does not depend on it."""
    gradients = []
    for number, node in enumerate(_nodes(leaves, steps)):
        gradient = np.zeros(node.shape)
        for index in np.ndindex(node.shape):
            gradient[index] = _total(_nodes(leaves, steps, (number, index))[output].imag) / STEP
        gradients.append(gradient)
    return gradients


def ancestors(num_leaves: int, steps: Sequence[Step], output: int) -> set[int]:
    """The numbers of the nodes on which output depends, its own among them."""
    found = {output}
    for number in range(output, num_leaves - 1, -1):
        if number in found:
            found |= set(steps[number - num_leaves][1])
    return found


def summed_to(gradient: ArrayLike, shape: Index) -> Floats:
    """Each element of an array of a larger shape, added where the smaller shape has its origin."""
    large = np.asarray(gradient, dtype=np.float64)
    total = np.zeros(shape)
    for index in np.ndindex(large.shape):
        total[_origin(index, shape)] += large[index]
    return total


def _nodes(
    leaves: Sequence[ArrayLike], steps: Sequence[Step], moved: tuple[int, Index] | None = None
) -> list[Complexes]:
    """All nodes, one of them moved by the step at one of its elements before it is used."""
    nodes: list[Complexes] = []
    for number in range(len(leaves) + len(steps)):
        if number < len(leaves):
            node = _complexes(leaves[number])
        else:
            kind, inputs = steps[number - len(leaves)]
            node = _applied(kind, *(nodes[each] for each in inputs))
        if moved is not None and moved[0] == number:
            node[moved[1]] += STEP * 1j
        nodes.append(node)
    return nodes


def _applied(kind: str, *inputs: Complexes) -> Complexes:
    if kind == "MatMul":
        return _product(*inputs)
    if kind == "Sum":
        return np.array(_total(inputs[0]))
    shape = np.broadcast_shapes(*(each.shape for each in inputs))
    result = np.zeros(shape, dtype=np.complex128)
    for index in np.ndindex(shape):
        numbers = (complex(each[_origin(index, each.shape)]) for each in inputs)
        result[index] = _ELEMENTWISE[kind](*numbers)
    return result


def _product(x: Complexes, y: Complexes) -> Complexes:
    result = np.zeros((len(x), y.shape[1]), dtype=np.complex128)
    for n, m in np.ndindex(result.shape):
        for d in range(len(y)):
            result[n, m] += x[n, d] * y[d, m]
    return result


def _sigmoid(x: complex) -> complex:
    """1 / (1 + exp(-x)); below 0 its mirror image, for exp(1000) is too large for a float."""
    return 1 / (1 + cmath.exp(-x)) if x.real >= 0 else 1 - _sigmoid(-x)


def _larger(x: complex, y: complex) -> complex:
    return x if x.real >= y.real else y


_ELEMENTWISE: dict[str, Callable[..., complex]] = {
    "Add": lambda x, y: x + y,
    "Multiply": lambda x, y: x * y,
    "Maximum": _larger,
    "Sigmoid": _sigmoid,
}


def _origin(index: Index, shape: Index) -> Index:
    """Where an element of a broadcast array comes from in the array of this shape."""
    last = index[len(index) - len(shape) :]
    return tuple(0 if length == 1 else i for i, length in zip(last, shape, strict=True))


def _total(array: NDArray[np.inexact]) -> complex:
    return sum(_numbers(array), 0)


def _numbers(array: NDArray[np.inexact]) -> Iterator[complex]:
    yield from array.ravel().tolist()


def _complexes(array: ArrayLike) -> Complexes:
    return np.array(array, dtype=np.complex128)
