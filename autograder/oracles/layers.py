"""Layers number by number, and their gradients by what a small step changes.

No derivative is written down here: a gradient is the difference that a step makes to the output,
times dout. Functions of one number are reckoned in decimals of 50 digits, where exp does not
overflow and a step of 1e-20 is no problem.
"""

from collections.abc import Callable
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from oracles.losses import enough_digits

STEP = Decimal("1e-20")

Floats = NDArray[np.float64]
OfNumber = Callable[[Decimal], Decimal]


def affine(x: Floats, w: Floats, b: Floats) -> Floats:
    """(N, M): for each image and output, the sum of feature times weight, plus the bias."""
    out = np.zeros((len(x), len(b)))
    for n, image in enumerate(x):
        features = list(image.flat)  # the last axis runs fastest
        for m, bias in enumerate(b):
            terms = [feature * w[d, m] for d, feature in enumerate(features)]
            out[n, m] = sum(terms) + bias
    return out


def affine_gradients(dout: Floats, x: Floats, w: Floats, b: Floats) -> tuple[Floats, ...]:
    """dx, dw, db; the output is linear in each of the three: a step of 1 is small enough."""
    return (
        gradient(lambda v: affine(v, w, b), x, dout, 1.0),
        gradient(lambda v: affine(x, v, b), w, dout, 1.0),
        gradient(lambda v: affine(x, w, v), b, dout, 1.0),
    )


def maxout(x: Floats, w: Floats, b: Floats) -> Floats:
    """(N, M): for each image and unit, the largest of its pieces."""
    out = np.zeros((len(x), len(b)))
    for n in range(len(x)):
        for m, biases in enumerate(b):
            pieces = [
                sum(x[n, d] * w[d, m, k] for d in range(x.shape[1])) + bias
                for k, bias in enumerate(biases)
            ]
            out[n, m] = max(pieces)
    return out


def maxout_gradients(dout: Floats, x: Floats, w: Floats, b: Floats) -> tuple[Floats, ...]:
    """dx, dw, db, where each largest piece is ahead by more than a step of 1e-4 can change."""
    return (
        gradient(lambda v: maxout(v, w, b), x, dout, 1e-4),
        gradient(lambda v: maxout(x, v, b), w, dout, 1e-4),
        gradient(lambda v: maxout(x, w, v), b, dout, 1e-4),
    )


def gradient(f: Callable[[Floats], Floats], at: Floats, dout: Floats, step: float) -> Floats:
    """Central difference of sum(dout * f) by each number of `at`."""
    slopes = np.zeros(at.shape)
    for index in np.ndindex(at.shape):
        ahead, behind = at.astype(np.float64), at.astype(np.float64)
        ahead[index] += step
        behind[index] -= step
        slopes[index] = np.sum(dout * (f(ahead) - f(behind))) / (2 * step)
    return slopes


def elementwise(f: OfNumber, x: Floats) -> Floats:
    """f of each number."""
    with enough_digits():
        return np.array([float(f(Decimal(float(v)))) for v in x.flat]).reshape(x.shape)


def elementwise_gradient(f: OfNumber, dout: Floats, x: Floats) -> Floats:
    """dout times the central difference of f at each number, none of which is at a kink of f."""
    with enough_digits():
        slopes = [slope(f, Decimal(float(v))) for v in x.flat]
    dx: Floats = dout * np.array(slopes).reshape(x.shape)
    return dx


def slope(f: OfNumber, at: Decimal) -> float:
    """Central difference of f."""
    return float((f(at + STEP) - f(at - STEP)) / (2 * STEP))


def relu(v: Decimal) -> Decimal:
    return v if v > 0 else Decimal(0)


def sigmoid(v: Decimal) -> Decimal:
    return 1 / (1 + (-v).exp())


def tanh(v: Decimal) -> Decimal:
    return (v.exp() - (-v).exp()) / (v.exp() + (-v).exp())


def leaky_relu(share: float) -> OfNumber:
    """v, times `share` where v is below 0."""
    return lambda v: v if v > 0 else Decimal(share) * v


def elu(alpha: float) -> OfNumber:
    """v, or alpha * (exp(v) - 1) where v is below 0."""
    return lambda v: v if v > 0 else Decimal(alpha) * (v.exp() - 1)


def prelu_slope_gradient(dout: Floats, x: Floats, share: float) -> float:
    """What sum(dout * out) gains by a step of 1 of the slope, in which the output is linear."""
    gain = elementwise(leaky_relu(share + 1), x) - elementwise(leaky_relu(share), x)
    return float(np.sum(dout * gain))
