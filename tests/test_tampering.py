"""Submissions that tamper with the grader get full marks from a naive one.

That ours gives them nothing is a part of test_deliberate.
"""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from autograder.course import CHECKOUT, read_course
from autograder.deliberate import deliberate_submissions
from tests.naive_grader import naive_share

COURSE = read_course(CHECKOUT)
MANIFEST = COURSE.manifest("a1_linear")
CASES = {case.name: case for case in deliberate_submissions(COURSE, MANIFEST)}
TAMPERING = [name for name in CASES if name.startswith("tampering_")]


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


def test_the_naive_grader_gives_a_perfect_submission_full_marks(tmp_path):
    assert by_the_naive_grader("perfect", tmp_path) == 1


def test_the_naive_grader_gives_an_empty_submission_nothing(tmp_path):
    assert by_the_naive_grader("blank", tmp_path) == 0
