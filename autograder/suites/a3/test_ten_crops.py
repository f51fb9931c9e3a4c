"""Hidden tests of the exercise `ten_crops`: other data, combinations and edge cases."""

import numpy as np
import pytest

from given.testing import assert_close, assert_labels
from oracles.ensembles import average_over_crops, ten_crops


def test_crops_of_wide_images(student, rng):
    """ten_crops: wide images, with an odd number of rows and columns left over."""
    images = rng.normal(size=(2, 6, 9, 3))
    want = ten_crops(images, 3)
    assert_close(student.ensembles.ten_crops(images.copy(), 3), want)


def test_crops_of_high_images(student, rng):
    """ten_crops: high images, with an even number of rows and columns left over."""
    images = rng.normal(size=(3, 8, 6, 3))
    want = ten_crops(images, 4)
    assert_close(student.ensembles.ten_crops(images.copy(), 4), want)


def test_crops_as_high_as_the_images(student, rng):
    """ten_crops: a crop may be as high, or as wide, as the image."""
    for height, width in ((4, 7), (7, 4)):
        images = rng.integers(0, 256, size=(1, height, width, 3)).astype(np.uint8)
        want = ten_crops(images, 4)
        crops = student.ensembles.ten_crops(images.copy(), 4)
        assert crops.dtype == np.uint8
        assert_labels(crops, want)


def test_crops_that_do_not_fit(student):
    """ten_crops: one row or column too few is an error, and so are many too few."""
    for height, width in ((5, 6), (6, 5), (2, 6), (6, 2), (2, 2)):
        with pytest.raises(ValueError):  # noqa: PT011 - the message is the student's
            student.ensembles.ten_crops(np.ones((2, height, width, 3)), 6)


def test_average_over_crops_on_random_probabilities(student, rng):
    """average_over_crops: ten crops of four images, ten classes."""
    probabilities = rng.dirichlet(np.ones(10), size=(10, 4))
    want = average_over_crops(probabilities)
    assert_close(student.ensembles.average_over_crops(probabilities.copy()), want)


def test_average_over_crops_of_as_many_images_as_crops(student, rng):
    """average_over_crops: ten images, of ten crops each."""
    probabilities = rng.dirichlet(np.ones(3), size=(10, 10))
    want = average_over_crops(probabilities)
    assert_close(student.ensembles.average_over_crops(probabilities.copy()), want)
