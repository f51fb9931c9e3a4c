"""my little decorators + xrange, `from a1.decos import *` everywhere"""
from __future__ import print_function, division, absolute_import
import functools
import numpy as np

try:
    from past.builtins import xrange
except ImportError:  # pip install future did not work on my laptop
    xrange = range

__all__ = ["xrange", "float64_images", "CountCalls", "none_to_zero", "right_mask"]


def float64_images(method):
    """method(self, X, ...) gets X as float64 (no copy if it is already)."""
    @functools.wraps(method)
    def wrapper(self, X, *args, **kwargs):
        return method(self, np.asarray(X, dtype=np.float64), *args, **kwargs)
    return wrapper


class CountCalls(object):
    """How often did SGD ask for the loss? Class based decorator."""
    def __init__(self, func):
        self.func, self.calls = func, 0
        functools.update_wrapper(self, func)

    def __call__(self, *args, **kwargs):
        self.calls += 1
        return self.func(*args, **kwargs)


def none_to_zero(func):
    """0/0 -> 0 for func(matrix) -> (numerators, denominators). Old style: names copied by hand."""
    def divided(matrix):
        num, den = func(np.asarray(matrix).astype(np.int64))
        ratio = np.zeros(len(den))
        mask = den > 0
        ratio[mask] += num[mask] / den[mask]
        return ratio
        pass
    divided.__name__ = func.__name__
    divided.__doc__ = func.__doc__
    return divided


def right_mask(y, num_classes):
    """(N, C) boolean, True at the right class of each row."""
    return np.arange(num_classes) == np.asarray(y).reshape(-1, 1)
