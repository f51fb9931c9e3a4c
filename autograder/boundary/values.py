"""Plain values as messages and back: each comes out as what it went in, aliases and all.

Arrays, lists and dicts are numbered in the order in which they are met, by both sides alike; one
that was met before crosses as its number. So a call that returns its own argument, or changes it in
place, looks to the caller as if it had been local.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from . import frames
from .messages import (
    Array,
    BigInt,
    Bytes,
    Class,
    Complex,
    Dict,
    Dots,
    Dtype,
    List,
    Probe,
    Remote,
    Same,
    Scalar,
    Seeded,
    Slice,
    Tuple,
    Value,
)  # fmt: skip

DEPTH_LIMIT = 32
DIGITS_LIMIT = 1024
TEXT_LIMIT = 2**18  # characters: they are part of the structure
ODD_KEYS_LIMIT = 4096  # of an exchange, not texts: a worker can choose their hashes
SAME_HASH_LIMIT = 8  # keys of a dict: each is compared with those before it
DTYPES = frozenset(np.dtype(order + code).str for code in "?bhilqBHILQefdFD" for order in "<>")
_PLAIN_CLASSES: dict[type, str] = {
    **{np.dtype(code).type: code for code in sorted(DTYPES, reverse=True)},
    **{kind: kind.__name__ for kind in (bool, int, float, complex)},
}
_CLASSES = {name: kind for kind, name in _PLAIN_CLASSES.items()}


class CannotSend(ValueError):
    """The value is not one that crosses the boundary; the message says which and why."""


class BrokenValue(ValueError):
    """What arrived does not describe a value."""


class _NotPlain(Exception):
    """Something inside a container has to stay where it is."""


class Numbering:
    """The mutable values of one exchange, in the order in which they were met."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[int, int] = {}

    def add(self, value: Any) -> None:
        self._numbers[id(value)] = len(self.values)
        self.values.append(value)

    def number(self, value: Any) -> int | None:
        return self._numbers.get(id(value))

    def forget_after(self, count: int) -> None:
        for value in self.values[count:]:
            del self._numbers[id(value)]
        del self.values[count:]


class Encoder:
    """Turns values into messages; the bytes of arrays collect in `blobs`.

    Args:
        foreign: gives the message for what is not plain, or raises CannotSend.
        keeps_containers: whether a list or dict that holds something foreign stays where it is, as
            one object, instead of crossing with the foreign part inside.
    """

    def __init__(
        self,
        numbering: Numbering,
        foreign: Callable[[Any], Value],
        keeps_containers: bool,
    ) -> None:
        self.blobs: list[bytes] = []
        self._numbering = numbering
        self._foreign = foreign
        self._keeps_containers = keeps_containers
        self._containers = 0  # around the value at hand
        self._open: set[int] = set()  # numbers of the lists and dicts around it
        self._depth = 0
        self._odd_keys = 0
        self._span = 0  # bytes of memory that the layouts of arrays need on the other side

    def encode(self, value: Any) -> Value:
        """The message for a value.

        Raises:
            CannotSend: see the class.
        """
        if (number := self._numbering.number(value)) is not None:
            if number in self._open:
                raise CannotSend(f"a {type(value).__name__[:80]} that holds itself")
            return Same(number)
        self._depth += 1
        try:
            if self._depth > DEPTH_LIMIT:
                raise CannotSend(f"a value nested more than {DEPTH_LIMIT} deep")
            return self._encode(value)
        finally:
            self._depth -= 1

    def contents(self, value: Any) -> Value:
        """The message for what is in a numbered value now."""
        if isinstance(value, np.ndarray):
            return self._array(value)
        number = self._numbering.number(value)
        assert number is not None
        self._open.add(number)
        try:
            if isinstance(value, list):
                return List([self.encode(item) for item in value])
            return self._dict(value)
        finally:
            self._open.discard(number)

    def _encode(self, value: Any) -> Value:
        if value is None or type(value) in (bool, float):
            return value  # type: ignore[no-any-return]
        if isinstance(value, np.longdouble):
            value = np.float64(value)  # its size depends on the machine
        if isinstance(value, np.generic) and value.dtype.str in DTYPES:
            return Scalar(value.dtype.str, value.tobytes())
        if isinstance(value, np.ndarray) and value.dtype.str in DTYPES:
            self._numbering.add(value)
            return self._array(value)
        if isinstance(value, tuple):
            return Tuple([self.encode(item) for item in value])
        if isinstance(value, list | dict):
            return self._container(value)
        return self._atom(value)

    def _atom(self, value: Any) -> Value:
        if isinstance(value, str):
            return self._text(str.__str__(value))
        if isinstance(value, int):
            return self._integer(int.__int__(value))
        if isinstance(value, float):
            return float.__float__(value)
        if isinstance(value, complex):
            return Complex(value.real, value.imag)
        if isinstance(value, bytes) and len(value) <= TEXT_LIMIT:
            return Bytes(bytes(value))
        if isinstance(value, slice):
            return Slice(*(self.encode(part) for part in (value.start, value.stop, value.step)))
        if value is Ellipsis:
            return Dots()
        if isinstance(value, np.dtype) and value.str in DTYPES:
            return Dtype(value.str)
        if is_plain_class(value):
            return Class(_PLAIN_CLASSES[value])
        if self._containers and self._keeps_containers:
            raise _NotPlain
        return self._foreign(value)

    def _text(self, text: str) -> str:
        if len(text) > TEXT_LIMIT:
            raise CannotSend(f"a text of {len(text)} characters")
        return text.encode("utf-8", "replace").decode("utf-8")

    def _integer(self, number: int) -> int | BigInt:
        if -(2**63) <= number < 2**63:
            return number
        if number.bit_length() > 4 * DIGITS_LIMIT:
            raise CannotSend(f"an integer of {number.bit_length()} bits")
        return BigInt(f"{number:x}")

    def _dict(self, value: dict[Any, Any]) -> Dict:
        self._odd_keys += sum(type(key) is not str for key in value)
        if self._odd_keys > ODD_KEYS_LIMIT:
            raise CannotSend(f"a dict of {len(value)} entries with keys other than texts")
        return Dict([(self.encode(key), self.encode(item)) for key, item in value.items()])

    def _array(self, value: np.ndarray) -> Array:
        array = np.asarray(value)
        if _reach(array.shape, array.itemsize) > frames.FRAME_LIMIT:
            raise CannotSend(f"an array of {array.nbytes / 2**20:.0f} MB, shape {array.shape}")
        strides = None if array.flags.c_contiguous else array.strides
        if strides:
            extent = _extent(array.shape, strides, array.itemsize)
            if self._span + extent > frames.FRAME_LIMIT:
                strides = None
            else:
                self._span += extent
        self.blobs.append(array.tobytes())
        writeable = bool(array.flags.writeable)
        return Array(array.dtype.str, array.shape, strides, array.nbytes, writeable)

    def _container(self, value: list[Any] | dict[Any, Any]) -> Value:
        """A list or dict; as a whole foreign if something in it is, and it has to be."""
        count, blobs = len(self._numbering.values), len(self.blobs)
        self._numbering.add(value)
        self._containers += 1
        try:
            return self.contents(value)
        except _NotPlain:
            self._numbering.forget_after(count)
            del self.blobs[blobs:]
            if self._containers > 1:
                raise
            return self._foreign(value)
        finally:
            self._containers -= 1


