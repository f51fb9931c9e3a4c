"""What the numbers of a run say of its health."""

import math

import numpy as np


def expected_initial_loss(num_classes, loss="softmax"):
    """The loss per image before anything is learnt: all scores equal, no penalty.

    A run whose first loss is far from it starts from wrong weights or computes a wrong loss.

    Args:
        num_classes: C, at least 2.
        loss: "softmax", mean cross-entropy in nats, or "svm", the sum over the wrong classes of
            max(0, s_c - s_y + 1).

    Returns:
        a single number.

    Raises:
        ValueError: loss is neither.
    """
    if loss == "softmax":
        return math.log(num_classes)
    if loss == "svm":
        return num_classes - 1.0
    raise ValueError(f'loss is {loss!r}, not "softmax" or "svm"')


def update_ratios(params, new_params):
    """How far each parameter moved, compared with its size: |new - old| / |old|.

    |A| is the root of the sum of the squares of all entries, for arrays of any number of axes. For
    weights a ratio near 1e-3 a step is healthy. A parameter that was 0 everywhere, as biases are at
    first, has the ratio 0 if it did not move, and infinity if it did.

    Args:
        params: dict of float arrays: the parameters before a step.
        new_params: dict with the same keys and shapes: after it.

    Returns:
        dict with the same keys: one float for each parameter.

    Both dicts and their arrays are left as they came.
    """
    ratios = {}
    for name, old in params.items():
        moved = float(np.sqrt(np.sum((new_params[name] - old) ** 2)))
        size = float(np.sqrt(np.sum(old**2)))
        ratios[name] = moved / size if size > 0 else (math.inf if moved > 0 else 0.0)
    return ratios


def diagnose(losses):
    """Where a run broke down, and how.

    An infinite loss tells of something too large (an overflow, a division by 0, the log of 0); nan
    of something without an answer (inf - inf, 0 * inf, 0 / 0), often a step or two later.

    Args:
        losses: list of the losses, in order; it may be empty.

    Returns:
        None if every loss is finite; otherwise the tuple (index, kind) of the first one that is
        not: its index counted from 0, and "inf" for infinity of either sign, or "nan".
    """
    for index, loss in enumerate(losses):
        if math.isnan(loss):
            return index, "nan"
        if math.isinf(loss):
            return index, "inf"
    return None
