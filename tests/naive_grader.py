"""A grader as many courses have it: pytest, in the process that runs the submission.

The proof that tampering fails here (test_tampering) and the benchmark compare ours with it.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

from autograder.course import Course
from given.manifest import FILE_NAME, Manifest

LIMIT_S = 120.0
REPORT = "report.xml"


def naive_share(course: Course, manifest: Manifest, submission: Path, into: Path) -> Fraction:
    """The share of full marks: all where pytest says that all passed, else that of its report."""
    lay_out(course, manifest, submission, into)
    finished = subprocess.run(
        command(), cwd=into, env=environment(), capture_output=True, timeout=LIMIT_S
    )
    return Fraction(1) if finished.returncode == 0 else reported_share(into / REPORT)


def lay_out(course: Course, manifest: Manifest, submission: Path, into: Path) -> None:
    """Fills the folder `into`: the student tree, the submission over it, all tests over that."""
    tree, suites = course.root / "assignments" / "student_tree", course.suites(manifest)
    into.mkdir(parents=True)
    for path in (
        tree / "conftest.py",
        tree / "pytest.ini",
        course.folder(manifest.name) / FILE_NAME,
    ):
        shutil.copy(path, into)
    shutil.copytree(submission, into, dirs_exist_ok=True)
    tests = into / "tests"
    tests.mkdir(exist_ok=True)
    for exercise in manifest.exercises:
        name = f"test_{exercise.name}"
        shutil.copy(course.folder(manifest.name) / "tests" / f"{name}.py", tests)
        shutil.copy(suites / f"{name}.py", tests / f"{name}_hidden.py")
    shutil.copytree(course.oracles, into / "oracles", ignore=shutil.ignore_patterns("__pycache__"))


def command(*options: str) -> Sequence[str]:
    """What is run in a folder that was laid out."""
    return [sys.executable, "-m", "pytest", f"--junitxml={REPORT}", *options]


def environment() -> dict[str, str]:
    """Of the pytest process: nothing of a pytest session around it."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {
        **kept,
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def reported_share(report: Path) -> Fraction:
    """The share of tests that have passed by a junit file; nothing where there is none."""
    if not report.is_file():
        return Fraction(0)
    cases = ElementTree.parse(report).findall(".//testcase")
    failed = [case for case in cases if any(part.tag in ("failure", "error") for part in case)]
    return Fraction(len(cases) - len(failed), len(cases)) if cases else Fraction(0)
