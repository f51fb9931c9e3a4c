"""The warm-up's array functions, entry by entry."""

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Array = NDArray[np.generic]


def outer_product(a: Floats, b: Floats) -> Floats:
    """The multiplication table of a and b, row by row."""
    return np.array([[float(left) * float(right) for right in b] for left in a])


def row_means(A: Floats) -> Floats:
    """(N, D): the mean of each row in all its places, without rounding in the sum."""
    return np.array([[math.fsum(row) / len(row)] * len(row) for row in A])


def pick_scores(scores: Floats, y: NDArray[np.integer]) -> Floats:
    """The score of each row's class, found by counting along the row."""
    picked = []
    for row, label in zip(scores, y, strict=True):
        picked += [score for place, score in enumerate(row) if place == label]
    return np.array(picked)


def channels_first(images: Array) -> Array:
    """(N, C, H, W): every image as a stack of its channels, each a plane of its own."""
    return np.array([[image[:, :, c] for c in range(images.shape[3])] for image in images])


def pad_images(images: Array, width: int) -> Array:
    """Every pixel of the larger images asks whether it lies in the old one."""
    number, height, breadth, channels = images.shape
    padded = [
        [
            [_pixel(image, row - width, column - width) for column in range(breadth + 2 * width)]
            for row in range(height + 2 * width)
        ]
        for image in images
    ]
    return np.array(padded, dtype=images.dtype).reshape(
        number, height + 2 * width, breadth + 2 * width, channels
    )


def _pixel(image: Array, row: int, column: int) -> Array:
    inside = 0 <= row < image.shape[0] and 0 <= column < image.shape[1]
    return image[row, column] if inside else np.zeros_like(image[0, 0])


def mosaic(images: Array, columns: int) -> Array:
    """Every pixel of the mosaic looks up its image and its place there."""
    number, height, width, _ = images.shape
    return np.array(
        [
            [
                images[row // height * columns + column // width, row % height, column % width]
                for column in range(columns * width)
            ]
            for row in range(number // columns * height)
        ]
    )
