"""Warm-up: the Python and NumPy that the rest of the course takes for granted."""
from __future__ import print_function, division
import itertools
import matplotlib.pyplot as plt
import numpy as np
from a1.decos import *


class Fib(object):
    """Endless Fibonacci iterator, works in Python 2 and 3."""
    def __init__(self):
        self.pair = (0, 1)

    def __iter__(self):
        return self

    def __next__(self):
        a, b = self.pair
        self.pair = (b, a + b)
        return a
    next = __next__


def fibonacci(limit):
    """The Fibonacci numbers below limit (takewhile over my iterator class)."""
    return (n for n in itertools.takewhile(lambda n: n < limit, Fib()))


def minibatches(num_rows, batch_size, rng):
    """Row numbers of one minibatch after the other, for ever. Order = argsort of random numbers."""
    while 1:
        order = rng.random(num_rows).argsort()
        while len(order):
            yield order[:batch_size].copy()
            order = np.delete(order, np.s_[:batch_size])


def broadcast_shape(first, second):
    """The shape of the sum of two arrays: both shapes filled up with ones in arrays, then masks."""
    len_ = max(len(first), len(second))
    a = np.ones(len_, dtype=int); a[len_ - len(first):] = first
    b = np.ones(len_, dtype=int); b[len_ - len(second):] = second
    bad = (a != b) & (a != 1) & (b != 1)
    if bad.any():
        raise ValueError("shapes %r and %r do not fit" % (first, second))
    return tuple(np.where(a == 1, b, a).tolist())


def outer_product(a, b):
    """Each number of a times each number of b, by repeat and tile."""
    a = np.asarray(a); b = np.asarray(b)
    return (np.repeat(a, len(b)) * np.tile(b, len(a))).reshape(len(a), len(b))


def center_rows(A):
    """A with the mean of each row taken off that row; A is left as it came."""
    out = np.array(A)
    out += -(out.sum(axis=1) / out.shape[1])[:, None]
    return out


def pick_scores(scores, y):
    """From each row the score of that row's class (boolean mask, exactly one True a row)."""
    scores = np.asarray(scores)
    return scores[right_mask(y, scores.shape[1])]


def channels_first(images):
    """(N, H, W, C) -> (N, C, H, W), channel after channel glued together."""
    out = images[:, None, :, :, 0]
    for c in xrange(1, images.shape[3]):
        out = np.concatenate((out, images[:, None, :, :, c]), axis=1)
    return out


def pad_images(images, width):
    """Zeros on all four sides, by concatenate."""
    for axis in (1, 2):
        shape = list(images.shape)
        shape[axis] = width
        zeros = np.zeros(shape, dtype=images.dtype)
        images = np.concatenate((zeros, images, zeros), axis=axis)
    return images


def mosaic(images, columns):
    """All images as one, row of images after row of images."""
    all = None
    for i in xrange(0, len(images), columns):
        row = np.concatenate(list(images[i:i + columns]), axis=1)
        all = row if all is None else np.concatenate([all, row], axis=0)
    return all


def scaled_copy(x, factor):
    """x times factor as a new array; x is left as it came."""
    new = np.array(x)
    new *= factor
    return new


def scale_in_place(x, factor):
    """Multiplies the array x itself by factor and returns None."""
    np.multiply(x, factor, out=x)
    return
    pass


def appended(item, items=None):
    """A list of the items and, at its end, item; the list that was passed is left as it came."""
    list_ = [] if items is None else items[:]
    list_ += [item]
    return list_
