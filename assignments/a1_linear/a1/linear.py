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
        """Improve self.W by minibatch gradient descent; return the loss of every step.

        When self.W is None it becomes a (D, C) float64 array, C = largest label + 1, of normal
        random numbers with mean 0 and standard deviation 0.001. Otherwise training goes on from
        self.W: a second call does not start again.

        Each of the num_iters steps draws batch_size rows of X with their labels at random, with
        replacement (so batch_size may exceed N), asks `self.loss(X_batch, y_batch, reg)` for the
        loss and gradient at the present W, and then moves W by learning_rate against the gradient.
        The array self.W may be changed in place or replaced by a new one.

        Args:
            X: (N, D) images, one a row.
            y: (N,) right classes, integers from 0.
            learning_rate: step length.
            reg: strength of the penalty, passed to self.loss.
            num_iters: number of steps; 0 only makes W.
            batch_size: rows drawn for a step.
            verbose: True prints the loss every 100 steps or so.

        Returns:
            list of num_iters losses, each of its own minibatch before W moved.

        X and y are left as they came.
        """
        num_train, num_features = X.shape
        if self.W is None:
            self.W = 0.001 * np.random.randn(num_features, np.max(y) + 1)
        history = []
        for step in range(num_iters):
            drawn = np.random.choice(num_train, batch_size)
            loss, dW = self.loss(X[drawn], y[drawn], reg)
            history.append(float(loss))
            self.W = self.W - learning_rate * dW
            if verbose and step % 100 == 0:
                print(f"step {step} of {num_iters}: loss {loss:.4f}")
        return history

    def predict(self, X):
        """The class with the largest score for each image; the smaller label where scores tie.

        Args:
            X: (N, D) images, one a row; they are left as they came.

        Returns:
            (N,) integers in [0, C).
        """
        return np.argmax(X @ self.W, axis=1)

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
    """The columns of W as images that can be shown, one template a class.

    Each template is stretched by itself: its smallest value becomes 0, its largest 1. A template
    whose values are all equal becomes 0 everywhere.

    Args:
        W: (D, C) weights, without the row of a bias; they are left as they came.
        shape: (height, width, channels) of an image, with height * width * channels = D.

    Returns:
        (C, height, width, channels) floats in [0, 1]: image c is column c of W, in the order of
        `reshape`.

    Raises:
        ValueError: an image of that shape does not have D values.
    """
    if W.shape[0] != np.prod(shape):
        raise ValueError(f"W has {W.shape[0]} rows, images of {shape} have {np.prod(shape)} values")
    low, span = W.min(axis=0), np.ptp(W, axis=0)  # (C,)
    stretched = np.divide(W - low, span, out=np.zeros(W.shape), where=span > 0)  # 0 / 0 is 0 here
    return stretched.T.reshape(W.shape[1], *shape)
