"""Numeric gradients of functions of arrays, and how far two gradients are apart."""

import numpy as np


def eval_numerical_gradient_array(f, x, df, h=1e-5):
    """Centred difference of sum(f(x) * df) with respect to x, element by element."""
    x = np.array(x, dtype=np.float64)  # my own copy, so the caller's x is never touched
    df = np.asarray(df, dtype=np.float64)
    grad = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index", "zerosize_ok"])
    while not it.finished:
        ix = it.multi_index

        oldval = x[ix]
        x[ix] = oldval + h
        pos = np.array(f(x), dtype=np.float64)  # copy! f may give x back
        x[ix] = oldval - h
        neg = np.array(f(x), dtype=np.float64)
        x[ix] = oldval

        grad[ix] = np.sum((pos - neg) * df) / (2 * h)
        it.iternext()
    return grad
    pass


def jacobian(f, x, h=1e-5):
    """Jacobian matrix of f at x by centred differences: row i, column j holds d f_i / d x_j."""
    # one column per input, steps are the rows of h * identity
    x = np.array(x, dtype=np.float64)
    num_inputs = x.shape[0]
    num_outputs = np.shape(f(x.copy()))[0]
    J = np.zeros((num_outputs, num_inputs))
    steps = h * np.eye(num_inputs)
    for j in range(num_inputs):
        fp = np.asarray(f(x + steps[j]), dtype=np.float64)
        J[:, j] = fp
        fm = np.asarray(f(x - steps[j]), dtype=np.float64)
        J[:, j] -= fm
    J /= 2 * h
    return J


def rel_error(x, y):
    """The largest of |x - y| / max(1e-8, |x| + |y|) over all elements."""
    if np.shape(x) != np.shape(y):
        raise ValueError("shapes differ: %s and %s" % (np.shape(x), np.shape(y)))
    # halved, numerator and denominator, so that |x| + |y| cannot overflow
    x = np.asarray(x, dtype=np.float64) / 2
    y = np.asarray(y, dtype=np.float64) / 2
    diff = np.where(x == y, 0.0, np.abs(x - y))
    denom = np.maximum(0.5e-8, np.abs(x) + np.abs(y))
    ratio = np.where(diff == 0, 0.0, diff / denom)
    return np.max(ratio)
