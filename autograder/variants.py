"""The solved package with a misconception in it, used in the trusted process: our own code."""

import importlib
import operator
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.boundary import frames
from autograder.boundary.worker import Worker
from autograder.hints import Misconception
from autograder.session import Session
from given.manifest import Exercise, Manifest


class TrustedWorker(Worker):
    """Answers from the modules that this process has.

    Args:
        package: installed, or importable by other means.
    """

    def __init__(self, package: str) -> None:
        super().__init__(
            Path(str(importlib.import_module(package).__file__)).parent.parent, package
        )

    def answer_to(self, payload: bytes) -> frames.Frame:
        """The reply to a request; both are frames."""
        return frames.whole(self.answer(frames.whole(payload)))

    def _check_fresh(self) -> None:
        """Our own code may be read at any time."""


class TrustedSession(Session):
    """A session on the modules that this process has: the same values cross, but to no sandbox."""

    def __init__(self, manifest: Manifest, seed: str) -> None:
        super().__init__({}, Path(), manifest, seed)
        self._worker = TrustedWorker(manifest.package)

    def _start_worker(self, key: tuple[str, str], exercise: Exercise) -> None:
        """There is one worker for all."""

    def _begin_test(self, key: tuple[str, str]) -> None:
        """Nothing is watched."""

    def _send(self, payload: bytes) -> frames.Frame:
        return self._worker.answer_to(payload)


class VariantSession(TrustedSession):
    """A trusted session on a misconception."""

    def __init__(self, misconception: Misconception, manifest: Manifest, seed: str) -> None:
        super().__init__(manifest, seed)
        self._misconception = misconception
        self._package = manifest.package

    def _send(self, payload: bytes) -> frames.Frame:
        with in_place(self._misconception, self._package):
            return super()._send(payload)


@contextmanager
def in_place(misconception: Misconception, package: str) -> Iterator[None]:
    """The solved package has the variant for a while."""
    places = [place(f"{package}.{function}") for function in misconception.functions]
    solved = [vars(owner)[name] for owner, name in places]
    for owner, name in places:
        setattr(owner, name, misconception.variant)
    try:
        yield
    finally:
        for (owner, name), function in zip(places, solved, strict=True):
            setattr(owner, name, function)


def place(dotted: str) -> tuple[object, str]:
    """The module or class that has the function, and the function's name there."""
    package, module_name, *owners, name = dotted.split(".")
    module = importlib.import_module(f"{package}.{module_name}")
    return operator.attrgetter(".".join(owners))(module) if owners else module, name
