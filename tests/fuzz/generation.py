"""Invented exchanges: valid ones, by the real worker on an invented function; and lookalikes."""

import math
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import numpy as np

from autograder.boundary import frames, messages
from autograder.boundary.messages import Inspect, Use
from autograder.boundary.values import DTYPES, Encoder, Numbering
from autograder.boundary.worker import Worker
from autograder.session import Exchange

Node = Any  # of a msgpack structure: a list, a dict or an atom

_DTYPES = sorted(DTYPES)
_CLASSES = (bool, int, float, complex, np.float32, np.int64, np.bool_, np.uint8)
_RAISED = (
    ValueError, KeyError, StopIteration, OSError, SyntaxError, NotImplementedError, MemoryError,
    RecursionError, UnicodeError, KeyboardInterrupt, type("Odd\n", (ValueError,), {}),
)  # fmt: skip
INTEGERS = (
    0, 1, 2, 3, 7, 8, 31, 32, 33, 63, 64, 65, 127, 128, 255, 256, 65535, 2**20, 2**25, 2**25 + 1,
    2**31 - 1, 2**31, 2**32, 2**62, 2**63 - 1, 2**63, 2**64 - 1,
)  # fmt: skip
TEXTS = ("", "x", "0x7f", "-1", "f" * 1025, "f" * 1026, "a\nb", "\0", "\u202e", "é" * 90)
FLOATS = (0.0, -0.0, 1.5, -1e308, 5e-324, math.inf, -math.inf, math.nan)


def integer(random: Random) -> int:
    """A number near one of those at which something changes; msgpack can carry it."""
    number = random.choice(INTEGERS) + random.choice((0, 0, 0, -1, 1))
    number *= random.choice((1, 1, 1, -1))
    return min(max(number, -(2**63)), 2**64 - 1)


class Values:
    """Plain values, and now and then one that is not; some are met again."""

    def __init__(self, random: Random, known: list[Any] | None = None) -> None:
        self._random = random
        self._known = known or []  # arrays, lists and dicts

    def value(self, depth: int = 4) -> Any:
        random = self._random
        if self._known and random.random() < 0.15:
            return random.choice(self._known)
        kinds = [self._atom, self._array]
        if depth:
            kinds += [self._container]
        made = random.choice(kinds)(depth - 1)
        if isinstance(made, np.ndarray | list | dict):
            self._known.append(made)
        return made

    def _atom(self, _: int) -> Any:
        random = self._random
        if random.random() < 0.5:
            return random.choice((None, True, 7, 2.5, "text", -1, 0.1))
        return random.choice(
            (
                integer(random),
                integer(random) ** random.randrange(1, 5),
                random.choice(FLOATS),
                random.choice(TEXTS),
                random.randbytes(random.randrange(6)),
                complex(random.choice(FLOATS), 2.0),
                slice(None, integer(random)),
                ...,
                np.dtype(random.choice(_DTYPES)),
                random.choice(_CLASSES),
                self._elements(random.choice(_DTYPES), 1)[0],
                {random.randrange(9)},  # it stays where it is
            )
        )

    def _elements(self, dtype: str, count: int) -> np.ndarray:
        kind = np.dtype(dtype)
        raw = np.frombuffer(self._random.randbytes(kind.itemsize * count), kind)
        return raw if kind.kind != "b" else raw.view(np.uint8) > 127

    def _array(self, _: int) -> np.ndarray:
        random = self._random
        shape = [random.randrange(1 if random.random() < 0.9 else 0, 4) for _ in range(3)]
        shape = shape[: random.randrange(4)]
        array = self._elements(random.choice(_DTYPES), math.prod(shape)).reshape(shape).copy()
        if random.random() < 0.4:
            steps = (slice(None), slice(None, None, -1), slice(None, None, 2))
            array = array[(..., *(random.choice(steps) for _ in shape))].T
        if random.random() < 0.1:
            array = np.broadcast_to(array, (2, *array.shape))
        elif random.random() < 0.2:
            array.flags.writeable = False
        return array

    def _container(self, depth: int) -> Any:
        random = self._random
        parts = [self.value(depth) for _ in range(random.randrange(4))]
        match random.randrange(3):
            case 0:
                return parts
            case 1:
                return tuple(parts)
        keys = ("a", "b", 3, 2**70, (1, "x"), None, 2.5)
        return dict(zip(random.sample(keys, len(parts)), parts, strict=True))


class InventiveWorker(Worker):
    """A worker whose package has one function, whatever it is called."""

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(Path(), "invented")
        self._function = function

    def _target(self, target: str | int) -> tuple[Any, str]:
        return self._function, "f_forward"

    def _violations(self, function: str, kind: str) -> list[tuple[str, int, str]]:
        found: list[tuple[str, int, str]] = self._function()
        return found


def valid(random: Random) -> Exchange:
    """A request with invented arguments, and an honest worker's reply to it."""
    if random.random() < 0.1:
        places = [("losses", random.randrange(99), "a loop") for _ in range(random.randrange(4))]
        request = _framed(Inspect("losses.f", "loops"), [])
        return _answered(request, lambda: places)
    encoder = Encoder(Numbering(), _nothing_foreign, keeps_containers=False)
    values = Values(random)
    operands = [encoder.encode(argument) for argument in _arguments(random, values)]
    return _answered(
        _framed(Use("call", "work.f", operands), encoder.blobs),
        lambda *arguments: _behaviour(random, list(arguments)),
    )


