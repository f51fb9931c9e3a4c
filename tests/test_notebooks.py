"""The notebooks run top to bottom: solved on both data sets, and blank as students get them."""

import os
import shutil

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.course import find_course
from autograder.execution import execute
from autograder.release import release

COURSE = find_course()
NOTEBOOKS = [
    (name, notebook)
    for name in COURSE.assignments()
    for notebook in COURSE.manifest(name).notebooks
]


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setenv("GRADUS_TRAIN_IMAGES", "2000")


@pytest.mark.parametrize(("name", "notebook"), NOTEBOOKS)
def test_solved_on_scenes_it_reaches_what_it_states(small, name, notebook, copied_course):
    assert execute(copied_course, name, notebook, "scenes").is_new


@pytest.mark.skipif("GRADUS_DATA" not in os.environ, reason="GRADUS_DATA names no folder of data")
@pytest.mark.parametrize(("name", "notebook"), NOTEBOOKS)
def test_solved_on_a_slice_of_cifar10_it_reaches_what_it_states(
    small, name, notebook, copied_course
):
    assert execute(copied_course, name, notebook, "cifar10").is_new


@pytest.mark.parametrize(("name", "notebook"), NOTEBOOKS)
def test_blank_it_runs_to_its_end_and_says_what_is_not_written(
    monkeypatch, name, notebook, copied_course
):
    monkeypatch.setenv("GRADUS_TRAIN_IMAGES", "300")
    folder = release(copied_course, name).folder
    cells = nbformat.read(folder / f"{notebook}.ipynb", as_version=4)
    place = {"metadata": {"path": str(folder)}}
    NotebookClient(cells, timeout=300, kernel_name="python3", resources=place).execute()
    printed = "".join(o.get("text", "") for c in cells.cells for o in c.get("outputs", []))
    assert "Not written yet" in printed


@pytest.fixture
def copied_course(tmp_path):
    """This course, to build in without touching the checkout's own dist/ and build/."""
    for part in ("assignments", "datasets"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(COURSE.root / part, tmp_path / part, ignore=ignored)
    shutil.copy(COURSE.root / "course.toml", tmp_path)
    return find_course(tmp_path)
