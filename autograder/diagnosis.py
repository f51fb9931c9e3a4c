"""Finds the misconception behind a wrong answer: the one that answers the same input so."""

import importlib.util
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from autograder.boundary import frames, messages
from autograder.boundary.messages import Returned, Use
from autograder.boundary.values import Decoder, Numbering
from autograder.course import Course
from autograder.hints import Misconception
from autograder.limited import LimitedChild
from autograder.session import Exchange, write_back
from autograder.variants import TrustedWorker, in_place
from autograder.verdicts import GraderFailed
from given.manifest import Exercise, Manifest

_CPU_S = 20  # for all tests of a submission
_WALL_S = 20.0  # for one
Read = Callable[[bytes, frames.Frame], Any]  # what of an answer is compared
_Asked = tuple[bytes, bytes, bytes]  # a request, the structure and the blobs of its reply
_SAME_RTOL = 1e-8  # what two ways to compute the same number may differ by
_FAR_RTOL = 1e-4  # far more than a test tolerates


class Diagnosis:
    """The misconceptions of an assignment, tried on what a test asked of a submission."""

    def __init__(self, course: Course, manifest: Manifest) -> None:
        self._manifest = manifest
        self._misconceptions = load_misconceptions(course, manifest)
        self._child: LimitedChild | None = None

    def misconception(self, name: str) -> Misconception:
        """The misconception of that name.

        Raises:
            KeyError: there is none.
        """
        return {m.name: m for m in self._misconceptions}[name]

    def hint(self, exercise: Exercise, transcript: Sequence[Exchange]) -> str | None:
        """The hint of the one misconception that answers all requests as the student did.

        It is sought in a limited child, one for all tests of a submission, so that a slow variant
        holds nothing up.
        """
        if not transcript or not self.candidates(exercise.name):
            return None
        if self._child is None:
            self._child = LimitedChild(Search(self).answer, _CPU_S, _WALL_S)
        asked = [(e.request, e.reply.structure, e.reply.blobs) for e in transcript]
        found = self._child.ask(msgspec.msgpack.encode((exercise.name, asked)))
        return self.misconception(found.decode()).hint if found else None

    def close(self) -> None:
        """Ends the child, if there is one: the next submission has its own."""
        if self._child is not None:
            self._child.close()
            self._child = None

    def candidates(self, exercise: str) -> list[Misconception]:
        """The misconceptions of an exercise."""
        names = {function.name for function in self._manifest.exercise(exercise).functions}
        return [m for m in self._misconceptions if names & {*m.functions}]

    @property
    def package(self) -> str:
        return self._manifest.package


class Search:
    """The child's part: it knows what it has found in the submission before."""

    def __init__(self, diagnosis: Diagnosis) -> None:
        self._diagnosis = diagnosis
        self._found: list[Misconception] = []

    def answer(self, question: bytes) -> bytes:
        """The name of the misconception that explains a transcript, or nothing."""
        exercise, asked = msgspec.msgpack.decode(question, type=tuple[str, list[_Asked]])
        transcript = [Exchange(request, frames.Frame(*reply)) for request, *reply in asked]
        found = self._matching(transcript, self._diagnosis.candidates(exercise))
        if found is None:
            return b""
        if found not in self._found:
            self._found.append(found)
        return found.name.encode()

    def _matching(
        self, transcript: Sequence[Exchange], candidates: Sequence[Misconception]
    ) -> Misconception | None:
        """The one that explains the transcript; one that was found before needs not be the only.

        Where none answers so in all, what it changes in place is left aside: a student may work on
        copies where the misconception does not, or have gone wrong there in another way.
        """
        for read in (_whole, _returned):
            theirs = [read(exchange.request, exchange.reply) for exchange in transcript]
            explains = partial(self._explains, transcript=transcript, theirs=theirs, read=read)
            for found in self._found:
                if found in candidates and explains(found):
                    return found
            matching = [candidate for candidate in candidates if explains(candidate)]
            if matching:
                return matching[0] if len(matching) == 1 else None
        return None

    def _explains(
        self,
        candidate: Misconception,
        transcript: Sequence[Exchange],
        theirs: Sequence[Any],
        read: Read,
    ) -> bool:
        """Whether the misconception answers as they did, where the right answer is another."""
        with in_place(candidate, self._diagnosis.package):
            answers_so = self._agrees(transcript, theirs, read, _SAME_RTOL)
        return answers_so and not self._agrees(transcript, theirs, read, _FAR_RTOL)

    def _agrees(
        self,
        transcript: Sequence[Exchange],
        theirs: Sequence[Any],
        read: Read,
        rtol: float,
    ) -> bool:
        """Whether this process answers all requests so; it stops at the first that differs."""
        worker = TrustedWorker(self._diagnosis.package)
        with np.errstate(all="ignore"):
            return all(
                same(their, read(each.request, worker.answer_to(each.request)), rtol)
                for each, their in zip(transcript, theirs, strict=True)
            )


def make_importable(course: Course, manifest: Manifest) -> None:
    """Suites and misconceptions import oracles; the solved packages are what they are told from."""
    packages = (manifest.package, *manifest.earlier)
    sys.path[:0] = [str(course.package_folder(package).parent) for package in packages]
    sys.path.append(str(course.root / "autograder"))


def load_misconceptions(course: Course, manifest: Manifest) -> list[Misconception]:
    """The misconceptions of an assignment, file by file; none where it has none.

    Raises:
        GraderFailed: one is of a function that is no exercise's.
    """
    folder = course.misconceptions(manifest)
    known = {function.name for function in manifest.functions}
    found = [each for path in sorted(folder.glob("*.py")) for each in _misconceptions_of(path)]
    for each in found:
        if unknown := sorted({*each.functions} - known):
            raise GraderFailed(f"{folder}: {each.name} is of {unknown[0]}, which is no exercise's")
    return found


def _misconceptions_of(path: Path) -> list[Misconception]:
    name = f"misconceptions.{path.parent.name}.{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [value for value in vars(module).values() if isinstance(value, Misconception)]


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


def _whole(request: bytes, reply: frames.Frame) -> Any:
    """A reply as values that `same` compares: what was returned, what was changed in place."""
    _, value, changed = _decoded(request, reply)
    return value, changed


def _returned(request: bytes, reply: frames.Frame) -> Any:
    """What was returned alone; an argument that was is what it has become."""
    arguments, value, changed = _decoded(request, reply)
    for number, new in changed:
        write_back(arguments, number, new)
    return value


def _decoded(request: bytes, reply: frames.Frame) -> tuple[list[Any], Any, list[tuple[int, Any]]]:
    """The arguments, what was returned, and what changed; objects in the worker are all alike."""
    message = messages.decode_reply(reply.structure)
    if not isinstance(message, Returned):
        return [], [type(message).__name__, getattr(message, "kind", "")], []
    numbering = Numbering()
    asked = frames.whole(request)
    use = messages.decode_request(asked.structure)
    if isinstance(use, Use):  # for the numbers of its arguments
        arguments = Decoder(asked.blobs, numbering, _alike)
        arguments.items([*use.operands, *use.names.values()])
    originals = list(numbering.values)
    decoder = Decoder(reply.blobs, numbering, _alike)
    value = decoder.decode(message.value)
    return originals, value, [(at, decoder.contents(new)) for at, new in message.changed]


def _alike(message: messages.Value, _: Decoder) -> str:
    return type(message).__name__
