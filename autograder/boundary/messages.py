"""What crosses the boundary, as types: values, requests of the grader, replies of the worker."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import Struct


class Array(Struct, tag="a", array_like=True, frozen=True):
    """An ndarray; its elements, in C order, are the next `bytes` of the frame's blobs."""

    dtype: str
    shape: tuple[int, ...]
    strides: tuple[int, ...] | None  # None: C order
    bytes: int
    writeable: bool = True


class Scalar(Struct, tag="s", array_like=True, frozen=True):
    dtype: str
    data: bytes


class List(Struct, tag="l", array_like=True, frozen=True):
    items: list[Value]


class Tuple(Struct, tag="t", array_like=True, frozen=True):
    items: list[Value]


class Dict(Struct, tag="d", array_like=True, frozen=True):
    items: list[tuple[Value, Value]]


class Bytes(Struct, tag="b", array_like=True, frozen=True):
    data: bytes


class BigInt(Struct, tag="i", array_like=True, frozen=True):
    hexadecimal: str


class Complex(Struct, tag="c", array_like=True, frozen=True):
    real: float
    imag: float


class Slice(Struct, tag=":", array_like=True, frozen=True):
    start: Value
    stop: Value
    step: Value


class Dots(Struct, tag="...", array_like=True, frozen=True):
    """Ellipsis."""


class Dtype(Struct, tag="y", array_like=True, frozen=True):
    """An np.dtype."""

    name: str


class Class(Struct, tag="k", array_like=True, frozen=True):
    """One of the few classes that tests pass as a dtype: float, np.float32, ..."""

    name: str


class Same(Struct, tag="=", array_like=True, frozen=True):
    """The array, list or dict that came as number `index` of this exchange."""

    index: int


class Remote(Struct, tag="h", array_like=True, frozen=True):
    """An object that stays in the worker."""

    id: int
    kind: str


class Probe(Struct, tag="p", array_like=True, frozen=True):
    """A public function of given.probes, perhaps with leading arguments."""

    name: str
    arguments: list[Value]
    names: dict[str, Value]


class Seeded(Struct, tag="g", array_like=True, frozen=True):
    """A fresh numpy Generator."""

    seed: int


Value = (
    None | bool | int | float | str | Bytes
    | Array | Scalar | List | Tuple | Dict | BigInt | Complex | Slice | Dots | Dtype | Class
    | Same | Remote | Probe | Seeded
)  # fmt: skip

Operation = Literal[
    "read", "call", "getattr", "setattr", "getitem", "setitem", "len", "iter", "next", "in", "bool"
]


class Use(Struct, tag="use", array_like=True, frozen=True):
    """Do something with an object: a dotted name below the package, or one that stayed there.

    The first one of a test has the seed of the global generators; handles of the test before are
    then forgotten.
    """

    operation: Operation
    target: str | int
    operands: list[Value] = []
    names: dict[str, Value] = {}
    seed: int | None = None


class Inspect(Struct, tag="inspect", array_like=True, frozen=True):
    """Read the code of a function, before any of it has run."""

    function: str
    kind: str


class Returned(Struct, tag="returned", array_like=True, frozen=True):
    value: Value
    changed: list[tuple[int, Value]] = []  # arguments that the call changed, by number


class Raised(Struct, tag="raised", array_like=True, frozen=True):
    kind: str  # the nearest built-in class
    shown: str  # the exception's own class
    text: str
    where: str  # "a1/losses.py, line 12", or nothing
    absent: bool = False  # the file or the name itself is not there


class Unsendable(Struct, tag="unsendable", array_like=True, frozen=True):
    reason: str


Request = Use | Inspect
Reply = Returned | Raised | Unsendable

encode = msgspec.msgpack.Encoder().encode
decode_request = msgspec.msgpack.Decoder(Request).decode
decode_reply = msgspec.msgpack.Decoder(Reply).decode
