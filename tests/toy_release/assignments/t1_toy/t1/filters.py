"""Filters of rows of numbers."""

import numpy as np

SMALLEST = 1e-9  # a spread below this is none


def smooth(values, width=3):
    """The mean of each window of `width` neighbours; windows are shorter at the ends."""
    reach = width // 2
    smoothed = np.zeros(len(values))  # one mean for each number
    for centre in range(len(values)):
        first = max(centre - reach, 0)
        window = values[first : centre + reach + 1]
        smoothed[centre] = window.sum() / len(window)
    # the ends see fewer neighbours
    return smoothed


def halves(values):
    """Half of each number."""
    return values / 2


def clip(values, low, high):
    """Each number, moved to the nearest bound where it lies outside."""
    return np.minimum(np.maximum(values, low), high)


class Scaler:
    """Brings numbers to mean 0 and spread 1."""

    def __init__(self):
        self.mean, self.spread = 0.0, 1.0

    def fit(self, values):
        """Learn mean and spread of the numbers; return self."""
        self.mean = values.mean()
        self.spread = max(values.std(), SMALLEST)
        return self

    def apply(self, values):
        """The numbers, less the mean, over the spread."""
        return (values - self.mean) / self.spread
        # nothing after this
