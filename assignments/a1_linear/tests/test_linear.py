"""Public tests of the exercise `linear`: LinearClassifier.train and LinearClassifier.predict.

They train a ClassMeans, whose path is known beforehand; that class is given.
"""

import numpy as np

from given.testing import assert_close, assert_labels, contract


def test_predict_takes_the_largest_score_of_each_image(student):
    """predict: the class with the largest score, one for each row."""
    classifier = student.linear.Softmax()
    classifier.W = np.array([[0.0, 1.0, 2.0], [3.0, 0.0, -1.0]])
    X = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.1], [-1.0, -1.0], [2.0, 0.0]])
    assert_labels(classifier.predict(X), np.array([2, 0, 2, 1, 2]))


def test_predict_takes_the_smaller_label_where_scores_tie(student):
    """predict: ties go to the smaller label."""
    classifier = student.linear.Softmax()
    classifier.W = np.array([[0.0, 1.0, 1.0, 1.0]])
    assert_labels(classifier.predict(np.array([[2.0], [-2.0], [0.5]])), np.array([1, 0, 1]))


def test_train_makes_small_random_weights_with_a_column_a_class(student):
    """train: W starts as (D, largest label + 1) normal numbers, mean 0, deviation 0.001."""
    classifier = student.linear.ClassMeans()
    classifier.train(np.ones((3, 2000)), np.array([0, 4, 1]), num_iters=0)
    W = classifier.W
    assert W.shape == (2000, 5)
    assert_close(W.std(), 0.001, rtol=0.1)  # of 10,000 numbers: standard error 0.7 %
    assert abs(W.mean()) < 0.0001  # standard error 0.00001
    assert (np.abs(W) > 0.002).mean() > 0.02  # 4.6 % of normal numbers, none of uniform ones


def test_train_takes_steps_against_the_gradient(student):
    """train: with one image only, W comes nearer by the factor 1 - learning_rate a step."""
    x, start = np.array([3.0, -1.0]), np.array([[1.0], [2.0]])
    gap, shrink = start - x[:, None], 0.9 ** np.arange(6)
    losses, end = 0.5 * (gap**2).sum() * shrink[:5] ** 2, x[:, None] + gap * shrink[5]
    classifier = student.linear.ClassMeans()
    classifier.W = start.copy()
    history = classifier.train(np.tile(x, (4, 1)), np.zeros(4, int), 0.1, 0.0, 5, 3)
    assert_close(classifier.W, end)
    assert_close(history, losses)


def test_train_goes_on_from_the_weights_it_has(student):
    """train: a second call goes on where the first one ended."""
    X, y = np.full((5, 1), 8.0), np.zeros(5, int)
    classifier = student.linear.ClassMeans()
    classifier.W = np.array([[0.0]])
    classifier.train(X, y, learning_rate=0.5, reg=0.0, num_iters=2, batch_size=2)
    history = classifier.train(X, y, learning_rate=0.5, reg=0.0, num_iters=1, batch_size=2)
    assert_close(history, [0.5 * 2.0**2])  # 0 -> 4 -> 6, two away from 8
    assert_close(classifier.W, np.array([[7.0]]))


def test_train_passes_reg_to_the_loss(student):
    """train: reg reaches the loss."""
    classifier = student.linear.ClassMeans()
    classifier.W = np.array([[5.0, 2.0]])
    X, y = np.full((3, 1), 5.0), np.zeros(3, int)
    history = classifier.train(X, y, learning_rate=0.1, reg=0.5, num_iters=1, batch_size=4)
    assert_close(history, [0.5 * 7.0])
    assert_close(classifier.W, np.array([[4.95, 1.95]]))


def test_train_draws_a_new_minibatch_with_replacement_for_each_step(student):
    """train: even batches of N rows differ from step to step, and batch_size may exceed N."""
    classifier = student.linear.ClassMeans()
    classifier.W = np.zeros((1, 1))
    X, y = np.arange(1.0, 13.0)[:, None], np.zeros(12, int)
    history = classifier.train(X, y, learning_rate=0.0, reg=0.0, num_iters=8, batch_size=12)
    assert np.shape(history) == (8,)
    sums_of_squares = 24 * np.array(history, dtype=float)
    assert_close(sums_of_squares, np.round(sums_of_squares))
    assert len(np.unique(sums_of_squares)) > 1
    classifier.train(X, y, learning_rate=0.0, num_iters=1, batch_size=30)


def test_train_teaches_a_classifier_two_clouds(student, rng):
    """train: after sixty steps the classifier tells two clouds apart."""
    y = np.arange(60) % 2
    X = rng.normal(size=(60, 3)) + np.where(y[:, None] == 0, 6.0, -6.0)
    classifier = student.linear.ClassMeans()
    given = X.copy(), y.copy()
    history = classifier.train(*given, learning_rate=0.1, reg=0.0, num_iters=60, batch_size=20)
    assert_labels(classifier.predict(X.copy()), y)
    assert history[-1] < 0.2 * history[0]  # half the squared distance: 54, then 1.5 at the means


@contract
def test_train_returns_one_number_a_step(student):
    """train: the history is a list of num_iters numbers, printed or not."""
    classifier = student.linear.ClassMeans()
    X, y = np.ones((4, 3)), np.array([0, 1, 2, 1])
    history = classifier.train(X, y, num_iters=7, batch_size=2, verbose=True)
    assert isinstance(history, list)
    assert [np.shape(loss) for loss in history] == [()] * 7


@contract
def test_train_and_predict_leave_their_inputs_as_they_came(student, rng):
    """train, predict: X and y are left as they came."""
    X, y = rng.normal(size=(6, 3)), np.array([0, 1, 2, 2, 1, 0])
    before = X.copy(), y.copy()
    classifier = student.linear.ClassMeans()
    classifier.train(X, y, num_iters=4, batch_size=3)
    classifier.predict(X)
    assert np.array_equal(X, before[0])
    assert np.array_equal(y, before[1])


@contract
def test_predict_returns_an_integer_a_row(student, rng):
    """predict: (N,) integers."""
    classifier = student.linear.ClassMeans()
    classifier.W = rng.normal(size=(3, 4))
    labels = classifier.predict(rng.normal(size=(5, 3)))
    assert labels.shape == (5,)
    assert np.issubdtype(labels.dtype, np.integer)
