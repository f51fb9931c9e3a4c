"""Descent on class means, and weights as images, one number at a time."""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def descent_on_one_image(
    W: Floats, x: Floats, label: int, learning_rate: float, reg: float, steps: int
) -> tuple[list[float], Floats]:
    """Losses and final weights of ClassMeans.train when every image is x and has this label.

    Every minibatch is then the same, whatever was drawn: the path is known beforehand.
    """
    weights = [[float(w) for w in row] for row in W]
    losses = []
    for _ in range(steps):
        loss = 0.0
        moved = [list(row) for row in weights]
        for d, row in enumerate(weights):
            for c, w in enumerate(row):
                slope = reg * (1 if w > 0 else -1 if w < 0 else 0)
                loss += reg * abs(w)
                if c == label:
                    loss += (w - float(x[d])) ** 2 / 2
                    slope += w - float(x[d])
                moved[d][c] = w - learning_rate * slope
        losses.append(loss)
        weights = moved
    return losses, np.array(weights)


def templates(W: Floats, shape: tuple[int, int, int]) -> Floats:
    """(C, *shape): each column of W from 0 to 1, pixel after pixel; 0 where it is constant."""
    _, width, channels = shape
    shown = np.zeros((W.shape[1], *shape))
    for c in range(W.shape[1]):
        values = [Fraction(float(w)) for w in W[:, c]]
        low, span = min(values), max(values) - min(values)
        for place, value in enumerate(values):
            line, column = divmod(place // channels, width)
            share = (value - low) / span if span else Fraction(0)
            shown[c, line, column, place % channels] = float(share)
    return shown
