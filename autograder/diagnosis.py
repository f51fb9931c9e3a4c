"""Finds the misconception behind a wrong answer: the one that answers the same input so."""

import contextlib
import copy
import importlib
import importlib.util
import operator
import os
import resource
import select
import signal
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.course import Course
from autograder.hints import Misconception
from autograder.session import PlainCall
from given.manifest import Manifest

_CPU_S = 5
_WALL_S = 20.0
_SAME_RTOL = 1e-8  # what two ways to compute the same number may differ by
_FAR_RTOL = 1e-4  # far more than a test tolerates


class Diagnosis:
    """The misconceptions of an assignment, and its solved package to compare them with."""

    def __init__(self, course: Course, manifest: Manifest) -> None:
        self._misconceptions = load_misconceptions(course, manifest)
        self._solved = {
            name: solved_function(manifest.package, name)
            for misconception in self._misconceptions
            for name in misconception.functions
        }

    @property
    def misconceptions(self) -> list[Misconception]:
        return self._misconceptions

    def misconception(self, name: str) -> Misconception:
        """The misconception of that name.

        Raises:
            KeyError: there is none.
        """
        return {m.name: m for m in self._misconceptions}[name]

    def hint(self, call: PlainCall) -> str | None:
        """The hint of the one misconception that answers the call as the student did.

        It is found in a limited child, so that a slow variant holds nothing up.
        """
        candidates = [m for m in self._misconceptions if call.function in m.functions]
        if not candidates:
            return None
        number = _in_limited_child(lambda: self._matching(call, candidates))
        return None if number is None else candidates[number].hint

    def _matching(self, call: PlainCall, candidates: Sequence[Misconception]) -> int | None:
        right = _answer(self._solved[call.function], call)
        matching = [
            number
            for number, candidate in enumerate(candidates)
            if same(call.answer, wrong := _answer(candidate.variant, call), _SAME_RTOL)
            and not same(wrong, right, _FAR_RTOL)
        ]
        return matching[0] if len(matching) == 1 else None


def solved_function(package: str, name: str) -> Callable[..., Any]:
    """The solved function or method of that dotted name below the package."""
    module, _, path = name.partition(".")
    solved = operator.attrgetter(path)(importlib.import_module(f"{package}.{module}"))
    assert callable(solved)
    return solved  # type: ignore[no-any-return]


def load_misconceptions(course: Course, manifest: Manifest) -> list[Misconception]:
    """The misconceptions of an assignment, in the order of their file; none where it has none."""
    path = course.misconceptions(manifest)
    spec = importlib.util.spec_from_file_location(f"misconceptions_{manifest.package}", path)
    if spec is None or spec.loader is None or not path.is_file():
        return []
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


def _answer(function: Callable[..., Any], call: PlainCall) -> Any:
    """The function's answer to the call; an object equal to nothing where it has none."""
    arguments, names = call.arguments()
    with np.errstate(all="ignore"), contextlib.suppress(Exception):
        return copy.deepcopy(function(*arguments, **names))
    return object()


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
