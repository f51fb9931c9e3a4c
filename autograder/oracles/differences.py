"""Derivatives of functions of arrays by complex steps, and relative errors in fractions.

The imaginary part of f(x + ih), over h, is the derivative of f at x, exact to rounding: not a
centred difference, but what one comes near to.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

STEP = 1e-30

Floats = NDArray[np.float64]
Function = Callable[[Any], Any]


def array_gradient(f: Function, x: ArrayLike, df: ArrayLike) -> Floats:
    """d sum(f(x) * df) / d x, for each element of x; f must be of complex numbers, too."""
    weights = np.asarray(df, dtype=np.float64).ravel().tolist()
    gradient = np.zeros(np.shape(x))
    for index in np.ndindex(gradient.shape):
        slopes = _slopes(f, x, index).ravel().tolist()
        gradient[index] = sum(w * slope for w, slope in zip(weights, slopes, strict=True))
    return gradient


def jacobian(f: Function, x: ArrayLike) -> Floats:
    """d f_i / d x_j in row i and column j, for vectors x and f(x)."""
    columns = [_slopes(f, x, (j,)).tolist() for j in range(np.size(x))]
    return np.array([[column[i] for column in columns] for i in range(len(columns[0]))])


def rel_error(x: ArrayLike, y: ArrayLike) -> float:
    """The largest |x - y| / max(1e-8, |x| + |y|), one pair of numbers after the other."""
    errors = []
    for a, b in zip(np.ravel(x).tolist(), np.ravel(y).tolist(), strict=True):
        left, right = Fraction(a), Fraction(b)
        errors.append(abs(left - right) / max(Fraction(1e-8), abs(left) + abs(right)))
    return float(max(errors))


def _slopes(f: Function, x: ArrayLike, index: tuple[int, ...]) -> Floats:
    """Derivatives of everything that f returns with respect to one element of x."""
    moved = np.array(x, dtype=np.complex128)
    moved[index] += STEP * 1j
    return np.array(np.imag(f(moved)) / STEP)
