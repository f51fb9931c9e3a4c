"""Batch normalisation, number by number, and gradients by complex steps.

All functions take real or complex numbers. A step of 1e-30 along the imaginary axis leaves the
value as it is and shows the slope, to the last digit: nothing is subtracted.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

STEP = 1e-30

Array = NDArray[Any]


def mean(values: Sequence[Any]) -> Any:
    """Sum over count."""
    total = 0
    for value in values:
        total = total + value
    return total / len(values)


def batch_mean(x: Array) -> Array:
    """(D,): mean of each column."""
    return np.array([mean(column) for column in x.T])


def batch_variance(x: Array) -> Array:
    """(D,): mean squared distance of each column from its own mean."""
    return np.array([mean([(v - mean(column)) ** 2 for v in column]) for column in x.T])


def running(old: Array, new: Array, momentum: float) -> Array:
    """(D,): so much of the old average, and the rest of the new value."""
    return np.array([momentum * a + (1 - momentum) * b for a, b in zip(old, new, strict=True)])


def normalized(
    x: Array, gamma: Array, beta: Array, means: Array, variances: Array, eps: float
) -> Array:
    """(N, D): each number less the mean, over the root of variance and eps, scaled and shifted."""
    rows = []
    for row in x:
        features = zip(row, gamma, beta, means, variances, strict=True)
        rows.append([g * ((v - m) / (s + eps) ** 0.5) + b for v, g, b, m, s in features])
    return np.array(rows)


def batchnorm(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    """(N, D): batch normalisation in train mode."""
    return normalized(x, gamma, beta, batch_mean(x), batch_variance(x), eps)


def scale_shift(x_hat: Array, gamma: Array, beta: Array) -> Array:
    """(N, D): gamma * x_hat + beta."""
    triples = [zip(gamma, row, beta, strict=True) for row in x_hat]
    return np.array([[g * v + b for g, v, b in triple] for triple in triples])


def quotient(centered: Array, std: Array) -> Array:
    """(N, D): each number over the std of its column."""
    return np.array([[v / s for v, s in zip(row, std, strict=True)] for row in centered])


def root(var: Array, eps: float) -> Array:
    """(D,): square root of var + eps."""
    return np.array([(v + eps) ** 0.5 for v in var])


def variance(centered: Array) -> Array:
    """(D,): mean square of each column, whatever its mean."""
    return np.array([mean([v * v for v in column]) for column in centered.T])


def centering(x: Array) -> Array:
    """(N, D): each number less the mean of its column."""
    return np.array([[v - mean(column) for v in column] for column in x.T]).T


def gradients(function: Callable[..., Array], inputs: Sequence[Array], dout: Array) -> list[Array]:
    """Gradient of sum(dout * function(*inputs)) with respect to each input, entry by entry."""
    found = []
    for which, given in enumerate(inputs):
        slopes = np.zeros(given.shape)
        for at in np.ndindex(given.shape):
            moved = given.astype(np.complex128)
            moved[at] += 1j * STEP
            values = function(*inputs[:which], moved, *inputs[which + 1 :])
            slopes[at] = np.sum(dout * values).imag / STEP
        found.append(slopes)
    return found


def batchnorm_gradients(
    dout: Array, x: Array, gamma: Array, beta: Array, eps: float
) -> list[Array]:
    """dx, dgamma and dbeta of batch normalisation in train mode."""
    return gradients(partial(batchnorm, eps=eps), (x, gamma, beta), dout)
