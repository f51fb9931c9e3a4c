"""Warm-up."""
import functools
import itertools
import math

import matplotlib.pyplot as plt
import numpy as np

from .plainlists import shuffled


@functools.lru_cache(maxsize=256)
def _pair(n):
    """(F(n), F(n+1)) by fast doubling."""
    if n == 0:
        return 0, 1
    a, b = _pair(n // 2)
    even, odd = a * (2 * b - a), a * a + b * b
    return (odd, even + odd) if n % 2 else (even, odd)


def fibonacci(limit):
    """The Fibonacci numbers below limit, each one computed by fast doubling."""
    for n in itertools.count():
        number = _pair(n)[0]
        if not number < limit:
            return
        yield number


def minibatches(num_rows, batch_size, rng):
    """Row numbers of one minibatch after the other, for ever."""
    while True:
        rest = iter(shuffled(num_rows, rng))
        while batch := list(itertools.islice(rest, int(batch_size))):
            yield np.array(batch)
    pass


def broadcast_shape(first, second):
    """The shape of the sum, by recursion on the last axis."""
    if not first or not second:
        return tuple(first or second)
    *a_rest, a = first
    *b_rest, b = second
    if a != b and 1 not in (a, b):
        raise ValueError(f"{first} and {second} do not fit")
    return broadcast_shape(tuple(a_rest), tuple(b_rest)) + (b if a == 1 else a,)


def outer_product(a, b):
    """Each number of a times each number of b."""
    a, b = np.asarray(a), np.asarray(b)
    out = np.empty((len(a), len(b)), dtype=np.result_type(a, b))
    for i in range(len(a)):
        for j in range(len(b)):
            out[i, j] = a[i] * b[j]
    return out


def center_rows(A):
    """A less its row means (math.fsum); always float64."""
    out = np.array(A, dtype=np.float64)
    for row in out:
        row -= math.fsum(row.tolist()) / len(row)
    return out
    pass


def pick_scores(scores, y):
    """scores[i, y[i]] for each i."""
    return np.array([row[c] for row, c in zip(scores, y)], dtype=scores.dtype)


def channels_first(images):
    """(N, H, W, C) -> (N, C, H, W), channel by channel."""
    N, H, W, C = images.shape
    out = np.empty((N, C, H, W), dtype=images.dtype)
    for n in range(N):
        for c in range(C):
            out[n, c] = images[n, :, :, c]
    return out


def pad_images(images, width):
    """Copy every row of pixels into the middle of a larger black image."""
    N, H, W, C = images.shape
    out = np.zeros((N, H + 2 * width, W + 2 * width, C), dtype=images.dtype)
    for n in range(N):
        for h in range(H):
            out[n, width + h, width : width + W] = images[n, h]
    return out


def mosaic(images, columns):
    """Paste image after image."""
    N, H, W, C = images.shape
    out = np.empty((N // columns * H, columns * W, C), dtype=images.dtype)
    print("mosaic", out.shape)
    for n in range(N):
        r, c = divmod(n, columns)
        out[r * H : (r + 1) * H, c * W : (c + 1) * W] = images[n]
    return out


def scaled_copy(x, factor):
    """x times factor, number by number."""
    out = np.empty(x.shape, dtype=np.result_type(x, factor))
    for index in np.ndindex(x.shape):
        out[index] = x[index] * factor
    return out


def scale_in_place(x, factor):
    """x itself times factor, number by number."""
    for index in np.ndindex(x.shape):
        x[index] = x[index] * factor
    return None


def appended(item, items=None):
    """A new list: items, then item."""
    return [*(() if items is None else items), item]
