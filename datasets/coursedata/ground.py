"""Textured grounds: what lies behind the objects, in eight materials."""

from collections.abc import Callable

import numpy as np

from .palette import Floats, Ints, hue_of, luma

GROUNDS = ("grass", "sand", "water", "snow", "brick", "wood", "night", "sky")
RGB = np.array(
    [
        (0.36, 0.56, 0.22),
        (0.75, 0.64, 0.43),
        (0.20, 0.44, 0.66),
        (0.76, 0.80, 0.86),
        (0.62, 0.34, 0.26),
        (0.56, 0.38, 0.20),
        (0.12, 0.13, 0.26),
        (0.52, 0.72, 0.92),
    ],
    np.float32,
)
HUE = hue_of(RGB)

Chances = tuple[Floats, Floats, Floats, Floats]


def smooth_weights(cells: int, size: int) -> Floats:
    """(size, cells): spreads one number per cell over the pixels, smoothly."""
    at = np.linspace(0, cells - 1, size)
    near = np.clip(1 - np.abs(at[:, None] - np.arange(cells)), 0, 1)
    weights: Floats = (near * near * (3 - 2 * near)).astype(np.float32)
    return weights


def smooth_field(coarse: Floats, size: int) -> Floats:
    """(..., size, size) from (..., cells, cells) of independent normal numbers."""
    weights = smooth_weights(coarse.shape[-1], size)
    field: Floats = weights @ coarse @ weights.T
    return field


def wave(phase: Floats) -> Floats:
    """A sine of period 1."""
    height: Floats = np.sin(np.float32(2 * np.pi) * phase)
    return height


def grass(x: Floats, y: Floats, u: Chances, grain: Floats) -> Floats:
    """Short blades."""
    blades = wave(x * (0.28 + 0.1 * u[0]) + 0.8 * wave(y * 0.11 + u[1]) + u[2])
    return 0.05 * blades + 0.09 * (grain + np.roll(grain, 1, axis=1)) / 2


def sand(x: Floats, y: Floats, u: Chances, grain: Floats) -> Floats:
    """Grains, and low dunes."""
    return 0.05 * grain + 0.05 * wave(y * (0.06 + 0.06 * u[0]) + 0.04 * (u[1] - 0.5) * x + u[2])


def water(x: Floats, y: Floats, u: Chances, grain: Floats) -> Floats:
    """Ripples."""
    bent = 0.35 * wave(x * (0.05 + 0.05 * u[0]) + u[1])
    return 0.10 * wave(y * (0.14 + 0.08 * u[3]) + bent + u[2]) + 0.01 * grain


def snow(x: Floats, y: Floats, u: Chances, grain: Floats) -> Floats:
    """Soft drifts with a few glints."""
    drift = wave(x * 0.03 + y * (0.04 + 0.05 * u[0]) + u[1])
    return 0.06 * drift + np.where(grain > 1.8, 0.06, 0.0) + 0.01 * grain


def brick(x: Floats, y: Floats, u: Chances, grain: Floats) -> Floats:
    """Courses of bricks in light mortar."""
    height = 5 + 2 * u[0]
    course = np.floor(y / height + u[1])
    along = x / (2 * height) + u[2] + course / 2
    in_mortar = ((y / height + u[1]) % 1 < 1 / height) | (along % 1 < 0.5 / height)
    tone = wave(course * 0.37 + np.floor(along) * 0.61)
    return np.where(in_mortar, 0.14, 0.05 * tone - 0.03 + 0.02 * grain)


def wood(x: Floats, y: Floats, u: Chances, grain: Floats) -> Floats:
    """Planks with grain along them."""
    plank = np.floor(y / 8 + u[0])
    rings = wave(y * (0.25 + 0.15 * u[1]) + 0.5 * wave(x * 0.03 + u[2] + plank * 0.4))
    return np.where((y / 8 + u[0]) % 1 < 0.12, -0.12, 0.07 * rings + 0.015 * grain)


def night(x: Floats, y: Floats, u: Chances, grain: Floats) -> Floats:
    """Far stars in the dark."""
    glow = wave(y * 0.012 + u[0])
    return 0.03 * glow + np.where(grain > 2.3, 0.40, 0) + 0.008 * grain


def sky(x: Floats, y: Floats, u: Chances, grain: Floats) -> Floats:
    """Banks of cloud."""
    bank = wave(x * (0.02 + 0.04 * u[0]) + 0.4 * wave(y * 0.05 + u[1]) + u[2])
    bank = bank + wave(y * (0.05 + 0.03 * u[3]) + 0.3 * wave(x * 0.04 + u[0]))
    return 0.08 * np.clip(bank, -0.5, 1.5) + 0.008 * grain


Texture = Callable[[Floats, Floats, Chances, Floats], Floats]
TEXTURES: tuple[Texture, ...] = (grass, sand, water, snow, brick, wood, night, sky)  # as GROUNDS


def texture(ground: Ints, chances: Floats, grain: Floats, x: Floats, y: Floats) -> Floats:
    """(N, size, size) brightness of the texture, to be added to the ground's colour.

    Args:
        ground: (N,) index into GROUNDS.
        chances: (N, 4) in [0, 1), what makes each texture its own.
        grain: (N, size, size), standard normal.
        x, y: (size, size) pixel centres, in pixels of the 32-pixel scene.
    """
    tone = np.empty_like(grain)
    for which, draw in enumerate(TEXTURES):
        rows = np.flatnonzero(ground == which)
        a, b, c, d = chances[rows].T[:, :, None, None]
        tone[rows] = draw(x, y, (a, b, c, d), grain[rows])
    return tone


def ground_luma(ground: Ints) -> Floats:
    """(N,) luma of each ground's own colour."""
    return luma(RGB)[ground]
