"""Input number n of a seed: always the same one, in whichever process it is made."""

from collections.abc import Callable, Sequence
from random import Random

import msgspec
from msgspec import Struct

from autograder.boundary import frames, messages
from autograder.boundary.messages import List, Use
from autograder.session import Exchange
from tests.fuzz import extremes, generation, mutation

EVERY_EXTREME = 2_000  # inputs, after one of each that is as large as the limits allow
EXTREME = "extreme"
SMALL = 1 / 64  # of the limits: the large ones take as long as ten thousand others


REQUEST_FOR_EXTREMES = frames.pack(
    messages.encode(Use("call", "work.f", [List([])] * extremes.ARGUMENTS)), []
)


class Input(Struct, frozen=True):
    """What the grader asks, and all that the worker sends."""

    kind: str
    request: bytes  # a frame
    payload: bytes
    piece: int = 2**20  # bytes that arrive at a time
    is_early: bool = False  # it is there before the grader has asked


class Inputs:
    """The inputs of a seed.

    Args:
        recorded: real exchanges; those that are mutated are either these or invented.
    """

    def __init__(self, seed: int, recorded: Sequence[Exchange]) -> None:
        self.seed = seed
        self._recorded = recorded

    def number(self, index: int) -> Input:
        random = Random(f"{self.seed}/{index}")
        if index < len(extremes.ALL):
            return self._extreme(random, index, 1.0)
        if index % EVERY_EXTREME == 0:
            return self._extreme(random, index // EVERY_EXTREME, SMALL)
        name = random.choices([*_KINDS], [share for share, _ in _KINDS.values()])[0]
        base = self._valid(random)
        return Input(
            kind=name,
            request=base.request,
            payload=_KINDS[name][1](random, base.reply),
            piece=random.randrange(1, 40) if random.random() < 0.1 else 2**20,
            is_early=random.random() < 0.001,
        )

    def _extreme(self, random: Random, which: int, share: float) -> Input:
        payload = packed(extremes.ALL[which % len(extremes.ALL)](random, share))
        return Input(EXTREME, REQUEST_FOR_EXTREMES, payload)

    def _valid(self, random: Random) -> Exchange:
        if self._recorded and random.random() < 0.4:
            return random.choice(self._recorded)
        return generation.valid(random)


def packed(frame: frames.Frame) -> bytes:
    return frames.pack(frame.structure, [frame.blobs])


def _noise(random: Random, _: frames.Frame) -> bytes:
    noise = random.randbytes(random.randrange(60))
    return noise if random.random() < 0.3 else frames.pack(noise, [])


_KINDS: dict[str, tuple[int, Callable[[Random, frames.Frame], bytes]]] = {
    "valid": (3, lambda _, frame: packed(frame)),
    "structure mutated": (50, lambda random, frame: packed(mutation.structural(random, frame))),
    "bytes mutated": (15, lambda random, frame: packed(mutation.content(random, frame))),
    "frame mutated": (10, mutation.framing),
    "lookalike": (20, lambda random, _: packed(generation.Lookalikes(random).reply())),
    "noise": (2, _noise),
}
MUTATED = ("structure mutated", "bytes mutated", "frame mutated")


def written(found: Input) -> bytes:
    return msgspec.msgpack.encode(found)


def read(payload: bytes) -> Input:
    return msgspec.msgpack.decode(payload, type=Input)
