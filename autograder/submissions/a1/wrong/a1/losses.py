import numpy as np


def softmax_loss_naive(W, X, y, reg):
    """A sum where the mean is asked for."""
    loss, dW = 0.0, np.zeros(W.shape)
    for x, label in zip(X, y):
        p = np.exp(x @ W) / np.exp(x @ W).sum()
        loss -= np.log(p[label])
        p[label] -= 1
        dW += np.outer(x, p)
    return loss + 0.5 * reg * (W**2).sum(), dW + reg * W


def softmax_loss_vectorized(W, X, y, reg):
    """Softmax over the images."""
    p = np.exp(X @ W)
    p /= p.sum(axis=0)
    loss = -np.log(p[np.arange(len(y)), y]).sum()
    p[np.arange(len(y)), y] -= 1
    return loss, X.T @ p
