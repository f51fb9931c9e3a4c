"""Fully connected nets number by number; gradients by complex steps, without backpropagation.

The derivative of a function that also takes complex numbers is Im f(v + ih) / h up to terms in
h * h: with h = 1e-30 that is exact, for nothing is subtracted.
"""

import cmath
import operator
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

STEP = 1e-30

Floats = NDArray[np.float64]
Params = Mapping[str, NDArray[Any]]  # W1, b1, W2, b2, ... in any order
Row = list[complex]


def scores(params: Params, X: NDArray[Any]) -> Floats:
    """(N, C): affine and ReLU for every layer but the last, which is affine alone."""
    return np.array([[s.real for s in row] for row in _scores(_complex(params), X)])


def loss(params: Params, X: NDArray[Any], y: NDArray[np.integer], reg: float) -> float:
    """Mean of -log softmax of the right class, plus reg / 2 times the sum of all W * W."""
    return _loss(_complex(params), X, y, reg).real


def gradients(
    params: Params, X: NDArray[Any], y: NDArray[np.integer], reg: float
) -> dict[str, Floats]:
    """The derivative of loss by every number of every parameter."""
    return {name: gradient(params, X, y, reg, name) for name in params}


def gradient(
    params: Params, X: NDArray[Any], y: NDArray[np.integer], reg: float, name: str
) -> Floats:
    """The derivative of loss by every number of one parameter."""
    moving = _complex(params)
    return _slopes(moving[name], lambda: _loss(moving, X, y, reg))


def block(params: Params, x: NDArray[Any], layer: int) -> Floats:
    """What hidden layer `layer` makes of x (N, ...): affine, then ReLU."""
    rows = _block(_complex(params), _images(x), layer)
    return np.array([[value.real for value in row] for row in rows])


def block_gradients(
    params: Params, x: NDArray[Any], layer: int, dout: Floats
) -> tuple[Floats, dict[str, Floats]]:
    """The derivatives of sum(dout * block) by x, and by the layer's weights and biases."""
    moving = _complex(params)
    images = x.astype(complex)

    def total() -> complex:
        rows = _block(moving, _images(images), layer)
        pairs = zip(rows, dout, strict=True)
        return sum((v * d for row, ds in pairs for v, d in zip(row, ds, strict=True)), 0j)

    own = {name: _slopes(moving[name], total) for name in (f"W{layer}", f"b{layer}")}
    return _slopes(images, total), own


def _slopes(values: NDArray[np.complex128], function: Callable[[], complex]) -> Floats:
    """The derivative of what function gives by each of the values that it looks at."""
    slopes = np.zeros(values.shape)
    for index in np.ndindex(*values.shape):
        values[index] += STEP * 1j
        slopes[index] = function().imag / STEP
        values[index] = values[index].real
    return slopes


def _loss(params: Params, X: NDArray[Any], y: NDArray[np.integer], reg: float) -> complex:
    cost = 0j
    for row, label in zip(_scores(params, X), y, strict=True):
        largest = max(s.real for s in row)
        total = sum((cmath.exp(s - largest) for s in row), 0j)
        cost += (cmath.log(total) + largest - row[label]) / len(X)
    squares = [w * w for name in params if name[0] == "W" for w in params[name].ravel().tolist()]
    return cost + 0.5 * reg * sum(squares, 0j)


def _scores(params: Params, X: NDArray[Any]) -> list[Row]:
    last = len(params) // 2
    rows = _images(X)
    for layer in range(1, last):
        rows = _block(params, rows, layer)
    return _affine(params, rows, last)


def _block(params: Params, rows: list[Row], layer: int) -> list[Row]:
    """Affine, then everything whose real part is below 0 becomes 0."""
    return [[v if v.real > 0 else 0j for v in row] for row in _affine(params, rows, layer)]


def _affine(params: Params, rows: list[Row], layer: int) -> list[Row]:
    columns, biases = params[f"W{layer}"].T.tolist(), params[f"b{layer}"].tolist()
    return [
        [
            bias + sum(map(operator.mul, row, column))
            for column, bias in zip(columns, biases, strict=True)
        ]
        for row in rows
    ]


def _images(X: NDArray[Any]) -> list[Row]:
    """The numbers of each image in a row."""
    return [image.ravel().tolist() for image in X.astype(complex)]


def _complex(params: Params) -> dict[str, NDArray[np.complex128]]:
    return {name: value.astype(complex) for name, value in params.items()}
