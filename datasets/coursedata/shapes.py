"""Outlines of the objects, as signed distances: negative inside, in units of the half-size.

An object lives in a square from -1 to 1, x to the right and y down. Coverage by distance needs no
supersampling: a pixel is covered by half where the outline passes through its centre.
"""

from collections.abc import Callable

import numpy as np

from .palette import Floats, Ints

Shape = Callable[[Floats, Floats], Floats]


def disc(x: Floats, y: Floats, radius: float) -> Floats:
    """Distance to a disc about the origin."""
    return np.hypot(x, y) - np.float32(radius)


def block(x: Floats, y: Floats, half_width: float, half_height: float) -> Floats:
    """Distance to an upright rectangle about the origin (exact at its sides)."""
    return np.maximum(np.abs(x) - np.float32(half_width), np.abs(y) - np.float32(half_height))


def polygon(x: Floats, y: Floats, *corners: tuple[float, float]) -> Floats:
    """Distance to a convex polygon; corners clockwise as seen on the screen."""
    sides = []
    for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True):
        length = np.hypot(bx - ax, by - ay)
        nx, ny = np.float32((by - ay) / length), np.float32((ax - bx) / length)
        sides.append(nx * (x - np.float32(ax)) + ny * (y - np.float32(ay)))
    farthest: Floats = np.maximum.reduce(sides)
    return farthest


def joined(*parts: Floats) -> Floats:
    """Distance to the union."""
    nearest: Floats = np.minimum.reduce(parts)
    return nearest


def cut(body: Floats, hole: Floats) -> Floats:
    """Distance to the body without the hole."""
    return np.maximum(body, -hole)


def house(x: Floats, y: Floats) -> Floats:
    """A gable roof on a wall with a door and a window."""
    wall = block(x, y - 0.40, 0.68, 0.58)
    roof = polygon(x, y, (0, -1), (1, -0.12), (-1, -0.12))
    door = block(x + 0.25, y - 0.68, 0.17, 0.32)
    window = block(x - 0.32, y - 0.38, 0.16, 0.16)
    return cut(cut(joined(wall, roof), door), window)


def tree(x: Floats, y: Floats) -> Floats:
    """A fir of two tiers on a trunk."""
    top = polygon(x, y, (0, -1), (0.60, -0.05), (-0.60, -0.05))
    skirt = polygon(x, y, (0, -0.55), (0.85, 0.55), (-0.85, 0.55))
    return joined(top, skirt, block(x, y - 0.75, 0.15, 0.25))


def boat(x: Floats, y: Floats) -> Floats:
    """A hull, a mast and two sails."""
    hull = polygon(x, y, (-1, 0.40), (1, 0.40), (0.62, 0.88), (-0.62, 0.88))
    mast = block(x, y + 0.25, 0.07, 0.70)
    main_sail = polygon(x, y, (0.17, -0.90), (0.80, 0.22), (0.17, 0.22))
    jib = polygon(x, y, (-0.17, -0.60), (-0.17, 0.22), (-0.70, 0.22))
    return joined(hull, mast, main_sail, jib)


def fish(x: Floats, y: Floats) -> Floats:
    """A lens-shaped body with a tail, a fin and an eye."""
    body = np.maximum(disc(x + 0.22, y - 0.60, 1.08), disc(x + 0.22, y + 0.60, 1.08))
    tail = polygon(x, y, (0.42, 0.0), (1.0, -0.52), (1.0, 0.52))
    fin = polygon(x, y, (-0.35, -0.38), (0.15, -0.72), (0.20, -0.38))
    return cut(joined(body, tail, fin), disc(x + 0.68, y + 0.08, 0.10))


def car(x: Floats, y: Floats) -> Floats:
    """A saloon from the side, with windows and two wheels."""
    body = block(x, y - 0.15, 1.0, 0.26)
    cabin = polygon(x, y, (-0.42, -0.55), (0.28, -0.55), (0.62, -0.08), (-0.68, -0.08))
    windows = np.maximum(block(x + 0.05, y + 0.28, 0.45, 0.15), 0.06 - np.abs(x + 0.05))
    wheels = disc(np.abs(x) - 0.55, y - 0.42, 0.27)
    return joined(cut(joined(body, cabin), windows), wheels)


def mushroom(x: Floats, y: Floats) -> Floats:
    """A domed cap on a thick stem."""
    cap = np.maximum(disc(x, (y + 0.05) * 1.1, 0.95), y - 0.05)
    stem = polygon(x, y, (-0.24, 0.0), (0.24, 0.0), (0.36, 0.90), (-0.36, 0.90))
    return joined(cap, stem)


