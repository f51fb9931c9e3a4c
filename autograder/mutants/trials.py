"""Trials: variants of the solved package, judged by the suites in processes kept for that."""

import queue
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

import msgspec
from msgspec import Struct

from autograder import service
from autograder.course import CHECKOUT
from autograder.outcome import Outcome
from autograder.verdicts import GraderFailed, Verdict

_PATIENCE_S = 60.0


class Order(Struct, frozen=True):
    """What a process of trials needs to know, sent to it once."""

    course: str
    name: str
    exercises: list[str]  # only their tests are collected
    seed: str


class Solved(Struct, tag="solved", frozen=True):
    """The solved package as it is."""


class Misconceived(Struct, tag="misconceived", frozen=True):
    """The solved package with a misconception in it."""

    name: str


class Lazy(Struct, tag="lazy", frozen=True):
    """An exercise all of whose functions are lazy in one way; see lazy.WAYS."""

    exercise: str
    way: str


class Mutated(Struct, tag="mutated", frozen=True):
    """A function with another text: hidden tests try it, until one fails, then public ones."""

    exercise: str
    function: str
    text: str


Trial = Solved | Misconceived | Lazy | Mutated


class Tried(Struct, frozen=True):
    """The answer to a trial, or to the order (without outcomes)."""

    outcomes: list[Outcome] = []
    explained: dict[str, int] = {}  # wrong answers without a hint, by misconception that answers so
    lost: bool = False  # it passed the limits of a whole submission
    failure: str | None = None  # ours

    @property
    def failed(self) -> list[Outcome]:
        return [o for o in self.outcomes if o.verdict is not Verdict.PASSED]


class Trials:
    """Processes that try variants; each call of `outcome` keeps one of them busy."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._idle: queue.LifoQueue[TrialProcess] = queue.LifoQueue()

    def outcome(self, trial: Trial) -> Tried:
        """What became of a variant.

        Raises:
            GraderFailed: the suites cannot be used, or could not judge it.
        """
        try:
            process = self._idle.get_nowait()
        except queue.Empty:
            process = TrialProcess(self._order)
        tried = process.ask(trial)
        self._idle.put(process)
        return tried

    def close(self) -> None:
        while not self._idle.empty():
            self._idle.get_nowait().close()


@contextmanager
def trials(order: Order) -> Iterator[Trials]:
    """The processes of an order, ended afterwards."""
    held = Trials(order)
    try:
        yield held
    finally:
        held.close()


class TrialProcess:
    """A running process of autograder.mutants.service.

    Raises:
        GraderFailed: the suites cannot be used.
    """

    def __init__(self, order: Order) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-s", "-m", "autograder.mutants.service", str(theirs.fileno())],
                env=dict(service.environment()),
                cwd=CHECKOUT,  # the folder of a course may have an `autograder` of its own
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        self._connection: Connection[bytes, bytes] = Connection(ours.detach())
        try:
            self._exchange(msgspec.msgpack.encode(order))
        except GraderFailed:
            self.close()
            raise

    def ask(self, trial: Trial) -> Tried:
        """See Trials.outcome."""
        try:
            return self._exchange(msgspec.msgpack.encode(trial))
        except GraderFailed:
            self.close()
            raise

    def close(self) -> None:
        """Ends the process, which is idle or broken."""
        self._connection.close()
        try:
            self._process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _exchange(self, message: bytes) -> Tried:
        try:
            self._connection.send_bytes(message)
            tried = msgspec.msgpack.decode(self._connection.recv_bytes(), type=Tried)
        except (OSError, EOFError, msgspec.MsgspecError) as failure:
            raise GraderFailed(f"the trials ended: {failure!r}") from None
        if tried.failure is not None:
            raise GraderFailed(tried.failure)
        return tried
