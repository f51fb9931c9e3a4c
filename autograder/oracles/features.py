"""Image features pixel by pixel: hues in exact fractions, grey values in exact thousandths."""

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.floating] | NDArray[np.integer]
Floats = NDArray[np.float64]


def color_histogram(im: Pixels, nbin: int, xmin: float, xmax: float) -> Floats:
    """Counts of pixels by hue: floats (nbin,)."""
    counts = [0] * nbin
    for pixel in im.reshape(-1, 3):
        place = math.floor(hue_place(pixel, nbin, xmin, xmax))
        if 0 <= place < nbin:
            counts[place] += 1
    return np.array(counts, dtype=np.float64)


def hue_place(pixel: Pixels, nbin: int, xmin: float, xmax: float) -> Fraction:
    """Where the hue lies on the scale of bins: bin b reaches from b to b + 1."""
    low, high = Fraction(xmin), Fraction(xmax)
    return (hue(pixel) * high - low) / (high - low) * nbin


def hue(pixel: Pixels) -> Fraction:
    """Hue in [0, 1): how far round the hexagon red, yellow, green, cyan, blue, magenta it lies."""
    colour = [Fraction(float(value)) for value in pixel]
    smallest, middle, largest = sorted(colour)
    if smallest == largest:
        return Fraction(0)
    first = colour.index(largest)  # the corner 2 * first is pure red, green or blue
    above, below = colour[(first + 1) % 3], colour[(first + 2) % 3]
    way = (middle - smallest) / (largest - smallest)  # from there towards the next channel's corner
    return (2 * first + (way if above >= below else -way)) / Fraction(6) % 1


def hog(im: Pixels, orientations: int, cell: int) -> Floats:
    """Mean strength per cell and bin, (H / cell, W / cell, orientations)."""
    height, width = im.shape[:2]
    parts: list[list[list[list[float]]]] = [
        [[[] for _ in range(orientations)] for _ in range(width // cell)]
        for _ in range(height // cell)
    ]
    for i, row in enumerate(slopes(im)):
        for j, (down, right) in enumerate(row):
            if down or right:
                place = int(orientation_place(down, right, orientations))
                parts[i // cell][j // cell][place].append(math.hypot(down, right))
    return np.array([[[math.fsum(b) / cell**2 for b in bins] for bins in row] for row in parts])


def orientation_place(down: float, right: float, orientations: int) -> float:
    """Where the orientation lies on the scale of bins: bin b reaches from b to b + 1."""
    if down < 0 or (down == 0 and right < 0):
        down, right = -down, -right  # the opposite direction is the same orientation
    return math.degrees(math.atan2(down, right)) * orientations / 180


def slopes(im: Pixels) -> list[list[tuple[float, float]]]:
    """Slope of the grey values downwards and to the right, for each pixel."""
    rows = thousandths(im)
    columns = list(zip(*rows, strict=True))
    return [
        [(slope(columns[j], i) / 1000, slope(row, j) / 1000) for j in range(len(row))]
        for i, row in enumerate(rows)
    ]


def thousandths(im: Pixels) -> list[list[float]]:
    """Grey values times 1000: exact for bytes and for simple fractions of them."""
    return [[299 * r + 587 * g + 114 * b for r, g, b in row] for row in im.astype(float).tolist()]


def slope(line: Sequence[float], at: int) -> float:
    """Difference of the neighbours over their distance, 1 at an end and 2 elsewhere."""
    before, after = max(at - 1, 0), min(at + 1, len(line) - 1)
    return (line[after] - line[before]) / (after - before)
