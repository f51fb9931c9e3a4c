import numpy as np


def softmax_loss_naive(W, X, y, reg):
    dW = np.zeros(W.shape, dtype=np.float)  # a name that NumPy no longer has
    return 0.0, dW


def softmax_loss_vectorized(W, X, y, reg):
    scores = X @ W.T  # fails wherever D and C differ
    return scores.sum() / 0, num_train
