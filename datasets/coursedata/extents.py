"""Where the visible part of each object lies: boxes and centroids."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .palette import Ints

FEWEST_PIXELS = 8  # of 32 x 32; a distractor that shows less is in no caption and has no box


@dataclass(frozen=True)
class Extents:
    """Boxes and centroids of N scenes; column 0 is the labelled object."""

    counted: NDArray[np.bool_]  # (N, 4) shows enough pixels
    boxes: Ints  # (N, 4, 4): left, top, right, bottom in pixels, right and bottom exclusive
    x: NDArray[np.float64]  # (N, 4) centroid, in pixels of the 32-pixel scene
    y: NDArray[np.float64]  # (N, 4)


def measure(owner: NDArray[np.uint8], columns: int) -> Extents:
    """Extents of the objects 1..columns in (N, size, size) masks of who owns each pixel."""
    size = owner.shape[-1]
    mine = owner[:, None] == np.arange(1, columns + 1, dtype=np.uint8)[:, None, None]
    down, across = mine.sum(axis=3), mine.sum(axis=2)  # (N, columns, size) pixels per row, column
    pixels = down.sum(axis=2)
    counted = pixels >= FEWEST_PIXELS * (size / 32) ** 2
    counted[:, 0] = True
    left, right = span(across)
    top, bottom = span(down)
    boxes = np.stack([left, top, right, bottom], axis=2)
    boxes[~counted] = -1
    centre = (np.arange(size) + 0.5) * (32 / size)
    total = np.maximum(pixels, 1)
    return Extents(counted, boxes, across @ centre / total, down @ centre / total)


def span(counts: Ints) -> tuple[Ints, Ints]:
    """First index with a count above 0, and one past the last."""
    some = counts > 0
    return some.argmax(axis=-1), some.shape[-1] - some[..., ::-1].argmax(axis=-1)
