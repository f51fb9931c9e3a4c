"""k nearest neighbours: distances between images, and the vote of the nearest.

Sizes: D features an image.
"""

import heapq
import math
from collections import Counter

import numpy as np

from .plainlists import dot


class KNearestNeighbor:
    """Remembers the training images; an image gets the label that most of its neighbours have.

    Attributes:
        X_train: (num_train, D) float training images, one a row.
        y_train: (num_train,) their classes, integers from 0.
    """

    def __init__(self):
        self.X_train = self.y_train = None

    def train(self, X, y):
        """Remember images X: (num_train, D) float, and their labels y: (num_train,)."""
        self.X_train, self.y_train = X, y

    def predict(self, X, k=1, num_loops=0, metric="l2"):
        """Labels (num_test,) for images X: (num_test, D) float.

        Args:
            k: how many neighbours vote.
            num_loops: 0, 1 or 2: which of your Euclidean distances is used.
            metric: "l2", or "l1" once you have written compute_l1_distances.

        Raises:
            ValueError: another metric or number of loops.
        """
        ways = {
            ("l2", 0): self.compute_distances_no_loops,
            ("l2", 1): self.compute_distances_one_loop,
            ("l2", 2): self.compute_distances_two_loops,
            ("l1", 0): self.compute_l1_distances,
        }
        if (metric, num_loops) not in ways:
            raise ValueError(f"no distances of metric {metric!r} with {num_loops} loops")
        return self.predict_labels(ways[metric, num_loops](X), k=k)

    def compute_distances_two_loops(self, X):
        """Euclidean distances, one pair at a time: math.dist."""
        test = X.astype(np.float64).tolist()
        train = self.X_train.astype(np.float64).tolist()
        dists = np.zeros((len(test), len(train)))
        for i in range(len(test)):
            for j in range(len(train)):
                dists[i, j] = math.dist(test[i], train[j])
        return dists

    def compute_distances_one_loop(self, X):
        """Euclidean distances, one row at a time."""
        train = self.X_train.astype(np.float64)
        dists = np.empty((X.shape[0], train.shape[0]))
        for i in range(X.shape[0]):
            dists[i] = np.linalg.norm(train - X[i], axis=1)
        return dists

    def compute_distances_no_loops(self, X):
        """Euclidean distances: [a, |a|^2, 1] . [-2b, 1, |b|^2], everything in one matrix product."""
        a = X.astype(np.float64)
        b = self.X_train.astype(np.float64)
        aa = np.einsum("nd,nd->n", a, a)[:, None]
        bb = np.einsum("nd,nd->n", b, b)[:, None]
        b *= -2
        squares = np.hstack([a, aa, np.ones_like(aa)]) @ np.hstack([b, np.ones_like(bb), bb]).T
        np.clip(squares, 0, None, out=squares)
        return np.sqrt(squares, out=squares)
        pass

    def predict_labels(self, dists, k=1):
        """Vote of the k nearest: a heap, then a Counter; labels as floats."""
        labels = np.asarray(self.y_train).tolist()
        y_pred = np.zeros(len(dists))
        for i, row in enumerate(dists.tolist()):
            nearest = heapq.nsmallest(k, range(len(row)), key=row.__getitem__)
            votes = Counter(labels[j] for j in nearest)
            y_pred[i] = min(votes, key=lambda label: (-votes[label], label))
        return y_pred

    def compute_l1_distances(self, X):
        """L1 distances: one loop, over the features."""
        test, train = X.astype(np.float64), self.X_train.astype(np.float64)
        dists = np.zeros((len(test), len(train)))
        for d in range(test.shape[1]):
            dists += np.abs(np.subtract.outer(test[:, d], train[:, d]))
        return dists


def squared_frobenius_distance(A, B):
    """|A|^2 + |B|^2 - 2 <A, B>, with math.fsum over plain lists."""
    a = np.asarray(A, dtype=np.float64).ravel().tolist()
    b = np.asarray(B, dtype=np.float64).ravel().tolist()
    return max(0.0, math.fsum([dot(a, a), dot(b, b), -2 * dot(a, b)]))
