"""Public tests of the exercise `top_k`: top_k_accuracy."""

import numpy as np

from given.testing import assert_close, contract


def test_an_image_counts_if_its_class_is_among_the_k_best(student):
    """top_k_accuracy: one right class is first, one second, two third, one fourth."""
    scores = np.array(
        [
            [0.1, 0.9, 0.5, 0.3],
            [4.0, 1.0, 3.0, 2.0],
            [-1.0, -4.0, -2.0, -3.0],
            [7.0, 9.0, 6.0, 8.0],
            [0.2, 0.0, 0.4, 0.1],
        ]
    )
    y_true = np.array([1, 2, 3, 0, 1])
    for k, share in [(1, 0.2), (2, 0.4), (3, 0.8), (4, 1.0)]:
        assert_close(student.metrics.top_k_accuracy(y_true.copy(), scores.copy(), k), share)


def test_of_equal_scores_the_smaller_label_comes_first(student):
    """top_k_accuracy: three classes share the best score, and two are taken."""
    scores = np.array([[3.0, 5.0, 5.0, 0.0, 5.0]] * 5)
    y_true = np.array([0, 1, 2, 3, 4])
    for k, share in [(1, 0.2), (2, 0.4), (3, 0.6), (4, 0.8)]:
        assert_close(student.metrics.top_k_accuracy(y_true.copy(), scores.copy(), k), share)
    assert_close(student.metrics.top_k_accuracy(np.array([4]), scores[:1].copy(), 2), 0.0)


@contract
def test_the_share_is_a_single_number(student, rng):
    """top_k_accuracy: a single number."""
    share = student.metrics.top_k_accuracy(np.array([0, 3, 1]), rng.normal(size=(3, 4)), 2)
    assert np.shape(share) == ()
