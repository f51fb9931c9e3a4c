"""One submission under test: its sandboxes, one at a time, and the values that go in and out."""

import functools
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np

from autograder.boundary import frames, messages
from autograder.boundary.messages import Probe, Raised, Remote, Returned, Seeded, Unsendable, Value
from autograder.boundary.values import BrokenValue, CannotSend, Decoder, Encoder, Numbering
from autograder.proxy import Handle, handle_class
from autograder.raised import as_exception
from autograder.sandbox.channel import Channel, Watch, decoded, ending
from autograder.sandbox.zygote import Sandbox, Zygote
from autograder.verdicts import Stopped, Verdict
from given import probes
from given.manifest import Exercise, Manifest

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
        self._worker_for: Exercise | None = None
        self._watches: dict[tuple[str, str], Watch] = {}  # by visibility and exercise
        self._watch: Watch | None = None  # of the test at hand
        self.stopped: Stopped | None = None  # in the test at hand
        self.transcript: list[Exchange] = []  # of the test at hand

    def begin(self, test_id: str, visibility: str, exercise: Exercise) -> None:
        """Readies a worker for a test.

        Raises:
            GraderFailed: none can be had.
        """
        self.stopped = None
        self.transcript = []
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
        digest = hashlib.blake2b(f"worker\0{self._seed}\0{test_id}".encode(), digest_size=7)
        begin = messages.Begin(int.from_bytes(digest.digest()))
        self._begin_payload = frames.pack(messages.encode(begin), [])
        self._begun = False

    def spent_s(self) -> float:
        """CPU seconds of the submission in the test at hand."""
        return self._watch.spent_s() if self._watch else 0.0

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
            request = messages.encode(messages.Use(operation, target, values, named))
            payload = frames.pack(request, encoder.blobs)
        except (CannotSend, frames.BrokenFrame) as problem:
            raise TypeError(f"a test may not pass {problem}") from None
        try:
            return self._answer(self._exchange(payload), numbering)
        except BrokenValue as problem:
            text = f"its answer is not readable: {problem}"
            raise self._stop(Stopped(Verdict.KILLED, text)) from None

    def inspect(self, function: str, kind: str) -> list[tuple[int, str]]:
        """Lines of a function that use what is forbidden, and what; read without running it.

        Raises:
            StudentRaised: the code cannot be read.
            Stopped: see use.
        """
        self._end_worker()  # the reading is done by a worker in which no code has run
        assert self._place
        exercise = next(e for e in self._manifest.exercises if self._owns(e, function))
        self._start_worker((self._place[0], exercise.name), exercise)
        self._begun = True
        payload = frames.pack(messages.encode(messages.Inspect(function, kind)), [])
        found = self._answer(self._exchange(payload), Numbering())
        if not isinstance(found, list):
            raise self._stop(Stopped(Verdict.KILLED, "its code could not be inspected"))
        return [(int(line), str(what)) for line, what in found]

    def close(self) -> None:
        """Ends every process of the submission.

        Raises:
            GraderFailed: something is left.
        """
        self._end_worker()
        if self._sandbox is not None:
            sandbox, self._sandbox = self._sandbox, None
            sandbox.close()

    def _owns(self, exercise: Exercise, function: str) -> bool:
        return any(f.name == function for f in exercise.functions)

    def _start_worker(self, key: tuple[str, str], exercise: Exercise) -> None:
        assert self._place
        zygote = self._zygotes[self._place[1]]
        limits = self._manifest.limits
        if self._sandbox is None:
            self._sandbox = zygote.open(self._submission, self._manifest.package, limits)
        watch = self._watches.setdefault(key, Watch(zygote.usage, limits))
        self._channel = self._sandbox.start_worker(watch)
        self._worker_for = exercise

    def _begin_test(self, key: tuple[str, str]) -> None:
        self._watch = self._watches[key]
        self._watch.begin_test()

    def _end_worker(self) -> int:
        if self._channel is None or self._sandbox is None:
            return 0
        self._channel.close()
        self._channel = self._worker_for = None
        return self._sandbox.end_worker()

    def _exchange(self, payload: bytes) -> frames.Frame:
        """The reply to a request; both go into the transcript of the test."""
        for request in (payload,) if self._begun else (self._begin_payload, payload):
            reply = self._send(request)
            self.transcript.append(Exchange(request, reply))
        self._begun = True
        return reply

    def _send(self, payload: bytes) -> frames.Frame:
        if self.stopped is not None or self._channel is None:
            raise self.stopped or Stopped(Verdict.KILLED, "it had been stopped before")
        try:
            return self._channel.exchange(payload)
        except EOFError:
            raise self._stop(ending(self._end_worker())) from None
        except Stopped as stopped:
            raise self._stop(stopped) from None

    def _stop(self, stopped: Stopped) -> Stopped:
        """Notes why the submission is stopped and kills all of it; the next test starts anew."""
        self.stopped = stopped
        self.close()
        return stopped

    def _answer(self, frame: frames.Frame, numbering: Numbering) -> Any:
        try:
            reply = decoded(frame)
        except Stopped as stopped:
            raise self._stop(stopped) from None
        match reply:
            case Raised():
                raise as_exception(reply)
            case Unsendable(reason):
                raise as_exception(
                    Raised("ValueError", "Unsendable", f"the answer is {reason}", "")
                )
            case Returned(value, changed):
                decoder = Decoder(frame.blobs, numbering, self._inward)
                originals = list(numbering.values)
                answer = decoder.decode(value)
                contents = [(number, decoder.contents(message)) for number, message in changed]
                for number, new in contents:
                    _write_back(originals, number, new)
                return answer
        raise AssertionError(reply)

    def _inward(self, message: Value, decoder: Decoder) -> Any:
        if isinstance(message, Remote):
            return handle_class(message.kind)(self, message.id)
        raise BrokenValue("a probe or a generator cannot come back")


