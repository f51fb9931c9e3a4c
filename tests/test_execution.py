"""Notebooks are executed with the answers in place."""

import shutil
from pathlib import Path

import nbformat
import pytest

from autograder.course import BadInput, Course, read_course
from autograder.execution import execute
from autograder.release import Refused


@pytest.fixture
def course(tmp_path: Path) -> Course:
    shutil.copytree(Path(__file__).parent / "toy_release", tmp_path / "course")
    return read_course(tmp_path / "course")


def write(course: Course, *cells: str) -> Path:
    path = course.folder("t1_toy") / "notebooks" / "filters.py"
    *before, last = cells
    texts = [*(f"# %%\n{cell}\n" for cell in before), f'# %% tags=["result"]\n{last}\n']
    path.write_text("\n".join(texts))
    return path


SMOOTH = "import numpy as np\nfrom t1.filters import smooth\nprint(smooth(np.ones(2)).sum())"


def test_a_notebook_runs_on_the_solved_package(course):
    write(course, SMOOTH)
    executed = execute(course, "t1_toy", "filters", "scenes")
    assert (executed.said, executed.is_new) == ("2.0", True)
    assert "<html" in executed.page.read_text()
    printed = [cell.get("outputs") for cell in nbformat.read(executed.notebook, 4).cells]
    assert any(printed)


def test_an_executed_notebook_is_not_executed_again_until_code_changes(course):
    write(course, "import time\nprint(time.time_ns())")
    first = execute(course, "t1_toy", "filters", "scenes")
    again = execute(course, "t1_toy", "filters", "scenes")
    module = course.folder("t1_toy") / "t1" / "filters.py"
    module.write_text(module.read_text() + "\n# changed\n")
    anew = execute(course, "t1_toy", "filters", "scenes")
    assert (again.is_new, again.said, anew.is_new) == (False, first.said, True)
    assert anew.said != first.said


def test_a_notebook_is_told_its_data_set(course):
    write(course, "import os\nprint(os.environ['GRADUS_DATASET'])")
    said = [execute(course, "t1_toy", "filters", data).said for data in ("scenes", "cifar10")]
    assert said == ["scenes", "cifar10"]


def test_a_notebook_without_a_result_is_done(course):
    write(course, "print('said before')", "result = 1")
    assert execute(course, "t1_toy", "filters", "scenes").said == "done"


def test_a_failing_cell_is_named_in_one_sentence(course):
    write(course, "raise ValueError('no such thing')")
    with pytest.raises(BadInput) as failure:
        execute(course, "t1_toy", "filters", "scenes")
    assert str(failure.value) == "filters.ipynb fails on scenes: ValueError: no such thing"


def test_a_failed_notebook_is_tried_again(course):
    path = write(course, "raise ValueError")
    for _ in range(2):
        with pytest.raises(BadInput):
            execute(course, "t1_toy", "filters", "scenes")
    assert not list(course.root.glob("build/notebooks/*/*.ipynb"))
    assert path.exists()


def test_a_kernel_that_dies_is_named_in_one_sentence(course):
    write(course, "import os\nos._exit(1)")
    with pytest.raises(BadInput) as failure:
        execute(course, "t1_toy", "filters", "scenes")
    assert "filters.ipynb does not come to an end on scenes" in str(failure.value)
    assert "\n" not in str(failure.value)


def test_an_unknown_notebook_is_answered_with_those_there_are(course):
    with pytest.raises(BadInput, match="no notebook 'smooth'; there are: filters"):
        execute(course, "t1_toy", "smooth", "scenes")


def test_what_cannot_be_released_is_not_executed(course):
    module = course.folder("t1_toy") / "t1" / "filters.py"
    module.write_text(module.read_text() + "\n\ndef unlisted():\n    return 1\n")
    with pytest.raises(Refused, match="unlisted"):
        execute(course, "t1_toy", "filters", "scenes")
