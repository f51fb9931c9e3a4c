"""Mutations of valid replies: of their structure, of single bytes, of the frame around them."""

import struct
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import msgspec

from autograder.boundary import frames
from tests.fuzz.generation import FLOATS, TEXTS, Lookalikes, Node, integer

_TAGS = ("a", "s", "l", "t", "d", "b", "i", "c", ":", "...", "y", "k", "=", "h", "p", "g")
_DEPTHS = (1, 2, 30, 31, 32, 33, 34, 64, 65, 200)


def structural(random: Random, frame: frames.Frame) -> frames.Frame:
    """The frame with some nodes of its structure changed, removed, doubled or moved."""
    root: list[Node] = [msgspec.msgpack.decode(frame.structure)]
    try:
        while True:
            _mutate(random, root)
            if random.random() < 0.5:
                return frames.Frame(msgspec.msgpack.encode(root[0]), frame.blobs)
    except RecursionError:  # it has become too deep to be written
        return content(random, frame)


def content(random: Random, frame: frames.Frame) -> frames.Frame:
    """The frame with some bytes of its structure or of its blobs changed, added or missing."""
    parts = [bytearray(frame.structure), bytearray(frame.blobs)]
    while True:
        _disturb(random, parts[random.random() < 0.2 and bool(parts[1])])
        if random.random() < 0.5:
            break
    return frames.Frame(bytes(parts[0]), bytes(parts[1]))


def framing(random: Random, frame: frames.Frame) -> bytes:
    """The bytes of the frame with another header, cut off, or with something behind them."""
    payload = frames.pack(frame.structure, [frame.blobs])
    match random.randrange(4):
        case 0:
            return payload[: random.randrange(len(payload))]
        case 1:
            return payload + random.randbytes(random.randrange(1, 20))
        case 2:
            size, inner = (random.choice((n, n + 1, n - 1, integer(random)))
                           for n in struct.unpack_from(">II", payload))  # fmt: skip
            return struct.pack(">II", size % 2**32, inner % 2**32) + payload[8:]
    return frames.pack(frame.structure + frame.blobs[:1], [frame.blobs[1:]])


def _mutate(random: Random, root: list[Node]) -> None:
    """Changes one node: as often as not a message or a leaf, for one that stays in the schema."""
    places = _places(root)
    messages = [(parent, at) for parent, at in places if _is_message(parent[at])]
    if messages and random.random() < 0.4:
        parent, at = random.choice(messages)
        parent[at] = _another(random, messages, parent[at])
        return
    parent, at = random.choice(places)
    node = parent[at]
    if isinstance(parent, list) and parent is not root and random.random() < 0.2:
        random.choice(_REARRANGEMENTS)(random, parent, at)
    elif not isinstance(node, list | dict | None) and random.random() < 0.8:
        parent[at] = _tweaked(random, node)
    else:
        parent[at] = _another(random, places, node)


def _another(random: Random, places: list[tuple[Any, Any]], node: Node) -> Node:
    """What may stand in place of a node: one of elsewhere, itself deep inside, or an invented."""
    kind = random.random()
    if kind < 0.4:
        parent, at = random.choice(places)
        return _copied(parent[at])
    if kind < 0.5:
        tag = random.choice("lt")
        for _ in range(random.choice(_DEPTHS)):
            node = [tag, [node]]
        return node
    return Lookalikes(random).message(2)


def _is_message(node: Node) -> bool:
    return isinstance(node, list) and bool(node) and node[0] in _TAGS


def _places(root: list[Node]) -> list[tuple[Any, Any]]:
    """The containers and keys of all nodes."""
    places: list[tuple[Any, Any]] = []
    unvisited: list[Any] = [root]
    while unvisited:
        here = unvisited.pop()
        for key in here if isinstance(here, dict) else range(len(here)):
            places.append((here, key))
            if isinstance(here[key], list | dict):
                unvisited.append(here[key])
    return places


def _copied(node: Node) -> Node:
    """A copy, so that no node holds itself."""
    return msgspec.msgpack.decode(msgspec.msgpack.encode(node))


def _tweaked(random: Random, node: Node) -> Node:
    match node:
        case bool():
            return not node
        case int():
            return random.choice((node + 1, node - 1, -node, 2 * node, integer(random))) % 2**63
        case float():
            return random.choice(FLOATS)
        case str():
            return random.choice(
                (random.choice(_TAGS), random.choice(TEXTS), node + node, node[:-1])
            )
    disturbed = bytearray(node)
    _disturb(random, disturbed)
    return bytes(disturbed)


def _double(random: Random, parent: list[Node], at: int) -> None:
    parent[at:at] = [_copied(parent[at]) for _ in range(random.choice((1, 1, 2, 70)))]


def _drop(_: Random, parent: list[Node], at: int) -> None:
    del parent[at]


def _swap(random: Random, parent: list[Node], at: int) -> None:
    other = random.randrange(len(parent))
    parent[at], parent[other] = parent[other], parent[at]


_REARRANGEMENTS: Sequence[Callable[[Random, list[Node], int], None]] = (_double, _drop, _swap)


def _disturb(random: Random, text: bytearray) -> None:
    at = random.randrange(len(text) + 1)
    match random.randrange(4):
        case 0:
            text[at : at + random.randrange(1, 5)] = b""
        case 1:
            text[at:at] = random.randbytes(random.randrange(1, 5))
        case 2 if at < len(text):
            text[at] ^= 1 << random.randrange(8)
        case _ if at < len(text):
            text[at] = random.choice((0, 1, 0x7F, 0x80, 0x90, 0xC0, 0xDD, 0xFF))
