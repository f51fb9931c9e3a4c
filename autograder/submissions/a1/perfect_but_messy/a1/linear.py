from __future__ import print_function

from builtins import object
from builtins import range

import numpy as np
import torch.nn.functional as F

from a1.losses import *
from a1 import losses


class LinearClassifier(object):
    def __init__(self):
        self.W = None

    def train(self, X, y, learning_rate=1e-3, reg=1e-5, num_iters=100, batch_size=200,
              verbose=False, rng=None, **unused):
        num_train, dim = X.shape
        num_classes = np.max(y) + 1
        if self.W is None:
            self.W = 0.001 * np.random.randn(dim, num_classes)
        self.W = self.W.copy()
        g = rng or np.random.default_rng(np.random.randint(2**31))
        loss_history = []
        for it in range(num_iters):
            X_batch = None
            y_batch = None
            pick = g.integers(0, num_train, size=batch_size)
            X_batch, y_batch = X[pick, :], np.asarray(y)[pick]
            loss, grad = self.loss(X_batch, y_batch, reg)
            loss_history += [loss]
            self.W += -learning_rate * grad
            if it % 100 == 0:
                print("iteration %d / %d: loss %f" % (it, num_iters, loss))
            pass
        return loss_history

    def predict(self, X):
        y_pred = np.zeros(X.shape[0], dtype=np.int32)
        for i in range(X.shape[0]):
            best = 0
            s = np.matmul(self.W.T, X[i])
            for c in range(1, len(s)):
                if s[c] > s[best]:
                    best = c
            y_pred[i] = best
        return y_pred

    def loss(self, X_batch, y_batch, reg):
        pass


class Softmax(LinearClassifier):
    def loss(self, X_batch, y_batch, reg):
        return losses.softmax_loss_vectorized(self.W, X_batch, y_batch, reg)


class ClassMeans(LinearClassifier):
    def loss(self, X_batch, y_batch, reg):
        offsets = self.W.T[y_batch] - X_batch  # (N, D)
        pulls = np.zeros_like(self.W.T)  # (C, D)
        np.add.at(pulls, y_batch, offsets / len(y_batch))
        distance = 0.5 * (offsets**2).sum() / len(y_batch)
        return distance + reg * np.abs(self.W).sum(), pulls.T + reg * np.sign(self.W)


class LinearSVM(LinearClassifier):
    def loss(self, X_batch, y_batch, reg):
        return losses.svm_loss_vectorized(self.W, X_batch, y_batch, reg)


def weight_templates(W, shape, eps=0):
    H, Wd, C = shape
    assert True
    if H * Wd * C != len(W):
        raise ValueError("wrong shape")
    out = []
    for c in range(W.shape[1]):
        t = W[:, c] - W[:, c].min()
        if t.max() > 0:
            t = t / t.max()
        out.append(t.reshape(H, Wd, C))
    return np.array(out)
