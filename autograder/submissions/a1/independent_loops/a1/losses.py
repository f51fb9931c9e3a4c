"""Losses of a linear classifier, with their gradients."""
import math

import numpy as np

from .plainlists import dot

try:
    from past.builtins import xrange
except ImportError:
    xrange = range


def _penalty(W, reg):
    return reg * math.fsum(w * w for row in W.tolist() for w in row)


def _mean_of_costs(W, X, y, reg, cost):
    """Mean of cost(scores, right class) -> (number, slopes by the scores), plus the penalty."""
    N, D = X.shape
    C = W.shape[1]
    columns = W.T.tolist()
    dW = 2 * reg * W
    costs = []
    for i in xrange(N):
        x = X[i].tolist()
        scores = [dot(x, columns[c]) for c in xrange(C)]
        value, slopes = cost(scores, int(y[i]))
        costs.append(value)
        for c in xrange(C):
            if slopes[c] != 0:
                dW[:, c] += slopes[c] / N * X[i].astype(np.float64)
    return math.fsum(costs) / N + _penalty(W, reg), dW


def _cross_entropy(scores, right):
    top = max(xrange(len(scores)), key=scores.__getitem__)
    powers = [math.exp(s - scores[top]) for s in scores]
    others = math.fsum(powers[:top] + powers[top + 1 :])
    value = math.log1p(others) + (scores[top] - scores[right])
    total = others + 1
    slopes = [power / total for power in powers]
    slopes[right] = -math.fsum(slopes[:right] + slopes[right + 1 :])  # p - 1
    return value, slopes


def _hinge(scores, right, power=1):
    slopes = [0.0] * len(scores)
    value = 0.0
    for c, s in enumerate(scores):
        margin = s - scores[right] + 1
        if c == right or margin <= 0:
            continue
        value += margin**power
        slope = power * margin ** (power - 1)
        slopes[c] += slope
        slopes[right] -= slope
    return value, slopes


def softmax_loss_naive(W, X, y, reg):
    """Softmax loss with loops: log1p of the other classes, relative to the largest score."""
    return _mean_of_costs(W, X, y, reg, _cross_entropy)


def softmax_loss_vectorized(W, X, y, reg):
    """Softmax loss without a loop: np.logaddexp.reduce of the scores relative to the right one."""
    N = X.shape[0]
    images = np.arange(N)
    X = X.astype(np.float64)
    lead = X @ W
    lead -= lead[images, y][:, None]
    costs = np.logaddexp.reduce(lead, axis=1)
    lead -= costs[:, None]
    P = np.exp(lead, out=lead)
    P[images, y] = 0
    P[images, y] = -P.sum(axis=1)  # p - 1
    dW = X.T @ P
    dW /= N
    dW += 2 * reg * W
    return float(costs.mean() + reg * np.vdot(W, W)), dW


def svm_loss_naive(W, X, y, reg):
    """Hinge loss with loops."""
    return _mean_of_costs(W, X, y, reg, _hinge)


def svm_loss_vectorized(W, X, y, reg):
    """Hinge loss without a loop: the violations are picked out as a flat list, np.add.at counts."""
    N = X.shape[0]
    X = X.astype(np.float64)
    y = np.asarray(y)
    scores = X @ W
    margins = scores - np.take_along_axis(scores, y[:, None].astype(np.intp), axis=1) + 1
    margins[np.arange(N), y] = 0
    rows, classes = np.nonzero(margins > 0)
    steps = np.zeros_like(scores)
    steps[rows, classes] = 1
    np.subtract.at(steps, (rows, y[rows]), 1)
    loss = margins[rows, classes].sum() / N + reg * np.vdot(W, W)
    return float(loss), np.tensordot(X, steps, axes=(0, 0)) / N + 2 * reg * W


def squared_hinge_loss(W, X, y, reg):
    """Squared hinge loss, with the loops of svm_loss_naive."""

    def cost(scores, right):
        return _hinge(scores, right, power=2)

    return _mean_of_costs(W, X, y, reg, cost)
