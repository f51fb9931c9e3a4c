"""Search for hyper-parameters and, to see why gradients are used, for weights."""

import numpy as np
from itertools import product


def grid_search(new_classifier, X, y, X_val, y_val, learning_rates, regs, num_iters=100):
    """Whole grid first, then argmax (the first maximum) of the column of validation accuracies."""
    results, trained = {}, []
    for rate, reg in product(learning_rates, regs):
        if (rate, reg) in results:  # the same pair twice in the lists
            continue
        model = new_classifier()
        model.train(X, y, learning_rate=rate, reg=reg, num_iters=num_iters)
        results[rate, reg] = (
            float(np.mean(np.asarray(model.predict(X)) == np.asarray(y))),
            float(np.mean(np.asarray(model.predict(X_val)) == np.asarray(y_val))),
        )
        trained.append(model)
    table = np.array(list(results.values()))
    return results, trained[np.argmax(table[:, 1])]


def random_search(loss, shape, num_draws, rng):
    champion, smallest = None, np.inf
    for _ in range(num_draws):
        W = rng.normal(size=shape)
        value = loss(W)
        if champion is None or value < smallest:
            champion, smallest = W, value
    return champion, smallest
