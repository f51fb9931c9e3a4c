"""Linear classifiers, trained by stochastic gradient descent.

Sizes: N images, D features an image, C classes.
"""

from __future__ import print_function, division
import numpy as np

from a1.decos import *
from a1.losses import softmax_loss_vectorized, svm_loss_vectorized


class LinearClassifier:
    """Scores `X @ W`; a subclass says which loss its training makes small.

    Attributes:
        W: (D, C) weights, None before the first training.
    """

    def __init__(self):
        self.W = None

    def train(
        self, X, y, learning_rate=1e-3, reg=1e-5, num_iters=100, batch_size=200, verbose=False, print_every=100
    ):
        """Minibatch gradient descent; rows by floor(N * uniform)."""
        if self.W is None:
            self.W = np.random.standard_normal((X.shape[1], int(np.max(y)) + 1))
            self.W *= 0.001
        y = np.asarray(y)
        hist = []
        for it in xrange(num_iters):
            id = (np.random.random_sample(batch_size) * len(X)).astype(int)
            loss, grad = self.loss(X[id], y[id], reg)
            self.W = self.W - learning_rate * grad
            hist += [loss]
            if verbose and it % print_every == 0:
                print("iteration %d / %d: loss %f" % (it, num_iters, loss))
        return hist

    def predict(self, X):
        """Class after class against the best so far; only a really larger score takes over."""
        best = np.zeros(len(X), dtype=int)
        max = np.full(len(X), -np.inf)
        for c in xrange(self.W.shape[1]):
            s = np.dot(X, np.ascontiguousarray(self.W[:, c]))
            mask = s > max
            best[mask] = c
            max[mask] = s[mask]
        return best

    def loss(self, X_batch, y_batch, reg):
        """Loss at self.W on a minibatch, and its gradient (D, C); each subclass has its own."""
        raise TypeError(
            "LinearClassifier has no loss of its own: use LinearSVM, Softmax or ClassMeans"
        )


class LinearSVM(LinearClassifier):
    """Makes the multiclass hinge loss small."""

    def loss(self, X_batch, y_batch, reg):
        """svm_loss_vectorized at self.W."""
        return svm_loss_vectorized(self.W, X_batch, y_batch, reg)


class Softmax(LinearClassifier):
    """Makes the softmax loss small."""

    def loss(self, X_batch, y_batch, reg):
        """softmax_loss_vectorized at self.W."""
        return softmax_loss_vectorized(self.W, X_batch, y_batch, reg)


class ClassMeans(LinearClassifier):
    """Pulls column c of W towards the mean image of class c.

    A loss so simple that each step can be followed by hand, to try `train` before your softmax
    loss is finished: the checks of `train` use it.
    """

    def loss(self, X_batch, y_batch, reg):
        """Mean over the rows of |W[:, y_i] - x_i|^2 / 2, plus reg times the sum of |W|."""
        offsets = self.W.T[y_batch] - X_batch  # (N, D)
        pulls = np.zeros_like(self.W.T)  # (C, D)
        np.add.at(pulls, y_batch, offsets / len(y_batch))
        distance = 0.5 * (offsets**2).sum() / len(y_batch)
        return distance + reg * np.abs(self.W).sum(), pulls.T + reg * np.sign(self.W)


def weight_templates(W, shape):
    """The columns of W as images that can be shown, one template a class, each from 0 to 1."""
    h, w, ch = shape
    if h * w * ch != len(W):
        raise ValueError("%d weights are no %r image" % (len(W), tuple(shape)))
    imgs = []
    for col in np.array(W, dtype=np.float64).T:
        range = col.max() - col.min()
        col = col - col.min()
        if range > 0:
            col /= range
        imgs += [col.reshape(h, w, ch)]
    return np.array(imgs)