def _outward(value: Any) -> Value:
    """The message for what a test passes besides plain values."""
    if isinstance(value, Handle):
        return Remote(Handle.number(value), "")
    if isinstance(value, np.random.Generator):
        return _seeded(value)
    partial = value if isinstance(value, functools.partial) else functools.partial(value)
    if isinstance(partial.func, FunctionType) and partial.func.__module__ == probes.__name__:
        encoder = Encoder(Numbering(), _outward, keeps_containers=False)
        arguments = [encoder.encode(argument) for argument in partial.args]
        names = {key: encoder.encode(argument) for key, argument in partial.keywords.items()}
        if not encoder.blobs:
            return Probe(partial.func.__name__, arguments, names)
    raise CannotSend(
        f"a {type(value).__name__}: functions come from given.probes, generators fresh"
    )


def _seeded(generator: np.random.Generator) -> Seeded:
    sequence = generator.bit_generator.seed_seq
    seed = getattr(sequence, "entropy", None)
    if isinstance(seed, int) and seed < 2**63:
        fresh = np.random.default_rng(seed)
        if fresh.bit_generator.state == generator.bit_generator.state:
            return Seeded(seed)
    raise CannotSend("a generator that is not a fresh np.random.default_rng(seed), seed < 2**63")


def _write_back(originals: list[Any], number: int, new: Any) -> None:
    """Writes what the worker has in place of an argument into the caller's own object.

    Raises:
        BrokenValue: it does not fit.
    """
    try:
        original = originals[number]
        if isinstance(original, np.ndarray) and isinstance(new, np.ndarray):
            original[...] = new.reshape(original.shape)
        elif isinstance(original, list) and isinstance(new, list):
            original[:] = new
        elif isinstance(original, dict) and isinstance(new, dict):
            original.clear()
            original.update(new)
        else:
            raise BrokenValue("an argument that changed its kind")
    except (IndexError, ValueError, TypeError) as problem:
        raise BrokenValue(f"a changed argument does not fit: {problem}") from None
