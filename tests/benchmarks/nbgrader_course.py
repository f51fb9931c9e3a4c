"""The same assignment as an nbgrader course: a notebook with one graded cell an exercise."""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from tests.benchmarks import by_hand
from tests.benchmarks.cpu import cpu_s

from autograder.course import Course
from given.manifest import Manifest
from tests import naive_grader

_CONFIG = """c = get_config()
c.CourseDirectory.course_id = "benchmark"
c.Exchange.root = {root!r}
c.ClearSolutions.enforce_metadata = False
"""


class NbgraderCourse:
    """An nbgrader course in a new folder, with one assignment released and handed in."""

    def __init__(
        self, course: Course, manifest: Manifest, submissions: Sequence[Path], root: Path
    ) -> None:
        self._root = root
        self._name = manifest.package
        self._students = [submission.name for submission in submissions]
        root.mkdir()
        exchange = root / "exchange"
        (root / "nbgrader_config.py").write_text(_CONFIG.format(root=str(exchange)))
        source = root / "source" / self._name
        (root / "nothing").mkdir()
        naive_grader.lay_out(course, manifest, root / "nothing", source)
        shutil.copy(by_hand.__file__, source)
        nbformat.write(_notebook(manifest), source / "exercises.ipynb")
        self._run("generate_assignment", self._name, "--create")
        for submission in submissions:
            self._hand_in(submission)

    def autograde_together_s(self) -> float:
        """CPU seconds of one command for the whole class."""
        self._forget()
        return self._run("autograde", self._name)

    def autograde_one_by_one_s(self) -> float:
        """CPU seconds of a command for each student."""
        self._forget()
        return sum(self._run("autograde", self._name, f"--student={s}") for s in self._students)

    def shares(self) -> dict[str, float]:
        """The share of full marks of each student."""
        from nbgrader.api import Gradebook  # takes seconds to import

        with Gradebook(f"sqlite:///{self._root}/gradebook.db") as gradebook:
            graded = [gradebook.find_submission(self._name, s) for s in self._students]
            return {s: g.score / g.max_score for s, g in zip(self._students, graded, strict=True)}

    def _hand_in(self, submission: Path) -> None:
        handed_in = self._root / "submitted" / submission.name / self._name
        shutil.copytree(submission, handed_in)
        shutil.copy(self._root / "release" / self._name / "exercises.ipynb", handed_in)

    def _forget(self) -> None:
        shutil.rmtree(self._root / "autograded", ignore_errors=True)

    def _run(self, *arguments: str) -> float:
        command = [sys.executable, "-m", "nbgrader", *arguments]
        environment = {
            **naive_grader.environment(),
            "HOME": str(self._root),
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        }
        return cpu_s(command, self._root, environment)


def _notebook(manifest: Manifest) -> nbformat.NotebookNode:
    cells = [new_markdown_cell(f"# {manifest.title}"), new_code_cell("from by_hand import share")]
    for exercise in manifest.exercises:
        text = f"{float(exercise.points)} * share({exercise.name!r}, {manifest.package!r})"
        graded = {
            "grade": True, "solution": False, "locked": True, "task": False, "schema_version": 3,
            "grade_id": exercise.name, "points": float(exercise.points),
        }  # fmt: skip
        cells.append(new_code_cell(text, metadata={"nbgrader": graded}))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})
