"""Hinge losses by definition, in decimals of 50 digits, one margin at a time."""

from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from oracles.losses import Floats, Table, decimals, enough_digits, scores

Labels = NDArray[np.integer]


def svm_loss(W: Floats, X: Floats, y: Labels, reg: float) -> tuple[float, Floats]:
    """Mean over the rows of X of the wrong classes' margins above 0, plus reg * sum(W * W).

    The second value is its gradient (D, C), where no margin is exactly 0.
    """
    with enough_digits():
        found = margins(W, X, y)
        costs = [[max(margin, Decimal(0)) for margin in row] for row in found]
        slopes = [[Decimal(margin > 0) for margin in row] for row in found]
        return assembled(costs, slopes, W, X, y, reg)


def squared_hinge_loss(W: Floats, X: Floats, y: Labels, reg: float) -> tuple[float, Floats]:
    """As svm_loss, with each margin above 0 squared."""
    with enough_digits():
        found = margins(W, X, y)
        costs = [[max(margin, Decimal(0)) ** 2 for margin in row] for row in found]
        slopes = [[2 * max(margin, Decimal(0)) for margin in row] for row in found]
        return assembled(costs, slopes, W, X, y, reg)


def margins(W: Floats, X: Floats, y: Labels) -> Table:
    """(N, C): s_c - s_y + 1 for the wrong classes c of each image, and 0 for its right one."""
    weights, found = decimals(W), []
    for image, label in zip(decimals(X), y, strict=True):
        s, right = scores(image, weights), int(label)
        found.append([s[c] - s[right] + 1 if c != right else Decimal(0) for c in range(len(s))])
    return found


def assembled(
    costs: Table, slopes: Table, W: Floats, X: Floats, y: Labels, reg: float
) -> tuple[float, Floats]:
    """Loss and gradient from the cost of each margin and its derivative by that margin.

    A margin grows with the score of its own class and falls with the score of the right one.
    """
    weights, images, strength = decimals(W), decimals(X), Decimal(float(reg))
    squares = [weight * weight for row in weights for weight in row]
    loss = sum(map(sum, costs)) / Decimal(len(images)) + strength * sum(squares)
    dW = [[2 * strength * weight for weight in row] for row in weights]
    for image, label, slope in zip(images, y, slopes, strict=True):
        for d, x in enumerate(image):
            for c, share in enumerate(slope):
                dW[d][c] += share * x / len(images)
                dW[d][int(label)] -= share * x / len(images)
    return float(loss), np.array(dW, dtype=np.float64)
