"""Time and memory that receiving one input may take, and what else must hold for it."""

import signal
import struct
import sys
import time
import traceback
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

from msgspec import Struct

from autograder.boundary.frames import FRAME_LIMIT
from tests.fuzz.inputs import EXTREME, Input
from tests.fuzz.receiver import Broken, Receiver, check_stable, outcome

# The caps, on what is allocated beyond the payload itself.
FIXED_BYTES = FRAME_LIMIT + 2**20  # layouts of arrays may span as much
BYTES_PER_BYTE = 3  # of the frame: assembled, cut, copied into arrays
BYTES_PER_STRUCTURE_BYTE = 120  # a list is two objects and a number, sent in four bytes

# CPU; a list of empty lists takes most, 0.9 s a megabyte.
FIXED_S = 0.25
S_PER_STRUCTURE_MB = 2.0
S_PER_PIECE = 2e-4  # two looks at the socket each

Result = TypeVar("Result")


class TooSlow(BaseException):
    """The CPU time of an input is used up; no handler of the code under test may catch it."""


class Received(Struct, frozen=True):
    """What became of an input."""

    outcome: str  # returned, raised, stopped or broken
    is_stable: bool = False  # it came again as what it is
    peak_bytes: int = 0
    share_of_cap: float = 0.0  # of the bytes allowed
    cpu_s: float = 0.0
    broken: str = ""  # which promise, and where


class Guard:
    """Receives inputs, one after the other, under guard."""

    def __init__(self) -> None:
        self._receiver = Receiver()

    def receive(self, found: Input) -> Received:
        """Receives an input; whatever is not as promised is told in `broken`."""
        cpu_s, peak = 0.0, 0
        try:
            if found.kind == EXTREME:  # to count its memory takes five times as long as itself
                with untraced():
                    _, cpu_s = timed(found, self._work(found))
                (name, value), peak = traced(self._work(found))
            else:
                work = self._work(found)
                ((name, value), peak), cpu_s = timed(found, lambda: traced(work))
            share = peak / most_bytes(found.payload)
            if share > 1:
                raise Broken(f"it takes {peak >> 20} MB")
            stable = found.kind != EXTREME and name == "returned" and check_stable(value)
            return Received(name, stable, peak, share, cpu_s)
        except (Exception, TooSlow) as failure:
            return Received("broken", False, peak, 0.0, cpu_s, _told(failure))

    def _work(self, found: Input) -> Callable[[], tuple[str, Any]]:
        receive = self._receiver.prepare(found)
        return lambda: outcome(receive)


def timed(found: Input, work: Callable[[], Result]) -> tuple[Result, float]:
    """What the work on an input gives, and the CPU seconds that it took.

    Raises:
        TooSlow: more than it may.
    """
    with cpu_limit(most_s(found)):
        start_s = time.process_time()
        return work(), time.process_time() - start_s


@contextmanager
def untraced() -> Iterator[None]:
    """Nothing counts branches in the block, for that takes longer than the code itself."""
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(tracer)


def traced(work: Callable[[], Result]) -> tuple[Result, int]:
    """What the work gives, and the most bytes it had at any one time, those of numpy included."""
    tracemalloc.start()
    try:
        return work(), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def most_bytes(payload: bytes) -> int:
    """What receiving a payload may allocate at any one time."""
    structure = _structure_bytes(payload)
    return FIXED_BYTES + BYTES_PER_BYTE * len(payload) + BYTES_PER_STRUCTURE_BYTE * structure


def most_s(found: Input) -> float:
    pieces = len(found.payload) / found.piece
    structure_mb = _structure_bytes(found.payload) / 2**20
    return FIXED_S + S_PER_STRUCTURE_MB * structure_mb + S_PER_PIECE * pieces


def _structure_bytes(payload: bytes) -> int:
    """Of the structure that a payload has, not of the one that its header tells of."""
    told = struct.unpack_from(">II", payload)[1] if len(payload) >= 8 else 0
    return min(told, len(payload))


@contextmanager
def cpu_limit(seconds: float) -> Iterator[None]:
    """Raises TooSlow in the block once it has used so much CPU."""
    before = signal.signal(signal.SIGPROF, _too_slow)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _too_slow(_: int, frame: FrameType | None) -> None:
    raise TooSlow("time: it takes too long")


def _told(failure: BaseException) -> str:
    """The failure and the line from which it came, the same for the same cause."""
    last = traceback.extract_tb(failure.__traceback__)[-1]
    if isinstance(failure, TooSlow):
        last = traceback.extract_tb(failure.__traceback__)[-2]
    place = f"{last.filename.rpartition('/')[2]}, {last.name}"
    return f"{type(failure).__name__} in {place}: {str(failure)[:200]}"
