"""What the numbers of a run say of its health."""

import math

import numpy as np


def expected_initial_loss(num_classes, loss="softmax"):
    """The loss per image before anything is learnt: all scores equal, no penalty."""
    if loss == "softmax":
        return -np.log(1.0 / num_classes)
    elif loss == "svm":
        return num_classes - 1.0
    raise ValueError('loss must be "softmax" or "svm"')


def _norm(a):
    # divided by the largest first, so that squares of tiny numbers do not become 0
    a = np.abs(np.asarray(a, dtype=np.float64)).ravel()
    if a.size == 0 or a.max() == 0:
        return 0.0
    scale = a.max()
    if not np.isfinite(scale):
        return scale
    return scale * np.sqrt(np.sum((a / scale) ** 2))


def update_ratios(params, new_params):
    """How far each parameter moved, compared with its size: |new - old| / |old|."""
    ratios = {}
    for k in params:
        old = np.asarray(params[k], dtype=np.float64)
        new = np.asarray(new_params[k], dtype=np.float64)
        update_scale = _norm(new - old)
        param_scale = _norm(old)
        if param_scale == 0:
            ratios[k] = 0.0 if update_scale == 0 else float("inf")
        else:
            ratios[k] = float(update_scale / param_scale)
    return ratios


def diagnose(losses):
    """Where a run broke down, and how."""
    bad = [i for i, l in enumerate(losses) if not np.isfinite(l)]
    if len(bad) == 0:
        return None
    i = bad[0]
    kind = "nan" if losses[i] != losses[i] else "inf"
    return i, kind
