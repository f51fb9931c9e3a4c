"""Layer and RMS normalisation, number by number, and their gradients by complex steps.

The forward functions reckon with Python's numbers, real or complex. An input that gets a tiny
imaginary part i h leaves h times a slope in the imaginary part of every output: no difference is
taken, so nothing is rounded away.
"""

import cmath
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

STEP = 1e-30

Floats = NDArray[np.float64]
Rows = list[list[complex]]
Forward = Callable[..., Rows]


def layernorm(x: Floats, gamma: Floats, beta: Floats, eps: float = 1e-5) -> Floats:
    """(N, D): each row less its mean, over its deviation, times gamma, plus beta."""
    return real(layernorm_rows(x.tolist(), gamma.tolist(), beta.tolist(), eps))


def layernorm_gradients(
    dout: Floats, x: Floats, gamma: Floats, beta: Floats, eps: float = 1e-5
) -> tuple[Floats, ...]:
    """dx, dgamma and dbeta."""
    return gradients(partial(layernorm_rows, eps=eps), dout, x, gamma, beta)


def rmsnorm(x: Floats, gamma: Floats, eps: float = 1e-5) -> Floats:
    """(N, D): each row over its root mean square, times gamma."""
    return real(rmsnorm_rows(x.tolist(), gamma.tolist(), eps))


def rmsnorm_gradients(
    dout: Floats, x: Floats, gamma: Floats, eps: float = 1e-5
) -> tuple[Floats, ...]:
    """dx and dgamma."""
    return gradients(partial(rmsnorm_rows, eps=eps), dout, x, gamma)


def layernorm_rows(x: Rows, gamma: Sequence[complex], beta: Sequence[complex], eps: float) -> Rows:
    written = []
    for row in x:
        mean = sum(row) / len(row)
        variance = sum((value - mean) ** 2 for value in row) / len(row)
        deviation = cmath.sqrt(variance + eps)
        written.append(
            [g * (v - mean) / deviation + b for v, g, b in zip(row, gamma, beta, strict=True)]
        )
    return written


def rmsnorm_rows(x: Rows, gamma: Sequence[complex], eps: float) -> Rows:
    written = []
    for row in x:
        root = cmath.sqrt(sum(value * value for value in row) / len(row) + eps)
        written.append([g * value / root for value, g in zip(row, gamma, strict=True)])
    return written


def gradients(forward: Forward, dout: Floats, *inputs: Floats) -> tuple[Floats, ...]:
    """Slope of sum(dout * forward(*inputs)) by each entry of each input."""
    found = []
    for position, value in enumerate(inputs):
        slopes = np.zeros(value.shape)
        for place in np.ndindex(value.shape):
            moved: list[Any] = [np.array(given, dtype=complex) for given in inputs]
            moved[position][place] += 1j * STEP
            out = np.array(forward(*(given.tolist() for given in moved)))
            slopes[place] = np.sum(dout * out.imag) / STEP
        found.append(slopes)
    return tuple(found)


def real(rows: Rows) -> Floats:
    return np.array(rows).real
