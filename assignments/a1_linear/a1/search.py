"""Search for hyper-parameters and, to see why gradients are used, for weights."""

import numpy as np


def grid_search(new_classifier, X, y, X_val, y_val, learning_rates, regs, num_iters=100):
    """Train a classifier for every pair of a learning rate and a penalty strength.

    For each learning rate in turn, and within it for each reg, a classifier is made by
    `new_classifier()`, trained by `train(X, y, learning_rate=..., reg=..., num_iters=num_iters)`,
    and asked by `predict` for the training and the validation images. Nothing is trained twice.

    Args:
        new_classifier: a class or function that makes an untrained classifier.
        X, y: (N, D) training images and (N,) labels.
        X_val, y_val: validation images and labels: they choose, training never sees them.
        learning_rates, regs: lists of numbers.
        num_iters: steps of each training.

    Returns:
        results: dict from (learning_rate, reg) to (training accuracy, validation accuracy).
        best: the trained classifier with the highest validation accuracy; the first one trained
            where several have it.
    """
    results, best, best_accuracy = {}, None, -np.inf
    for learning_rate in learning_rates:
        for reg in regs:
            classifier = new_classifier()
            classifier.train(X, y, learning_rate=learning_rate, reg=reg, num_iters=num_iters)
            accuracy = float((classifier.predict(X) == y).mean())
            accuracy_val = float((classifier.predict(X_val) == y_val).mean())
            results[learning_rate, reg] = accuracy, accuracy_val
            if accuracy_val > best_accuracy:
                best, best_accuracy = classifier, accuracy_val
    return results, best


def random_search(loss, shape, num_draws, rng):
    """The best of num_draws random weights: what learning would be without gradients.

    Args:
        loss: a function; `loss(W)` is a number.
        shape: of W.
        num_draws: at least 1.
        rng: a `np.random.Generator`; draw number k is the k-th `rng.normal(size=shape)`.

    Returns:
        W: the draw with the smallest loss.
        smallest: its loss.
    """
    best, smallest = None, np.inf
    for _ in range(num_draws):
        W = rng.normal(size=shape)
        now = float(loss(W))
        if now < smallest:
            best, smallest = W, now
    return best, smallest
