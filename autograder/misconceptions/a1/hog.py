"""Wrong histograms of oriented gradients that people really write, each with the hint it earns."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]
Image = NDArray[Any]

HOG = "features.hog_feature"


# Orientation


@misconception(HOG, hint="Your bins cut 360 degrees: opposite directions are one orientation.")
def signed_directions(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    g_y, g_x = gradients(im)
    return histogram(np.hypot(g_x, g_y), angles(g_y, g_x) % 360 / 2, orientations, cell).ravel()


@misconception(HOG, hint="Angles below 0 fall out of your bins: add 180 to them.")
def negative_angles_dropped(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    g_y, g_x = gradients(im)
    degrees = angles(g_y, g_x)
    strength = np.hypot(g_x, g_y) * (degrees >= 0)
    return histogram(strength, degrees % 180, orientations, cell).ravel()


@misconception(HOG, hint="abs turns -30 degrees into 30: modulo 180 makes it 150.")
def absolute_angles(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    g_y, g_x = gradients(im)
    degrees = np.abs(angles(g_y, g_x)) % 180
    return histogram(np.hypot(g_x, g_y), degrees, orientations, cell).ravel()


@misconception(HOG, hint="180 degrees fall out of your bins: they are 0 degrees.")
def half_turn_dropped(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    g_y, g_x = gradients(im)
    strength = np.hypot(g_x, g_y) * ~((g_y == 0) & (g_x < 0))
    return histogram(strength, angles(g_y, g_x) % 180, orientations, cell).ravel()


@misconception(
    HOG, hint="g_x and g_y are exchanged in your angle: np.gradient and arctan2 have y first."
)
def arguments_exchanged(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    g_y, g_x = gradients(im)
    return histogram(np.hypot(g_x, g_y), angles(g_x, g_y) % 180, orientations, cell).ravel()


@misconception(
    HOG, hint="Your orientation is off by 90 degrees: it is the gradient's, not the edge's."
)
def along_the_edge(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    g_y, g_x = gradients(im)
    degrees = (angles(g_y, g_x) + 90) % 180
    return histogram(np.hypot(g_x, g_y), degrees, orientations, cell).ravel()


@misconception(
    HOG, hint="Your angles turn the other way: g_y grows downwards, with the row number."
)
def upwards_is_positive(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    g_y, g_x = gradients(im)
    return histogram(np.hypot(g_x, g_y), angles(-g_y, g_x) % 180, orientations, cell).ravel()


@misconception(HOG, hint="Your angles are in radians, your bins in degrees: np.degrees converts.")
def radians_for_degrees(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    g_y, g_x = gradients(im)
    radians = np.arctan2(g_y, g_x) % np.pi
    return histogram(np.hypot(g_x, g_y), radians, orientations, cell).ravel()


# Bins


@misconception(
    HOG, hint="You round to the nearest edge: bin 0 reaches from 0 to 180 / orientations."
)
def rounded_to_the_nearest_edge(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    g_y, g_x = gradients(im)
    degrees = (angles(g_y, g_x) + 90 / orientations) % 180
    return histogram(np.hypot(g_x, g_y), degrees, orientations, cell).ravel()


@misconception(HOG, hint="You share a strength between two bins: it belongs to one bin whole.")
def shared_between_bins(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    g_y, g_x = gradients(im)
    strength, place = np.hypot(g_x, g_y), angles(g_y, g_x) % 180 * orientations / 180 - 0.5
    upper = place - np.floor(place)
    width = 180 / orientations
    left, right = np.floor(place) % orientations, (np.floor(place) + 1) % orientations
    first = histogram(strength * (1 - upper), (left + 0.5) * width, orientations, cell)
    return (first + histogram(strength * upper, (right + 0.5) * width, orientations, cell)).ravel()


@misconception(HOG, hint="orientations is not used: you always make nine bins.")
def always_nine_bins(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    return parts(im, 9, cell).ravel()


@misconception(HOG, hint="cell is not used: your cells are always 8 x 8 pixels.")
def always_cells_of_eight(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    return parts(im, orientations, 8).ravel()


# Strength


@misconception(HOG, hint="You count pixels: each counts with its strength.")
def pixels_counted(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    g_y, g_x = gradients(im)
    edges = (np.hypot(g_x, g_y) > 0).astype(np.float64)
    return histogram(edges, angles(g_y, g_x) % 180, orientations, cell).ravel()


@misconception(HOG, hint="Your strength is g_x^2 + g_y^2: its square root is missing.")
def strength_squared(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    g_y, g_x = gradients(im)
    return histogram(g_x**2 + g_y**2, angles(g_y, g_x) % 180, orientations, cell).ravel()


@misconception(HOG, hint="Your strength is |g_x| + |g_y|: it is the root of the sum of squares.")
def strength_by_absolute_values(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    g_y, g_x = gradients(im)
    strength = np.abs(g_x) + np.abs(g_y)
    return histogram(strength, angles(g_y, g_x) % 180, orientations, cell).ravel()


# The mean


@misconception(HOG, hint="You sum over a cell: the entry is the mean over its pixels.")
def sum_for_mean(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    return parts(im, orientations, cell).ravel() * cell**2


@misconception(HOG, hint="You average over a bin's own pixels: the mean is over all of the cell.")
def mean_over_own_pixels(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    g_y, g_x = gradients(im)
    strength = np.hypot(g_x, g_y)
    own = histogram(
        (strength > 0).astype(np.float64), angles(g_y, g_x) % 180, orientations, cell
    ).ravel()
    return parts(im, orientations, cell).ravel() / np.where(own > 0, own, 1)


@misconception(HOG, hint="You normalise each cell by its norm: nothing is normalised here.")
def cells_normalised(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    found = parts(im, orientations, cell)
    norms = np.linalg.norm(found, axis=-1, keepdims=True)
    return (found / np.where(norms > 0, norms, 1)).ravel()


@misconception(HOG, hint="You normalise the feature by its norm: nothing is normalised here.")
def feature_normalised(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    found = parts(im, orientations, cell).ravel()
    return found / max(float(np.linalg.norm(found)), 1e-12)


@misconception(HOG, hint="You make each cell's bins add up to 1: nothing is normalised here.")
def cells_as_shares(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    found = parts(im, orientations, cell)
    sums = found.sum(axis=-1, keepdims=True)
    return (found / np.where(sums > 0, sums, 1)).ravel()


# Grey values and differences


@misconception(HOG, hint="You take the mean of the channels as grey: rgb2gray weighs them.")
def mean_for_luma(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    grey = np.asarray(im, dtype=np.float64).mean(axis=-1)
    g_y, g_x = np.gradient(grey)
    return of_gradients(g_y, g_x, orientations, cell)


@misconception(HOG, hint="You weigh the channels as blue, green, red: images here are RGB.")
def channels_in_reverse(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    return parts(im[..., ::-1], orientations, cell).ravel()


@misconception(HOG, hint="Grey values as uint8 lose fractions and wrap around: keep floats.")
def grey_in_bytes(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    grey = luma(im).astype(np.uint8)
    half = np.float64(2.0)
    g_y, g_x = np.zeros(grey.shape), np.zeros(grey.shape)
    g_y[1:-1], g_x[:, 1:-1] = (grey[2:] - grey[:-2]) / half, (grey[:, 2:] - grey[:, :-2]) / half
    g_y[0], g_y[-1] = grey[1] - grey[0], grey[-1] - grey[-2]
    g_x[:, 0], g_x[:, -1] = grey[:, 1] - grey[:, 0], grey[:, -1] - grey[:, -2]
    return of_gradients(g_y, g_x, orientations, cell)


@misconception(HOG, hint="Grey values are scaled to 0..1: they reach from 0 to 255.")
def grey_from_0_to_1(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    return parts(im, orientations, cell).ravel() / 255


@misconception(HOG, hint="You take differences of next pixels: np.gradient's are central.")
def differences_to_the_next_pixel(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    grey = luma(im)
    g_y = np.diff(grey, axis=0, append=grey[-1:])
    g_x = np.diff(grey, axis=1, append=grey[:, -1:])
    return of_gradients(g_y, g_x, orientations, cell)


@misconception(HOG, hint="Your central differences are twice too large: they span two pixels.")
def central_differences_not_halved(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    g_y, g_x = gradients(im)
    g_y[1:-1] *= 2
    g_x[:, 1:-1] *= 2
    return of_gradients(g_y, g_x, orientations, cell)


@misconception(HOG, hint="At the border your gradient is 0: there are one-sided differences.")
def no_gradient_at_the_border(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    g_y, g_x = gradients(im)
    g_y[[0, -1]] = 0
    g_x[:, [0, -1]] = 0
    return of_gradients(g_y, g_x, orientations, cell)


@misconception(HOG, hint="Your differences wrap round the border: there they are one-sided.")
def differences_round_the_border(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    grey = luma(im)
    g_y = (np.roll(grey, -1, axis=0) - np.roll(grey, 1, axis=0)) / 2
    g_x = (np.roll(grey, -1, axis=1) - np.roll(grey, 1, axis=1)) / 2
    return of_gradients(g_y, g_x, orientations, cell)


# Order


@misconception(HOG, hint="You join cells column by column: row by row is promised.")
def cells_column_by_column(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    return parts(im, orientations, cell).swapaxes(0, 1).ravel()


@misconception(HOG, hint="You join a bin's cells: the bins of a cell stay together.")
def bins_outermost(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    return np.moveaxis(parts(im, orientations, cell), -1, 0).ravel()


@misconception(
    HOG, hint="reshape scrambles the cells: split both axes, then average over two of four."
)
def cells_by_reshape_alone(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    height, width = im.shape[:2]
    g_y, g_x = gradients(im)
    fine = histogram(np.hypot(g_x, g_y), angles(g_y, g_x) % 180, orientations, 1)
    cells = fine.reshape(height // cell, width // cell, cell, cell, orientations)
    joined: Floats = cells.mean(axis=(2, 3)).ravel()
    return joined


@misconception(HOG, hint="You return (H / cell, W / cell, bins): a single row is promised.")
def not_joined(im: Image, orientations: int = 9, cell: int = 8) -> Floats:
    return parts(im, orientations, cell)


# What the variants share


def luma(im: Image) -> Floats:
    """(H, W) grey values."""
    channels = np.asarray(im, dtype=np.float64)
    grey: Floats = 0.299 * channels[..., 0] + 0.587 * channels[..., 1] + 0.114 * channels[..., 2]
    return grey


def gradients(im: Image) -> tuple[Floats, Floats]:
    grey = luma(im)
    return np.gradient(grey, axis=0), np.gradient(grey, axis=1)


def angles(g_y: Floats, g_x: Floats) -> Floats:
    """Degrees from -180 to 180."""
    degrees: Floats = np.degrees(np.arctan2(g_y, g_x))
    return degrees


def parts(im: Image, orientations: int, cell: int) -> Floats:
    """The right answer, (H / cell, W / cell, orientations)."""
    g_y, g_x = gradients(im)
    return histogram(np.hypot(g_x, g_y), angles(g_y, g_x) % 180, orientations, cell)


def of_gradients(g_y: Floats, g_x: Floats, orientations: int, cell: int) -> Floats:
    """The right answer for gradients, whatever is wrong with them."""
    return histogram(np.hypot(g_x, g_y), angles(g_y, g_x) % 180, orientations, cell).ravel()


def histogram(strength: Floats, degrees: Floats, orientations: int, cell: int) -> Floats:
    """Means per cell and bin, (H / cell, W / cell, orientations), of degrees in [0, 180]."""
    height, width = strength.shape
    bins = np.floor(degrees * orientations / 180).astype(int) % orientations
    means = np.zeros((height // cell, width // cell, orientations))
    rows, columns = np.mgrid[:height, :width] // cell
    np.add.at(means, (rows, columns, bins), strength / cell**2)
    return means
