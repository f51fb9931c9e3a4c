"""k nearest neighbours: distances between images, and the vote of the nearest.

Sizes: D features an image.
"""

import numpy as np
from scipy.spatial import distance


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
        """norm of each difference"""
        A, B = np.asarray(X, dtype=np.float64), np.asarray(self.X_train, dtype=np.float64)
        dists = np.empty((len(A), len(B)))
        for i, j in np.ndindex(*dists.shape):
            dists[i, j] = np.linalg.norm(A[i] - B[j])
        return dists

    def compute_distances_one_loop(self, X):
        """row norms by einsum"""
        A, B = np.asarray(X, dtype=np.float64), np.asarray(self.X_train, dtype=np.float64)
        dists = np.empty((len(A), len(B)))
        for i in range(len(A)):
            diff = B - A[i][np.newaxis, :]
            np.sqrt(np.einsum("jd,jd->j", diff, diff), out=dists[i])
        return dists

    def compute_distances_no_loops(self, X):
        """One product of augmented matrices: [-2 X, |x|^2, 1] [T, 1, |t|^2]^T. No loop for anything."""
        A, B = np.asarray(X, dtype=np.float64), np.asarray(self.X_train, dtype=np.float64)
        aa = np.einsum("nd,nd->n", A, A)[:, np.newaxis]
        bb = np.einsum("md,md->m", B, B)[:, np.newaxis]
        left = np.hstack([-2.0 * A, aa, np.ones_like(aa)])
        right = np.hstack([B, np.ones_like(bb), bb])
        squares = left @ right.T
        np.maximum(squares, 0.0, out=squares)
        return np.sqrt(squares, out=squares)

    def predict_labels(self, dists, k=1):
        """argpartition, then a (num_test, labels) ballot filled with np.add.at; float labels."""
        labels, code = np.unique(np.asarray(self.y_train), return_inverse=True)
        near = np.argpartition(dists, k - 1, axis=1)[:, :k]
        ballot = np.zeros((near.shape[0], labels.size))
        np.add.at(ballot, (np.arange(near.shape[0])[:, np.newaxis], code.ravel()[near]), 1.0)
        return labels[np.argmax(ballot, axis=1)].astype(np.float64)

    def compute_l1_distances(self, X):
        """Sum over features of the matrices |a_d - b_d|: one loop, over d."""
        A, B = np.asarray(X, dtype=np.float64), np.asarray(self.X_train, dtype=np.float64)
        total = np.zeros((len(A), len(B)))
        layer = np.empty_like(total)
        for a, b in zip(A.T, B.T):
            np.subtract.outer(a, b, out=layer)
            total += np.abs(layer, out=layer)
        return total


def squared_frobenius_distance(A, B):
    """v^T G v with the 2 x 2 Gram matrix G of A and B as vectors and v = (1, -1)."""
    M = np.stack([np.ravel(A), np.ravel(B)]).astype(np.float64)
    v = np.array([1.0, -1.0])
    return max(0.0, float(v @ (M @ M.T) @ v))
