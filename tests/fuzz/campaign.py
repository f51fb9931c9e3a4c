"""Many inputs, in several processes; each makes its own and tells what became of them."""

import multiprocessing
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from typing import Any

import msgspec
from msgspec import Struct

from tests.fuzz.guards import Guard, Received
from tests.fuzz.inputs import Inputs

HUNG_S = 300.0  # of wall time at one input, where the guard on CPU cannot interrupt

Around = Callable[[], AbstractContextManager[Any]]

_FORK = multiprocessing.get_context("fork")


class Tally(Struct):
    """What became of many inputs."""

    outcomes: dict[str, dict[str, int]] = {}  # by kind of input, then by outcome
    stable: int = 0
    peak_bytes: int = 0
    largest_share: float = 0.0  # of the bytes allowed
    slowest_s: float = 0.0
    slowest: int = -1  # the number of that input
    found: dict[str, list[int]] = {}  # by what is broken: the first numbers of such inputs
    broken: int = 0

    @property
    def inputs(self) -> int:
        return sum(self.count().values())

    def count(self) -> Counter[str]:
        """Inputs by outcome."""
        return sum(map(Counter, self.outcomes.values()), Counter())

    def note(self, index: int, kind: str, received: Received) -> None:
        counts = self.outcomes.setdefault(kind, {})
        counts[received.outcome] = counts.get(received.outcome, 0) + 1
        self.stable += received.is_stable
        self.peak_bytes = max(self.peak_bytes, received.peak_bytes)
        self.largest_share = max(self.largest_share, received.share_of_cap)
        if received.cpu_s > self.slowest_s:
            self.slowest_s, self.slowest = received.cpu_s, index
        if received.broken:
            self.broken += 1
            self.found.setdefault(received.broken, [])[3:] = []
            self.found[received.broken].append(index)

    def add(self, other: "Tally") -> None:
        for kind, counts in other.outcomes.items():
            self.outcomes[kind] = dict(Counter(self.outcomes.get(kind, {})) + Counter(counts))
        self.stable += other.stable
        self.broken += other.broken
        self.peak_bytes = max(self.peak_bytes, other.peak_bytes)
        self.largest_share = max(self.largest_share, other.largest_share)
        if other.slowest_s > self.slowest_s:
            self.slowest_s, self.slowest = other.slowest_s, other.slowest
        for what, numbers in other.found.items():
            self.found[what] = sorted([*self.found.get(what, []), *numbers])[:4]


def tally_of(inputs: Inputs, numbers: Iterable[int], begun: Callable[[int], None]) -> Tally:
    """What becomes of the inputs with these numbers, in this process; `begun` hears of each."""
    tally, guard = Tally(), Guard()
    for index in numbers:
        begun(index)
        found = inputs.number(index)
        tally.note(index, found.kind, guard.receive(found))
    return tally


class Job:
    """A process that receives every `jobs`-th input."""

    def __init__(
        self,
        inputs: Inputs,
        numbers: range,
        around: Around,
    ) -> None:
        self.at: Any = _FORK.Value("q", -1, lock=False)  # the input at hand
        self.heard, theirs = _FORK.Pipe(duplex=False)
        self._since = (-1, time.monotonic())
        self._process: ForkProcess = _FORK.Process(
            target=self._run, args=(inputs, numbers, around, theirs)
        )
        self._process.start()
        theirs.close()

    def _run(
        self,
        inputs: Inputs,
        numbers: range,
        around: Around,
        connection: "Connection[bytes, bytes]",
    ) -> None:
        parent = os.getppid()

        def begun(index: int) -> None:
            self.at.value = index
            if os.getppid() != parent:
                os._exit(1)  # nobody hears the end

        with around():
            tally = tally_of(inputs, numbers, begun)
        connection.send_bytes(msgspec.msgpack.encode(tally))

    def tally(self) -> Tally:
        """What it tells at its end; where it died instead, the input at which it did."""
        try:
            tally: Tally = msgspec.msgpack.decode(self.heard.recv_bytes(), type=Tally)
        except EOFError:
            self._process.join()
            what = f"the process ended with {self._process.exitcode}, at or before this input"
            return Tally(found={what: [self.at.value]}, broken=1)
        self._process.join()
        return tally

    def kill_if_hung(self) -> None:
        if self._since[0] != self.at.value:
            self._since = (self.at.value, time.monotonic())
        if time.monotonic() - self._since[1] > HUNG_S:
            self._process.kill()


def run(
    inputs: Inputs,
    numbers: range,
    jobs: int,
    around: Around = nullcontext,
) -> Tally:
    """What becomes of the inputs with these numbers; each process runs in its own `around()`."""
    tally = Tally()
    running = {}
    for number in range(jobs):
        job = Job(inputs, numbers[number::jobs], around)
        running[job.heard] = job
    while running:
        for heard in wait([*running], timeout=5.0):
            tally.add(running.pop(heard).tally())  # type: ignore[arg-type,call-overload]
        for job in running.values():
            job.kill_if_hung()
    return tally
