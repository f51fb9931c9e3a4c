"""k nearest neighbours: distances between images, and the vote of the nearest.

Sizes: D features an image.
"""

import numpy as np


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
        """Euclidean distances between test and training images, one pair at a time.

        The Euclidean distance has the square root: `sqrt(sum_d (a_d - b_d)^2)`. Let NumPy add up
        the D features.

        Args:
            X: (num_test, D) float64 test images, one a row.

        Returns:
            (num_test, num_train) float64: entry [i, j] is the distance of X[i] and X_train[j].

        X and X_train are left as they came.
        """
        distances = np.zeros((len(X), len(self.X_train)))
        for i in range(len(X)):
            for j in range(len(self.X_train)):
                distances[i, j] = np.sqrt(np.sum((X[i] - self.X_train[j]) ** 2))
        return distances

    def compute_distances_one_loop(self, X):
        """The distances of compute_distances_two_loops, with one loop over the test images.

        Same argument, same promises; all training images at once inside the loop.

        Args:
            X: (num_test, D) float64 test images, one a row.

        Returns:
            (num_test, num_train) float64: entry [i, j] is the distance of X[i] and X_train[j].
        """
        distances = np.zeros((len(X), len(self.X_train)))
        for i in range(len(X)):
            distances[i] = np.sqrt(np.sum((X[i] - self.X_train) ** 2, axis=1))
        return distances

    def compute_distances_no_loops(self, X):
        """The distances of compute_distances_two_loops, without a Python loop.

        Same argument; X and X_train are left as they came.

        Use `|a - b|^2 = |a|^2 + |b|^2 - 2 a.b`: one matrix product and two sums. No `for`,
        `while`, comprehension, `map` or `np.vectorize` here or in a helper. No array of shape
        (num_test, num_train, D) is made: for 500 and 5000 images no laptop could hold it.

        Rounding can bring the expanded square of equal images to a little below 0; its root would
        be nan. The distance of equal images is a number: 0, up to 1e-5 times the length of the
        longest image. Of images that are nearly equal no exact distance is asked.

        Args:
            X: (num_test, D) float64 test images, one a row.

        Returns:
            (num_test, num_train) float64: entry [i, j] is the distance of X[i] and X_train[j].
        """
        test_squares = np.sum(X**2, axis=1, keepdims=True)  # (num_test, 1)
        train_squares = np.sum(self.X_train**2, axis=1)  # (num_train,)
        squares = test_squares + train_squares - 2 * (X @ self.X_train.T)
        return np.sqrt(np.maximum(squares, 0))

    def predict_labels(self, dists, k=1):
        """The label that most of the k nearest training images have, for each test image.

        Where labels have equally many votes the smallest of them wins. Each neighbour has one
        vote, however near it is.

        Args:
            dists: (num_test, num_train) distances to the training images; in the tests those of
                a row are all different. They are left as they came.
            k: how many of the nearest vote, from 1 to num_train.

        Returns:
            (num_test,) labels out of y_train; as integers or as floats of integer value.
        """
        nearest = np.argsort(dists, axis=1)[:, :k]  # (num_test, k)
        return np.array([np.argmax(np.bincount(votes)) for votes in self.y_train[nearest]])

    def compute_l1_distances(self, X):
        """Sums of absolute differences: `sum_d |a_d - b_d|`, for each test and training image.

        One loop, over images or over features, is fast enough, and so are two loops over images. No
        array of shape (num_test, num_train, D) is made. X and X_train are left as they came.

        Args:
            X: (num_test, D) float64 test images, one a row.

        Returns:
            (num_test, num_train) float64: entry [i, j] is the L1 distance of X[i] and X_train[j].
        """
        distances = np.zeros((len(X), len(self.X_train)))
        for i in range(len(X)):
            distances[i] = np.abs(X[i] - self.X_train).sum(axis=1)
        return distances


def squared_frobenius_distance(A, B):
    """`sum((A - B) ** 2)`, from three sums that never need the difference A - B.

    `|A - B|^2 = |A|^2 + |B|^2 - 2 <A, B>`. Rounding can leave a little below 0 where A and B are
    (nearly) equal: the answer is never negative.

    Args:
        A, B: float matrices of the same shape; they are left as they came.

    Returns:
        a single number, right up to 1e-12 times |A|^2 + |B|^2.
    """
    return max(0.0, float(np.sum(A * A) + np.sum(B * B) - 2 * np.sum(A * B)))