def _answered(request: bytes, function: Callable[..., Any]) -> Exchange:
    reply = InventiveWorker(function).answer(frames.whole(request))
    return Exchange(request, frames.whole(reply))


def _framed(request: messages.Request, blobs: list[bytes]) -> bytes:
    return frames.pack(messages.encode(request), blobs)


def _arguments(random: Random, values: Values) -> list[Any]:
    arguments = [values.value(2) for _ in range(random.randrange(4))]
    return [argument for argument in arguments if not _holds_foreign(argument)]


def _holds_foreign(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_holds_foreign, value.values()))
    return (
        any(map(_holds_foreign, value))
        if isinstance(value, list | tuple)
        else (isinstance(value, set))
    )


def _nothing_foreign(value: Any) -> messages.Value:
    raise AssertionError(value)


def _behaviour(random: Random, arguments: list[Any]) -> Any:
    """Returns something, raises something, or changes its arguments first."""
    if random.random() < 0.1:
        raise random.choice(_RAISED)(random.choice(TEXTS))
    mutable = [a for a in arguments if isinstance(a, np.ndarray | list | dict)]
    values = Values(random, list(mutable))
    for argument in mutable:
        if random.random() < 0.5:
            _change(random, argument, values)
    return values.value()


def _change(random: Random, argument: Any, values: Values) -> None:
    if isinstance(argument, list):
        argument.append(values.value(1))
    elif isinstance(argument, dict):
        argument["new"] = values.value(1)
    elif argument.flags.writeable and argument.size:
        argument.flat[0] = random.randrange(2)


class Lookalikes:
    """Replies of the schema, or nearly, whose fields agree with each other only now and then."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._blobs: list[bytes] = []

    def reply(self) -> frames.Frame:
        random = self._random
        changed = [[random.randrange(4), self.message(2)] for _ in range(random.randrange(3))]
        kind = random.random()
        if kind < 0.8:
            node: Node = ["returned", self.message(4), changed]
        elif kind < 0.95:
            names = ("ValueError", "KeyError", "object", "", "MemoryError", "StopIteration")
            node = ["raised", random.choice(names), *(random.choice(TEXTS) for _ in range(3))]
            node += [True] * random.randrange(2)
        else:
            node = ["unsendable", random.choice(TEXTS)]
        return frames.Frame(msgspec.msgpack.encode(node), b"".join(self._blobs))

    def message(self, depth: int) -> Node:
        """A message of any kind, as msgpack has it."""
        random = self._random
        if random.random() < 0.25:
            return random.choice((None, True, integer(random), *FLOATS, *TEXTS))
        choices: tuple[Callable[[int], Node], ...] = (self._array, self._small, self._small)
        if depth:
            choices += (self._nested, self._nested, self._nested)
        return random.choice(choices)(depth - 1)

    def _array(self, _: int) -> Node:
        random = self._random
        kind = np.dtype(random.choice(_DTYPES))
        shape = [random.choice((0, 1, 2, 3, 3)) for _ in range(random.randrange(4))]
        blob = random.randbytes(kind.itemsize * math.prod(shape))
        self._blobs.append(blob)
        strides = [integer(random) for _ in shape] if random.random() < 0.2 else None
        if strides is None and random.random() < 0.3:
            strides = [random.choice((-2, -1, 0, 1, 3)) * kind.itemsize for _ in shape]
        if random.random() < 0.1:
            shape = [*shape, integer(random)]
        return ["a", kind.str, shape, strides, len(blob), *random.choice(([], [False]))]

    def _small(self, _: int) -> Node:
        random = self._random
        dtype = random.choice((*_DTYPES, "O", "<U4", "|V8"))
        return random.choice(
            (
                ["s", dtype, random.randbytes(random.choice((1, 2, 4, 8, 16)))],
                ["b", random.randbytes(random.randrange(9))],
                ["i", random.choice((*TEXTS, f"{random.getrandbits(4100):x}", "-ff", "1_0"))],
                ["c", random.choice(FLOATS), random.choice(FLOATS)],
                ["..."],
                ["y", dtype],
                ["k", random.choice((dtype, "float", "int", "object"))],
                ["=", random.choice((0, 0, 1, 2, 3, integer(random)))],
                ["h", integer(random), random.choice(TEXTS)],
                ["g", integer(random)],
            )
        )

    def _nested(self, depth: int) -> Node:
        random = self._random
        parts = [self.message(depth) for _ in range(random.randrange(4))]
        match random.randrange(5):
            case 0 | 1:
                return ["l", parts]
            case 2:
                return ["t", parts]
            case 3:
                return ["d", [[self.message(min(depth, 1)), part] for part in parts]]
        if random.random() < 0.3:
            return ["p", "quadratic", parts, {}]
        return [":", *(self.message(0) for _ in range(3))]
