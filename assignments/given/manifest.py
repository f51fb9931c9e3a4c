"""Reads assignment.toml, the only configuration of an assignment."""

import tomllib
from dataclasses import dataclass, field, fields
from fractions import Fraction
from pathlib import Path
from typing import Any

FILE_NAME = "assignment.toml"


class WrongManifest(ValueError):
    """The manifest cannot be used; the message names the file and the entry."""


@dataclass(frozen=True)
class Function:
    """One function or method that students write; `name` is dotted, below the package."""

    name: str
    signature: str
    forbid: tuple[str, ...] = ()

    @property
    def module(self) -> str:
        return self.name.split(".", 1)[0]


@dataclass(frozen=True)
class Exercise:
    """Functions that are tested together, by tests/test_NAME.py and its hidden twin."""

    name: str
    title: str
    points: Fraction
    functions: tuple[Function, ...]
    optional: bool = False
    libraries: tuple[str, ...] = ("numpy",)

    @property
    def test_file(self) -> str:
        return f"test_{self.name}.py"


@dataclass(frozen=True)
class Limits:
    """What a submission may use; seconds of CPU unless the name says otherwise."""

    cpu_s: float = 10.0  # per test
    exercise_cpu_s: float = 60.0
    wall_s: float = 60.0  # per test; generous, for a loaded machine punishes nobody
    memory_mb: int = 1024  # of all its processes together
    processes: int = 16  # and their threads
    calls: int = 5000  # that one test makes, each step of an iterator among them
    output_kb: int = 256
    file_mb: int = 16  # the largest file it may write; in the strong sandbox all of them
    submission_mb: int = 20  # unpacked


@dataclass(frozen=True)
class Manifest:
    """An assignment: its package, exercises, and what students hand in."""

    name: str  # of the folder: a1_linear
    package: str  # what students complete: a1
    title: str
    exercises: tuple[Exercise, ...]
    given: tuple[str, ...] = ()  # dotted names of the package that are shown as they are
    notebooks: tuple[str, ...] = ()
    files: tuple[str, ...] = ()  # other files that students hand in
    earlier: tuple[str, ...] = ()  # packages of earlier assignments, shipped solved
    limits: Limits = field(default_factory=Limits)

    def exercise(self, name: str) -> Exercise:
        """The exercise of that name.

        Raises:
            KeyError: there is none; the message lists those that exist.
        """
        for exercise in self.exercises:
            if exercise.name == name:
                return exercise
        known = ", ".join(e.name for e in self.exercises)
        raise KeyError(f"no exercise {name!r} in {self.name}; there are: {known}")

    @property
    def functions(self) -> tuple[Function, ...]:
        return tuple(f for exercise in self.exercises for f in exercise.functions)


def read_manifest(folder: Path) -> Manifest:
    """The manifest in `folder`.

    Raises:
        WrongManifest: the file is missing, is not TOML, or an entry is missing, unknown or of the
            wrong kind.
    """
    path = folder / FILE_NAME
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise WrongManifest(f"{path} does not exist; is {folder} an assignment's folder?") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as failure:
        raise WrongManifest(f"{path} is not readable as TOML: {failure}") from None
    try:
        return _manifest(table)
    except (TypeError, ValueError, KeyError, AttributeError) as failure:
        raise WrongManifest(f"{path}: {failure}") from None


def _manifest(table: dict[str, Any]) -> Manifest:
    exercises = tuple(_exercise(entry) for entry in table.pop("exercise", []))
    limits = _build(Limits, table.pop("limits", {}), "limits")
    manifest: Manifest = _build(
        Manifest, {**table, "exercises": exercises, "limits": limits}, "the top of the file"
    )
    names = [e.name for e in exercises] + [f.name for f in manifest.functions] + [*manifest.given]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"named twice: {', '.join(twice)}")
    if not exercises:
        raise ValueError("there is no [[exercise]]")
    return manifest


def _exercise(entry: dict[str, Any]) -> Exercise:
    where = f"exercise {entry.get('name', '(without a name)')}"
    functions = tuple(_build(Function, f, where) for f in entry.pop("functions", []))
    if not functions:
        raise ValueError(f"{where} names no functions")
    points = Fraction(str(entry.pop("points", "0")))
    if points <= 0:
        raise ValueError(f"{where} needs points above 0")
    exercise: Exercise = _build(
        Exercise, {**entry, "points": points, "functions": functions}, where
    )
    return exercise


def _build(kind: type, table: dict[str, Any], where: str) -> Any:
    """`kind` from a table whose keys are its fields; lists become tuples."""
    known = {f.name for f in fields(kind)}
    if unknown := sorted(set(table) - known):
        raise ValueError(f"{where} has unknown entries: {', '.join(unknown)}")
    values = {key: tuple(v) if isinstance(v, list) else v for key, v in table.items()}
    try:
        return kind(**values)
    except TypeError as failure:
        missing = str(failure).partition(": ")[2] or str(failure)
        raise ValueError(f"{where} lacks {missing}") from None
