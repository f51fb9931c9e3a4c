"""One submission under test: its sandboxes, one at a time, and the values that go in and out."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autograder.boundary import expansion, frames, messages
from autograder.boundary.messages import Probe, Raised, Remote, Returned, Seeded, Unsendable, Value
from autograder.boundary.values import BrokenValue, CannotSend, Decoder, Encoder, Numbering
from autograder.proxy import Handle, handle_class, number_of
from autograder.raised import as_exception
from autograder.sandbox import usage
from autograder.sandbox.channel import Channel, Meter, Watch, decoded
from autograder.sandbox.zygote import KeeperLost, Sandbox, Zygote
from autograder.verdicts import GraderFailed, Stopped, Verdict
from given import probes
from given.manifest import Exercise, Manifest
from given.rules import Violation
from given.seeds import stream

Libraries = tuple[str, ...]


@dataclass(frozen=True)
class Exchange:
    """A request of a test and the worker's reply to it."""

    request: bytes  # a frame
    reply: frames.Frame


class Session:
    """Runs the calls of tests on a submission.

    Args:
        zygotes: by the libraries that they have loaded.
        submission: a folder that holds the student's package.
        seed: secret; what workers learn of it is a one-way hash.
    """

    def __init__(
        self, zygotes: Mapping[Libraries, Zygote], submission: Path, manifest: Manifest, seed: str
    ) -> None:
        self._zygotes = zygotes
        self._submission = submission
        self._manifest = manifest
        self._seed = seed
        self._place: tuple[str, Libraries] | None = None  # visibility and libraries of the sandbox
        self._sandbox: Sandbox | None = None
        self._channel: Channel | None = None
        self._exercise: Exercise | None = None  # of the test at hand
        self._worker_for: Exercise | None = None
        self._worker_pid: int | None = None  # its process id, where that is known
        self._meters: dict[Libraries, Meter] = {}
        self._watches: dict[tuple[str, str], Watch] = {}  # by visibility and exercise
        self._watch: Watch | None = None  # of the test at hand
        self._cpu_end_s: float | None = None  # used when the test before had ended
        self._worker_start_s: float | None = None  # what the worker had used before the test
        self._has_run = False  # some of the student's code, in the sandbox
        self._test_seed: int | None = None
        self.found: set[str] = set()  # dotted names of objects that the worker has
        self.stopped: Stopped | None = None  # in the test at hand
        self.transcript: list[Exchange] = []  # of the test at hand

    def begin(self, test_id: str, visibility: str, exercise: Exercise) -> None:
        """Readies a worker for a test.

        Raises:
            GraderFailed: none can be had.
        """
        self.stopped = None
        self.transcript = []
        self._exercise = exercise
        place = (visibility, tuple(sorted(exercise.libraries)))
        if place != self._place:
            self.close()
            self._place = place
        if exercise is not self._worker_for:
            self._end_worker()
        key = (visibility, exercise.name)
        if self._channel is None:
            self._start_worker(key, exercise)
        self._begin_test(key)
        self._test_seed = global_seed(self._seed, test_id)  # the first request takes it along

    def spent_s(self) -> float:
        """CPU seconds of the submission in the test at hand, which has ended.

        Where the worker still lives they are its own; otherwise those of all that ever ran.
        """
        if self._watch is None:
            return 0.0
        worker_s = usage.cpu_s(self._worker_pid)
        if worker_s is None or self._worker_start_s is None:
            self._forget_usage()
        spent_s, self._cpu_end_s = self._watch.end_test()
        if worker_s is None or self._worker_start_s is None:
            return spent_s
        return max(0.0, worker_s - self._worker_start_s)

    def use(
        self,
        operation: messages.Operation,
        target: str | int,
        operands: Sequence[Any] = (),
        names: Mapping[str, Any] | None = None,
    ) -> Any:
        """Does something with an object of the student's; what comes back, as if it were local.

        Raises:
            StudentRaised: the student's code raised.
            Stopped: the submission passed a limit or broke off.
            TypeError: the test passes something that does not cross the boundary.
        """
        numbering = Numbering()
        encoder = Encoder(numbering, _outward, keeps_containers=False)
        try:
            values = [encoder.encode(value) for value in operands]
            named = {key: encoder.encode(value) for key, value in (names or {}).items()}
            seed, self._test_seed = self._test_seed, None
            request = messages.encode(messages.Use(operation, target, values, named, seed))
            payload = frames.pack(request, encoder.blobs)
        except (CannotSend, frames.BrokenFrame) as problem:
            raise TypeError(f"a test may not pass {problem}") from None
        self._has_run = True
        return self._answer(self._exchange(payload), numbering)

    def inspect(self, function: str, kind: str) -> list[Violation]:
        """Where a function uses what is forbidden, read without running it.

        Raises:
            StudentRaised: the code cannot be read.
            Stopped: see use.
        """
        if self.stopped is not None:
            raise self.stopped
        assert self._place is not None
        assert self._exercise is not None
        if self._has_run:  # what reads has run no code, nor has any rewritten the file
            self.close()
            self._start_worker((self._place[0], self._exercise.name), self._exercise)
        payload = frames.pack(messages.encode(messages.Inspect(function, kind)), [])
        found = self._answer(self._exchange(payload), Numbering())
        if not isinstance(found, list) or not all(map(_is_place, found)):
            raise self._stop(Stopped(Verdict.KILLED, "its code could not be inspected"))
        return [Violation(*place) for place in found]

    def close(self) -> None:
        """Ends every process of the submission.

        Raises:
            GraderFailed: something is left.
        """
        if self._channel is not None:
            self._channel.close()
        self._channel = self._worker_for = self._worker_pid = None
        if self._sandbox is not None:
            sandbox, self._sandbox = self._sandbox, None
            try:
                sandbox.close()
            finally:
                self._forget_usage()

    def _start_worker(self, key: tuple[str, str], exercise: Exercise) -> None:
        assert self._place
        self.found.clear()
        zygote = self._zygotes[self._place[1]]
        meter = self._meters.setdefault(self._place[1], Meter(zygote.usage))
        watch = self._watches.setdefault(key, Watch(meter, self._manifest.limits))
        try:
            self._channel = self._opened(zygote).start_worker(watch)
        except KeeperLost:  # by what an earlier test started
            self.close()
            self._channel = self._started_anew(zygote, watch)
        self._worker_for = exercise
        self._worker_pid = usage.worker_below(zygote.pid)

    def _opened(self, zygote: Zygote) -> Sandbox:
        if self._sandbox is None:
            package, limits = self._manifest.package, self._manifest.limits
            self._sandbox = zygote.open(self._submission, package, limits)
            self._has_run = False
        return self._sandbox

    def _started_anew(self, zygote: Zygote, watch: Watch) -> Channel:
        try:
            return self._opened(zygote).start_worker(watch)
        except KeeperLost as failure:
            raise GraderFailed(str(failure)) from None

    def _begin_test(self, key: tuple[str, str]) -> None:
        known_s = self._cpu_end_s if self._watches[key] is self._watch else None
        self._watch = self._watches[key]
        self._watch.begin_test(known_s)
        self._worker_start_s = usage.cpu_s(self._worker_pid)

    def _forget_usage(self) -> None:
        for meter in self._meters.values():
            meter.forget()

    def _end_worker(self) -> None:
        if self._channel is None or self._sandbox is None:
            return
        self._channel.close()
        self._channel = self._worker_for = self._worker_pid = None
        try:
            self._sandbox.end_worker()
        except KeeperLost:
            self.close()

    def _exchange(self, payload: bytes) -> frames.Frame:
        """The reply to a request; both go into the transcript of the test."""
        reply = self._send(payload)
        self.transcript.append(Exchange(payload, reply))
        return reply

    def _send(self, payload: bytes) -> frames.Frame:
        if self.stopped is not None or self._channel is None:
            raise self.stopped or Stopped(Verdict.KILLED, "it had been stopped before")
        try:
            return self._channel.exchange(payload)
        except EOFError:
            raise self._stop(self._why_ended()) from None
        except Stopped as stopped:
            raise self._stop(stopped) from None

    def _why_ended(self) -> Stopped:
        """Why the worker has closed its connection.

        Raises:
            GraderFailed: somebody else has killed it.
        """
        assert self._sandbox
        try:
            return self._sandbox.ending().stopped()
        except GraderFailed:
            self.close()
            raise

    def _stop(self, stopped: Stopped) -> Stopped:
        """Notes why the submission is stopped and kills all of it; the next test starts anew."""
        self.stopped = stopped
        self.close()
        return stopped

    def _answer(self, frame: frames.Frame, numbering: Numbering) -> Any:
        try:
            match reply := decoded(frame):
                case Raised():
                    raise as_exception(reply)
                case Unsendable(reason):
                    text = f"the answer is {reason}"
                    raise as_exception(Raised("Unsendable", "Unsendable", text, ""))
            return self._received(reply, Decoder(frame.blobs, numbering, self._inward))
        except Stopped as unreadable:
            stopped = unreadable
        except BrokenValue as problem:
            stopped = Stopped(Verdict.KILLED, f"its answer is not readable: {problem}")
        raise self._stop(stopped)

    def _received(self, reply: Returned, decoder: Decoder) -> Any:
        """The value of a reply, once the changes to the arguments are written back.

        Raises:
            BrokenValue: there is none.
        """
        originals = list(decoder.numbering.values)
        _check_number(reply.changed, originals)
        answer = decoder.decode(reply.value)
        contents = [(number, decoder.contents(message)) for number, message in reply.changed]
        for number, new in contents:
            write_back(originals, number, new)
        expansion.check([answer, *originals] if contents else [answer])
        return answer

    def _inward(self, message: Value, decoder: Decoder) -> Any:
        if isinstance(message, Remote):
            return handle_class(message.kind)(self, message.id)
        raise BrokenValue("a probe or a generator cannot come back")


