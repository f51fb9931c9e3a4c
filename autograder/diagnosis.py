"""Finds the misconception behind a wrong answer: the one that answers the same input so."""

import importlib.util
import os
import resource
import select
import signal
import sys
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.boundary import frames, messages
from autograder.boundary.messages import Returned, Use
from autograder.boundary.values import Decoder, Numbering
from autograder.course import Course
from autograder.hints import Misconception
from autograder.session import Exchange
from autograder.variants import TrustedWorker, in_place
from autograder.verdicts import GraderFailed
from given.manifest import Exercise, Manifest

_CPU_S = 5
_WALL_S = 20.0
_SAME_RTOL = 1e-8  # what two ways to compute the same number may differ by
_FAR_RTOL = 1e-4  # far more than a test tolerates


class Diagnosis:
    """The misconceptions of an assignment, tried on what a test asked of a submission."""

    def __init__(self, course: Course, manifest: Manifest) -> None:
        self._package = manifest.package
        self._misconceptions = load_misconceptions(course, manifest)
        self._found: list[Misconception] = []  # in the submission at hand

    def misconception(self, name: str) -> Misconception:
        """The misconception of that name.

        Raises:
            KeyError: there is none.
        """
        return {m.name: m for m in self._misconceptions}[name]

    def hint(self, exercise: Exercise, transcript: Sequence[Exchange]) -> str | None:
        """The hint of the one misconception that answers all requests as the student did.

        It is found in a limited child, so that a slow variant holds nothing up.
        """
        names = {function.name for function in exercise.functions}
        candidates = [m for m in self._misconceptions if names & {*m.functions}]
        if not candidates or not transcript:
            return None
        number = _in_limited_child(lambda: self._matching(transcript, candidates))
        if number is None:
            return None
        if candidates[number] not in self._found:
            self._found.append(candidates[number])
        return candidates[number].hint

    def _matching(
        self, transcript: Sequence[Exchange], candidates: Sequence[Misconception]
    ) -> int | None:
        """The one that explains the transcript; one that was found before needs not be the only."""
        theirs = [_plain(exchange.request, exchange.reply) for exchange in transcript]
        for found in self._found:
            if found in candidates and self._explains(found, transcript, theirs):
                return candidates.index(found)
        matching = [c for c in candidates if self._explains(c, transcript, theirs)]
        return candidates.index(matching[0]) if len(matching) == 1 else None

    def _explains(
        self, candidate: Misconception, transcript: Sequence[Exchange], theirs: Sequence[Any]
    ) -> bool:
        """Whether the misconception answers as they did, where the right answer is another."""
        with in_place(candidate, self._package):
            answers_so = self._agrees(transcript, theirs, _SAME_RTOL)
        return answers_so and not self._agrees(transcript, theirs, _FAR_RTOL)

    def _agrees(self, transcript: Sequence[Exchange], theirs: Sequence[Any], rtol: float) -> bool:
        """Whether this process answers all requests so; it stops at the first that differs."""
        worker = TrustedWorker(self._package)
        with np.errstate(all="ignore"):
            return all(
                same(their, _plain(exchange.request, worker.answer_to(exchange.request)), rtol)
                for exchange, their in zip(transcript, theirs, strict=True)
            )


def make_importable(course: Course, manifest: Manifest) -> None:
    """Suites and misconceptions import oracles; the solved packages are what they are told from."""
    packages = (manifest.package, *manifest.earlier)
    sys.path[:0] = [str(course.package_folder(package).parent) for package in packages]
    sys.path.append(str(course.root / "autograder"))


def load_misconceptions(course: Course, manifest: Manifest) -> list[Misconception]:
    """The misconceptions of an assignment, in the order of their file; none where it has none.

    Raises:
        GraderFailed: one is of a function that is no exercise's.
    """
    path = course.misconceptions(manifest)
    spec = importlib.util.spec_from_file_location(f"misconceptions_{manifest.package}", path)
    if spec is None or spec.loader is None or not path.is_file():
        return []
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = [value for value in vars(module).values() if isinstance(value, Misconception)]
    known = {function.name for function in manifest.functions}
    for each in found:
        if unknown := sorted({*each.functions} - known):
            raise GraderFailed(f"{path}: {each.name} is of {unknown[0]}, which is no exercise's")
    return found


def same(left: Any, right: Any, rtol: float) -> bool:
    """Whether two plain values are the same, their numbers up to `rtol`."""
    if isinstance(left, list | tuple) and isinstance(right, list | tuple):
        return len(left) == len(right) and all(map(same, left, right, [rtol] * len(left)))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[k], right[k], rtol) for k in left)
    try:
        one, other = np.asarray(left), np.asarray(right)
        if one.shape != other.shape:
            return False
        if one.dtype.kind not in "biufc" or other.dtype.kind not in "biufc":
            return bool(left == right)
        scale = np.max(np.abs(other), initial=0.0, where=np.isfinite(other))
        return bool(np.allclose(one, other, rtol=rtol, atol=rtol * scale, equal_nan=True))
    except (TypeError, ValueError):
        return False


def _plain(request: bytes, reply: frames.Frame) -> Any:
    """A reply as a value that `same` compares; objects in the worker are all alike."""
    message = messages.decode_reply(reply.structure)
    if not isinstance(message, Returned):
        return [type(message).__name__, getattr(message, "kind", "")]
    numbering = Numbering()
    asked = frames.whole(request)
    use = messages.decode_request(asked.structure)
    if isinstance(use, Use):  # for the numbers of its arguments
        arguments = Decoder(asked.blobs, numbering, _alike)
        arguments.items([*use.operands, *use.names.values()])
    decoder = Decoder(reply.blobs, numbering, _alike)
    value = decoder.decode(message.value)
    return [value, [[number, decoder.contents(new)] for number, new in message.changed]]


def _alike(message: messages.Value, _: Decoder) -> str:
    return type(message).__name__


def _in_limited_child(find: Callable[[], int | None]) -> int | None:
    """What `find` gives in a fork with little time; None where it does not come to an end."""
    reads, writes = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S))
            number = find()
            os.write(writes, b"" if number is None else b"%d" % number)
        finally:
            os._exit(0)
    os.close(writes)
    try:
        if not select.select([reads], [], [], _WALL_S)[0]:
            return None
        said = os.read(reads, 16)
        return int(said) if said else None
    finally:
        os.close(reads)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
