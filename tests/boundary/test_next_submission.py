"""Whatever a submission does, the one after it is judged as if it had been the first."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course import CHECKOUT, read_course
from autograder.court import Court, court

COURSE = read_course(CHECKOUT)
MANIFEST = COURSE.manifest("a1_linear")
SOLVED = COURSE.folder("a1_linear") / "a1"
GRANDPARENT = "int(open(f'/proc/{os.getppid()}/stat').read().rpartition(')')[2].split()[1])"


@pytest.fixture(scope="module")
def held() -> Iterator[Court]:
    with court(COURSE, MANIFEST, "secret", "process") as opened:
        yield opened


def handed_in(folder: Path, first_line: str = "") -> Path:
    """The solved package; this line runs when a1.losses is imported."""
    shutil.copytree(SOLVED, folder / "a1", ignore=shutil.ignore_patterns("__pycache__"))
    losses = folder / "a1" / "losses.py"
    losses.write_text(f"import os\n{first_line}\n" + losses.read_text())
    return folder


def verdicts(held: Court, folder: Path) -> set[str]:
    return {str(outcome.verdict) for outcome in held.judge(folder).outcomes}


@pytest.mark.parametrize(
    ("line", "own"),
    [
        ("os._exit(0)", {"killed"}),
        ("os.kill(os.getppid(), 9)", {"killed"}),
        ("import shutil; shutil.rmtree(os.path.dirname(os.getcwd()))", {"missing", "passed"}),
        ("import numpy; numpy.exp = numpy.abs", {"wrong"}),
        (f"os.kill({GRANDPARENT}, 9)", {"grader_failed"}),
    ],
    ids=["exits", "kills-its-parent", "removes-its-folder", "patches-numpy", "kills-the-zygote"],
)
def test_the_next_submission_passes(held, tmp_path, line, own):
    assert own & verdicts(held, handed_in(tmp_path / "hostile", line))
    assert verdicts(held, handed_in(tmp_path / "next")) == {"passed"}
