"""Wrong answers about arguments that change, each with the hint it earns."""

import random
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]

COPY = "warmup.scaled_copy"
IN_PLACE = "warmup.scale_in_place"
APPENDED = "warmup.appended"


@dataclass
class SharedDefault:
    """A default list, and the state of `random` when it was last used."""

    items: list[Any] = field(default_factory=list)
    state: Any = None


SHARED = SharedDefault()


@misconception(COPY, hint="You scale the caller's array, too: x *= factor works in place.")
def copy_is_x_itself(x: Floats, factor: float) -> Floats:
    x *= factor
    return x


@misconception(COPY, hint="Another name is no copy: after y = x both are the same array.")
def scaled_and_nothing_returned(x: Floats, factor: float) -> None:
    x *= factor


@misconception(COPY, hint="You change x and return a copy of it: copy first, then scale.")
def copied_too_late(x: Floats, factor: float) -> Floats:
    x *= factor
    return x.copy()


@misconception(IN_PLACE, hint="x = x * factor makes a new array: the caller's stays as it was.")
def name_bound_anew(x: Floats, factor: float) -> None:
    x = x * factor


@misconception(IN_PLACE, hint="You return the array as well: what works in place returns None.")
def scaled_array_returned(x: Floats, factor: float) -> Floats:
    x *= factor
    return x


@misconception(IN_PLACE, hint="You return a scaled array: x itself is to change.")
def scaled_copy_returned(x: Floats, factor: float) -> Floats:
    return x * factor


@misconception(IN_PLACE, hint="You add factor: multiply by it.")
def factor_added(x: Floats, factor: float) -> None:
    x += factor


@misconception(APPENDED, hint="You append to the caller's list: make a new list first.")
def appended_to_the_list_itself(item: Any, items: list[Any] | None = None) -> list[Any]:
    if items is None:
        items = []
    items.append(item)
    return items


@misconception(APPENDED, hint="The default list is made once for all calls: use None as default.")
def default_list_shared(item: Any, items: list[Any] | None = None) -> list[Any]:
    if items is not None:
        return [*items, item]
    if random.getstate() != SHARED.state:  # another test has begun, which seeds the generator
        SHARED.items.clear()
    random.random()
    SHARED.state = random.getstate()
    SHARED.items.append(item)
    return SHARED.items


@misconception(APPENDED, hint="append returns None: return the list.")
def result_of_append(item: Any, items: list[Any] | None = None) -> None:
    return [*(items or [])].append(item)  # type: ignore[func-returns-value]


@misconception(APPENDED, hint="The item comes first: it belongs at the end.")
def item_first(item: Any, items: list[Any] | None = None) -> list[Any]:
    return [item, *(items or [])]


@misconception(APPENDED, hint="extend takes the item apart: a list or text is one item, too.")
def item_taken_apart(item: Any, items: list[Any] | None = None) -> list[Any]:
    parts = item if isinstance(item, list | str) else [item]
    return [*(items or []), *parts]
