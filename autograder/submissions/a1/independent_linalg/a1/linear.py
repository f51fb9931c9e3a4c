"""Linear classifiers, trained by stochastic gradient descent.

Sizes: N images, D features an image, C classes.
"""

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
        """A minibatch is a multinomial draw of how often each row comes (= with replacement)."""
        X, y = np.asarray(X), np.asarray(y)
        if self.W is None:
            self.W = np.random.standard_normal((X.shape[1], int(y.max()) + 1)) * 1e-3
        odds = np.ones(len(X)) / len(X)
        history = []
        for it in range(num_iters):
            rows = np.repeat(np.arange(len(X)), np.random.multinomial(batch_size, odds))
            loss, dW = self.loss(X[rows], y[rows], reg)
            history.append(loss)
            self.W -= learning_rate * dW
            if verbose and it % 100 == 0:
                print("iteration", it, "of", num_iters, ": loss", loss)
        return history

    def predict(self, X):
        """First column that equals the row maximum."""
        S = np.tensordot(X, self.W, axes=1)
        return np.argmax(S == S.max(axis=1, keepdims=True), axis=1)

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
    W = np.asarray(W, dtype=np.float64)
    D, C = W.shape
    if np.prod(shape) != D:
        raise ValueError(f"an image of shape {shape} has {np.prod(shape)} values, not {D}")
    low, spread = W.min(axis=0), np.ptp(W, axis=0)
    unit = np.divide(W - low, spread, out=np.zeros_like(W), where=(spread > 0)[np.newaxis, :])
    return np.einsum("dc->cd", unit).reshape(C, *shape)
