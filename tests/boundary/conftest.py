"""Submissions in a real sandbox: one zygote for the tests of a module, a session for each test."""

import functools
import os
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from autograder.boundary.zygote import descendants
from autograder.proxy import Student
from autograder.sandbox import libraries, trial
from autograder.sandbox.zygote import Zygote
from autograder.session import Session
from given.manifest import Exercise, Function, Limits, Manifest

LIBRARIES = ("numpy",)


def manifest(limits: Limits) -> Manifest:
    """Two exercises, `work` and `other`, each in a module of its name."""

    def exercise(name: str) -> Exercise:
        functions = (Function(f"{name}.f", "(x)"), Function(f"{name}.rule", "(w, dw, config=None)"))
        return Exercise(name, name.title(), Fraction(1), functions)

    exercises = (exercise("work"), exercise("other"))
    return Manifest("z1_toy", "z1", "Toy", exercises, limits=limits)


class Hall:
    """Where a test hands in submissions and takes the place of the judge."""

    def __init__(self, zygote: Zygote, folder: Path) -> None:
        self.zygote = zygote
        self._folder = folder
        self._sessions: list[Session] = []

    @property
    def session(self) -> Session:
        return self._sessions[-1]

    def hand_in(
        self, work: str = "", files: dict[str, str | bytes] | None = None, **limits: float
    ) -> Student:
        """A submission with this text of z1/work.py, in the middle of its first test."""
        folder = self._folder / f"submission{len(self._sessions)}"
        texts: dict[str, str | bytes] = {"__init__.py": "", "work.py": work} | (files or {})
        for name, text in texts.items():
            path = folder / "z1" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            content = text if isinstance(text, bytes) else textwrap.dedent(text).encode()
            path.write_bytes(content)
        return self.open(folder, **limits)

    def open(self, folder: Path, seed: str = "secret", **limits: float) -> Student:
        """The submission in a folder, in the middle of its first test."""
        if self._sessions:
            self.session.close()
        tight = Limits(cpu_s=0.5, exercise_cpu_s=5.0, wall_s=5.0, memory_mb=256, file_mb=1)
        self.manifest = manifest(replace(tight, **limits))
        zygotes = {LIBRARIES: self.zygote}
        self._sessions.append(Session(zygotes, folder, self.manifest, seed))
        self.next_test("public/test_work.test_first")
        return Student(self.session, self.manifest)

    def next_test(
        self,
        test_id: str = "public/test_work.test_next",
        exercise: str = "work",
        visibility: str = "public",
    ) -> None:
        self.session.begin(test_id, visibility, self.manifest.exercise(exercise))

    def processes(self) -> set[int]:
        """Of submissions, at the moment."""
        return descendants(self.zygote.pid)

    def folders(self) -> list[Path]:
        """Of sandboxes, at the moment."""
        return sorted(self.zygote.scratch.glob("gradus-sandbox-*"))

    def leave(self) -> None:
        """Closes everything; nothing may be left."""
        if self._sessions:
            self.session.close()
        assert not self.processes()
        assert not self.folders()


@pytest.fixture(scope="session")
def library_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("libraries") / "numpy"
    return libraries.build(folder, LIBRARIES)


@pytest.fixture(scope="session", params=["strong", "landlock", "process"])
def tier(request: pytest.FixtureRequest) -> str:
    """Each tier of this machine in turn."""
    name: str = request.param
    if problem := _problem(name):
        assert "CI" not in os.environ, f"no sandbox tier {name}: {problem}"
        pytest.skip(f"no sandbox tier {name} here: {problem}")
    return name


@functools.cache
def _problem(tier: str) -> str | None:
    return None if tier == "process" else trial.problem(tier)


@pytest.fixture(scope="module")
def zygote(
    library_folder: Path, tier: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Zygote]:
    scratch = tmp_path_factory.mktemp("scratch")
    running = Zygote(library_folder, LIBRARIES, hash_seed=7, tier=tier, scratch=scratch)
    yield running
    running.close()


@pytest.fixture
def hall(zygote: Zygote, tmp_path: Path) -> Iterator[Hall]:
    used = Hall(zygote, tmp_path)
    yield used
    used.leave()