class Decoder:
    """Turns messages back into values.

    Args:
        blobs: the bytes behind the frame's structure.
        special: gives the value for a Remote, Probe or Seeded (whose own arguments it has this
            decoder decode), or raises BrokenValue.
    """

    def __init__(
        self, blobs: bytes, numbering: Numbering, special: Callable[[Value, "Decoder"], Any]
    ) -> None:
        self.blobs = blobs
        self.starts: dict[int, int] = {}  # in the blobs, of numbered arrays in C order, by number
        self._at = 0
        self.numbering = numbering
        self._special = special
        self._depth = 0
        self._odd_keys = 0
        self._span = 0

    def decode(self, message: Value) -> Any:
        """The value of a message.

        Raises:
            BrokenValue: it has none.
        """
        self._depth += 1
        if self._depth > DEPTH_LIMIT + 1:
            raise BrokenValue("nested too deep")
        try:
            return self._decode(message)
        except (TypeError, ValueError, OverflowError, MemoryError) as failure:
            raise BrokenValue(str(failure)[:200]) from None
        finally:
            self._depth -= 1

    def contents(self, message: Value) -> Any:
        """What `Encoder.contents` sent: it is not numbered itself.

        Raises:
            BrokenValue: it sent no such thing.
        """
        try:
            match message:
                case Array():
                    return self._array(message)
                case List(items):
                    return self.items(items)
                case Dict():
                    return dict(self._pairs(message))
        except (TypeError, ValueError, OverflowError, MemoryError) as failure:
            raise BrokenValue(str(failure)[:200]) from None
        raise BrokenValue("neither an array, a list nor a dict")

    def items(self, messages: Iterable[Value]) -> list[Any]:
        return [self.decode(message) for message in messages]

    def _decode(self, message: Value) -> Any:
        match message:
            case None | bool() | int() | float() | str():
                return message
            case Array():
                start = self._at
                array = self._array(message)
                if message.strides is None:
                    self.starts[len(self.numbering.values)] = start
                self.numbering.add(array)
                return array
            case List(items):
                new_list: list[Any] = []
                self.numbering.add(new_list)
                new_list += self.items(items)
                return new_list
            case Dict():
                new_dict: dict[Any, Any] = {}
                self.numbering.add(new_dict)
                new_dict.update(self._pairs(message))
                return new_dict
            case Tuple(items):
                return tuple(self.items(items))
            case _:
                return self._rest(message)

    def _rest(self, message: Value) -> Any:
        match message:
            case Scalar(dtype, data):
                return _array(dtype, (), data, 0, len(data))[()]
            case Same(index):
                if not 0 <= index < len(self.numbering.values):
                    raise BrokenValue(f"no value has the number {index}")
                return self.numbering.values[index]
            case BigInt(digits):
                if len(digits) > DIGITS_LIMIT + 1:
                    raise BrokenValue("an integer too long")
                return int(digits, 16)
            case Complex(real, imag):
                return complex(real, imag)
            case Bytes(data):
                return data
            case Slice(start, stop, step):
                return slice(*self.items((start, stop, step)))
            case Dots():
                return Ellipsis
            case Dtype(name) if name in DTYPES:
                return np.dtype(name)
            case Class(name) if name in _CLASSES:
                return _CLASSES[name]
            case Remote() | Probe() | Seeded():
                return self._special(message, self)
        raise BrokenValue(f"an unknown kind of message, {type(message).__name__}")

    def _pairs(self, message: Dict) -> list[tuple[Any, Any]]:
        pairs = [(self.decode(key), self.decode(value)) for key, value in message.items]
        hashes = [hash(key) for key, _ in pairs if type(key) is not str]
        self._odd_keys += len(hashes)
        if self._odd_keys > ODD_KEYS_LIMIT:
            raise BrokenValue("too many keys other than texts")
        if hashes and max(Counter(hashes).values()) > SAME_HASH_LIMIT:
            raise BrokenValue("too many keys with the same hash")
        return pairs

    def _array(self, message: Array) -> np.ndarray:
        if not 0 <= message.bytes <= len(self.blobs) - self._at:
            raise BrokenValue("an array with too few bytes")
        array = _array(message.dtype, message.shape, self.blobs, self._at, message.bytes)
        self._at += message.bytes
        if message.strides is not None:
            self._span += _extent(array.shape, message.strides, array.itemsize)
            if self._span > frames.FRAME_LIMIT:
                raise BrokenValue(f"layouts that span {self._span} bytes")
            array = _with_strides(array, message.strides)
        array.flags.writeable = message.writeable
        return array


