"""What the numbers of a run say of its health."""

import math

import numpy as np
import matplotlib.pyplot as plt

from a2.helpers import flat


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
        return -math.log(1 / num_classes)
    if loss == "svm":
        return sum(max(0.0, 0.0 - 0.0 + 1.0) for c in range(num_classes - 1))
    raise ValueError(f"no such loss: {loss!r}")


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
    for name in params:
        old = [float(v) for v in flat(params[name])]
        new = [float(v) for v in flat(new_params[name])]
        moved = math.hypot(*[b - a for a, b in zip(old, new)])
        size = math.hypot(*old)
        if size > 0:
            ratios[name] = moved / size
        else:
            ratios[name] = math.inf if moved > 0 else 0.0
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
    index = 0
    for loss in losses:
        if loss != loss:
            return index, "nan"
        if abs(loss) == math.inf:
            return index, "inf"
        index += 1
    return None
