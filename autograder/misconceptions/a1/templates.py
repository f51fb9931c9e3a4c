"""Wrong ways to show weights as images that people really write, each with the hint it earns."""

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]
Shape = tuple[int, int, int]

TEMPLATES = "linear.weight_templates"


@misconception(TEMPLATES, hint="All classes share one stretch: give each template its own.")
def one_stretch_for_all(W: Floats, shape: Shape) -> Floats:
    span = W.max() - W.min()
    return columns((W - W.min()) / (span or 1), shape)


@misconception(TEMPLATES, hint="You stretch each pixel over the classes: go down a column, axis 0.")
def stretched_over_the_classes(W: Floats, shape: Shape) -> Floats:
    return columns(stretched(W.T).T, shape)


@misconception(TEMPLATES, hint="Your templates are not stretched: each goes from 0 to 1.")
def not_stretched(W: Floats, shape: Shape) -> Floats:
    return columns(W, shape)


@misconception(TEMPLATES, hint="You cut weights off at 0 and 1: stretch them between the two.")
def clipped(W: Floats, shape: Shape) -> Floats:
    return columns(np.clip(W, 0, 1), shape)


@misconception(TEMPLATES, hint="You divide by the largest weight: by largest less smallest is due.")
def divided_by_the_largest(W: Floats, shape: Shape) -> Floats:
    low, high = W.min(axis=0), W.max(axis=0)
    return columns((W - low) / np.where(high == 0, 1, high), shape)


@misconception(TEMPLATES, hint="Your weights of 0 become 1/2: the smallest weight becomes 0.")
def centred_at_one_half(W: Floats, shape: Shape) -> Floats:
    size = np.abs(W).max(axis=0)
    return columns((W / np.where(size == 0, 1, size) + 1) / 2, shape)


@misconception(TEMPLATES, hint="A constant in your divisor keeps small weights from reaching 1.")
def constant_in_the_divisor(W: Floats, shape: Shape) -> Floats:
    low, high = W.min(axis=0), W.max(axis=0)
    return columns((W - low) / (high - low + 1e-8), shape)


@misconception(TEMPLATES, hint="Equal weights give 0 / 0, nan: such a template is 0 everywhere.")
def equal_weights_divided(W: Floats, shape: Shape) -> Floats:
    low, high = W.min(axis=0), W.max(axis=0)
    with np.errstate(all="ignore"):
        return columns((W - low) / (high - low), shape)


@misconception(TEMPLATES, hint="Your templates go to 255: the largest weight becomes 1.")
def up_to_255(W: Floats, shape: Shape) -> Floats:
    return columns(255 * stretched(W), shape)


@misconception(TEMPLATES, hint="You reshape rows of W: a template is a column, so transpose first.")
def rows_reshaped(W: Floats, shape: Shape) -> Floats:
    check(W, shape)
    return stretched(W).reshape(-1, *shape)


@misconception(TEMPLATES, hint="You put the channels first: the order is height, width, channels.")
def channels_first(W: Floats, shape: Shape) -> Floats:
    check(W, shape)
    height, width, channels = shape
    return np.moveaxis(stretched(W).T.reshape(-1, channels, height, width), 1, 3)


@misconception(TEMPLATES, hint="Height and width are exchanged: weights come line by line.")
def height_and_width_exchanged(W: Floats, shape: Shape) -> Floats:
    check(W, shape)
    height, width, channels = shape
    return stretched(W).T.reshape(-1, width, height, channels).swapaxes(1, 2)


@misconception(TEMPLATES, hint="-1 hides a wrong shape: check that an image has D values.")
def shape_not_checked(W: Floats, shape: Shape) -> Floats:
    return stretched(W).T.reshape(-1, *shape)


# What the variants share


def check(W: Floats, shape: Shape) -> None:
    """Raises a ValueError where an image does not have D values."""
    if len(W) != np.prod(shape):
        raise ValueError(shape)


def stretched(W: Floats) -> Floats:
    """Each column from 0 to 1."""
    low, high = W.min(axis=0), W.max(axis=0)
    between: Floats = (W - low) / np.where(high > low, high - low, 1)
    return between


def columns(values: Floats, shape: Shape) -> Floats:
    """The columns as images."""
    check(values, shape)
    return values.T.reshape(-1, *shape)
