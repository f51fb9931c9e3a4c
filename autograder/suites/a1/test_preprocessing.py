"""Hidden tests of the exercise `preprocessing`: other data, combinations and edge cases."""

import numpy as np
import pytest

from given.testing import assert_close
from oracles.preprocessing import Cloud, mean_image, mean_of_channels, rows_less

PIXEL = 1e-3  # tolerance where pixels go to 255: the mean may be a float32 array
UNIT = 1e-5  # the same, where they go to 1


def pixels(rng, num_images, height=3, width=4, channels=2):
    """Random uint8 images, bright enough for sums that wrap around."""
    shape = (num_images, height, width, channels)
    return rng.integers(40, 256, size=shape).astype(np.uint8)


def signed_like(got, want):
    """`got` with the sign of each column as in `want`: it is free."""
    if np.shape(got) != np.shape(want):
        return got
    return got * np.where(np.sum(got * want, axis=0) < 0, -1, 1)


def test_mean_of_each_pixel(student, rng):
    """fit_preprocess: the mean image of many uint8 images; it is what per means by default."""
    images = pixels(rng, 300)
    want = mean_image(images)
    statistics = student.preprocessing.fit_preprocess(images)
    assert_close(statistics["mean"], want)


def test_mean_of_each_pixel_of_float_images(student, rng):
    """fit_preprocess: the mean image of float images, asked for by name."""
    images = rng.uniform(0.2, 1.0, size=(5, 2, 3, 4))
    want = mean_image(images)
    statistics = student.preprocessing.fit_preprocess(images, per="pixel")
    assert_close(statistics["mean"], want)


def test_mean_of_each_channel(student, rng):
    """fit_preprocess: the means of three channels of unequal brightness."""
    images = pixels(rng, 40, 5, 2, 3) // np.array([1, 2, 3], dtype=np.uint8)
    want = mean_of_channels(images)
    statistics = student.preprocessing.fit_preprocess(images, per="channel")
    assert_close(statistics["mean"], want)


def test_other_words_for_per_are_errors(student, rng):
    """fit_preprocess: what is nearly "channel" is a ValueError."""
    images = pixels(rng, 9, 2, 2, 3)
    want = mean_of_channels(images)
    assert_close(student.preprocessing.fit_preprocess(images, per="channel")["mean"], want)
    with pytest.raises(ValueError):  # noqa: PT011 - the words are free
        student.preprocessing.fit_preprocess(images, per="channels")


def test_other_images_lose_the_mean_image(student, rng):
    """apply_preprocess: uint8 validation images lose the mean image of the training images."""
    images, other = pixels(rng, 6), pixels(rng, 5) // 2
    want = rows_less(other, mean_image(images))
    statistics = student.preprocessing.fit_preprocess(images, "pixel")
    assert_close(student.preprocessing.apply_preprocess(other, statistics), want, atol=PIXEL)


def test_other_images_lose_the_mean_of_each_channel(student, rng):
    """apply_preprocess: uint8 validation images lose the training mean of their channel."""
    images, other = pixels(rng, 7, 2, 3, 4), pixels(rng, 3, 2, 3, 4) // 3
    want = rows_less(other, mean_of_channels(images))
    statistics = student.preprocessing.fit_preprocess(images, "channel")
    assert_close(student.preprocessing.apply_preprocess(other, statistics), want, atol=PIXEL)


def test_float_images_lose_their_mean(student, rng):
    """apply_preprocess: float training images lose their mean image."""
    images = rng.uniform(size=(4, 3, 2, 5))
    want = rows_less(images, mean_image(images))
    statistics = student.preprocessing.fit_preprocess(images)
    assert_close(student.preprocessing.apply_preprocess(images, statistics), want, atol=UNIT)


