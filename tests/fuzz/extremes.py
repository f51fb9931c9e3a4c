"""Frames at the limits, each of a kind that costs as much as the limits allow.

Each also comes smaller, where a `share` of a limit is all that it has.
"""

import math
from collections.abc import Callable, Sequence
from random import Random

import msgspec

from autograder.boundary.frames import FRAME_LIMIT, STRUCTURE_LIMIT, Frame
from tests.fuzz.generation import Node

Extreme = Callable[[Random, float], Frame]

ARGUMENTS = 4  # lists, of the request to which these are replies
_PRIME = 2**61 - 1  # all its multiples have the same hash


def returned(value: Node, blobs: bytes = b"", changed: Sequence[Node] = ()) -> Frame:
    """A reply with this value, as msgpack has it."""
    return Frame(msgspec.msgpack.encode(["returned", value, list(changed)]), blobs)


def _full(part: Node, kind: str = "l") -> Extreme:
    """Replies full of one part."""

    def frame(_: Random, share: float) -> Frame:
        each = len(msgspec.msgpack.encode(part))
        return returned([kind, [part] * (_structure_bytes(share) // each)])

    return frame


def _colliding(key: Callable[[int], Node]) -> Extreme:
    """Replies with dicts whose keys all have the same hash."""

    def frame(_: Random, share: float) -> Frame:
        each = len(msgspec.msgpack.encode([key(_PRIME << 12), None]))
        keys = min(4096, _structure_bytes(share) // each)
        one = ["d", [[key(n * _PRIME), None] for n in range(1, keys + 1)]]
        count = _structure_bytes(share) // len(msgspec.msgpack.encode(one))
        return returned(["l", [one] * count])

    return frame


def _dict(key: Callable[[int], Node]) -> Extreme:
    """Replies with one large dict."""

    def frame(_: Random, share: float) -> Frame:
        each = len(msgspec.msgpack.encode([key(2**17), None]))
        return returned(["d", [[key(n), None] for n in range(_structure_bytes(share) // each)]])

    return frame


def _structure_bytes(share: float) -> int:
    return int(STRUCTURE_LIMIT * share) - 100


def _number(n: int) -> Node:
    return ["i", f"{n:x}"]


def _layouts(random: Random, share: float) -> Frame:
    """Arrays of two elements far apart in memory."""
    count = random.choice((1, 2, 4))
    stride = int(FRAME_LIMIT * share) // count - 16
    return returned(["l", [["a", "<f8", [2], [stride], 16]] * count], bytes(16 * count))


def _large_array(random: Random, share: float) -> Frame:
    size = int(FRAME_LIMIT * share) - 100
    dtype, item = random.choice((("|b1", 1), ("|u1", 1), ("<f8", 8), (">c16", 16)))
    count = size // item
    strides = [-item] if random.random() < 0.3 else None
    value = ["a", dtype, [count], strides, count * item]
    return returned(value, bytes(count * item))


def _doubled(random: Random, _: float) -> Frame:
    """Lists of the list before, once or twice."""
    depth = random.choice((10, 24, 40, 1000))
    lists = [["l", [["=", n]] * random.choice((1, 2))] for n in range(1, depth)]
    return returned(["l", [["l", [1.5]], *lists]])


def _chained(_: Random, __: float) -> Frame:
    """Each argument deep inside the one before."""
    changed = []
    for number in range(ARGUMENTS):
        node: Node = ["=", number + 1] if number + 1 < ARGUMENTS else None
        for _ in range(30):
            node = ["t", [node]]
        changed.append([number, ["l", [node]]])
    return returned(["=", 0], changed=changed)


def _deep(random: Random, share: float) -> Frame:
    depth = random.choice((33, 34, 1000, int(100_000 * share)))
    tag = random.choice((b"\xa1l", b"\xa1t"))
    return Frame(b"\x93\xa8returned" + (b"\x92" + tag + b"\x91") * depth + b"\xc0\x90", b"")


def _long_text(random: Random, share: float) -> Frame:
    text = random.choice(("x", "ab ", "\n", "\u202e", "0x1234567 ")) * _structure_bytes(share)
    text = text.encode()[: _structure_bytes(share)].decode(errors="ignore")
    node: Node = random.choice(
        (
            ["returned", text],
            ["raised", "KeyError", text, "", ""],
            ["raised", "OSError", "", text, ""],
            ["raised", "", "", "", text],
            ["unsendable", text],
            ["returned", ["h", 1, text]],
            ["returned", ["i", text]],
            ["returned", ["a", text, [1], None, 8]],
        )
    )
    return Frame(msgspec.msgpack.encode(node), bytes(8))


def _empty_with_a_large_side(random: Random, _: float) -> Frame:
    side = 2 ** random.randrange(20, 40)
    strides = random.choice((None, [2**62, 1]))
    return returned(["a", "|u1", [0, side], strides, 0])


def _changed_often(_: Random, share: float) -> Frame:
    return returned(None, changed=[[0, ["l", []]]] * (_structure_bytes(share) // 6))


ALL: Sequence[Extreme] = (
    _full(["l", []]),
    _full(["d", []]),
    _full(["d", []], "t"),
    _full(["t", []]),
    _full(["c", 1.0, 1.0]),
    _full(["i", "1" * 20]),
    _full([":", None, None, None]),
    _full(["a", "|u1", [0], None, 0]),
    _full(["a", "|u1", [0] * 64, None, 0]),
    _full(["s", "<f8", bytes(8)]),
    _full(["h", 1, "Cache"]),
    _full(2**40),
    _full("ab"),
    _dict(lambda n: n),
    _dict(lambda n: f"{n}"),
    _dict(_number),
    _colliding(_number),
    _colliding(lambda n: ["t", [*[0] * 250, _number(n)]]),
    _colliding(lambda n: ["c", float(n % _PRIME), math.ldexp(n // _PRIME, -40)]),
    _changed_often,
    _empty_with_a_large_side,
    _layouts,
    _large_array,
    _doubled,
    _chained,
    _deep,
    _long_text,
)
