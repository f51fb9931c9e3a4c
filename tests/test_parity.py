"""The same tests say the same of a submission in its own folder and through the boundary."""

import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import given
from autograder.course import CHECKOUT, Course, read_course
from autograder.court import Court, court
from autograder.deliberate import deliberate_submissions
from autograder.outcome import Outcome
from autograder.raised import printable
from given.manifest import Manifest
from given.report import Row, read_rows
from given.seeds import PUBLISHED
from tests.strongest import TIER

SUBMISSIONS = {
    "a1_linear": [
        *("solved", "wrong", "raising", "lazy_zeros", "blank", "missing_file", "syntax_error")
    ],
    "a2_backprop": ["solved", "slips"],
    "a3_normalization": ["solved", "slips"],
}
CASES = [(name, submission) for name, known in SUBMISSIONS.items() for submission in known]
WITHOUT_CHECKOUT = """
import sys
# The checkout, where it is installed as editable, would lend its solved a1.
sys.meta_path[:] = [finder for finder in sys.meta_path if "editable" not in finder.__module__]
"""
STUDENT_TREE = Path(given.__path__[0]).parent / "student_tree"


@dataclass(frozen=True)
class Both:
    """What became of the public tests, by name: here and there."""

    local: dict[str, Row]
    graded: dict[str, Outcome]


@pytest.fixture(scope="module")
def course() -> Course:
    return read_course(CHECKOUT)


@pytest.fixture(scope="module")
def courts(course: Course) -> Iterator[Callable[[str], Court]]:
    """The court of an assignment under the published seed, opened when it is asked for."""
    with ExitStack() as opened:
        yield cache(
            lambda name: opened.enter_context(court(course, course.manifest(name), PUBLISHED, TIER))
        )


@pytest.fixture(scope="module", params=CASES, ids="-".join)
def both(
    request: pytest.FixtureRequest,
    course: Course,
    courts: Callable[[str], Court],
    tmp_path_factory: pytest.TempPathFactory,
) -> Both:
    assignment, submission = request.param
    manifest = course.manifest(assignment)
    folder = tmp_path_factory.mktemp(submission) / "tree"
    build(submission, course, manifest, folder)
    outcomes = courts(assignment).judge(folder).outcomes
    graded = {o.test.removeprefix("public/"): o for o in outcomes if o.visibility == "public"}
    return Both(local(folder, course, manifest), graded)


def build(name: str, course: Course, manifest: Manifest, folder: Path) -> None:
    """Makes `folder` what the student of that name hands in."""
    if name == "solved":
        ignored = shutil.ignore_patterns("__pycache__")
        solved = course.folder(manifest.name) / manifest.package
        shutil.copytree(solved, folder / manifest.package, ignore=ignored)
        return
    known = {d.name: d for d in deliberate_submissions(course, manifest)}
    known[name].build(course, manifest, folder)


def local(folder: Path, course: Course, manifest: Manifest) -> dict[str, Row]:
    """The rows that a student sees, by "test_softmax.test_name"."""
    assignment = course.folder(manifest.name)
    for package in manifest.earlier:
        shutil.copytree(course.package_folder(package), folder / package)
    shutil.copytree(assignment / "tests", folder / "tests")
    for file in (assignment / "assignment.toml", *STUDENT_TREE.glob("*.*")):
        shutil.copy(file, folder)
    tree_conftest = folder / "conftest.py"
    tree_conftest.write_text(tree_conftest.read_text() + WITHOUT_CHECKOUT)
    command = [sys.executable, "-m", "pytest", "--gradus-report=rows.json", "--junitxml=names.xml"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "GRADUS_"))}
    environment["PYTHONPATH"] = str(STUDENT_TREE.parent)
    subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    cases = ET.parse(folder / "names.xml").iter("testcase")
    names = [f"{case.get('classname', '').rpartition('.')[2]}.{case.get('name')}" for case in cases]
    return dict(zip(names, read_rows(folder / "rows.json"), strict=True))


def test_every_test_ends_the_same(both):
    assert len(both.local) > 20
    local_ends = {n: (r.verdict, r.title, r.exercise) for n, r in both.local.items()}
    graded_ends = {n: (str(o.verdict), o.title, o.exercise) for n, o in both.graded.items()}
    assert graded_ends == local_ends


def test_every_failure_is_explained_in_the_same_words(both):
    for name, row in both.local.items():
        outcome = both.graded[name]
        if row.verdict in ("wrong", "raised"):
            assert [words(text) for text in (row.called, row.promised, row.came, row.symptom)] == [
                outcome.called, outcome.promised, words(outcome.came), outcome.symptom,
            ], name  # fmt: skip
            assert (row.where or "").startswith(outcome.where or ""), name  # there with the line


def words(text: str | None) -> str | None:
    return printable(text, 300) if text else text


@pytest.mark.parametrize("assignment", SUBMISSIONS)
def test_the_solved_tree_passes_here_and_there(course, courts, assignment, tmp_path):
    build("solved", course, course.manifest(assignment), tmp_path / "tree")
    outcomes = courts(assignment).judge(tmp_path / "tree").outcomes
    assert {str(outcome.verdict) for outcome in outcomes} == {"passed"}
