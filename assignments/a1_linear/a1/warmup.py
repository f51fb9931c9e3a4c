"""Warm-up: the Python and NumPy that the rest of the course takes for granted."""

import numpy as np


def fibonacci(limit):
    """The Fibonacci numbers below limit, one after the other: 0, 1, 1, 2, 3, 5, ...

    Args:
        limit: a number; with 0 or less there is nothing to yield.

    Returns:
        a generator of integers, exact however large they are.
    """
    first, second = 0, 1
    while first < limit:
        yield first
        first, second = second, first + second


def minibatches(num_rows, batch_size, rng):
    """Row numbers of one minibatch after the other, for ever.

    An epoch goes through the rows 0 to num_rows - 1 once each, in an order that rng draws anew for
    every epoch. A minibatch has batch_size rows; the last one of an epoch is shorter where
    batch_size does not divide num_rows. No minibatch takes rows of two epochs.

    Args:
        num_rows: at least 1.
        batch_size: at least 1; more than num_rows gives the whole epoch at once.
        rng: a `np.random.Generator`, the only source of randomness: equal seeds, equal batches.

    Returns:
        a generator, without end, of 1-D integer arrays.
    """
    while True:
        order = rng.permutation(num_rows)
        for start in range(0, num_rows, batch_size):
            yield order[start : start + batch_size]


def broadcast_shape(first, second):
    """The shape of the sum of two arrays, by NumPy's broadcasting rule.

    Shapes are compared from the last axis backwards. Two sizes fit if they are equal or one of
    them is 1, which then takes the other size; an axis that the shorter shape lacks counts as 1.

    Args:
        first, second: tuples of sizes, each at least 1; a number's shape is ().

    Returns:
        a tuple of sizes.

    Raises:
        ValueError: the shapes do not fit, as (3, 4) and (2, 4).
    """
    length = max(len(first), len(second))
    first = (1,) * (length - len(first)) + tuple(first)
    second = (1,) * (length - len(second)) + tuple(second)
    for one, other in zip(first, second, strict=True):
        if one != other and 1 not in (one, other):
            raise ValueError(f"{first} and {second} do not fit")
    return tuple(other if one == 1 else one for one, other in zip(first, second, strict=True))


def outer_product(a, b):
    """Each number of a times each number of b.

    Args:
        a: (N,)
        b: (M,)

    Returns:
        (N, M): entry [i, j] is a[i] * b[j].
    """
    return a[:, None] * b[None, :]


def center_rows(A):
    """A with the mean of each row taken off that row; A is left as it came.

    Args:
        A: (N, D) float.

    Returns:
        (N, D): every row has the mean 0.
    """
    return A - A.mean(axis=1, keepdims=True)


def pick_scores(scores, y):
    """From each row the score of that row's class.

    Args:
        scores: (N, C)
        y: (N,) integers in [0, C).

    Returns:
        (N,): entry i is scores[i, y[i]].
    """
    return scores[np.arange(len(y)), y]


def channels_first(images):
    """Images with the channels before rows and columns, as PyTorch wants them.

    Args:
        images: (N, H, W, C)

    Returns:
        (N, C, H, W): entry [n, c, h, w] is images[n, h, w, c].
    """
    return images.transpose(0, 3, 1, 2)


def pad_images(images, width):
    """Images with a border of zeros on all four sides.

    Args:
        images: (N, H, W, C)
        width: of the border, in pixels; 0 adds none.

    Returns:
        (N, H + 2 * width, W + 2 * width, C), of the dtype of images.
    """
    return np.pad(images, ((0, 0), (width, width), (width, width), (0, 0)))


def mosaic(images, columns):
    """All images as one, side by side: the first `columns` of them are the top row.

    Args:
        images: (N, H, W, C); N is a multiple of columns.
        columns: images in a row.

    Returns:
        (N / columns * H, columns * W, C), of the dtype of images.
    """
    num_images, height, width, channels = images.shape
    grid = images.reshape(num_images // columns, columns, height, width, channels)
    return grid.transpose(0, 2, 1, 3, 4).reshape(-1, columns * width, channels)


def scaled_copy(x, factor):
    """x times factor as a new array; x is left as it came.

    Args:
        x: float array of any shape.
        factor: a number.
    """
    return x * factor


def scale_in_place(x, factor):
    """Multiplies the array x itself by factor and returns None, as `list.sort` does.

    Args:
        x: float array of any shape; changed in place, so that every name of it sees the change.
        factor: a number.
    """
    x *= factor


def appended(item, items=None):
    """A list of the items and, at its end, item; the list that was passed is left as it came.

    Args:
        item: anything.
        items: a list; without it the result is [item], at every call.
    """
    return [*(items or []), item]
