"""Losses of a linear classifier, with their gradients.

Sizes: N images, D features (pixels) an image, C classes. The scores of image i are `X[i] @ W`.
"""

import numpy as np
from a1._algebra import flat_take, one_hot, penalty, pull_back, scores_of
from scipy.special import logsumexp


def softmax_loss_naive(W, X, y, reg):
    """Loops over images and classes; log(sum(exp)) grows by logaddexp, relative to the right score."""
    N, (D, C) = len(X), W.shape
    loss, dW = 0.0, np.zeros((D, C))
    for i in range(N):
        x = np.asarray(X[i], dtype=np.float64)
        s = np.einsum("d,dc->c", x, W)
        s = s - s[y[i]]
        log_z = -np.inf
        for c in range(C):
            log_z = np.logaddexp(log_z, s[c])
        loss += log_z
        for c in range(C):
            p = np.exp(s[c] - log_z)
            dW[:, c] += x * (np.expm1(-log_z) if c == y[i] else p)
    cost, slope = penalty(W, reg)
    return loss / N + cost, dW / N + slope


def softmax_loss_vectorized(W, X, y, reg):
    """logaddexp.reduce of the scores less the right one: that is -log p itself."""
    N, C = len(X), W.shape[1]
    S = scores_of(W, X)
    S -= flat_take(S, y)[:, np.newaxis]
    nll = np.logaddexp.reduce(S, axis=1)[:, np.newaxis]
    hot = one_hot(y, C, bool)
    G = np.where(hot, np.expm1(-nll), np.exp(S - nll)) / N
    cost, slope = penalty(W, reg)
    return nll.sum() / N + cost, pull_back(X, G) + slope


def svm_loss_naive(W, X, y, reg):
    """Each image: e = margins > 0 less their number at y; the gradient grows by outer(x, e)."""
    N, C = len(X), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(N):
        x = np.asarray(X[i], dtype=np.float64)
        s = x @ W
        e = np.zeros(C)
        for c in range(C):
            margin = s[c] - s[y[i]] + 1
            if c != y[i] and margin > 0:
                loss += margin
                e[c] += 1
                e[y[i]] -= 1
        dW += np.multiply.outer(x, e)
    cost, slope = penalty(W, reg)
    return loss / N + cost, dW / N + slope


def svm_loss_vectorized(W, X, y, reg):
    """max(0, z) = (z + |z|) / 2, its slope (1 + sign z) / 2: at the kink one half."""
    N, C = len(X), W.shape[1]
    hot = one_hot(y, C)
    Z = scores_of(W, X)
    Z -= flat_take(Z, y)[:, np.newaxis]
    Z += 1.0 - hot
    loss = np.maximum(Z, 0.0).sum() / N
    E = (1.0 - hot) * (0.5 + 0.5 * np.sign(Z))
    E -= hot * E.sum(axis=1, keepdims=True)
    cost, slope = penalty(W, reg)
    return loss + cost, pull_back(X, E) / N + slope


def squared_hinge_loss(W, X, y, reg):
    """|M|_F^2 of the violations M"""
    N, C = len(X), W.shape[1]
    hot = one_hot(y, C)
    M = scores_of(W, X)
    M = np.maximum(M - flat_take(M, y)[:, np.newaxis] + 1.0, 0.0) * (1.0 - hot)
    cost, slope = penalty(W, reg)
    G = 2.0 * (M - hot * M.sum(axis=1, keepdims=True))
    return np.linalg.norm(M) ** 2 / N + cost, pull_back(X, G) / N + slope