def _array(dtype: str, shape: tuple[int, ...], data: bytes, start: int, size: int) -> np.ndarray:
    """An array of its own with the `size` bytes of `data` from `start`."""
    if dtype not in DTYPES:
        raise BrokenValue(f"dtype {dtype[:20]!r}")
    kind = np.dtype(dtype)
    if len(shape) > 64 or min(shape, default=0) < 0:
        raise BrokenValue("an impossible shape")
    if _reach(shape, kind.itemsize) > frames.FRAME_LIMIT:
        raise BrokenValue("a shape out of all proportion")
    count = math.prod(shape)
    if count * kind.itemsize != size:
        raise BrokenValue(f"shape {shape} of {dtype} does not have {size} bytes")
    if not size:
        return np.empty(shape, kind)
    if kind.kind == "b":  # only 0 and 1 are bools: other bytes would behave as neither
        array: np.ndarray = (np.frombuffer(data, np.uint8, count, start) != 0).reshape(shape)
    else:
        array = np.frombuffer(data, kind, count, start).reshape(shape).copy()
    return array


def _with_strides(array: np.ndarray, strides: tuple[int, ...]) -> np.ndarray:
    """A copy of `array` with that memory layout."""
    extent = _extent(array.shape, strides, array.itemsize)
    start = sum(-s * (n - 1) for n, s in zip(array.shape, strides, strict=True) if s < 0 < n)
    memory = np.zeros(max(extent, 1), np.uint8)
    laid_out: np.ndarray = np.ndarray(array.shape, array.dtype, memory, start, strides)
    laid_out[...] = array
    return laid_out


def _extent(shape: tuple[int, ...], strides: tuple[int, ...], itemsize: int) -> int:
    """Bytes from the first element in memory to the end of the last.

    Raises:
        ValueError: the strides do not fit the shape.
    """
    steps = zip(shape, strides, strict=True)
    return 0 if 0 in shape else itemsize + sum(abs(s) * (n - 1) for n, s in steps)


def _reach(shape: tuple[int, ...], itemsize: int) -> int:
    """Bytes of the array as if no side were 0: what a sum over one of its axes may need."""
    return itemsize * math.prod(n or 1 for n in shape)


def is_plain_class(value: object) -> bool:
    """It is one of the few classes that cross the boundary."""
    return isinstance(value, type) and value in _PLAIN_CLASSES
