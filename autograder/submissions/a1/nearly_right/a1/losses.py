"""Losses of a linear classifier, with their gradients."""

import numpy as np


def softmax_loss_naive(W, X, y, reg):
    loss, dW = 0.0, np.zeros(W.shape)
    for x, label in zip(X, y):
        scores = x @ W
        scores = scores - scores.max()
        powers = np.exp(scores)
        loss += np.log(powers.sum()) - scores[label]
        slope = powers / powers.sum()
        slope[label] -= 1
        dW += np.outer(x, slope)
    return loss / len(X) + reg * (W**2).sum(), dW / len(X) + 2 * reg * W


def softmax_loss_vectorized(W, X, y, reg):
    N = len(X)
    scores = X @ W
    scores -= scores.max(axis=1, keepdims=True)
    powers = np.exp(scores)
    totals = powers.sum(axis=1)
    loss = np.mean(np.log(totals) - scores[np.arange(N), y]) + reg * (W**2).sum()
    slope = powers / totals[:, None]
    slope[np.arange(N), y] -= 1
    return loss, X.T @ slope / N + reg * W
