"""Search for hyper-parameters and, to see why gradients are used, for weights."""

import itertools

import numpy as np
import scipy.optimize

from .plainlists import share


def grid_search(new_classifier, X, y, X_val, y_val, learning_rates, regs, num_iters=100):
    """Every pair, in the order of itertools.product; max() keeps the first of equal ones."""
    results = {}
    trained = {}
    for pair in itertools.product(learning_rates, regs):
        if pair in results:  # a number was given twice
            continue
        classifier = new_classifier()
        classifier.train(X, y, learning_rate=pair[0], reg=pair[1], num_iters=num_iters)
        results[pair] = (
            share(zip(classifier.predict(X), y)),
            share(zip(classifier.predict(X_val), y_val)),
        )
        trained[pair] = classifier
    best = max(results, key=lambda pair: results[pair][1])
    return results, trained[best]


def random_search(loss, shape, num_draws, rng):
    """The smallest of a stream of (loss, number of the draw, W)."""
    draws = (rng.normal(size=shape) for _ in range(num_draws))
    smallest, _, W = min((loss(W), number, W) for number, W in enumerate(draws))
    return W, smallest
