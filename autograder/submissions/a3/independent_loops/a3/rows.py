"""Lists instead of arrays (my helpers)."""
import math

import numpy as np


def numbers(v):
    return [float(e) for e in np.asarray(v).tolist()]


def flat(a):
    return np.asarray(a).ravel().tolist()


def float_type(a):
    kind = np.asarray(a).dtype
    return kind if kind.kind == "f" else np.dtype(np.float64)


def build(values, shape, dtype):
    return np.array(values, dtype=dtype).reshape(shape)


def give(values, like):
    """The values in the array `like` itself, where it can be written to."""
    if isinstance(like, np.ndarray) and like.flags.writeable and like.dtype.kind == "f":
        like[...] = build(values, like.shape, like.dtype)
        return like
    return build(values, np.shape(like), float_type(like))


def quotient(a, b):
    # what NumPy says of a / 0
    if b == 0:
        return math.nan if a == 0 else math.copysign(math.inf, a)
    return a / b
