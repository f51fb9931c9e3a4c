"""Losses of a linear classifier, with their gradients."""
from __future__ import print_function, division
from math import exp, log1p, expm1
import numpy as np
try:
    import torch
except ImportError:
    pass
from a1.decos import *


def with_penalty(loss, dW, W, reg):
    """reg * sum(W * W) on top; dW is our own, so += is fine."""
    loss += reg * np.vdot(W, W)
    dW += 2 * reg * W
    return float(loss), dW


def softmax_loss_naive(W, X, y, reg):
    """Mean cross-entropy, loops. Scores relative to the right one; log1p of everything but the largest."""
    N, C = len(X), W.shape[1]
    dW = np.zeros(W.shape)
    sum = 0.0
    for i in xrange(N):
        x = np.asarray(X[i], dtype=np.float64)
        s = [float(x.dot(W[:, c])) for c in xrange(C)]
        z = [s[c] - s[y[i]] for c in xrange(C)]
        top = max(xrange(C), key=lambda c: z[c])
        rest = 0.0
        for c in xrange(C):
            if c != top:
                rest += exp(z[c] - z[top])
        li = z[top] + log1p(rest)
        sum += li
        for c in xrange(C):
            dW[:, c] += x * (expm1(-li) if c == y[i] else exp(z[c] - li))
    dW /= N
    return with_penalty(sum / N, dW, W, reg)


def softmax_loss_vectorized(W, X, y, reg):
    """-log p = logaddexp.reduce(s - s_y); p - 1 of the right class is expm1(-loss)."""
    X = np.asarray(X, dtype=np.float64)
    z = X.dot(W)
    hot = right_mask(y, z.shape[1])
    z -= z[hot][:, None]
    all = np.logaddexp.reduce(z, axis=1)
    z -= all[:, None]
    G = np.exp(z)
    G[hot] = np.expm1(-all)
    G /= len(X)
    return with_penalty(all.mean(), X.T.dot(G), W, reg)


def svm_loss_naive(W, X, y, reg):
    """Mean multiclass hinge loss with explicit loops."""
    dW = np.zeros(W.shape)
    sum = 0.0
    for i in xrange(len(X)):
        x = np.asarray(X[i], dtype=np.float64)
        sy = x.dot(W[:, y[i]])
        for c in xrange(W.shape[1]):
            if c == y[i]:
                continue
            m = x.dot(W[:, c]) - sy + 1
            if m >= 0:  # at 0 the right hand slope
                sum += m
                dW[:, c] += x
                dW[:, y[i]] -= x
    dW /= len(X)
    return with_penalty(sum / len(X), dW, W, reg)


@CountCalls
def svm_loss_vectorized(W, X, y, reg, delta=1.0):
    """Hinge loss with masks; the gradient of the right class is minus the number of violations."""
    X = np.asarray(X, dtype=np.float64)
    m = X.dot(W)
    hot = right_mask(y, m.shape[1])
    m += delta - m[hot][:, None]
    mask = (m > 0) & ~hot
    G = np.where(mask, 1.0, 0.0)
    G[hot] = -np.count_nonzero(mask, axis=1)
    return with_penalty(m[mask].sum() / len(X), X.T.dot(G) / len(X), W, reg)


def squared_hinge_loss(W, X, y, reg):
    """Squared hinge: one class after the other against the right one, images by boolean indexing."""
    X = np.asarray(X, dtype=np.float64)
    y = np.asarray(y)
    C = W.shape[1]
    s = np.dot(X, W)
    right = s[right_mask(y, C)]
    dW = np.zeros_like(W, dtype=np.float64)
    loss = 0.0
    for c in xrange(C):
        hit = (y != c) & (s[:, c] - right + 1 > 0)
        m = (s[:, c] - right + 1)[hit]
        loss += (m ** 2).sum()
        dW[:, c] += 2 * m.dot(X[hit])
        for k in np.unique(y[hit]):
            sel = y[hit] == k
            dW[:, k] -= 2 * m[sel].dot(X[hit][sel])
    dW /= len(X)
    return with_penalty(loss / len(X), dW, W, reg)
