"""Linear classifiers, trained by stochastic gradient descent.

Sizes: N images, D features an image, C classes.
"""

import math

import numpy as np

from a1.losses import softmax_loss_vectorized, svm_loss_vectorized


class LinearClassifier:
    """Scores `X @ W`; a subclass says which loss its training makes small.

    Attributes:
        W: (D, C) weights, None before the first training.
    """

    def __init__(self):
        self.W = None

    def train(
        self, X, y, learning_rate=1e-3, reg=1e-5, num_iters=100, batch_size=200, verbose=False
    ):
        """Minibatch gradient descent; the losses of all steps."""
        y = np.asarray(y)
        N, D = X.shape
        if self.W is None:
            C = int(max(y.tolist())) + 1
            self.W = np.array(
                [[np.random.normal(0.0, 0.001) for _ in range(C)] for _ in range(D)]
            )
        history = []
        for step in range(num_iters):
            rows = [int(u * N) for u in np.random.random_sample(batch_size).tolist()]
            value, gradient = self.loss(X[rows], y[rows], reg)
            history.append(value)
            self.W = self.W - learning_rate * gradient
            if verbose and step % 100 == 0:
                print("step", step, "of", num_iters, "loss", value)
        return history

    def predict(self, X):
        """The first class with the largest score."""
        columns = np.ascontiguousarray(self.W.T)
        labels = []
        for x in X:
            scores = [float(np.dot(x, w)) for w in columns]
            labels.append(scores.index(max(scores)))
        return np.array(labels, dtype=int)

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
    """Columns of W as images from 0 to 1."""
    D, C = W.shape
    if math.prod(shape) != D:
        raise ValueError(f"an image of shape {shape} does not have {D} values")
    out = np.zeros((C, *shape))
    for c in range(C):
        column = W[:, c].tolist()
        low, high = min(column), max(column)
        if high > low:
            out[c] = np.array([(w - low) / (high - low) for w in column]).reshape(shape)
    return out
