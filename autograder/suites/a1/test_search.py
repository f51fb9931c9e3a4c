"""Hidden tests of the exercise `search`: other data, combinations and edge cases."""

from itertools import product

import numpy as np

from given import probes
from given.testing import assert_close, assert_labels
from oracles.search import best_pair, share_below, share_by_heart, threshold_of


def halves(rng, count):
    """Rows whose first feature is not near a threshold, with random labels."""
    X = rng.integers(-8, 8, size=(count, 2)) + 0.5
    return X, rng.integers(0, 2, size=count)


def test_grid_search_of_a_random_grid(student, rng):
    """grid_search: random labels, seven rates by three strengths."""
    (X, y), (X_val, y_val) = halves(rng, 41), halves(rng, 17)
    rates, regs = (rng.permutation(7) * 0.5).tolist(), [2.0, 0.0, 5.0]
    want = {}
    for pair in product(rates, regs):
        threshold = threshold_of(pair, 4)
        want[pair] = share_below(threshold, X, y), share_below(threshold, X_val, y_val)
    chosen = best_pair((pair, validation) for pair, (_, validation) in want.items())
    results, best = student.search.grid_search(
        probes.threshold_classifier, X, y, X_val, y_val, rates, regs, num_iters=4
    )
    assert set(results) == set(want)
    assert_close([results[pair] for pair in want], list(want.values()))
    assert_close(best.threshold, threshold_of(chosen, 4))


def test_grid_search_goes_through_regs_within_a_rate(student):
    """grid_search: of equally good pairs, one with the earlier rate is trained first."""
    X_val, y_val = np.array([[0.5], [3.0], [9.0]]), np.array([1, 0, 0])
    results, best = student.search.grid_search(
        probes.threshold_classifier, X_val, 1 - y_val, X_val, y_val, [1.0, 2.5], [1.0, 0.0], 1
    )
    want = {(1.0, 1.0): 2 / 3, (1.0, 0.0): 1.0, (2.5, 1.0): 1.0, (2.5, 0.0): 1.0}
    assert set(results) == set(want)
    assert_close([results[pair] for pair in want], [(1 - v, v) for v in want.values()])
    assert_close(best.threshold, 1.0)  # 1.5 and 2.5 do as well


def test_grid_search_where_everything_is_wrong(student):
    """grid_search: the first classifier is the best if none gets a single image right."""
    X, y = np.array([[-9.0], [30.0], [40.0]]), np.array([1, 0, 1])
    results, best = student.search.grid_search(
        probes.threshold_classifier, X, y, X[:2], 1 - y[:2], [2.0, 3.0], [1.0, 0.5], 4
    )
    want = [(2 / 3, 0.0)] * 4
    pairs = [(2.0, 1.0), (2.0, 0.5), (3.0, 1.0), (3.0, 0.5)]
    assert set(results) == set(pairs)
    assert_close([results[pair] for pair in pairs], want)
    assert best is not None
    assert_close(best.threshold, 7.0)


def test_grid_search_gives_the_classifier_itself(student, rng):
    """grid_search: best answers for images that the search has not seen."""
    (X, _), (X_val, _) = halves(rng, 12), halves(rng, 20)
    X_val[:2] = [[0.5, 0.0], [1.5, 0.0]]
    y, y_val = (X[:, 0] < 6).astype(int), (X_val[:, 0] < 1).astype(int)
    _, best = student.search.grid_search(
        probes.threshold_classifier, X, y, X_val, y_val, [3.0, 0.5, 1.5], [0.0], 2
    )
    new, labels = np.array([[1.25, 3.0], [0.75, 3.0], [-1.25, -3.0]]), np.array([0, 1, 1])
    assert_labels(best.predict(new), labels)


def test_grid_search_trains_each_classifier_once_on_training_images(student, rng):
    """grid_search: classifiers that know their rows by heart, shifted by their settings."""
    X, y = rng.normal(size=(19, 2)), rng.integers(0, 3, size=19)
    X_val, y_val = rng.normal(size=(14, 2)), rng.integers(0, 3, size=14)
    rates, regs, parts = [0.1, 0.3], [0.4, 1.5], [(X, y), (X_val, y_val)]
    want = {}
    for pair in product(rates, regs):
        shift = threshold_of(pair, 3)
        want[pair] = [share_by_heart(X, y, new + shift, labels) for new, labels in parts]
    results, best = student.search.grid_search(
        probes.memorizing_classifier, X, y, X_val, y_val, rates, regs, 3
    )
    assert set(results) == set(want)
    assert_close([results[pair] for pair in want], list(want.values()))
    assert_close(best.trainings, 1)
