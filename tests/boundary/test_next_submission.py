"""Whatever a submission does, the one after it is judged as if it had been the first."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import Toy

from autograder.court import Court, court

GRANDPARENT = "int(open(f'/proc/{os.getppid()}/stat').read().rpartition(')')[2].split()[1])"


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Toy:
    return Toy(tmp_path_factory.mktemp("toy"))


@pytest.fixture(scope="module")
def held(toy: Toy, tier: str) -> Iterator[Court]:
    with court(toy.course, toy.manifest, "secret", tier) as opened:
        yield opened


def handed_in(toy: Toy, folder: Path, first_line: str = "") -> Path:
    """The solved package; this line runs when t1.sums is imported."""
    shutil.copytree(toy.solved / "t1", folder / "t1", ignore=shutil.ignore_patterns("__pycache__"))
    sums = folder / "t1" / "sums.py"
    sums.write_text(f"import os\n{first_line}\n" + sums.read_text())
    return folder


def verdicts(held: Court, folder: Path) -> set[str]:
    return {str(outcome.verdict) for outcome in held.judge(folder).outcomes}


@pytest.mark.parametrize(
    ("line", "own", "own_in_process"),
    [
        ("os._exit(0)", {"killed"}, {"killed"}),
        ("os.kill(os.getppid(), 9)", {"raised"}, {"killed"}),
        (
            "import shutil; shutil.rmtree(os.path.dirname(os.getcwd()))",
            {"raised"},
            {"missing", "passed"},
        ),
        ("import numpy; numpy.sum = numpy.prod", {"wrong"}, {"wrong"}),
        (f"os.kill({GRANDPARENT}, 9)", {"raised"}, {"grader_failed"}),
    ],
    ids=["exits", "kills-its-parent", "removes-its-folder", "patches-numpy", "kills-the-zygote"],
)
def test_the_next_submission_passes(held, toy, tier, tmp_path, line, own, own_in_process):
    expected = own_in_process if tier == "process" else own
    assert expected & verdicts(held, handed_in(toy, tmp_path / "hostile", line))
    assert verdicts(held, handed_in(toy, tmp_path / "next")) == {"passed"}
