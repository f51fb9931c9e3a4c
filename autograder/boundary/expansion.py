"""How large a received value is once its aliases are written out, as any code that walks it would.

A frame of a kilobyte can hold a list of two lists of two lists ..., all the same: code of ours that
looks at every element would never end. So what arrives is measured first, each object once.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np

from .frames import FRAME_LIMIT
from .values import DEPTH_LIMIT, BrokenValue

EXPANDED_LIMIT = 4 * FRAME_LIMIT  # bytes
HEIGHT_LIMIT = 2 * DEPTH_LIMIT
_ELEMENT = 64  # bytes: about what an object takes


def check(values: Iterable[Any]) -> None:
    """Does nothing where each value may be walked.

    Raises:
        BrokenValue: one holds itself, is nested too deep, or is too large when written out.
    """
    known: dict[int, tuple[int, int]] = {}
    for value in values:
        _measure(value, known, 0)


def _measure(value: Any, known: dict[int, tuple[int, int]], depth: int) -> tuple[int, int]:
    """Bytes and height; `known` holds those of all containers that were met, by id."""
    if isinstance(value, np.ndarray):
        return value.nbytes + _ELEMENT, 0
    if isinstance(value, str | bytes):
        return len(value) + _ELEMENT, 0
    if not isinstance(value, list | tuple | dict):
        return _ELEMENT, 0
    if (measured := known.get(id(value))) is None:
        if depth > HEIGHT_LIMIT:
            raise BrokenValue("it is nested too deep")
        known[id(value)] = (EXPANDED_LIMIT + 1, 0)  # while it is open: meeting it again is too much
        known[id(value)] = measured = _sum(value, known, depth)
    if measured[0] > EXPANDED_LIMIT:
        raise BrokenValue("it holds itself, or the same parts too many times")
    if depth + measured[1] > HEIGHT_LIMIT:
        raise BrokenValue("it is nested too deep")
    return measured


def _sum(
    container: list[Any] | tuple[Any, ...] | dict[Any, Any],
    known: dict[int, tuple[int, int]],
    depth: int,
) -> tuple[int, int]:
    weight, height = _ELEMENT, 0
    parts = container.values() if isinstance(container, dict) else container
    for part in parts:
        part_weight, part_height = _measure(part, known, depth + 1)
        weight, height = weight + part_weight, max(height, part_height)
    return weight, height + 1
