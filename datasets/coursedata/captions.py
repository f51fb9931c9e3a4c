"""One sentence per scene, made of 47 words.

a|an [small|big] COLOUR [PATTERN] CLASS [RELATION a|an COLOUR [PATTERN] DISTRACTOR] PLACE
"""

import numpy as np

from .extents import Extents
from .ground import GROUNDS
from .layout import Layout
from .palette import COLOURS
from .shapes import CLASSES, DISTRACTORS, PATTERNS

NAMES = (*CLASSES, *DISTRACTORS)
PLACES = {"night": "at night", "sky": "in the sky"}  # the others: on GROUND
SMALL, BIG = 7.5, 9.5  # half-sizes; between them no word
CLEAR = 2.0  # pixels by which one direction must win, else no relation is named


def captions(layout: Layout, extents: Extents) -> list[str]:
    """The sentences of N scenes."""
    related = relations(layout, extents)
    return [sentence(layout, row, *related[row]) for row in range(len(layout.ground))]


def relations(layout: Layout, extents: Extents) -> list[tuple[int, str]]:
    """Per scene: the first distractor clearly to one side, and how the main object lies to it.

    (0, "") where there is none.
    """
    dx = extents.x[:, :1] - extents.x
    dy = extents.y[:, :1] - extents.y
    clear = (np.abs(np.abs(dx) - np.abs(dy)) >= CLEAR) & extents.counted
    clear[:, 0] = False
    sideways = np.where(dx < 0, "left of", "right of")
    upright = np.where(dy < 0, "above", "below")
    words = np.where(np.abs(dx) > np.abs(dy), sideways, upright)
    first = clear.argmax(axis=1)
    return [
        (int(column), str(words[row, column])) if clear[row, column] else (0, "")
        for row, column in enumerate(first)
    ]


def sentence(layout: Layout, row: int, other: int, relation: str) -> str:
    """One caption; other is the column of the distractor that the relation names."""
    half = layout.half_size[row, 0]
    size = "small " if half < SMALL else "big " if half > BIG else ""
    words = [with_article(size + described(layout, row, 0))]
    if relation:
        words += [relation, with_article(described(layout, row, other))]
    ground = GROUNDS[layout.ground[row]]
    words.append(PLACES.get(ground, f"on {ground}"))
    return " ".join(words)


def described(layout: Layout, row: int, column: int) -> str:
    """Colour, pattern unless plain, and name of one object."""
    pattern = PATTERNS[layout.pattern[row, column]]
    colour = COLOURS[layout.colour[row, column]]
    name = NAMES[layout.kind[row, column]]
    return f"{colour} {name}" if pattern == "plain" else f"{colour} {pattern} {name}"


def with_article(words: str) -> str:
    """The words after the article that English wants."""
    return f"an {words}" if words.startswith("o") else f"a {words}"
