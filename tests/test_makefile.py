"""Every target can be killed at any moment and run again."""

import hashlib
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.authoring import write_course

ROOT = Path(__file__).parents[1]
STUB_PYTHON = """#!/bin/sh
# Stands for an interpreter: makes an "environment" slowly, then "installs" slowly.
here=$(dirname "$0")
case "$*" in
    *"-m venv"*)
        for last; do :; done
        rm -rf "$last"; mkdir -p "$last/bin"; sleep 0.3; cp "$0" "$last/bin/python" ;;
    *"-m pip"*)
        rm -f "$here/../installed"; sleep 0.3; touch "$here/../installed" ;;
esac
"""


def start(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    environment = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MAKELEVEL")}
    return subprocess.Popen(
        ["make", *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def kill_after(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Whether it was still running and has been killed, with all that it had started."""
    try:
        process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return True
    return False


def finish(process: subprocess.Popen[bytes]) -> None:
    _, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors.decode()


@pytest.fixture
def course(tmp_path) -> Path:
    """The toy course with our Makefile, on the environment that runs this test."""
    folder = write_course(tmp_path / "course")
    shutil.copy(ROOT / "Makefile", folder)
    for name in ("pyproject.toml", "setup.py", "constraints.txt"):
        (folder / name).touch()
    for settings in [folder / "assignments/t1_toy/assignment.toml", *folder.glob("*.*")]:
        os.utime(settings, (0, 0))  # older than the environment's stamps: nothing to install
    binaries = folder / ".venv" / "bin"
    binaries.mkdir(parents=True)
    for name in ("python", "autograder"):
        (binaries / name).symlink_to(ROOT / ".venv" / "bin" / name)
    for stamp in ("made", "core", "all"):
        (folder / ".venv" / stamp).touch()
    return folder


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.skipif(
    not (ROOT / ".venv/core").exists(), reason="this checkout was not set up by make"
)
def test_demo_killed_at_many_moments_ends_as_if_it_had_run_once(course):
    toy = ("demo", "ASSIGNMENT=t1", "NOTEBOOK=activations")
    finish(start(course, *toy))
    whole = digest(course / "dist/t1_toy.zip")
    table = (course / "grading/t1_toy-rehearsal/table.csv").read_text()
    for made in ("dist", "build", "grading"):
        shutil.rmtree(course / made)
    for moment in (0.7, 2.0, 3.5, 6.0):
        kill_after(start(course, *toy), moment)
    finish(start(course, *toy))
    assert digest(course / "dist/t1_toy.zip") == whole
    assert (course / "grading/t1_toy-rehearsal/table.csv").read_text() == table
    assert sorted(path.name for path in course.glob("dist/*")) == ["t1_toy", "t1_toy.zip"]


@pytest.mark.parametrize("moment", [0.1, 0.4, 0.7, 1.0])
def test_a_killed_installation_is_made_again(tmp_path, moment):
    for name in ("Makefile", "pyproject.toml", "setup.py", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    stub = tmp_path / "stub"
    stub.write_text(STUB_PYTHON)
    stub.chmod(0o755)
    kill_after(start(tmp_path, "setup", f"PYTHON={stub}"), moment)
    finish(start(tmp_path, "setup", f"PYTHON={stub}"))
    assert (tmp_path / ".venv/installed").exists()


def test_an_old_python_is_told_in_one_sentence(tmp_path):
    for name in ("Makefile", "pyproject.toml", "setup.py", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    process = start(tmp_path, "demo", "PYTHON=false")
    _, errors = process.communicate(timeout=60)
    assert process.returncode != 0
    assert errors.decode().startswith("Python 3.11 or newer is needed")


def test_grade_without_submissions_says_how_to_call_it(course):
    process = start(course, "grade")
    _, errors = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "SUBMISSIONS=folder" in errors.decode()


def test_nothing_of_a_killed_grading_survives(course):
    """The judge ends when the command does, the zygote when the judge does."""
    kill_after(start(course, "rehearse", "ASSIGNMENT=t1"), 4.0)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and (left := grading_processes(course)):
        time.sleep(0.2)
    assert not left


def grading_processes(course: Path) -> list[str]:
    """Command lines of the processes that work for a course."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(course) in os.readlink(process / "cwd"):
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found