def test_an_image_does_not_depend_on_those_beside_it(student, rng):
    """apply_preprocess: an image becomes the same, whatever else is in the batch."""
    images, other = pixels(rng, 6), pixels(rng, 4)
    want = rows_less(other[2:3], mean_image(images))
    statistics = student.preprocessing.fit_preprocess(images)
    changed = np.concatenate([other[:2] // 4, other[2:3], 255 - other[3:]])
    rows = student.preprocessing.apply_preprocess(changed, statistics)
    assert_close(rows[2:3], want, atol=PIXEL)
    assert_close(student.preprocessing.apply_preprocess(other[2:3], statistics), want, atol=PIXEL)


def test_statistics_belong_to_the_images_they_are_of(student, rng):
    """fit_preprocess: statistics of other images do not change those from before."""
    images, other = pixels(rng, 6), pixels(rng, 5) // 2
    want = rows_less(other, mean_image(images))
    statistics = student.preprocessing.fit_preprocess(images)
    student.preprocessing.fit_preprocess(other)
    assert_close(student.preprocessing.apply_preprocess(other, statistics), want, atol=PIXEL)


def test_bias_of_random_images(student, rng):
    """append_bias: scores with the bias in the last row of W."""
    X, W, b = rng.normal(size=(6, 4)), rng.normal(size=(4, 3)), rng.normal(size=3)
    want = X @ W + b
    extended = student.preprocessing.append_bias(X)
    assert_close(np.asarray(extended) @ np.vstack([W, b]), want)
    assert_close(extended[:, :4], X)


def test_bias_of_one_image_of_one_feature(student):
    """append_bias: one image with one feature."""
    assert_close(student.preprocessing.append_bias(np.array([[0.25]])), np.array([[0.25, 1.0]]))


def test_whitened_training_images(student, rng):
    """whitening: all components of training images whose axes lie anywhere."""
    cloud = Cloud(rng, 20, [9.0, 0.25, 2.0, 36.0])
    want = cloud.whitened(cloud.X, 4)
    whitening = student.preprocessing.fit_whitening(cloud.X)
    white = student.preprocessing.apply_whitening(cloud.X, whitening, 4)
    assert_close(signed_like(white, want), want)


def test_whitened_other_images(student, rng):
    """whitening: the largest components of validation images, by training statistics."""
    cloud, other = Cloud(rng, 9, [0.04, 1.0, 5.0, 25.0, 0.3]), rng.normal(size=(12, 5))
    want = cloud.whitened(other, 3)
    whitening = student.preprocessing.fit_whitening(cloud.X)
    white = student.preprocessing.apply_whitening(other, whitening, 3)
    assert_close(signed_like(white, want), want)


def test_whitened_with_epsilon(student, rng):
    """whitening: epsilon tames the small variances of training images."""
    cloud = Cloud(rng, 7, [3.0, 0.01, 12.0])
    want = cloud.whitened(cloud.X, 3, epsilon=0.5)
    whitening = student.preprocessing.fit_whitening(cloud.X)
    white = student.preprocessing.apply_whitening(cloud.X, whitening, 3, 0.5)
    assert_close(signed_like(white, want), want)


def test_whitened_far_from_the_origin(student, rng):
    """whitening: one validation image, where all images are far from the origin."""
    cloud = Cloud(rng, 11, [4.0, 0.5, 20.0], distance=300.0)
    other = cloud.mean[None] + rng.normal(size=(1, 3))
    want = cloud.whitened(other, 2, epsilon=0.1)
    whitening = student.preprocessing.fit_whitening(cloud.X)
    white = student.preprocessing.apply_whitening(other, whitening, 2, epsilon=0.1)
    assert_close(signed_like(white, want), want)


def test_whitening_belongs_to_the_images_it_is_of(student, rng):
    """whitening: what was learnt of other images does not change what was learnt before."""
    cloud, other = Cloud(rng, 8, [1.0, 6.0]), Cloud(rng, 10, [40.0, 3.0], distance=20.0)
    want = cloud.whitened(other.X, 2)
    whitening = student.preprocessing.fit_whitening(cloud.X)
    student.preprocessing.fit_whitening(other.X)
    white = student.preprocessing.apply_whitening(other.X, whitening, 2)
    assert_close(signed_like(white, want), want)
