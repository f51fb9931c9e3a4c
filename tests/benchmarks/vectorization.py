"""What NumPy's loops save: `python -m tests.benchmarks.vectorization`.

CPU seconds of the solved a1 on one thread: distances without a loop beside scikit-learn's, losses
without a loop beside the same losses with loops over images and classes, and with loops over
single numbers. docs/benchmarks.md has figures.
"""

import math
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.metrics.pairwise import euclidean_distances
from tests.benchmarks.comparison import Comparison, report_all

from a1.losses import (
    softmax_loss_naive,
    softmax_loss_vectorized,
    svm_loss_naive,
    svm_loss_vectorized,
)
from a1.neighbors import KNearestNeighbor

TEST, TRAIN, FEATURES = 500, 5000, 3072
BATCH, CLASSES = 500, 10
FEW = 25  # images for loops over single numbers, which are slow; the time is scaled to BATCH


def main() -> int:
    """Prints a row a comparison; 1 if one of them misses what is wanted."""
    return report_all(comparisons(np.random.default_rng(231)))


def comparisons(rng: np.random.Generator) -> list[Comparison]:
    """All of them, on random data of the sizes that the course uses."""
    X, y = rng.normal(size=(BATCH, FEATURES + 1)), rng.integers(0, CLASSES, size=BATCH)
    given = 0.01 * rng.normal(size=(FEATURES + 1, CLASSES)), X, y, 0.1
    few = given[0], X[:FEW], y[:FEW], 0.1
    found = [distances(rng)]
    for name, fast, rows, numbers in (
        ("softmax", softmax_loss_vectorized, softmax_loss_naive, softmax_by_numbers),
        ("svm", svm_loss_vectorized, svm_loss_naive, svm_by_numbers),
    ):
        found += [
            Comparison(
                f"{name} loss, against loops over images and classes",
                lambda f=fast: f(*given),
                lambda f=rows: f(*given),
                at_least=5,
            ),
            Comparison(
                f"{name} loss, against loops over single numbers",
                lambda f=fast: f(*given),
                lambda f=numbers: f(*few),
                scale=BATCH / FEW,
                at_least=100,
            ),
        ]
    return found


def distances(rng: np.random.Generator) -> Comparison:
    """compute_distances_no_loops beside scikit-learn's euclidean_distances."""
    X, X_train = rng.normal(size=(TEST, FEATURES)), rng.normal(size=(TRAIN, FEATURES))
    neighbors = KNearestNeighbor()
    neighbors.train(X_train, np.zeros(TRAIN, int))
    return Comparison(
        f"distances without loops ({TEST}, {TRAIN}, {FEATURES}), against scikit-learn's",
        lambda: neighbors.compute_distances_no_loops(X),
        lambda: euclidean_distances(X, X_train),
        at_least=1 / 1.5,
    )


def softmax_by_numbers(W: Any, X: Any, y: Any, reg: float) -> tuple[float, list[list[float]]]:
    """The softmax loss and its gradient, one number at a time."""

    def cost(scores: list[float], label: int) -> tuple[float, list[float]]:
        top = max(scores)
        total = sum(math.exp(s - top) for s in scores)
        slopes = [math.exp(s - top) / total - (c == label) for c, s in enumerate(scores)]
        return math.log(total) + top - scores[label], slopes

    return by_numbers(cost, W, X, y, reg)


def svm_by_numbers(W: Any, X: Any, y: Any, reg: float) -> tuple[float, list[list[float]]]:
    """The hinge loss and its gradient, one number at a time."""

    def cost(scores: list[float], label: int) -> tuple[float, list[float]]:
        slopes, loss = [0.0] * len(scores), 0.0
        for c, s in enumerate(scores):
            if c != label and (margin := s - scores[label] + 1) > 0:
                loss += margin
                slopes[c] += 1
                slopes[label] -= 1
        return loss, slopes

    return by_numbers(cost, W, X, y, reg)


def by_numbers(
    cost: Callable[[list[float], int], tuple[float, list[float]]],
    W: Any,
    X: Any,
    y: Any,
    reg: float,
) -> tuple[float, list[list[float]]]:
    """Mean cost plus penalty, and its gradient, for a cost of an image's scores."""
    weights, images, labels = W.tolist(), X.tolist(), y.tolist()
    features, classes = range(len(weights)), range(len(weights[0]))
    loss, dW = 0.0, [[2 * reg * weights[d][c] for c in classes] for d in features]
    for image, label in zip(images, labels, strict=True):
        scores = [sum(image[d] * weights[d][c] for d in features) for c in classes]
        own, slopes = cost(scores, label)
        loss += own / len(images)
        for d in features:
            for c in classes:
                dW[d][c] += slopes[c] * image[d] / len(images)
    return loss + reg * sum(w * w for row in weights for w in row), dW


if __name__ == "__main__":
    sys.exit(main())
