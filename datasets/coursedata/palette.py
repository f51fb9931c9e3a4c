"""Colours of the scenes: eight hues that keep their name at any brightness."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]  # float32 throughout: half the memory, and quicker
Ints = NDArray[np.int64]

COLOURS = ("red", "orange", "yellow", "green", "cyan", "blue", "purple", "pink")
HUE = np.array([0.0, 0.075, 0.155, 0.35, 0.50, 0.63, 0.77, 0.91], np.float32)
SATURATION = np.array([0.90, 0.95, 0.95, 0.85, 0.90, 0.85, 0.75, 0.60], np.float32)
VALUE = np.array([0.85, 0.95, 0.95, 0.70, 0.80, 0.85, 0.75, 0.95], np.float32)

LUMA = np.array([0.299, 0.587, 0.114], np.float32)
CLASH = 0.10  # hues nearer than this are told apart by nobody
ASIDE = 3  # places a clashing colour moves on in COLOURS


def luma(rgb: Floats) -> Floats:
    """Brightness as the eye weighs it, over the last axis."""
    brightness: Floats = rgb @ LUMA
    return brightness


def rgb_from_hsv(hue: Floats, saturation: Floats, value: Floats) -> Floats:
    """(..., 3) in [0, 1]; a hue is a turn of the colour wheel, taken modulo 1."""
    sector = (np.array([5, 3, 1], np.float32) + 6 * hue[..., None]) % 6
    dip = np.clip(np.minimum(sector, 4 - sector), 0, 1)
    rgb: Floats = value[..., None] * (1 - saturation[..., None] * dip)
    return rgb


def hue_of(rgb: Floats) -> Floats:
    """Hue in [0, 1) of (..., 3); 0 for greys."""
    high, low = rgb.max(axis=-1), rgb.min(axis=-1)
    spread = np.where(high > low, high - low, 1)
    red, green, blue = np.moveaxis(rgb, -1, 0)
    turn = np.select(
        [high == red, high == green],
        [(green - blue) / spread, 2 + (blue - red) / spread],
        4 + (red - green) / spread,
    )
    return np.where(high > low, turn / 6 % 1, 0).astype(np.float32)


def away_from(colour: Ints, ground_hue: Floats) -> Ints:
    """The colours, with those that would vanish on their ground replaced."""
    apart = np.abs(HUE[colour] - ground_hue)
    clashes = np.minimum(apart, 1 - apart) < CLASH
    return np.where(clashes, (colour + ASIDE) % len(COLOURS), colour)


def paint(colour: Ints, hue_shift: Floats) -> Floats:
    """(..., 3) RGB of palette colours, each turned by its hue shift."""
    return rgb_from_hsv(HUE[colour] + hue_shift, SATURATION[colour], VALUE[colour])


def at_luma(rgb: Floats, wanted: Floats) -> Floats:
    """The same hues at the wanted luma: mixed with black or with white."""
    now = luma(rgb)
    darker = rgb * (wanted / now)[..., None]
    white = ((wanted - now) / (1 - now))[..., None]
    return np.where((wanted < now)[..., None], darker, rgb + (1 - rgb) * white)
