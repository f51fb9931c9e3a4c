import scipy.special
from IPython import display
from past.builtins import xrange
from random import shuffle
import numpy as np
from a1.my_helpers import onehot
from .my_helpers import *

DEBUG = False


def softmax_loss_naive(W, X, y, reg, debug=False):
    """my naive version"""
    dW = np.zeros_like(W)
    loss = 0.0
    losses = []
    for i in xrange(X.shape[0]):
        f = np.array([np.dot(X[i, :], W[:, j]) for j in xrange(W.shape[1])])
        logp = f - np.logaddexp.reduce(f)
        losses.append(-logp[y[i]])
        for j in xrange(W.shape[1]):
            if j == y[i]:
                dW[:, j] += (np.exp(logp[j]) - 1) * X[i]
            else:
                dW[:, j] += np.exp(logp[j]) * X[i]
    print("loss before reg", sum(losses))
    loss = sum(losses) / X.shape[0]
    dW /= X.shape[0]
    loss += reg * np.linalg.norm(W) ** 2
    dW += 2 * reg * W
    return loss, dW
    pass


def log_softmax(f):
    f = f.copy()
    f -= np.amax(f, axis=1)[:, np.newaxis]
    f -= np.log(np.einsum("nc->n", np.exp(f)))[:, np.newaxis]
    return f


def softmax_loss_vectorized(W, X, y, reg, debug: bool = False, *, scale=1.0):
    # no loops :-)
    num = np.shape(X)[0]
    lp = log_softmax(np.einsum("nd,dc->nc", X, W))
    Y = onehot(y, W.shape[1])
    loss = -(Y * lp).sum() / num
    loss = loss + reg * np.einsum("dc,dc->", W, W)
    G = np.exp(lp)
    G -= Y
    G *= 1.0 / num
    dW = np.einsum("nd,nc->dc", X, G)
    dW += reg * W
    dW += reg * W
    if debug:
        print(loss)
        display.display(dW)
    return np.array(loss), dW


def svm_loss_naive(W, X, y, reg, delta=1.0):
    """my naive SVM"""
    dW = np.zeros_like(W)
    loss = 0.0
    for i in xrange(X.shape[0]):
        f = X[i].dot(W)
        for j in xrange(W.shape[1]):
            if j == y[i]:
                continue
            margin = f[j] - f[y[i]] + delta
            if not margin > 0:
                continue
            loss += margin
            dW[:, j] += X[i]
            dW[:, y[i]] += -X[i]
    loss /= X.shape[0]
    dW /= X.shape[0]
    loss += reg * np.linalg.norm(W) ** 2
    dW += 2 * reg * W
    return loss, dW
    pass


def svm_loss_vectorized(W, X, y, reg, delta=1.0):
    # no loops here, either
    Y = onehot(y, W.shape[1])
    f = np.einsum("nd,dc->nc", X, W)
    right = (f * Y).sum(axis=1)[:, np.newaxis]
    viol = np.where(Y == 1, 0.0, np.clip(f - right + delta, 0.0, None))
    loss = np.einsum("nc->", viol) / len(viol) + reg * np.square(W).sum()
    G = np.sign(viol)
    G -= Y * G.sum(axis=1)[:, np.newaxis]
    return loss, np.dot(np.transpose(X), G) / len(viol) + reg * W + reg * W


def squared_hinge_loss(W, X, y, reg, p=2):
    loss = 0
    dW = W * 0
    for xi, yi in zip(X, y):
        s = W.T @ xi
        m = np.array([s[c] - s[yi] + 1 if c != yi else 0 for c in range(len(s))])
        m[m < 0] = 0
        loss += (m**p).sum()
        g = p * m
        g[yi] -= g.sum()
        dW += np.outer(xi, g)
    return loss / len(y) + reg * (W * W).sum(), dW / len(y) + reg * 2 * W
