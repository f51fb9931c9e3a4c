"""Small functions with known answers, for tests that must pass a function to a student's code."""

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


def quadratic(x: Array) -> float:
    """sum(x**2) / 2; its gradient is x."""
    return float(np.sum(np.asarray(x) ** 2) / 2)


def cubic(x: Array) -> float:
    """sum(x**3); its gradient is 3 x**2, and a one-sided difference is visibly wrong."""
    return float(np.sum(np.asarray(x) ** 3))


def sine_sum(x: Array) -> float:
    """sum(sin(x)); its gradient is cos(x)."""
    return float(np.sum(np.sin(x)))


def quadratic_loss(W: Array, X: Array, y: Array, reg: float) -> tuple[float, Array]:
    """(reg / 2 * sum(W**2), reg * W): a loss that looks at no data; its minimum is W = 0."""
    return float(reg / 2 * np.sum(W**2)), reg * W


def constant_classifier(X_train: Array, y_train: Array, X: Array) -> Array:
    """Label 0 for every row of X."""
    return np.zeros(len(X), dtype=np.int64)


def majority_classifier(X_train: Array, y_train: Array, X: Array) -> Array:
    """The most frequent training label, the smallest of several, for every row of X."""
    return np.full(len(X), np.bincount(y_train).argmax(), dtype=np.int64)


def nearest_mean_classifier(X_train: Array, y_train: Array, X: Array) -> Array:
    """The label whose training mean is nearest to each row of X (N, D), the smallest of several."""
    labels = np.unique(y_train)
    means = np.stack([X_train[y_train == label].mean(axis=0) for label in labels])  # (C, D)
    distances = ((X[:, None, :] - means) ** 2).sum(axis=2)  # (N, C)
    return np.asarray(labels[distances.argmin(axis=1)], dtype=np.int64)


def nearest_row_classifier(X_train: Array, y_train: Array, X: Array) -> Array:
    """The label of the training row nearest to each row of X: it has learnt its rows by heart."""
    distances = ((X[:, None, :] - X_train) ** 2).sum(axis=2)  # (N, num_train)
    return np.asarray(y_train[distances.argmin(axis=1)], dtype=np.int64)


def unchanged(x: Array) -> Array:
    """x itself, not a copy of it; its Jacobian is the identity."""
    return x


def cubes(x: Array) -> Array:
    """x**3, elementwise; its Jacobian is diagonal, with 3 x**2."""
    return np.asarray(x**3)


def neighbour_products(x: Array) -> Array:
    """(n - 1,) products of each number of a vector (n,) and the next."""
    return np.asarray(x[:-1] * x[1:])


def outer_square(x: Array) -> Array:
    """(n, n) products of all pairs of numbers of a vector (n,)."""
    return np.multiply.outer(x, x)


def bowl_and_wave(x: Array) -> Array:
    """(x_0**2 + x_1**2, exp(x_0) + sin(x_1)) of a vector of two."""
    return np.array([x[0] ** 2 + x[1] ** 2, np.exp(x[0]) + np.sin(x[1])])


def square_and_double(t: Array) -> Array:
    """(t_0**2, 2 t_0) of a vector of one."""
    return np.array([t[0] ** 2, 2 * t[0]])


def relative_difference(x: Array) -> Array:
    """(1,): (x_0 - x_1) / x_1 of a vector of two; after square_and_double it is t / 2 - 1."""
    return np.array([(x[0] - x[1]) / x[1]])


class ThresholdClassifier:
    """Label 1 where the first feature is below a threshold that training moves.

    Attributes:
        threshold: 0 at first; each training adds learning_rate * num_iters - reg.
    """

    def __init__(self) -> None:
        self.threshold = 0.0

    def train(
        self,
        X: Array,
        y: Array,
        learning_rate: float = 1e-3,
        reg: float = 1e-5,
        num_iters: int = 100,
        batch_size: int = 200,
        verbose: bool = False,
    ) -> list[float]:
        """Moves the threshold, whatever the data; the losses are all 0."""
        self.threshold += learning_rate * num_iters - reg
        return [0.0] * num_iters

    def predict(self, X: Array) -> Array:
        """(N,) labels 0 and 1 of the rows of X (N, D)."""
        return np.asarray(X[:, 0] < self.threshold, dtype=np.int64)


def threshold_classifier() -> ThresholdClassifier:
    """A new ThresholdClassifier."""
    return ThresholdClassifier()


class MemorizingClassifier:
    """Answers with the label of the nearest training row, seen from a place that training moves.

    Attributes:
        shift: 0 at first; each training adds learning_rate * num_iters - reg.
        trainings: how often it has been trained.
    """

    def __init__(self) -> None:
        self.shift = 0.0
        self.trainings = 0

    def train(
        self,
        X: Array,
        y: Array,
        learning_rate: float = 1e-3,
        reg: float = 1e-5,
        num_iters: int = 100,
        batch_size: int = 200,
        verbose: bool = False,
    ) -> list[float]:
        """Learns the rows of X (N, D) by heart, in place of earlier ones; the losses are all 0."""
        self._rows = np.array(X, dtype=np.float64), np.array(y)
        self.shift += learning_rate * num_iters - reg
        self.trainings += 1
        return [0.0] * num_iters

    def predict(self, X: Array) -> Array:
        """(N,): the label of the training row nearest to each row of X (N, D) plus shift."""
        return nearest_row_classifier(*self._rows, X + self.shift)


def memorizing_classifier() -> MemorizingClassifier:
    """A new MemorizingClassifier."""
    return MemorizingClassifier()


def closeness_to_a_thousandth(setting: dict[str, float]) -> float:
    """-sum((log10(v) + 3)**2) over the numbers of a dict: below 0, unless each of them is 1e-3."""
    return -float(sum((np.log10(v) + 3) ** 2 for v in setting.values()))


def count_above_a_hundredth(setting: dict[str, float]) -> float:
    """How many numbers of a dict are above 1e-2: a score that many dicts share."""
    return float(sum(v > 1e-2 for v in setting.values()))
