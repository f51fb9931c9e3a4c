"""What several test files share: a small course, and a class that hands in."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder.collection import Entry
from autograder.course import Course, read_course
from autograder.grading import Run, open_run
from given.manifest import Manifest
from tests.strongest import TIER

TOY = Path(__file__).parent / "toy_course"

BLANK = "def total(values):\n    raise NotImplementedError('t1.sums.total')\n"
CLASS = {
    "blank": BLANK,
    "half": "def total(values):\n    return float(sum(values))\n",
    "multiplies": "import numpy as np\n\n\ndef total(values):\n    return float(np.prod(values))\n",
    "raises": "def total(values):\n    raise ValueError('<b>bold</b> & \"quoted\"')\n",
    "zeros": "def total(values):\n    return 0.5\n\n\ndef average(values):\n    return 0.5\n",
}


class Toy:
    """A course of one small assignment, t1_toy, in a folder of its own, and its class."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(TOY, folder / "course", ignore=shutil.ignore_patterns("conftest.py"))
        self.course: Course = read_course(folder / "course")
        self.root = self.course.root
        self.into = folder / "into"

    @property
    def manifest(self) -> Manifest:
        return self.course.manifest("t1_toy")

    @property
    def solved(self) -> Path:
        return self.course.folder("t1_toy")

    @property
    def suites(self) -> Path:
        return self.course.suites(self.manifest)

    def run(self, into: Path | None = None, seed: str | None = "toy") -> Run:
        return open_run(self.course, "t1_toy", into or self.into, seed, TIER)

    def hand_in(self, student: str, sums: str) -> Entry:
        """An entry whose module `sums` is this text."""
        package = self.folder / "class" / student / "t1"
        package.mkdir(parents=True, exist_ok=True)
        (package / "__init__.py").touch()
        (package / "sums.py").write_text(sums)
        return entry(student, package.parent)

    def hand_in_all(self, texts: Mapping[str, str] = CLASS) -> list[Entry]:
        return [self.hand_in(student, text) for student, text in texts.items()]


def entry(
    student: str, folder: Path | None, refused: str | None = None, late: bool = False
) -> Entry:
    return Entry(
        student=student,
        folder=folder,
        archive=f"{student}.zip",
        refused=refused,
        late=late,
        notes=(),
        name=None,
        absent=folder is None and refused is None,
    )


@pytest.fixture
def toy(tmp_path: Path) -> Toy:
    return Toy(tmp_path)


@pytest.fixture(scope="module")
def module_toy(tmp_path_factory: pytest.TempPathFactory) -> Toy:
    """A toy that the tests of a file share: they only read."""
    return Toy(tmp_path_factory.mktemp("toy"))
