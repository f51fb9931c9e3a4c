"""Public tests of the exercise `ten_crops`: the crops, and what is made of their answers."""

import numpy as np
import pytest

from given.testing import assert_close, assert_labels, contract


def numbered(height, width):
    """One image (1, height, width, 3): 100 * row + column, and that plus 0.25 and 0.5."""
    number = 100.0 * np.arange(height)[:, None] + np.arange(width)
    return np.stack([number, number + 0.25, number + 0.5], axis=2)[None]


def test_crops_come_from_the_corners_and_the_centre(student):
    """ten_crops: top left, top right, bottom left, bottom right, centre, by first pixel."""
    crops = student.ensembles.ten_crops(numbered(7, 10), 4)
    assert crops.shape == (10, 1, 4, 4, 3)
    assert_close(crops[:5, 0, 0, 0, 0], [0, 6, 300, 306, 103])


def test_crops_hold_the_pixels_of_the_image_in_their_order(student):
    """ten_crops: a crop is a piece of the image, rows, columns and channels as they were."""
    image = numbered(5, 6)
    want = image[:, 2:, 3:].copy()
    crops = student.ensembles.ten_crops(image, 3)
    assert crops.shape == (10, 1, 3, 3, 3)
    assert_close(crops[3], want)


def test_the_last_five_are_mirror_images_in_the_same_order(student, rng):
    """ten_crops: crops 5 to 9 are crops 0 to 4 with left and right exchanged."""
    crops = student.ensembles.ten_crops(rng.uniform(1.0, 2.0, size=(2, 6, 8, 3)), 5)
    assert crops.shape == (10, 2, 5, 5, 3)
    assert np.any(crops[0] != crops[1]), "all crops are the same"
    assert_close(crops[5:], crops[:5, :, :, ::-1])


def test_images_are_kept_apart(student):
    """ten_crops: image i of the batch is image i of each crop, of the same dtype."""
    images = np.arange(1, 4, dtype=np.uint8)[:, None, None, None] * np.ones((1, 4, 5, 3), np.uint8)
    crops = student.ensembles.ten_crops(images, 2)
    assert crops.dtype == np.uint8
    assert_labels(crops[:, :, 0, 0, 0], np.tile([1, 2, 3], (10, 1)))


def test_a_crop_larger_than_the_image_is_an_error(student):
    """ten_crops: a size above the height or the width raises ValueError."""
    for height, width in ((3, 9), (9, 3)):
        with pytest.raises(ValueError):  # noqa: PT011 - the message is the student's
            student.ensembles.ten_crops(np.ones((1, height, width, 3)), 4)


@contract
def test_a_crop_may_be_as_large_as_the_image(student):
    """ten_crops: a size equal to height and width gives ten whole images."""
    crops = student.ensembles.ten_crops(np.ones((2, 4, 4, 3)), 4)
    assert crops.shape == (10, 2, 4, 4, 3)


def test_average_over_crops_is_the_mean_of_the_ten(student):
    """average_over_crops: an image's row is the mean of its ten rows."""
    probabilities = np.zeros((10, 2, 3))
    probabilities[:, 0, 0], probabilities[:, 1, 2] = 1.0, 1.0
    probabilities[:3, 0] = [0.0, 0.5, 0.5]
    want = [[0.7, 0.15, 0.15], [0.0, 0.0, 1.0]]
    assert_close(student.ensembles.average_over_crops(probabilities), want)
