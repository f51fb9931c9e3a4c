"""The process that tries variants of the solved package, each in a limited fork of itself.

What is tried is our own code, so it needs no sandbox; it may loop or eat memory, hence the limits.
"""

import gc
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType

import msgspec
import numpy.ma  # noqa: F401 - np.unique would load it in every fork
import pytest

from autograder.boundary import frames
from autograder.course import Course, read_course
from autograder.diagnosis import Diagnosis, Search, make_importable
from autograder.jobs import Assignment
from autograder.judge import Judge
from autograder.limited import LimitedChild
from autograder.mutants import lazy, mutation
from autograder.mutants.trials import Lazy, Misconceived, Mutated, Order, Solved, Trial, Tried
from autograder.outcome import Outcome
from autograder.service import sealed_arguments
from autograder.session import Exchange, Session
from autograder.variants import TrustedSession, VariantSession
from autograder.verdicts import GraderFailed, Stopped, Verdict
from given.manifest import Exercise, Manifest

_MEMORY_BYTES = 6 * 2**30  # of addresses, libraries included
_CPU_S = 120  # for one variant: some tests of it may take all the time that they have
_WALL_S = 900.0


def main(descriptor: int) -> None:
    """Serves whoever is at the other end of the socket: first an Order, then trials."""
    connection: Connection[bytes, bytes] = Connection(descriptor)
    try:
        order = msgspec.msgpack.decode(connection.recv_bytes(), type=Order)
        course = read_course(Path(order.course))
        manifest = course.manifest(order.name)
        make_importable(course, manifest)
        arguments = sealed_arguments(course, _test_files(course, manifest, order.exercises))
        judge = TrialJudge(course, manifest, order)
    except Exception as failure:
        _send(connection, Tried(failure=f"{type(failure).__name__}: {failure}"))
        return
    hall = Hall(connection, judge, manifest, order.seed)
    judge.serve = hall.run
    status = pytest.main(arguments, plugins=[judge])
    if not hall.opened:
        problems = "; ".join(judge.problems) or f"pytest ended with {status!r}"
        _send(connection, Tried(failure=f"the suites cannot be used: {problems}"))


class TrialJudge(Judge):
    """A judge that knows the tests of some exercises only."""

    def __init__(self, course: Course, manifest: Manifest, order: Order) -> None:
        assignment = Assignment(order.course, order.name, order.seed, "", 0, {}, "")
        super().__init__(course, manifest, assignment)
        chosen = tuple(manifest.exercise(name) for name in order.exercises)
        self._manifest = replace(manifest, exercises=chosen)
        self.diagnosis = self.confusion = Confusion(course, manifest)

    def of_exercises(self, items: Sequence[pytest.Item], names: set[str]) -> list[pytest.Item]:
        return [item for item in items if self._exercise_name(item) in names]

    def is_hidden(self, item: pytest.Item) -> bool:
        return self._visibility(item) == "hidden"


class Confusion(Diagnosis):
    """Gives hints as in grading; where it gives none, counts those that could be meant."""

    def __init__(self, course: Course, manifest: Manifest) -> None:
        super().__init__(course, manifest)
        self.explained: Counter[str] = Counter()  # tests, by the name of the misconception

    def hint(self, exercise: Exercise, transcript: Sequence[Exchange]) -> str | None:
        hint = super().hint(exercise, transcript)
        if transcript and hint is None:
            self.explained.update(Explanations(self).names(exercise.name, transcript))
        return hint


class Explanations(Search):
    """A search that does not mind if there are several."""

    def names(self, exercise: str, transcript: Sequence[Exchange]) -> list[str]:
        """The misconceptions that answer all requests so, where the right answer is another."""
        candidates = self._diagnosis.candidates(exercise)
        return [c.name for c in candidates if self._matching(transcript, [c])]


