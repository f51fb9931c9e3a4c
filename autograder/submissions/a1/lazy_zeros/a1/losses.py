import numpy as np


def softmax_loss_naive(W, X, y, reg):
    return 0.0, np.zeros_like(W)


def softmax_loss_vectorized(W, X, y, reg):
    return 0.0, np.zeros_like(W)
