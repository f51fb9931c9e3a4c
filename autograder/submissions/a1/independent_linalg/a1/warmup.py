"""Warm-up: the Python and NumPy that the rest of the course takes for granted."""

import numpy as np
from a1._algebra import flat_take


def fibonacci(limit):
    """Powers of the matrix [[0, 1], [1, 1]] applied to (0, 1); object entries stay exact."""
    step = np.array([[0, 1], [1, 1]], dtype=object)
    pair = np.array([0, 1], dtype=object)
    while pair[0] < limit:
        yield pair[0]
        pair = step @ pair


def minibatches(num_rows, batch_size, rng):
    """Order of each epoch: argsort of uniform random keys, cut by np.split."""
    cuts = np.arange(batch_size, num_rows, batch_size)
    while True:
        yield from np.split(np.argsort(rng.random(num_rows), kind="stable"), cuts)


def broadcast_shape(first, second):
    """Both shapes as rows of a (2, n) table, right-aligned on ones."""
    n = max(len(first), len(second))
    table = np.ones((2, n), dtype=object)
    table[0, n - len(first):] = first
    table[1, n - len(second):] = second
    clash = (table[0] != table[1]) & (table != 1).all(axis=0)
    if clash.any():
        raise ValueError(f"shapes {first} and {second} do not fit")
    return tuple(np.where(table[0] == 1, table[1], table[0]).tolist())
    pass


def outer_product(a, b):
    return np.einsum("i,j->ij", a, b)


def center_rows(A):
    """Projector I - u u^T with u = ones / sqrt(D), applied as a rank-1 update."""
    A = np.asarray(A)
    u = np.full(A.shape[1], 1.0 / np.sqrt(A.shape[1]))
    out = A - np.multiply.outer(A @ u, u)
    return out.astype(A.dtype) if A.dtype.kind == "f" else out


def pick_scores(scores, y):
    """flat index"""
    return flat_take(scores, y)


def channels_first(images):
    """einsum as transpose (a view)"""
    return np.einsum("nhwc->nchw", images)


def pad_images(images, width):
    """Writes through a strided window into zeros."""
    N, H, W, C = images.shape
    out = np.zeros((N, H + 2 * width, W + 2 * width, C), dtype=images.dtype)
    window = np.lib.stride_tricks.as_strided(out[:, width:, width:], (N, H, W, C), out.strides)
    window[...] = images
    return out


def mosaic(images, columns):
    N, H, W, C = images.shape
    rows = N // columns
    grid = np.asarray(images).reshape(rows, columns, H, W, C)
    return np.einsum("rkhwc->rhkwc", grid).reshape(rows * H, columns * W, C)


def scaled_copy(x, factor):
    """in-place product on a copy"""
    out = np.array(x, copy=True)
    np.multiply(out, factor, out=out)
    return out


def scale_in_place(x, factor):
    np.multiply(x, factor, out=x)


def appended(item, items=None):
    return [*(() if items is None else items), item]
