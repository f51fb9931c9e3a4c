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
