"""Numeric gradients of functions of arrays, and how far two gradients are apart."""

import matplotlib.pyplot as plt
import numpy as np

from a2.algebra import f8, fresh


def central(f, x, h):
    """yields (f(x + h e_j) - f(x - h e_j)) / 2h; each call of f gets an array of its own"""
    for j in range(x.size):
        ends = []
        for sign in (+1, -1):
            moved = fresh(x)
            moved.flat[j] = x.flat[j] + sign * h
            ends.append(fresh(f(moved)))
        yield (ends[0] - ends[1]) / (2 * h)


def eval_numerical_gradient_array(f, x, df, h=1e-5):
    """J^T df, a column of J at a time."""
    x64, df = fresh(x), f8(df)
    return np.array([np.sum(col * df) for col in central(f, x64, h)], dtype=np.float64).reshape(x64.shape)


def jacobian(f, x, h=1e-5):
    """(outputs, inputs): sum of outer products column x e_j."""
    x64 = fresh(x)
    J = np.zeros((fresh(f(fresh(x64))).size, x64.size))
    E = np.eye(x64.size)
    for j, col in enumerate(central(f, x64, h)):
        J += np.outer(col, E[j])
    return J


def rel_error(x, y):
    """Largest relative difference."""
    if np.shape(x) != np.shape(y):
        raise ValueError(f"shapes {np.shape(x)} and {np.shape(y)} differ")
    a, b = f8(x) / 2, f8(y) / 2  # halves: no overflow
    with np.errstate(invalid="ignore"):
        ratio = np.abs(a - b) / np.maximum(0.5e-8, np.abs(a) + np.abs(b))
    return float(np.max(np.where(f8(x) == f8(y), 0.0, ratio)))
