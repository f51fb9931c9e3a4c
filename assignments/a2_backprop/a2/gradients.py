"""Numeric gradients of functions of arrays, and how far two gradients are apart."""

import numpy as np


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
    middle = np.array(x, dtype=np.float64)
    gradient = np.zeros(middle.shape)
    for index in np.ndindex(middle.shape):
        ahead, behind = middle.copy(), middle.copy()
        ahead[index] += h
        behind[index] -= h
        change = np.subtract(f(ahead), f(behind))
        gradient[index] = np.sum(change * df) / (2 * h)
    return gradient


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
    middle = np.array(x, dtype=np.float64)
    columns = []
    for j in range(len(middle)):
        ahead, behind = middle.copy(), middle.copy()
        ahead[j] += h
        behind[j] -= h
        change = np.subtract(f(ahead), f(behind))
        columns.append(change / (2 * h))
    return np.stack(columns, axis=1)


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
        raise ValueError(f"x has shape {np.shape(x)}, y has shape {np.shape(y)}")
    x, y = (np.asarray(each, float) for each in (x, y))
    return np.max(np.abs(x - y) / np.maximum(1e-8, np.abs(x) + np.abs(y)))
