"""Losses of a network's output by definition, in decimals of 50 digits.

A loss of scores is that of a linear classifier which sees image i as the unit vector i: its scores
are its weights, and so is the gradient.
"""

from collections.abc import Callable
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from oracles import hinge, losses
from oracles.layers import Floats, sigmoid, slope
from oracles.losses import enough_digits

Labels = NDArray[np.integer]
Answer = tuple[float, Floats]
Cost = Callable[[Decimal, Decimal], Decimal]


def svm_loss(x: Floats, y: Labels) -> Answer:
    """Mean over the rows of the wrong classes' margins above 0, none of them exactly 0."""
    return hinge.svm_loss(x, np.eye(len(x)), y, 0.0)


def softmax_loss(x: Floats, y: Labels) -> Answer:
    """Mean over the rows of -log of the right class's probability."""
    return losses.softmax_loss(x, np.eye(len(x)), y, 0.0)


def mse_loss(p: Floats, y: Floats) -> Answer:
    """Mean of (p - y)^2 over all numbers."""
    return mean_cost(lambda prediction, right: (prediction - right) * (prediction - right), p, y)


def binary_cross_entropy(z: Floats, y: Floats) -> Answer:
    """Mean of -(y log s + (1 - y) log(1 - s)) over all numbers; 1 - s is the sigmoid of -z."""
    return mean_cost(
        lambda logit, right: -(right * sigmoid(logit).ln() + (1 - right) * sigmoid(-logit).ln()),
        z,
        y,
    )


def mean_cost(cost: Cost, outputs: Floats, y: Floats) -> Answer:
    """The mean cost, and its central difference by each output."""
    with enough_digits():
        pairs = [
            (Decimal(float(output)), Decimal(float(right)))
            for output, right in zip(outputs.flat, y.flat, strict=True)
        ]
        loss = sum((cost(*pair) for pair in pairs), Decimal(0)) / len(pairs)
        slopes = [_slope_of(cost, *pair) / len(pairs) for pair in pairs]
    return float(loss), np.array(slopes).reshape(outputs.shape)


def _slope_of(cost: Cost, output: Decimal, right: Decimal) -> float:
    return slope(lambda v: cost(v, right), output)
