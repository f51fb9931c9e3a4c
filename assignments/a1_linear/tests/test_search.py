"""Public tests of the exercise `search`: grid_search.

They search with classifiers of `given.probes`. A threshold classifier says 1 where the first
feature is below a threshold, which training moves by learning_rate * num_iters - reg.
"""

import numpy as np

from given import probes
from given.calls import describe
from given.testing import Mismatch, assert_close, contract


def line(count, ones):
    """Rows 0.5, 1.5, 2.5, ...: the first `ones` of them have label 1, the others 0."""
    return np.arange(count)[:, None] + 0.5, (np.arange(count) < ones).astype(int)


def assert_results(results, want):
    """Passes if results has the pairs of `want`, each with its two accuracies."""
    if set(results) != set(want):
        raise Mismatch(f"results for {list(want)}", str(list(results))[:200])
    assert_close([results[pair] for pair in want], list(want.values()))


def assert_threshold(best, want):
    """Passes if best is a classifier that was trained once, with the best settings."""
    if not hasattr(best, "threshold"):
        raise Mismatch("best is a trained classifier", describe(best))
    assert_close(best.threshold, want)


def test_grid_search_tries_every_pair(student):
    """grid_search: six pairs, for each the training and the validation accuracy."""
    training, validation = line(24, ones=8), line(10, ones=4)
    results, _ = student.search.grid_search(
        probes.threshold_classifier, *training, *validation, [0.5, 0.25, 1.0], [1.0, 3.0], 20
    )
    want = {
        (0.5, 1.0): (23 / 24, 5 / 10),  # threshold 9
        (0.5, 3.0): (23 / 24, 7 / 10),  # 7
        (0.25, 1.0): (20 / 24, 10 / 10),  # 4
        (0.25, 3.0): (18 / 24, 8 / 10),  # 2
        (1.0, 1.0): (13 / 24, 4 / 10),  # 19
        (1.0, 3.0): (15 / 24, 4 / 10),  # 17
    }
    assert_results(results, want)


def test_grid_search_chooses_by_validation_accuracy(student):
    """grid_search: best is the classifier that does best on validation, not on training images."""
    training, validation = line(24, ones=8), line(10, ones=4)
    _, best = student.search.grid_search(
        probes.threshold_classifier, *training, *validation, [0.5, 0.25, 1.0], [1.0, 3.0], 20
    )
    assert_threshold(best, 4.0)


def test_grid_search_keeps_the_first_of_equals(student):
    """grid_search: where several have the highest accuracy, best is the one trained first."""
    training, validation = line(9, ones=5), line(30, ones=20)
    _, best = student.search.grid_search(
        probes.threshold_classifier, *training, *validation, [4.0], [10.0, 6.0, 2.0, 8.0], 6
    )
    assert_threshold(best, 18.0)  # 22 is as good


def test_grid_search_trains_a_hundred_steps_by_default(student):
    """grid_search: num_iters reaches the training; without it, it is 100."""
    training, validation = line(12, ones=6), line(8, ones=2)
    results, best = student.search.grid_search(
        probes.threshold_classifier, *training, *validation, [0.0625], [0.25]
    )
    assert_results(results, {(0.0625, 0.25): (12 / 12, 4 / 8)})
    assert_threshold(best, 6.0)


def test_grid_search_never_trains_on_validation_images(student):
    """grid_search: a classifier that learns its rows by heart is trained once, on X alone."""
    X, y = np.array([[0.0], [100.0], [200.0]]), np.array([0, 1, 1])
    X_val, y_val = np.array([[1.0], [99.0], [3.0], [4.0]]), np.array([1, 0, 0, 1])
    results, best = student.search.grid_search(
        probes.memorizing_classifier, X, y, X_val, y_val, [0.5], [0.0, 10.0], 20
    )
    assert_results(results, {(0.5, 0.0): (1.0, 1 / 4), (0.5, 10.0): (1.0, 1 / 4)})
    assert_close(best.trainings, 1)


@contract
def test_grid_search_gives_a_dict_and_a_classifier(student):
    """grid_search: results is a dict from pairs to pairs, best can predict."""
    training, validation = line(5, ones=2), line(4, ones=2)
    results, best = student.search.grid_search(
        probes.threshold_classifier, *training, *validation, [1.0, 2.0], [0.0], 3
    )
    assert isinstance(results, dict)
    assert [len(pair) for pair in results] == [2, 2]
    assert [len(pair) for pair in results.values()] == [2, 2]
    assert best.predict(validation[0]).shape == (4,)
