"""Hidden tests of the exercise `linear`: other data, combinations and edge cases."""

import numpy as np

from given.testing import assert_close, assert_labels
from oracles.linear import descent_on_one_image


def test_predict_on_random_scores(student, rng):
    """predict: more features than classes, more images than either."""
    W, X = rng.normal(size=(8, 5)), rng.normal(size=(30, 8))
    scores = X @ W
    want = np.array([max(range(5), key=lambda c: row[c]) for row in scores])
    classifier = student.linear.Softmax()
    classifier.W = W
    assert_labels(classifier.predict(X), want)


def test_predict_when_every_score_is_negative(student, rng):
    """predict: the largest of negative scores still wins."""
    want = np.array([3, 1, 2, 1])
    scores = rng.uniform(-9.0, -5.0, size=(4, 4))
    scores[np.arange(4), want] = -1.0
    classifier = student.linear.ClassMeans()
    classifier.W = scores
    assert_labels(classifier.predict(np.eye(4)), want)


def test_predict_breaks_ties_towards_the_smaller_label(student):
    """predict: the smaller of tied labels, wherever they stand."""
    classifier = student.linear.Softmax()
    classifier.W = np.array([[1.0, 5.0, 2.0, 5.0, 5.0], [0.0, 0.0, 4.0, 0.0, 4.0]])
    assert_labels(classifier.predict(np.eye(2)), np.array([1, 2]))


def test_predict_one_image(student):
    """predict: one image gives one label."""
    classifier = student.linear.Softmax()
    classifier.W = np.array([[1.0, 2.0, 7.0, 3.0], [0.0, 0.0, -9.0, 1.0]])
    assert_labels(classifier.predict(np.array([[1.0, 1.0]])), np.array([3]))


def test_train_follows_the_path_of_gradient_descent(student, rng):
    """train: ten steps with several classes and a penalty, on copies of one image."""
    W, x = rng.normal(size=(6, 4)), rng.normal(size=6)
    losses, end = descent_on_one_image(W, x, 2, learning_rate=0.2, reg=0.03, steps=10)
    classifier = student.linear.ClassMeans()
    classifier.W = W.copy()
    X, y = np.tile(x, (9, 1)), np.full(9, 2)
    history = classifier.train(X, y, learning_rate=0.2, reg=0.03, num_iters=10, batch_size=4)
    assert_close(history, losses)
    assert_close(classifier.W, end)


def test_train_goes_on_after_a_first_call_made_the_weights(student, rng):
    """train: the second call starts from the weights that the first one made and improved."""
    x = rng.normal(size=5) + 3.0
    X, y = np.tile(x, (6, 1)), np.array([1] * 6)
    classifier = student.linear.ClassMeans()
    classifier.train(X, y, learning_rate=0.3, reg=0.0, num_iters=4, batch_size=2)
    losses, end = descent_on_one_image(np.array(classifier.W), x, 1, 0.1, 0.0, steps=3)
    history = classifier.train(X, y, learning_rate=0.1, reg=0.0, num_iters=3, batch_size=7)
    assert_close(history, losses)
    assert_close(classifier.W, end)
    assert history[0] < 0.5 * (x**2).sum() * 0.7**6  # the first call had come nearer: 0.7 ** 8


def test_train_counts_classes_by_the_largest_label(student):
    """train: labels that never occur have a column, too."""
    classifier = student.linear.ClassMeans()
    classifier.train(np.full((4, 1500), 2.0), np.array([0, 7, 0, 3]), num_iters=0)
    assert classifier.W.shape == (1500, 8)
    assert_close(classifier.W.std(axis=0), np.full(8, 0.001), rtol=0.15)  # standard error 1.8 %


def test_train_first_weights_differ_from_column_to_column(student):
    """train: the first weights are random, not the same numbers in every column."""
    classifier = student.linear.ClassMeans()
    classifier.train(np.ones((2, 900)), np.array([1, 0]), num_iters=0)
    first, second = classifier.W[:, 0], classifier.W[:, 1]
    assert_close(np.std(first - second), 0.001 * np.sqrt(2), rtol=0.15)  # standard error 2.4 %


def test_train_keeps_images_and_labels_together(student, rng):
    """train: each drawn image comes with its own label."""
    y = rng.integers(0, 3, size=40)
    means = rng.normal(size=(3, 5)) * 10
    classifier = student.linear.ClassMeans()
    classifier.W = means.T + 1.0  # each image is (1, 1, 1, 1, 1) away from its class
    history = classifier.train(means[y], y, learning_rate=0.0, reg=0.0, num_iters=12, batch_size=6)
    assert_close(history, np.full(12, 2.5))


def test_train_draws_from_all_images(student):
    """train: over many steps the minibatch losses average to the loss of the whole set."""
    X, y = np.arange(50.0)[:, None], np.zeros(50, int)
    costs = 0.5 * X[:, 0] ** 2
    classifier = student.linear.ClassMeans()
    classifier.W = np.zeros((1, 1))
    history = classifier.train(X, y, learning_rate=0.0, reg=0.0, num_iters=225, batch_size=40)
    error = costs.std() / np.sqrt(9000)
    assert_close(np.mean(history), costs.mean(), rtol=0.0, atol=7 * error)  # seven standard errors


def test_train_draws_with_replacement(student):
    """train: a minibatch as large as the set does not hold every image once."""
    X, y = 2.0 ** np.arange(10.0)[:, None], np.zeros(10, int)
    classifier = student.linear.ClassMeans()
    classifier.W = np.zeros((1, 1))
    history = classifier.train(X, y, learning_rate=0.0, reg=0.0, num_iters=20, batch_size=10)
    assert np.shape(history) == (20,)
    sums_of_squares = 20 * np.array(history, dtype=float)
    assert_close(sums_of_squares, np.round(sums_of_squares))
    assert len(np.unique(sums_of_squares)) > 10  # each is one of 92378 sums


def test_train_reaches_the_class_means(student, rng):
    """train: columns settle at the means of their classes."""
    y = np.arange(80) % 4
    X = rng.normal(size=(80, 3)) + y[:, None]
    want = np.stack([X[y == c].mean(axis=0) for c in range(4)], axis=1)  # (3, 4)
    classifier = student.linear.ClassMeans()
    classifier.train(X, y, learning_rate=0.3, reg=0.0, num_iters=80, batch_size=80)
    classifier.train(X, y, learning_rate=0.05, reg=0.0, num_iters=200, batch_size=80)
    assert_close(classifier.W, want, rtol=0.0, atol=0.2)  # minibatch noise: deviation about 0.02
