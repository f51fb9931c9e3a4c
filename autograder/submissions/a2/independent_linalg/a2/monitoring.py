"""What the numbers of a run say of its health."""

import math

import numpy as np

from a2.algebra import f8


def expected_initial_loss(num_classes, loss="softmax"):
    """log C or C - 1"""
    table = {"softmax": math.log(num_classes), "svm": float(num_classes - 1)}
    if loss not in table:
        raise ValueError(f"unknown loss {loss!r}")
    return table[loss]


def frobenius(A):
    """norm of the flattened array, scaled by its largest entry: squares cannot underflow."""
    v = f8(A).ravel()
    top = np.linalg.norm(v, np.inf) if v.size else 0.0
    if top == 0 or not np.isfinite(top):
        return float(top)
    return float(top * np.linalg.norm(v / top))


def update_ratios(params, new_params):
    """|new - old| / |old|"""
    ratios = {}
    for k in params:
        size, moved = frobenius(params[k]), frobenius(f8(new_params[k]) - f8(params[k]))
        if size == 0:
            ratios[k] = 0.0 if moved == 0 else math.inf
        else:
            ratios[k] = moved / size
    return ratios


def diagnose(losses):
    """first bad entry"""
    v = np.array([float(l) for l in losses])
    bad = np.flatnonzero(~np.isfinite(v))
    if bad.size == 0:
        return None
    i = int(bad[0])
    return i, "nan" if np.isnan(v[i]) else "inf"
