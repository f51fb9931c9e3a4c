"""Numeric gradients of functions of arrays, and how far two gradients are apart."""

import numpy as np
import math

from a2.helpers import flat


def eval_numerical_gradient_array(f, x, df, h=1e-5):
    """Centred difference of sum(f(x) * df) with respect to x, element by element.

    Each element of x is moved by h to either side, and the change of the sum divided by 2 h. If df
    is the gradient of a loss with respect to f(x), the result is near that with respect to x.

    Args:
        f: function of one array. It gets float64 arrays of x's shape and leaves them as they are.
            It returns an array of any shape or a number; the array may be its argument itself.
        x: array with at least one axis, also of integers or float32: everything is computed in
            float64 nevertheless. After the call it is exactly as it came.
        df: array of the shape of f(x), or a number where f returns one.
        h: length of the step.

    Returns:
        float64 array of x's shape.
    """
    # a fresh array for every single call of f, so that nobody can share memory with anybody
    base = np.array(x, dtype=np.float64)
    weights = [float(v) for v in flat(df)]
    grad = np.zeros(base.shape)
    for index in np.ndindex(*base.shape):
        right = base.copy()
        right[index] += h
        left = base.copy()
        left[index] -= h
        up = flat(f(right))
        down = flat(f(left))
        terms = [(float(u) - float(d)) * g for u, d, g in zip(up, down, weights, strict=True)]
        grad[index] = math.fsum(terms) / (2 * h)
    return grad


def jacobian(f, x, h=1e-5):
    """Jacobian matrix of f at x by centred differences: row i, column j holds d f_i / d x_j.

    Args:
        f: function of one vector. It gets float64 vectors of x's length and leaves them as they
            are. It returns a vector of any length, which may be its argument itself.
        x: (inputs,) vector, also of integers or float32: everything is computed in float64
            nevertheless. After the call it is exactly as it came.
        h: length of the step.

    Returns:
        (outputs, inputs) float64 array.
    """
    start = [float(v) for v in flat(x)]
    columns = []
    for j in range(len(start)):
        right = list(start)
        right[j] = start[j] + h
        left = list(start)
        left[j] = start[j] - h
        up = flat(f(np.array(right, dtype=np.float64)))
        down = flat(f(np.array(left, dtype=np.float64)))
        columns.append([(float(u) - float(d)) / (2 * h) for u, d in zip(up, down)])
    if not columns:
        return np.zeros((len(flat(f(np.array(start, dtype=np.float64)))), 0))
    J = np.zeros((len(columns[0]), len(columns)))
    for j in range(len(columns)):
        for i in range(len(columns[j])):
            J[i, j] = columns[j][i]
    return J


def rel_error(x, y):
    """The largest of |x - y| / max(1e-8, |x| + |y|) over all elements.

    0 for equal arrays, and never more than 1. The 1e-8 keeps two numbers that are nearly 0 from
    looking far apart.

    Args:
        x, y: arrays of one shape with at least one element, or two numbers.

    Returns:
        A single number.

    Raises:
        ValueError: the shapes of x and y differ, even if they would broadcast.
    """
    if np.shape(x) != np.shape(y):
        raise ValueError(f"shapes {np.shape(x)} and {np.shape(y)} differ")
    worst = 0.0
    for a, b in zip(flat(x), flat(y)):
        a, b = float(a), float(b)
        if a == b:
            continue
        e = abs(a - b) / max(1e-8, abs(a) + abs(b))
        if math.isnan(e):
            return e
        if e > worst:
            worst = e
    return np.array(worst)
