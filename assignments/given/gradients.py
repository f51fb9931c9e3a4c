"""Checking a derivative of one number: the scalar central difference."""

from collections.abc import Callable
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


def numerical_derivative(
    f: Callable[[Any], float], x: Any, direction: Any = 1.0, h: float = 1e-5
) -> float:
    """(f(x + h d) - f(x - h d)) / (2 h): how fast f grows at x in direction d.

    Args:
        f: returns one number.
        x: a number or an array; not changed.
        direction: d, of the shape of x; for a number x, 1.

    The error is about h**2 from the formula and 1e-16 / h from rounding: compute in float64.
    """
    at, step = np.asarray(x, dtype=np.float64), h * np.asarray(direction, dtype=np.float64)
    if step.shape != at.shape:
        raise ValueError(f"direction has shape {step.shape}, x has shape {at.shape}")
    ahead, behind = (at + step, at - step) if at.ndim else (float(at + step), float(at - step))
    return float((f(ahead) - f(behind)) / (2 * h))


def relative_error(x: Any, y: Any) -> float:
    """The largest |x - y| / max(1e-8, |x| + |y|); 0 for equal arrays, at most 1 apart from 1e-8.

    Raises:
        ValueError: the shapes differ, which NumPy would otherwise broadcast.
    """
    a, b = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if a.shape != b.shape:
        raise ValueError(f"shapes differ: {a.shape} and {b.shape}")
    return float(np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)), initial=0.0))
