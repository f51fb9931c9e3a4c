"""Deliberate submissions: a folder each, with the files that differ and what must come of them."""

import fnmatch
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from autograder.course import BadInput, Course
from autograder.release.blanking import blank
from autograder.release.inventory import exercises_of
from autograder.result import Result
from given.manifest import Manifest

_EXPECTED = "expected.toml"
_APPEND = ".append.py"  # losses.append.py goes to the end of the base's losses.py
_BASES = ("solved", "blank", "none")
_GOALS = ("points", "claims", "survives", "spoils", "starves")


@dataclass(frozen=True)
class Deliberate:
    """One deliberate submission and what is expected of it."""

    name: str
    folder: Path
    base: Literal["solved", "blank", "none"]  # what the rest of the submission is
    verdicts: Mapping[str, str]  # by test, without its parameters, or by a pattern with *
    otherwise: str | None
    points: float | None
    verdict: str  # of the whole
    attacks: tuple[str, ...] = ()  # exercises that earn no honest points
    goal: str | None = None  # what a hostile one is after
    unprotected: str | None = None  # where it gets that: a naive grader, or ours without a defence

    @property
    def is_hostile(self) -> bool:
        return self.goal is not None

    def build(self, course: Course, manifest: Manifest, into: Path) -> None:
        """Makes `into` the folder that this student hands in."""
        if into.exists():
            shutil.rmtree(into)
        solved = course.folder(manifest.name) / manifest.package
        if self.base != "none":
            shutil.copytree(
                solved, into / manifest.package, ignore=shutil.ignore_patterns("__pycache__")
            )
        if self.base == "blank":
            _blank(into / manifest.package, manifest)
        ignored = shutil.ignore_patterns(_EXPECTED, "__pycache__", f"*{_APPEND}")
        shutil.copytree(self.folder, into, ignore=ignored, dirs_exist_ok=True)
        for path in self.folder.rglob(f"*{_APPEND}"):
            place = into / path.relative_to(self.folder)
            with place.with_name(path.name.removesuffix(_APPEND) + ".py").open("a") as module:
                module.write(f"\n\n{path.read_text(encoding='utf-8')}")

    def surprises(self, result: Result) -> list[str]:
        """How a result differs from what is expected, a sentence each."""
        found = []
        if result.verdict != self.verdict:
            found.append(f"verdict {result.verdict}, expected {self.verdict}")
        if self.points is not None and result.points != self.points:
            found.append(f"{result.points} points, expected {self.points}")
        cases = {test.test for test in result.tests}
        tests = {case.partition("[")[0] for case in cases}
        unknown = [n for n in self.verdicts if n not in cases and not fnmatch.filter(tests, n)]
        found += [f"no test {name}" for name in unknown]
        for test in result.tests:
            expected = self._expected(test.test)
            if expected is not None and test.verdict != expected:
                found.append(f"{test.test} {test.verdict}, expected {expected}")
        return found

    def _expected(self, case: str) -> str | None:
        """The verdict of its own name, else of its test's, else of the first fitting pattern."""
        test = case.partition("[")[0]
        fitting = (v for pattern, v in self.verdicts.items() if fnmatch.fnmatchcase(test, pattern))
        own = self.verdicts.get(case) or self.verdicts.get(test)
        return own or next(fitting, self.otherwise)


def deliberate_submissions(course: Course, manifest: Manifest) -> Iterator[Deliberate]:
    """All of an assignment, by name.

    Raises:
        BadInput: one has an expected.toml that cannot be used.
    """
    for path in sorted(course.deliberate_submissions(manifest).glob(f"*/{_EXPECTED}")):
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
            base, points = table.pop("base", "solved"), table.pop("points", None)
            if base not in _BASES:
                raise ValueError(f"base is {base!r}, not one of {', '.join(_BASES)}")
            if (goal := table.pop("goal", None)) not in (None, *_GOALS):
                raise ValueError(f"goal is {goal!r}, not one of {', '.join(_GOALS)}")
            yield Deliberate(
                name=path.parent.name,
                folder=path.parent,
                base=base,
                otherwise=table.pop("otherwise", None),
                points=None if points is None else float(points),
                verdict=table.pop("verdict", "graded"),
                attacks=tuple(table.pop("attacks", ())),
                goal=goal,
                unprotected=table.pop("unprotected", None),
                verdicts=table,
            )
        except (ValueError, TypeError) as failure:  # TOML's own among them
            raise BadInput(f"{path}: {failure}") from None


def _blank(package: Path, manifest: Manifest) -> None:
    """Takes the answers out of a copy of the solved package."""
    for path in package.rglob("*.py"):
        names = exercises_of(manifest, PurePosixPath(path.relative_to(package).as_posix()))
        path.write_text(blank(path.read_text(encoding="utf-8"), names), encoding="utf-8")