def cup(x: Floats, y: Floats) -> Floats:
    """A mug with its handle on the right."""
    bowl = polygon(x, y, (-0.90, -0.75), (0.42, -0.75), (0.30, 0.80), (-0.78, 0.80))
    handle = np.abs(disc(x - 0.45, y + 0.05, 0.40)) - np.float32(0.13)
    return joined(bowl, np.maximum(handle, 0.30 - x))


def umbrella(x: Floats, y: Floats) -> Floats:
    """A scalloped canopy, a shaft and a crook."""
    dome = np.maximum(disc(x, y + 0.02, 0.98), y)
    third = np.float32(0.98 * 2 / 3)
    scallops = disc((x + 1.5 * third) % third - third / 2, y - 0.12, 0.29)
    shaft = block(x, y - 0.30, 0.075, 0.50)
    crook = np.maximum(np.abs(disc(x - 0.20, y - 0.75, 0.20)) - np.float32(0.085), 0.72 - y)
    return joined(cut(dome, scallops), shaft, crook)


def star(x: Floats, y: Floats) -> Floats:
    """Five points, one up."""
    fifth = np.float32(2 * np.pi / 5)
    angle = np.abs((np.arctan2(x, -y) + fifth / 2) % fifth - fifth / 2)
    radius = np.hypot(x, y)
    along, across = radius * np.cos(angle), radius * np.sin(angle)
    side: Floats = 0.349 * (along - np.float32(1.02)) + 0.937 * across  # of half a point
    return side


def moon(x: Floats, y: Floats) -> Floats:
    """A crescent, open to the right."""
    return cut(disc(x + 0.08, y, 0.92), disc(x - 0.36, y + 0.10, 0.72))


def ball(x: Floats, y: Floats) -> Floats:
    """A disc."""
    return disc(x, y, 0.95)


def box(x: Floats, y: Floats) -> Floats:
    """A square."""
    return block(x, y, 0.82, 0.82)


def cone(x: Floats, y: Floats) -> Floats:
    """A triangle, point up."""
    return polygon(x, y, (0, -1), (0.85, 0.80), (-0.85, 0.80))


def bar(x: Floats, y: Floats) -> Floats:
    """A long upright rectangle."""
    return block(x, y, 0.38, 1.10)


def diamond(x: Floats, y: Floats) -> Floats:
    """A square on its corner."""
    return (np.abs(x) / 0.80 + np.abs(y) / 1.05 - 1) * np.float32(0.64)


CLASSES: dict[str, Shape] = {
    shape.__name__: shape
    for shape in (house, tree, boat, fish, car, mushroom, cup, umbrella, star, moon)
}
DISTRACTORS: dict[str, Shape] = {shape.__name__: shape for shape in (ball, box, cone, bar, diamond)}
SHAPES = (*CLASSES.values(), *DISTRACTORS.values())


def coverage(kind: Ints, x: Floats, y: Floats, pixels: Floats) -> Floats:
    """How much of each pixel each object covers, in [0, 1].

    Args:
        kind: (K,) index into SHAPES.
        x, y: (K, size, size) pixel centres in the frame of each object.
        pixels: (K,) pixels per unit of that frame.
    """
    covered = np.empty_like(x)
    for which, shape in enumerate(SHAPES):
        rows = np.flatnonzero(kind == which)
        if rows.size:
            distance = shape(x[rows], y[rows]) * pixels[rows, None, None]
            covered[rows] = np.clip(0.5 - distance, 0, 1)
    return covered


PATTERNS = ("plain", "striped", "spotted", "checked")


def pattern(kind: Ints, x: Floats, y: Floats) -> Floats:
    """(K, size, size) in [-1, 1]: the marks on each object.

    x and y are in the frame of each object, but in pixels of the 32-pixel scene.
    """
    marks = np.zeros_like(x)
    turn = np.float32(2 * np.pi)
    for which, name in enumerate(PATTERNS):
        rows = np.flatnonzero(kind == which)
        if name == "plain" or not rows.size:
            continue
        across, down = x[rows], y[rows]
        if name == "striped":
            wave = 2 * np.sin(turn / 4.0 * (across + down / 2))
        elif name == "spotted":
            wave = 3 * (np.cos(turn / 4.5 * across) + np.cos(turn / 4.5 * down) - 0.8)
        else:
            wave = 3 * np.sin(turn / 6.0 * across) * np.sin(turn / 6.0 * down)
        marks[rows] = np.clip(wave, -1, 1)
    return marks