class Hall:
    """Tries one variant after the other, each in a fork of its own."""

    def __init__(
        self,
        connection: "Connection[bytes, bytes]",
        judge: TrialJudge,
        manifest: Manifest,
        seed: str,
    ) -> None:
        self.opened = False
        self._connection = connection
        self._judge = judge
        self._manifest = manifest
        self._seed = seed
        self._items: list[pytest.Item] = []

    def run(self, items: list[pytest.Item]) -> None:
        """Serves until the other end closes."""
        if self._judge.problems:
            return
        self.opened = True
        self._items = items
        gc.collect()
        gc.freeze()  # or the collector would write to, and so copy, all that forks share
        _send(self._connection, Tried())
        while question := _received(self._connection):
            child = LimitedChild(self._answer, _CPU_S, _WALL_S)
            answer = child.ask(question)
            child.close()
            self._connection.send_bytes(answer or msgspec.msgpack.encode(Tried(lost=True)))

    def _answer(self, question: bytes) -> bytes:
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
        signal.signal(signal.SIGPROF, _out_of_time)
        try:
            outcomes = self._outcomes(msgspec.msgpack.decode(question, type=Trial))
            tried = Tried(outcomes, dict(self._judge.confusion.explained))
        except BaseException as failure:
            tried = Tried(failure=f"{type(failure).__name__}: {failure}")
        return msgspec.msgpack.encode(tried)

    def _outcomes(self, trial: Trial) -> list[Outcome]:
        plain = PlainSession(self._manifest, self._seed)
        match trial:
            case Solved():
                return self._judge.outcomes_on(self._items, plain).outcomes
            case Misconceived(name):
                misconception = self._judge.diagnosis.misconception(name)
                session = TimedVariantSession(misconception, self._manifest, self._seed)
                items = self._of_functions(misconception.functions)
                return self._judge.outcomes_on(items, session).outcomes
            case Lazy(exercise, way):
                functions = self._manifest.exercise(exercise).functions
                lazy.install(self._manifest.package, [f.name for f in functions], way)
                return self._judge.outcomes_on(self._of({exercise}), plain).outcomes
            case Mutated(exercise, function, text):
                mutation.install(self._manifest.package, function, text)
                return self._until_rejected(self._of({exercise}), plain)

    def _until_rejected(self, items: list[pytest.Item], session: Session) -> list[Outcome]:
        """The outcomes of hidden tests, then public ones, until one fails."""
        outcomes: list[Outcome] = []
        for item in sorted(items, key=self._judge.is_hidden, reverse=True):
            outcomes = self._judge.outcomes_on([item], session).outcomes
            if outcomes[-1].verdict is not Verdict.PASSED:
                break
        return outcomes

    def _of(self, exercises: set[str]) -> list[pytest.Item]:
        return self._judge.of_exercises(self._items, exercises)

    def _of_functions(self, functions: Sequence[str]) -> list[pytest.Item]:
        theirs = {
            e.name for e in self._manifest.exercises for f in e.functions if f.name in functions
        }
        return self._of(theirs)


class _Timed(TrustedSession):
    """The requests of a test take no longer together than those to a submission may."""

    def _begin_test(self, key: tuple[str, str]) -> None:
        super()._begin_test(key)
        self._left_s = self._manifest.limits.cpu_s

    def _send(self, payload: bytes) -> frames.Frame:
        if self.stopped is not None:
            raise self.stopped
        if self._left_s <= 0:  # it may be the test that goes on for ever, asking for more
            raise self._stop(Stopped(Verdict.TIME, "it takes too long"))
        start_s = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, self._left_s)
        try:
            return super()._send(payload)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            self._left_s -= time.process_time() - start_s


class PlainSession(_Timed):
    """Without a transcript no hint is sought."""

    def _exchange(self, payload: bytes) -> frames.Frame:
        return self._send(payload)


class TimedVariantSession(_Timed, VariantSession):
    """A misconception within limits."""


def _out_of_time(number: int, frame: FrameType | None) -> None:
    raise TimeoutError("it takes too long")


def _send(connection: "Connection[bytes, bytes]", tried: Tried) -> None:
    connection.send_bytes(msgspec.msgpack.encode(tried))


def _received(connection: "Connection[bytes, bytes]") -> bytes:
    try:
        return connection.recv_bytes()
    except EOFError:
        return b""


def _test_files(course: Course, manifest: Manifest, exercises: Sequence[str]) -> list[Path]:
    folders = (course.folder(manifest.name) / "tests", course.suites(manifest))
    files = [folder / manifest.exercise(name).test_file for folder in folders for name in exercises]
    if absent := [file for file in files if not file.is_file()]:
        raise GraderFailed(f"there is no file of tests {absent[0]}")
    return files


if __name__ == "__main__":
    main(int(sys.argv[1]))
