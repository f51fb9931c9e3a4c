"""Wrong ten crops that people really write, each with the hint it earns."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception
from oracles.ensembles import average_over_crops, ten_crops

Floats = NDArray[np.float64]
Images = NDArray[Any]

CROP = "ensembles.ten_crops"
AVERAGE = "ensembles.average_over_crops"


@misconception(CROP, hint="You turn crops upside down: exchange left and right, the third axis.")
def upside_down(images: Images, size: int) -> Images:
    crops = checked(images, size)
    return np.concatenate([crops[:5], crops[:5, :, ::-1]])


@misconception(CROP, hint="You turn crops by 180 degrees: exchange left and right only.")
def turned_round(images: Images, size: int) -> Images:
    crops = checked(images, size)
    return np.concatenate([crops[:5], crops[:5, :, ::-1, ::-1]])


@misconception(CROP, hint="Your channels are reversed, not the columns: mind the axis.")
def channels_reversed(images: Images, size: int) -> Images:
    crops = checked(images, size)
    return np.concatenate([crops[:5], crops[:5, ..., ::-1]])


@misconception(CROP, hint="No crop is mirrored: the last five are as the first five.")
def not_mirrored(images: Images, size: int) -> Images:
    crops = checked(images, size)
    return np.concatenate([crops[:5], crops[:5]])


@misconception(CROP, hint="Each mirror image follows its crop: first all five crops, then theirs.")
def mirror_images_in_between(images: Images, size: int) -> Images:
    return checked(images, size)[[0, 5, 1, 6, 2, 7, 3, 8, 4, 9]]


@misconception(
    CROP, hint="You mirror the image and crop again: left and right change places among the five."
)
def mirrored_before_cropping(images: Images, size: int) -> Images:
    mirrored = checked(images[:, :, ::-1], size)
    return np.concatenate([checked(images, size)[:5], mirrored[:5]])


@misconception(CROP, hint="Top right and bottom left have changed places.")
def columns_before_rows(images: Images, size: int) -> Images:
    return checked(images, size)[[0, 2, 1, 3, 4, 5, 7, 6, 8, 9]]


@misconception(
    CROP, hint="Your centre crop starts at half the image: it starts at (H - size) // 2."
)
def centre_starts_in_the_middle(images: Images, size: int) -> Images:
    crops = checked(images, size)
    down, right = images.shape[1] - size, images.shape[2] - size
    top, left = min(images.shape[1] // 2, down), min(images.shape[2] // 2, right)
    centre = images[:, top : top + size, left : left + size]
    crops[4], crops[9] = centre, centre[:, :, ::-1]
    return crops


@misconception(CROP, hint="The offset of the centre is rounded up: (H - size) // 2 rounds down.")
def centre_rounded_up(images: Images, size: int) -> Images:
    crops = checked(images, size)
    top, left = -(-(images.shape[1] - size) // 2), -(-(images.shape[2] - size) // 2)
    centre = images[:, top : top + size, left : left + size]
    crops[4], crops[9] = centre, centre[:, :, ::-1]
    return crops


@misconception(CROP, hint="You scale nothing and round nothing here: keep the dtype of the images.")
def pixels_divided_by_255(images: Images, size: int) -> Images:
    return checked(images, size) / 255


@misconception(AVERAGE, hint="You add the crops: divide by their number.")
def sum_of_the_crops(probabilities: Floats) -> Any:
    return len(probabilities) * average_over_crops(probabilities)


@misconception(AVERAGE, hint="You average over the images: average over the crops, axis 0.")
def mean_over_the_images(probabilities: Floats) -> Any:
    return probabilities.mean(axis=1)


@misconception(AVERAGE, hint="You take the largest probability of any crop: take the mean.")
def largest_of_the_crops(probabilities: Floats) -> Any:
    return probabilities.max(axis=0)


@misconception(AVERAGE, hint="You let the crops vote by their best class: average probabilities.")
def votes_of_the_crops(probabilities: Floats) -> Any:
    return np.eye(probabilities.shape[2])[probabilities.argmax(axis=2)].mean(axis=0)


def checked(images: Images, size: int) -> Images:
    """The right crops, where they fit."""
    if size > min(images.shape[1:3]):
        raise ValueError(f"a crop of {size} does not fit into images of {images.shape[1:3]}")
    return ten_crops(images, size)
