"""docs/authoring.md is followed word by word: what it says makes a working assignment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.authoring import commands, write_course


def run(course: Path, line: str) -> subprocess.CompletedProcess[str]:
    arguments = line.partition("#")[0].split()[1:]
    return subprocess.run(
        [sys.executable, "-m", "autograder.cli", *arguments],
        cwd=course,
        env={**os.environ, "COLUMNS": "120"},
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.fixture
def course(tmp_path) -> Path:
    return write_course(tmp_path / "course")


def test_every_command_of_the_page_succeeds(course):
    for line in commands():
        done = run(course, line)
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"


def test_the_release_of_the_page_has_no_answer_and_all_promises(course):
    assert run(course, "autograder release t1").returncode == 0
    blanked = (course / "dist/t1_toy/t1/activations.py").read_text(encoding="utf-8")
    assert "slope * positive_part" not in blanked
    assert 'raise NotImplementedError("t1.activations.leaky_relu")' in blanked
    assert "slope: float in [0, 1]." in blanked


def test_a_student_of_the_page_is_graded(course, tmp_path):
    package = tmp_path / "downloads" / "s1" / "t1"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "activations.py").write_text(
        "import numpy as np\n"
        "def leaky_relu(x, slope=0.01):\n"
        "    return np.where(x > 0, slope * x, x)\n"
    )
    grade = f"autograder grade t1 {tmp_path / 'downloads'} --into {tmp_path / 'run'}"
    assert run(course, grade).returncode == 0
    shown = run(course, f"autograder show t1 s1 --into {tmp_path / 'run'}").stdout
    assert "0 of 4" in shown
    assert "the slope belongs to the numbers below zero" in shown
