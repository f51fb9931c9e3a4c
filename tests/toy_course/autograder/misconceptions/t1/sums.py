"""Wrong sums."""

import numpy as np

from autograder.hints import misconception


@misconception("sums.total", hint="You multiply the numbers: add them.")
def product(values):
    return float(np.prod(values))


@misconception("sums.average", hint="You divide by one less than the count.")
def divided_by_one_less(values):
    return float(np.sum(values) / max(len(values) - 1, 1))
