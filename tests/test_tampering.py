"""Submissions that tamper with the grader: full marks from a naive one, nothing from ours."""

import fcntl
import os
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from autograder.collection import Entry
from autograder.course import CHECKOUT, read_course
from autograder.deliberate import deliberate_submissions
from autograder.grading import grade_class, open_run
from autograder.result import Result
from tests.naive_grader import naive_share

COURSE = read_course(CHECKOUT)
MANIFEST = COURSE.manifest("a1_linear")
CASES = {case.name: case for case in deliberate_submissions(COURSE, MANIFEST)}
TAMPERING = [name for name in CASES if name.startswith("tampering_")]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this test run share."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "tampering"


@pytest.fixture(scope="module")
def ours(shared: Path) -> dict[str, Result]:
    """Our results of the tampering submissions; a process that comes later finds them done."""
    shared.mkdir(exist_ok=True)
    with open(shared / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        run = open_run(COURSE, MANIFEST.name, shared / "ours", None, "process")
        results = grade_class(run, [handed_in(name, shared / "class") for name in TAMPERING])
    return {result.student: result for result in results}


def handed_in(name: str, folder: Path) -> Entry:
    if not (folder / name).exists():
        CASES[name].build(COURSE, MANIFEST, folder / name)
    return Entry(name, folder / name, name, None, False, (), None, False)


def by_the_naive_grader(name: str, folder: Path) -> Fraction:
    """Its marks for the exercises that the tampering submissions answer with nonsense."""
    answered = tuple(MANIFEST.exercise(exercise) for exercise in ("softmax", "linear"))
    manifest = replace(MANIFEST, exercises=answered)
    CASES[name].build(COURSE, MANIFEST, folder / "submission")
    return naive_share(COURSE, manifest, folder / "submission", folder / "graded")


def test_at_least_ten_submissions_tamper():
    assert len(TAMPERING) >= 10


@pytest.mark.parametrize("name", TAMPERING)
def test_tampering_gets_full_marks_from_a_naive_grader(name, tmp_path):
    assert by_the_naive_grader(name, tmp_path) == 1


@pytest.mark.parametrize("name", TAMPERING)
def test_tampering_gets_nothing_from_ours(name, ours):
    result = ours[name]
    assert (result.verdict, result.points, result.optional_points) == ("graded", 0.0, 0.0)


def test_the_naive_grader_gives_a_perfect_submission_full_marks(tmp_path):
    assert by_the_naive_grader("perfect", tmp_path) == 1


def test_the_naive_grader_gives_an_empty_submission_nothing(tmp_path):
    assert by_the_naive_grader("blank", tmp_path) == 0
