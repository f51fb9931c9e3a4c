"""Every assignment of this repository releases, and nothing published holds an answer."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from autograder.course import Course, read_course
from autograder.leaks import check_release
from autograder.release import release

ROOT = Path(__file__).parent.parent
CACHES = shutil.ignore_patterns("__pycache__", ".*", "*.egg-info")


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Course:
    """A copy of our sources, so that the release goes to a dist of its own."""
    root = tmp_path_factory.mktemp("course")
    for folder in ("assignments", "datasets", "autograder/leaks", "autograder/suites"):
        shutil.copytree(ROOT / folder, root / folder, ignore=CACHES)
    shutil.copy(ROOT / "course.toml", root)
    return read_course(root)


def test_all_releases_together_hold_no_answer(course):
    for name in course.assignments():
        release(course, name)
    day = max(course.deadlines.values()).date() + dt.timedelta(days=1)
    assert [str(finding) for finding in check_release(course, day)] == []
