"""Descent on class means followed one step and one number at a time."""

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
