"""Five numbers."""

import numpy as np


def load():
    """(5,) float64."""
    return np.array([3.0, 1.0, 4.0, 1.0, 5.0])
