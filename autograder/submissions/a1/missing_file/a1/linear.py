import numpy as np


class LinearClassifier:
    def __init__(self):
        self.W = None

    def loss(self, X_batch, y_batch, reg):
        raise TypeError("LinearClassifier has no loss of its own: use Softmax or ClassMeans")

    def train(
        self, X, y, learning_rate=1e-3, reg=1e-5, num_iters=100, batch_size=200, verbose=False
    ):
        if self.W is None:
            self.W = np.random.normal(0.0, 0.001, size=(X.shape[1], 1 + np.max(y)))
        history = []
        for _ in range(num_iters):
            rows = np.random.randint(len(X), size=batch_size)
            loss, gradient = self.loss(X[rows], y[rows], reg)
            history.append(loss)
            self.W = self.W - learning_rate * gradient
        return history

    def predict(self, X):
        return (X @ self.W).argmax(axis=1)


class Softmax(LinearClassifier):
    def loss(self, X_batch, y_batch, reg):
        from a1.losses import softmax_loss_vectorized

        return softmax_loss_vectorized(self.W, X_batch, y_batch, reg)


class ClassMeans(LinearClassifier):
    def loss(self, X_batch, y_batch, reg):
        offsets = self.W.T[y_batch] - X_batch
        pulls = np.zeros_like(self.W.T)
        np.add.at(pulls, y_batch, offsets / len(y_batch))
        distance = 0.5 * (offsets**2).sum() / len(y_batch)
        return distance + reg * np.abs(self.W).sum(), pulls.T + reg * np.sign(self.W)