@functools.cache
def global_seed(seed: str, test_id: str) -> int:
    """The seed of the global generators in a test, drawn as in given.testing.

    Kept, so that what a judge has drawn before it forks is there in every fork.
    """
    return int(stream(seed, f"{test_id}/global").integers(2**32))


def _is_place(found: Any) -> bool:
    """It is what the worker sends for a violation: the module, the line and what is wrong there."""
    return isinstance(found, tuple) and [*map(type, found)] == [str, int, str]


def _outward(value: Any) -> Value:
    """The message for what a test passes besides plain values."""
    if isinstance(value, Handle):
        return Remote(number_of(value), "")
    if isinstance(value, np.random.Generator):
        return _seeded(value)
    if callable(value) and not isinstance(value, type):
        return _probe(value if isinstance(value, functools.partial) else functools.partial(value))
    raise CannotSend(
        f"a {type(value).__name__}: what crosses is arrays, numbers, texts, lists, tuples and dicts"
    )


def _probe(partial: "functools.partial[Any]") -> Probe:
    function = partial.func
    name = getattr(function, "__name__", "")
    if name.startswith("_") or getattr(probes, name, None) is not function:
        raise CannotSend(f"{_called(function)}: a function must be one of given.probes")
    encoder = Encoder(Numbering(), _outward, keeps_containers=False)
    arguments = [encoder.encode(argument) for argument in partial.args]
    names = {key: encoder.encode(argument) for key, argument in partial.keywords.items()}
    if encoder.blobs:
        raise CannotSend(f"{_called(function)} with arrays bound to it: pass numbers or texts")
    return Probe(name, arguments, names)


