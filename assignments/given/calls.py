"""The last call made on the student's package, in words, for the messages of failed tests."""

import functools
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

CACHE = "cache"
WIDTH = 80  # the longest description
KEPT_ELEMENTS = 1_000_000  # larger arguments are described, but not kept for symptoms


@dataclass(frozen=True)
class Call:
    """One call: `name` is dotted, below the package; `arguments` are descriptions.

    `values` holds copies of the arrays and numbers among the arguments, as they were before the
    call; symptoms look there ("differs by a multiple of W"). `returned` describes the answer.
    """

    name: str
    arguments: tuple[str, ...]
    values: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    returned: str | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return f"{self.name}({', '.join(self.arguments)})"


def call_of(
    name: str, parameters: Sequence[str], args: Sequence[object], kwargs: Mapping[str, object]
) -> Call:
    """The Call of `name` with these arguments.

    `parameters` names the positional ones; surplus arguments are called arg3, arg4, ... What a
    cache is, is the student's own business: it is named, not described.
    """
    names = [*parameters[: len(args)], *(f"arg{i}" for i in range(len(parameters), len(args)))]
    passed = {**dict(zip(names, args, strict=True)), **kwargs}
    described = tuple(
        [key if key == CACHE else f"{key}: {_short(value)}" for key, value in passed.items()]
    )
    plain = {key: value for key, value in passed.items() if key != CACHE}
    kept = {key: v for key, value in plain.items() if (v := _kept(value)) is not None}
    return Call(name, described, kept)


def answered(call: Call, answer: object) -> Call:
    """The call, with what it returned."""
    return Call(call.name, call.arguments, call.values, describe(answer))


def describe(value: object) -> str:
    """What `value` is, in at most 80 characters.

    Runs no code of the value's own class: its text, length and equality are not asked.
    """
    text = _describe(value)
    return text if len(text) <= WIDTH else text[: WIDTH - 3] + "..."


def last_call() -> Call | None:
    """The call recorded last since `clear`."""
    return _recorded[-1] if _recorded else None


def record(call: Call) -> None:
    """Makes `call` the last one."""
    _recorded[:] = [call]


def clear() -> None:
    """Forgets the last call."""
    _recorded.clear()


_recorded: list[Call] = []


def _describe(value: Any) -> str:
    kind = type(value)
    if issubclass(kind, np.ndarray):
        return f"{_dtype(value)} array {_shape(value)}"
    if value is None or kind in (bool, float, complex):
        return repr(value)
    if kind is int:
        return _integer(value)
    if issubclass(kind, np.generic) and kind.__module__ == "numpy":
        return f"{type_name(kind)} {value.item()!r}" if kind is not np.void else "numpy.void"
    if kind is str:
        return repr(value if len(value) <= WIDTH else value[:WIDTH])
    if kind is bytes:
        return f"{len(value)} bytes"
    if kind in (list, tuple, set, frozenset):
        return f"{kind.__name__} of {len(value)}"
    if kind is dict:
        keys = [key for key in value if type(key) is str]
        return f"dict with {', '.join(keys)}" if keys else f"dict of {len(value)}"
    if issubclass(kind, type):
        return f"class {type_name(value)}"
    return type_name(kind)


def type_name(kind: type) -> str:
    """The name of a class, past a metaclass that would answer for it."""
    return str(type.__dict__["__name__"].__get__(kind))


def _short(value: object) -> str:
    """`describe` without the word array: the parameter's name stands before it."""
    if issubclass(type(value), np.ndarray):
        return f"{_dtype(value)} {_shape(value)}"
    return describe(value)


def _integer(value: int) -> str:
    return str(value) if value.bit_length() < 200 else f"int of {value.bit_length()} bits"


def _dtype(value: Any) -> str:
    return _dtype_name(np.ndarray.dtype.__get__(value))


@functools.lru_cache(64)
def _dtype_name(dtype: Any) -> str:
    text = str(dtype)
    return text if len(text) <= 30 else text[:27] + "..."


def _shape(value: Any) -> str:
    return str(np.ndarray.shape.__get__(value))


def _kept(value: Any) -> Any:
    """A copy of a numeric array, or a number; otherwise None."""
    kind = type(value)
    if issubclass(kind, np.ndarray):
        array = np.array(value, copy=True, subok=False) if _is_small(value) else None
        return array if array is not None and array.dtype.kind in "iuf" else None
    if kind is float:
        return value
    if kind is int:
        return value if abs(value) < sys.maxsize else None
    is_numpys = issubclass(kind, np.integer | np.floating) and kind.__module__ == "numpy"
    return value if is_numpys else None


def _is_small(value: Any) -> bool:
    return bool(np.ndarray.size.__get__(value) <= KEPT_ELEMENTS)
