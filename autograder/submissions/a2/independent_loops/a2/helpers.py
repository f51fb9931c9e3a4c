"""My own little helpers: everything goes through flat lists of Python floats."""
import math

import numpy as np


def flat(a):
    # elements in C order, as Python numbers
    return np.asarray(a).ravel().tolist()


def build(values, shape, dtype=np.float64):
    return np.array(values, dtype=dtype).reshape(shape)


def float_type(a):
    # float32 stays float32; everything else is float64
    kind = np.asarray(a).dtype
    return kind if kind.kind == "f" else np.dtype(np.float64)


def give(values, like):
    """Write the values into the array `like` if I can, else make a new one of its shape."""
    if isinstance(like, np.ndarray) and like.flags.writeable and like.dtype.kind == "f":
        like[...] = build(values, like.shape, like.dtype)
        return like
    return build(values, np.shape(like), float_type(like))


def quotient(a, b):
    # Python raises on / 0; I want what NumPy says
    if b != 0:
        return a / b
    if a == 0 or math.isnan(a) or math.isnan(b):
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1.0, b)


def logistic(v):
    if v >= 0:
        return 1.0 / (1.0 + math.exp(-v))
    e = math.exp(v)
    return e / (1.0 + e)


def logistic_slope(v):
    # s (1 - s) without cancellation
    e = math.exp(-abs(v))
    return e / ((1.0 + e) * (1.0 + e))
