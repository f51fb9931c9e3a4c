"""What a scene holds, before anything is painted: every choice the generator makes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import ground as grounds
from .palette import COLOURS, Floats, Ints, away_from
from .shapes import CLASSES, DISTRACTORS, PATTERNS

# Which two grounds and which two colours a class prefers. How alike the two are decides how far a
# linear classifier can lean on them: all neighbours on the colour wheel lift it by 9 points.
HOME = {
    "house": (("grass", "brick"), ("blue", "purple")),
    "tree": (("grass", "snow"), ("green", "yellow")),
    "boat": (("water", "sky"), ("red", "orange")),
    "fish": (("water", "night"), ("orange", "cyan")),
    "car": (("sand", "brick"), ("red", "blue")),
    "mushroom": (("grass", "wood"), ("purple", "pink")),
    "cup": (("wood", "brick"), ("green", "pink")),
    "umbrella": (("sand", "snow"), ("red", "pink")),
    "star": (("night", "sky"), ("yellow", "purple")),
    "moon": (("night", "sky"), ("yellow", "cyan")),
}
HOME_GROUND = np.array([[grounds.GROUNDS.index(g) for g in HOME[c][0]] for c in CLASSES])
HOME_COLOUR = np.array([[COLOURS.index(k) for k in HOME[c][1]] for c in CLASSES])

MIDDLE = 16.0  # lengths are pixels of the 32-pixel scene, whatever the size asked for
POSITION_SPREAD = 2.2
MAIN_HALF_SIZE = (6.5, 10.5)
OTHER_HALF_SIZE = (3.0, 5.0)
ROTATION_SPREAD = 0.2
OTHERS_CHANCES = (0.2, 0.3, 0.3, 0.2)  # of 0, 1, 2, 3 distractors
MOST_OTHERS = len(OTHERS_CHANCES) - 1
LUMA_OFFSET = 0.24
GROUND_LUMA_JITTER = 0.18
HUE_JITTER = 0.015


@dataclass(frozen=True)
class Layout:
    """The choices of N scenes. Column 0 of an (N, 4) array is the labelled object."""

    ground: Ints  # (N,) index into GROUNDS
    ground_luma: Floats  # (N,)
    others_in_front: NDArray[np.bool_]  # (N,)
    present: NDArray[np.bool_]  # (N, 4)
    kind: Ints  # (N, 4) index into SHAPES
    x: Floats  # (N, 4) centre
    y: Floats  # (N, 4)
    half_size: Floats  # (N, 4)
    rotation: Floats  # (N, 4) radians
    mirrored: NDArray[np.bool_]  # (N, 4)
    colour: Ints  # (N, 4) index into COLOURS
    hue_shift: Floats  # (N, 4)
    luma: Floats  # (N, 4) luma that the object's colour is brought near to
    pattern: Ints  # (N, 4) index into PATTERNS


def draw_layout(rng: np.random.Generator, count: int, priors: float, most_others: int) -> Layout:
    """Choices of count scenes; always the same number of draws, whatever the settings."""
    kind = draw_kinds(rng, count)
    label = kind[:, 0]
    ground = preferred(rng, HOME_GROUND[label], len(grounds.GROUNDS), priors)
    colour = rng.integers(len(COLOURS), size=kind.shape)
    colour[:, 0] = preferred(rng, HOME_COLOUR[label], len(COLOURS), priors)
    others = rng.choice(MOST_OTHERS + 1, size=count, p=OTHERS_CHANCES)
    half_size, x, y = draw_places(rng, count)
    jitter = rng.uniform(-GROUND_LUMA_JITTER, GROUND_LUMA_JITTER, count)
    ground_luma = np.clip(grounds.ground_luma(ground) + jitter, 0.06, 0.92)
    return Layout(
        ground=ground,
        ground_luma=ground_luma.astype(np.float32),
        others_in_front=rng.random(count) < 0.5,
        present=np.arange(kind.shape[1]) <= np.minimum(others, most_others)[:, None],
        kind=kind,
        x=x,
        y=y,
        half_size=half_size,
        rotation=rng.normal(0, ROTATION_SPREAD, kind.shape).astype(np.float32),
        mirrored=rng.random(kind.shape) < 0.5,
        colour=away_from(colour, grounds.HUE[ground][:, None]),
        hue_shift=rng.normal(0, HUE_JITTER, kind.shape).astype(np.float32),
        luma=draw_lumas(rng, ground_luma, kind.shape[1]),
        pattern=rng.integers(len(PATTERNS), size=kind.shape),
    )


def draw_kinds(rng: np.random.Generator, count: int) -> Ints:
    """(count, 4): the label, then three distractors."""
    label = rng.integers(len(CLASSES), size=(count, 1))
    others = len(CLASSES) + rng.integers(len(DISTRACTORS), size=(count, MOST_OTHERS))
    return np.concatenate([label, others], axis=1)


def preferred(rng: np.random.Generator, pair: Ints, among: int, chance: float) -> Ints:
    """(N,): with the chance one of the row's pair, else any."""
    one = pair[np.arange(len(pair)), rng.integers(2, size=len(pair))]
    anyone = rng.integers(among, size=len(pair))
    return np.where(rng.random(len(pair)) < chance, one, anyone)


def draw_places(rng: np.random.Generator, count: int) -> tuple[Floats, Floats, Floats]:
    """Half-size, x and y, each (count, 4): distractors stand around the main object."""
    main = rng.uniform(*MAIN_HALF_SIZE, size=(count, 1))
    others = rng.uniform(*OTHER_HALF_SIZE, size=(count, MOST_OTHERS))
    reach = MIDDLE - 0.8 * main  # 80 % of the half-size stays inside
    centre = MIDDLE + np.clip(rng.normal(0, POSITION_SPREAD, (count, 2)), -reach, reach)
    compass = rng.permuted(np.tile(np.arange(8), (count, 1)), axis=1)[:, :MOST_OTHERS]
    angle = compass * (np.pi / 4)
    distance = 0.8 * main + 0.8 * others
    x = np.concatenate([centre[:, :1], centre[:, :1] + distance * np.cos(angle)], axis=1)
    y = np.concatenate([centre[:, 1:], centre[:, 1:] + distance * np.sin(angle)], axis=1)
    half_size = np.concatenate([main, others], axis=1)
    return half_size.astype(np.float32), x.astype(np.float32), y.astype(np.float32)


def draw_lumas(rng: np.random.Generator, ground_luma: Floats, columns: int) -> Floats:
    """(N, columns): a little brighter than the ground, or (one in five) darker."""
    at = np.repeat(ground_luma[:, None], columns, axis=1)
    brighter = rng.random(at.shape) < 0.8
    brighter = (brighter | (at < 0.25)) & (at <= 0.7)
    offset = LUMA_OFFSET * rng.uniform(0.3, 1.7, at.shape)
    return (at + np.where(brighter, offset, -offset)).astype(np.float32)
