"""Public tests of the exercise `preprocessing`.

Of fit_preprocess, apply_preprocess, append_bias, fit_whitening and apply_whitening.
"""

import math

import numpy as np
import pytest

from given.testing import assert_close, contract

PIXEL = 1e-3  # tolerance where pixels go to 255: the mean may be a float32 array
PICTURE = np.array([[[3, 60], [1, 50], [2, 40]], [[5, 10], [4, 20], [0, 30]]])  # (2, 3, 2)
BRIGHTER = np.array([0, 60, 90, 190])  # mean 85


def pictures():
    """Four uint8 images (2, 3, 2): one picture, more and more bright."""
    return (PICTURE + BRIGHTER[:, None, None, None]).astype(np.uint8)


def tilted_cross():
    """Four points (4, 2) around (100, -20), and the directions in which they lie.

    They are 10 steps away to both sides along (0.8, 0.6), and 5 along (-0.6, 0.8): variances 50
    and 12.5.
    """
    long, short = np.array([0.8, 0.6]), np.array([-0.6, 0.8])
    steps = np.stack([10 * long, -10 * long, 5 * short, -5 * short])
    return np.array([100.0, -20.0]) + steps, long, short


def signed_like(got, want):
    """`got` with the sign of each column as in `want`: it is free."""
    if np.shape(got) != np.shape(want):
        return got
    return got * np.where(np.sum(got * want, axis=0) < 0, -1, 1)


def test_mean_of_each_pixel(student):
    """fit_preprocess: the mean image of uint8 images whose sums pass 255."""
    statistics = student.preprocessing.fit_preprocess(pictures())
    assert_close(statistics["mean"], PICTURE + 85.0)


def test_mean_of_each_channel(student):
    """fit_preprocess: one mean a channel, over all pixels of all images."""
    statistics = student.preprocessing.fit_preprocess(pictures(), per="channel")
    assert_close(statistics["mean"], [2.5 + 85, 35.0 + 85])


def test_an_unknown_mean_is_an_error(student):
    """fit_preprocess: per="row" is a ValueError, per="channel" is none."""
    statistics = student.preprocessing.fit_preprocess(pictures()[:1], per="channel")
    assert_close(statistics["mean"], [2.5, 35.0])
    with pytest.raises(ValueError):  # noqa: PT011 - the words are free
        student.preprocessing.fit_preprocess(pictures(), per="row")


def test_training_images_lose_their_mean(student):
    """apply_preprocess: what is left of uint8 images, negative values too, each as one row."""
    statistics = student.preprocessing.fit_preprocess(pictures())
    rows = student.preprocessing.apply_preprocess(pictures(), statistics)
    assert_close(rows, np.tile((BRIGHTER - 85.0)[:, None], 12), atol=PIXEL)


def test_rows_have_the_order_of_reshape(student):
    """apply_preprocess: a row has the pixels line by line, with their channels side by side."""
    statistics = student.preprocessing.fit_preprocess(np.zeros((3, 2, 3, 2)), per="channel")
    rows = student.preprocessing.apply_preprocess(PICTURE[None].astype(float), statistics)
    assert_close(rows, [[3, 60, 1, 50, 2, 40, 5, 10, 4, 20, 0, 30]])


def test_other_images_lose_the_mean_of_the_training_images(student):
    """apply_preprocess: validation images lose the training mean, not their own."""
    statistics = student.preprocessing.fit_preprocess(pictures())
    dark = np.stack([PICTURE, PICTURE + 5]).astype(np.uint8)
    rows = student.preprocessing.apply_preprocess(dark, statistics)
    assert_close(rows, np.array([[-85.0] * 12, [-80.0] * 12]), atol=PIXEL)


def test_bias_is_a_last_column_of_ones(student):
    """append_bias: a last column of ones."""
    X = student.preprocessing.append_bias(np.array([[2.0, 3.0], [4.0, 5.0], [6.0, 7.0]]))
    assert_close(X, np.array([[2.0, 3.0, 1.0], [4.0, 5.0, 1.0], [6.0, 7.0, 1.0]]))


def test_whitened_cross(student):
    """whitening: a tilted cross becomes an upright one with arms of equal length."""
    X, _, _ = tilted_cross()
    want = math.sqrt(2) * np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]])
    whitening = student.preprocessing.fit_whitening(X)
    white = student.preprocessing.apply_whitening(X, whitening, 2)
    assert_close(signed_like(white, want), want)


def test_whitened_training_images_have_the_identity_as_covariance(student, rng):
    """whitening: whitened training images have mean 0 and the identity as covariance."""
    X = rng.normal(size=(15, 4)) * [8.0, 1.0, 3.0, 0.5] + [9.0, 0.0, -4.0, 2.0]
    whitening = student.preprocessing.fit_whitening(X)
    white = student.preprocessing.apply_whitening(X, whitening, 4)
    assert_close(np.mean(white, axis=0), np.zeros(4))
    assert_close(np.cov(white, rowvar=False, bias=True), np.eye(4))


def test_other_images_are_whitened_with_training_statistics(student):
    """whitening: validation images are measured in the mean and axes of the training images."""
    X, long, short = tilted_cross()
    other = np.array([100.0, -20.0]) + np.stack([3 * long, 3 * short, long + 2 * short])
    want = np.array([[3.0, 0.0], [0.0, 3.0], [1.0, 2.0]]) / np.sqrt([50, 12.5])
    whitening = student.preprocessing.fit_whitening(X)
    white = student.preprocessing.apply_whitening(other, whitening, 2)
    assert_close(signed_like(white, want), want)


def test_few_components_and_epsilon(student):
    """whitening: the largest variance comes first; epsilon is added to it under the root."""
    X, _, _ = tilted_cross()
    want = np.array([[10.0], [-10.0], [0.0], [0.0]]) / math.sqrt(50 + 14)
    whitening = student.preprocessing.fit_whitening(X)
    white = student.preprocessing.apply_whitening(X, whitening, 1, epsilon=14.0)
    assert_close(signed_like(white, want), want)


@contract
@pytest.mark.parametrize("dtype", ["uint8", "float32", "float64"])
def test_preprocessed_images_are_float64_rows(student, dtype):
    """apply_preprocess: (N, H * W * C) float64, whatever the dtype of the images."""
    statistics = student.preprocessing.fit_preprocess(pictures().astype(dtype))
    rows = student.preprocessing.apply_preprocess(pictures()[:3].astype(dtype), statistics)
    shape, kind = rows.shape, rows.dtype
    assert shape == (3, 12)
    assert kind == np.float64


@contract
def test_bias_keeps_the_dtype(student):
    """append_bias: the dtype of X, float32 or float64."""
    for dtype in (np.float32, np.float64):
        X = student.preprocessing.append_bias(np.zeros((3, 2), dtype=dtype))
        assert X.shape == (3, 3)
        assert X.dtype == dtype


@contract
def test_images_are_left_as_they_came(student):
    """All five functions leave their images as they came."""
    preprocessing = student.preprocessing
    images, X = pictures() / 4.0, tilted_cross()[0]
    preprocessing.apply_preprocess(images, preprocessing.fit_preprocess(images))
    preprocessing.append_bias(X)
    preprocessing.apply_whitening(X, preprocessing.fit_whitening(X), 2)
    assert np.array_equal(images, pictures() / 4.0)
    assert np.array_equal(X, tilted_cross()[0])