def _called(function: Any) -> str:
    return f"a {type(function).__name__} {getattr(function, '__name__', '')}".rstrip()


def _seeded(generator: np.random.Generator) -> Seeded:
    sequence = generator.bit_generator.seed_seq
    seed = getattr(sequence, "entropy", None)
    if isinstance(seed, int) and seed < 2**63:
        fresh = np.random.default_rng(seed)
        if fresh.bit_generator.state == generator.bit_generator.state:
            return Seeded(seed)
    raise CannotSend("a generator that is not a fresh np.random.default_rng(seed), seed < 2**63")


def _check_number(changed: Sequence[Any], originals: Sequence[Any]) -> None:
    """Does nothing where each argument has changed once at most.

    Raises:
        BrokenValue: one has changed again.
    """
    if len(changed) > len(originals):
        raise BrokenValue("more changed arguments than there are")


def write_back(originals: list[Any], number: int, new: Any) -> None:
    """Writes what the worker has in place of an argument into the caller's own object.

    Raises:
        BrokenValue: it does not fit.
    """
    try:
        if not 0 <= number < len(originals):
            raise BrokenValue(f"no argument has the number {number}")
        original = originals[number]
        if isinstance(original, np.ndarray) and isinstance(new, np.ndarray):
            _copy_into(original, new)
        elif isinstance(original, list) and isinstance(new, list):
            original[:] = new
        elif isinstance(original, dict) and isinstance(new, dict):
            original.clear()
            original.update(new)
        else:
            raise BrokenValue("an argument that changed its kind")
    except (ValueError, TypeError, AttributeError) as problem:
        raise BrokenValue(f"a changed argument does not fit: {problem}") from None


def _copy_into(original: np.ndarray, new: np.ndarray) -> None:
    if new.dtype != original.dtype:
        raise BrokenValue(f"{new.dtype} in place of {original.dtype}")
    if new.shape != original.shape:
        original.shape = new.shape  # the student's code has set it
    if new.tobytes() != original.tobytes():
        original[...] = new
