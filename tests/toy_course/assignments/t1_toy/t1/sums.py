"""Sums of numbers."""

import numpy as np


def total(values):
    """The sum of the numbers, 0 where there are none; `values` stay as they are."""
    return float(np.sum(values))


def average(values):
    """The mean of the numbers."""
    return float(np.mean(values))
