"""Painting scenes from their layout: ground, objects from back to front, light, noise."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import ground as grounds
from . import palette, shapes
from .layout import MIDDLE, Layout
from .palette import Floats

LUMA_MATCH = 0.7  # share of an object's luma that follows its ground: the shape is drawn by hue
PATTERN_CONTRAST = 0.12
TEXTURE_GAIN = 1.2
GROUND_FIELD = 0.30
CHROMA_FIELD = 0.09
LIGHT_GAIN = 0.38
LIGHT_SLOPE = 0.28
LIGHT_FIELD = 0.28
LIGHT_RANGE = (0.45, 1.35)
LUMA_NOISE = 0.010
CHROMA_NOISE = 0.020
Owners = NDArray[np.uint8]

CELLS = 4  # of a smooth field, along each side


@dataclass(frozen=True)
class Weather:
    """What differs between two pictures of one layout. None in a plain scene."""

    chances: Floats  # (N, 4) uniform
    gain: Floats  # (N,) normal
    slope: Floats  # (N, 2) normal
    light: Floats  # (N, 4, 4) normal
    ground: Floats  # (N, 4, 4) normal
    chroma: Floats  # (N, 3, 4, 4) normal
    grain: Floats  # (N, size, size) normal
    noise: Floats  # (N, size, size, 4) normal


def draw_weather(rng: np.random.Generator, count: int, size: int) -> Weather:
    """Chances of count scenes; what depends on the size is drawn last."""

    def normal(*shape: int) -> Floats:
        return rng.standard_normal((count, *shape), dtype=np.float32)

    return Weather(
        chances=rng.random((count, 4), dtype=np.float32),
        gain=normal(),
        slope=normal(2),
        light=normal(CELLS, CELLS),
        ground=normal(CELLS, CELLS),
        chroma=normal(3, CELLS, CELLS),
        grain=normal(size, size),
        noise=normal(size, size, 4),
    )


def pixel_centres(size: int) -> tuple[Floats, Floats]:
    """x and y (size, size) in pixels of the 32-pixel scene."""
    centre = ((np.arange(size) + 0.5) * (2 * MIDDLE / size)).astype(np.float32)
    x, y = np.meshgrid(centre, centre)
    return x, y


def paint(layout: Layout, weather: Weather | None, size: int) -> tuple[Floats, Owners]:
    """Pictures (N, size, size, 3), about 0..1 and not clipped, and whose pixel is whose.

    The second array (N, size, size) holds 0 for the ground, else 1 + the column of the layout.
    """
    x, y = pixel_centres(size)
    picture = paint_ground(layout, weather, x, y)
    owner = np.zeros(picture.shape[:3], np.uint8)
    covered, rgb = paint_objects(layout, x, y)
    order = np.where(layout.others_in_front[:, None], [0, 1, 2, 3], [1, 2, 3, 0])
    number = np.cumsum(layout.present.ravel()).reshape(layout.present.shape) - 1
    for column in order.T:
        rows = np.flatnonzero(layout.present[np.arange(len(column)), column])
        seen = column[rows]
        which = number[rows, seen]
        share = covered[which]
        picture[rows] += share[..., None] * (rgb[which] - picture[rows])
        owner[rows] = np.where(share > 0.5, 1 + seen[:, None, None], owner[rows])
    if weather is not None:
        picture = picture * light(weather, x, y)[..., None] + noise(weather)
    return picture, owner


def paint_ground(layout: Layout, weather: Weather | None, x: Floats, y: Floats) -> Floats:
    """(N, size, size, 3): the ground's colour at its luma, texture and slow changes on it."""
    rgb = palette.at_luma(grounds.RGB[layout.ground], layout.ground_luma)
    flat = np.broadcast_to(rgb[:, None, None], (len(rgb), *x.shape, 3))
    if weather is None:
        return flat.copy()
    size = len(x)
    tone = grounds.texture(layout.ground, weather.chances, weather.grain, x, y)
    field = grounds.smooth_field(weather.ground, size)
    tint = np.moveaxis(grounds.smooth_field(weather.chroma, size), 1, -1)
    tint = tint - palette.luma(tint)[..., None]
    textured = flat * (1 + GROUND_FIELD * field[..., None]) + TEXTURE_GAIN * tone[..., None]
    coloured: Floats = np.clip(textured + CHROMA_FIELD * tint, 0, 1)
    return coloured


def paint_objects(layout: Layout, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Coverage (K, size, size) and RGB (K, size, size, 3) of the K objects that are present."""
    here = layout.present
    dx = x - layout.x[here][:, None, None]
    dy = y - layout.y[here][:, None, None]
    turn = layout.rotation[here][:, None, None]
    across = np.cos(turn) * dx + np.sin(turn) * dy
    down = np.cos(turn) * dy - np.sin(turn) * dx
    across = np.where(layout.mirrored[here][:, None, None], -across, across)
    half = layout.half_size[here]
    unit = half[:, None, None]
    pixels = half * np.float32(len(x) / (2 * MIDDLE))
    covered = shapes.coverage(layout.kind[here], across / unit, down / unit, pixels)
    marks = shapes.pattern(layout.pattern[here], across, down)
    rgb = object_colour(layout)[here][:, None, None]
    return covered, rgb * (1 + PATTERN_CONTRAST * marks[..., None])


def object_colour(layout: Layout) -> Floats:
    """(N, 4, 3): each object's hue, at a luma near the one that the layout wants."""
    rgb = palette.paint(layout.colour, layout.hue_shift)
    wanted = (1 - LUMA_MATCH) * palette.luma(rgb) + LUMA_MATCH * layout.luma
    return palette.at_luma(rgb, np.clip(wanted, 0.05, 0.95))


def light(weather: Weather, x: Floats, y: Floats) -> Floats:
    """(N, size, size) factor on everything: a gain, a slope and a slow change."""
    slope_x, slope_y = weather.slope.T[:, :, None, None]
    slope = slope_x * (x / MIDDLE - 1) + slope_y * (y / MIDDLE - 1)
    field = grounds.smooth_field(weather.light, len(x))
    factor = 1 + LIGHT_GAIN * weather.gain[:, None, None] + LIGHT_SLOPE * slope
    clipped: Floats = np.clip(factor + LIGHT_FIELD * field, *LIGHT_RANGE)
    return clipped


def noise(weather: Weather) -> Floats:
    """(N, size, size, 3): a little grain in brightness, a little more in colour."""
    chroma = weather.noise[..., :3]
    chroma = chroma - palette.luma(chroma)[..., None]
    return LUMA_NOISE * weather.noise[..., 3:] + CHROMA_NOISE * chroma
