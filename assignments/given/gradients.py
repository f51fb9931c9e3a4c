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
