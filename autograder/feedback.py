"""The page that a student gets back: marks, and for each failed test what a student may know."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2

from autograder.course import Course
from autograder.result import ExerciseResult, Result, TestResult
from given.manifest import Manifest

DETAILS = ("called", "promised", "came", "symptom", "where")
_WORDS = {
    "wrong": "wrong",
    "raised": "raised an error",
    "time": "took too long",
    "memory": "took too much memory",
    "killed": "crashed or was stopped",
}


@dataclass(frozen=True)
class Section:
    """What the page says of one exercise."""

    exercise: ExerciseResult
    failed: dict[str | None, list[TestResult]]  # by the hint that explains them, those first
    missing: list[TestResult]
    absent: list[str]  # what is missing, as far as public tests tell
    passed: list[TestResult]


def page(course: Course, manifest: Manifest, result: Result) -> bytes:
    """The HTML page of a result; everything that came from the submission is escaped."""
    text = _template().render(
        course=course,
        manifest=manifest,
        result=result,
        sections=list(_sections(result)),
        words=_WORDS,
        details=DETAILS,
    )
    return text.encode()


def _sections(result: Result) -> Iterator[Section]:
    for exercise in result.exercises:
        tests = [test for test in result.tests if test.exercise == exercise.name]
        missing = [test for test in tests if test.verdict == "missing"]
        yield Section(
            exercise,
            _by_hint(test for test in tests if test.verdict not in ("passed", "missing")),
            missing,
            list(dict.fromkeys(test.came for test in missing if test.came)),
            [test for test in tests if test.verdict == "passed"],
        )


def _by_hint(failed: Iterable[TestResult]) -> dict[str | None, list[TestResult]]:
    groups: dict[str | None, list[TestResult]] = {}
    for test in sorted(failed, key=lambda test: test.hint is None):
        groups.setdefault(test.hint, []).append(test)
    return groups


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("feedback.html")
