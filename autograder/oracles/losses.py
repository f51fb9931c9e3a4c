"""Classification losses by definition, in decimals of 50 digits: slow, obvious, no tricks.

A Decimal holds exp(20000) as readily as exp(-20000), so that nothing needs to be shifted, clipped
or rearranged.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal, getcontext, localcontext

import numpy as np
from numpy.typing import NDArray

DIGITS = 50

Floats = NDArray[np.float64]
Table = list[list[Decimal]]


def softmax_loss(W: Floats, X: Floats, y: NDArray[np.integer], reg: float) -> tuple[float, Floats]:
    """Mean of -log p_i over the rows of X, plus reg * sum(W * W), and its gradient (D, C)."""
    with enough_digits():
        weights, images = decimals(W), decimals(X)
        probabilities = [softmax(scores(image, weights)) for image in images]  # (N, C)
        costs = [-p[int(label)].ln() for p, label in zip(probabilities, y, strict=True)]
        squares = [weight * weight for row in weights for weight in row]
        loss = sum(costs, Decimal(0)) / len(images) + Decimal(float(reg)) * sum(squares)
        dW = [
            [
                slope(probabilities, images, y, d, c) + 2 * Decimal(float(reg)) * weights[d][c]
                for c in range(W.shape[1])
            ]
            for d in range(W.shape[0])
        ]
        return float(loss), np.array(dW, dtype=np.float64)


def softmax(values: list[Decimal]) -> list[Decimal]:
    """exp of each value over the sum of all of them."""
    powers = [value.exp() for value in values]
    return [power / sum(powers) for power in powers]


def scores(image: list[Decimal], weights: Table) -> list[Decimal]:
    """Score of each class: the sum over the features of feature times weight."""
    classes = range(len(weights[0]))
    return [
        sum((x * row[c] for x, row in zip(image, weights, strict=True)), Decimal(0))
        for c in classes
    ]


def slope(probabilities: Table, images: Table, y: NDArray[np.integer], d: int, c: int) -> Decimal:
    """Derivative of the mean cost by W[d, c]: mean of (p_ic - [y_i is c]) * x_id."""
    total = Decimal(0)
    for p, image, label in zip(probabilities, images, y, strict=True):
        total += (p[c] - (1 if int(label) == c else 0)) * image[d]
    return total / len(images)


def decimals(array: Floats) -> Table:
    """The rows of a float array as exact decimals."""
    return [[Decimal(float(value)) for value in row] for row in array]


@contextmanager
def enough_digits() -> Iterator[None]:
    """Reckons with DIGITS digits within the block."""
    with localcontext(getcontext()) as context:
        context.prec = DIGITS
        yield
