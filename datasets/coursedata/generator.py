"""The embedded data set: small painted scenes with everything the course asks of a picture."""

from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from . import captions as writing
from .composition import draw_weather, paint
from .extents import measure
from .ground import GROUNDS
from .layout import MOST_OTHERS, draw_layout
from .shapes import CLASSES, DISTRACTORS

VERSION = 1  # rises when any picture changes
CHUNK = 100  # scenes drawn from one generator; part of the seed, so changing it changes the data
PRIORS = 0.6

CLASS_NAMES = tuple(CLASSES)
OBJECT_NAMES = (*CLASSES, *DISTRACTORS)
SEMANTIC_NAMES = (*OBJECT_NAMES, *GROUNDS)


@dataclass(frozen=True)
class Scenes:
    """N scenes and all that is known of them.

    Column 0 of boxes and objects is the object that the label names; columns 1 to 3 are
    distractors, -1 where there is none or where fewer than 8 of its pixels (at size 32) show.
    """

    images: NDArray[np.uint8]  # (N, size, size, 3) RGB, 0..255
    labels: NDArray[np.int64]  # (N,) index into class_names
    captions: list[str]  # N sentences, lower case, 5 to 14 words
    boxes: NDArray[np.int64]  # (N, 4, 4) left, top, right, bottom; right and bottom exclusive
    objects: NDArray[np.int64]  # (N, 4) index into object_names
    instance_masks: NDArray[np.uint8]  # (N, size, size) 0 ground, 1 + column of the object seen
    semantic_masks: NDArray[np.uint8]  # (N, size, size) index into semantic_names
    class_names: tuple[str, ...] = CLASS_NAMES
    object_names: tuple[str, ...] = OBJECT_NAMES
    semantic_names: tuple[str, ...] = SEMANTIC_NAMES

    def __len__(self) -> int:
        return len(self.labels)


def scenes(
    n: int, seed: int, size: int = 32, *, priors: float = PRIORS, plain: bool = False
) -> Scenes:
    """n scenes of one salient object, zero to three distractors and a textured ground.

    The same arguments give the same scenes, and scenes(m, seed) with m < n are the first m of
    scenes(n, seed). Pixels may differ by 1 of 255 between processors and NumPy builds. The last
    few calls are kept in memory; what is returned is the caller's own copy.

    Args:
        n: how many, at least 1.
        seed: any integer from 0; other seeds give other scenes of the same kind.
        size: height and width in pixels, at least 8; the same scene at any size.
        priors: how often a class stands on one of its two favourite grounds, and wears one of its
            two favourite colours. A model can lean on that; at 0 ("no shortcut") it cannot.
        plain: no distractors, texture, light or noise.

    Returns:
        images (n, size, size, 3) uint8 0..255; labels (n,) int64 0..9; captions; boxes
        (n, 4, 4) int64; objects (n, 4) int64; instance_masks and semantic_masks
        (n, size, size) uint8; the names that labels, objects and semantic masks point into.
    """
    if n < 1 or seed < 0 or size < 8 or not 0 <= priors <= 1:
        wrong = f"n {n}, seed {seed}, size {size}, priors {priors}"
        raise ValueError(f"need n >= 1, seed >= 0, size >= 8, priors in [0, 1]; got {wrong}")
    return deepcopy(generated(int(n), int(seed), int(size), float(priors), bool(plain)))


@lru_cache(maxsize=4)
def generated(n: int, seed: int, size: int, priors: float, plain: bool) -> Scenes:
    """The scenes, whole chunks of them, cut to n."""
    chunks = [chunk(seed, index, size, priors, plain) for index in range(-(-n // CHUNK))]
    return Scenes(
        images=np.concatenate([c.images for c in chunks])[:n],
        labels=np.concatenate([c.labels for c in chunks])[:n],
        captions=[caption for c in chunks for caption in c.captions][:n],
        boxes=np.concatenate([c.boxes for c in chunks])[:n],
        objects=np.concatenate([c.objects for c in chunks])[:n],
        instance_masks=np.concatenate([c.instance_masks for c in chunks])[:n],
        semantic_masks=np.concatenate([c.semantic_masks for c in chunks])[:n],
    )


def chunk(seed: int, index: int, size: int, priors: float, plain: bool) -> Scenes:
    """CHUNK scenes; the layout does not depend on the size."""
    layout_rng = np.random.default_rng([seed, index, 0])
    weather_rng = np.random.default_rng([seed, index, 1])
    layout = draw_layout(layout_rng, CHUNK, priors, most_others=0 if plain else MOST_OTHERS)
    weather = None if plain else draw_weather(weather_rng, CHUNK, size)
    picture, owner = paint(layout, weather, size)
    extents = measure(owner, columns=layout.kind.shape[1])
    return Scenes(
        images=(np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8),
        labels=layout.kind[:, 0],
        captions=writing.captions(layout, extents),
        boxes=extents.boxes,
        objects=np.where(extents.counted, layout.kind, -1),
        instance_masks=owner,
        semantic_masks=semantic(layout.kind, layout.ground, owner),
    )


def semantic(
    kind: NDArray[np.int64], ground: NDArray[np.int64], owner: NDArray[np.uint8]
) -> NDArray[np.uint8]:
    """(N, size, size): what each pixel shows, by lookup of its owner."""
    meaning = np.concatenate([len(OBJECT_NAMES) + ground[:, None], kind], axis=1)
    flat = np.take_along_axis(meaning, owner.reshape(len(owner), -1).astype(np.intp), axis=1)
    return flat.reshape(owner.shape).astype(np.uint8)
