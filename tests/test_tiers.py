"""The tiers are tried, the strongest is chosen, the weak one only by name."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from autograder import doctor, results, tiers
from autograder.course import CHECKOUT, BadInput
from autograder.tiers import Tier
from tests.conftest import CLASS, Toy

REFUSED = [Tier("strong", False, "no"), Tier("landlock", False, "no"), Tier("process", True, "")]
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


def on(place: str, *words: object, folder: Path) -> subprocess.CompletedProcess[str]:
    """What the command line says in a place of tests.imitation."""
    command = [sys.executable, "-m", "tests.imitation", place, sys.executable]
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "COLUMNS": "200"}
    return subprocess.run(
        [*command, "-m", "autograder.cli", *map(str, words)],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


@pytest.fixture
def open_toy(tmp_path_factory):
    """A toy course that any user can read and grade in."""
    folder = Path(tmp_path_factory.mktemp("open"))
    for parent in folder.parents:
        if parent.is_relative_to(tempfile.gettempdir()) and parent.stat().st_uid == os.geteuid():
            parent.chmod(parent.stat().st_mode | 0o711)
    folder.chmod(0o777)
    toy = Toy(folder)
    toy.hand_in_all({"right": (toy.solved / "t1" / "sums.py").read_text(), **CLASS})
    for path in folder.rglob("*"):
        path.chmod(0o777)
    return toy


def verdicts(toy: Toy) -> dict[str, tuple[str, float | None, str]]:
    found = results.read_all(toy.root / "grading" / "t1_toy")
    return {r.student: (r.verdict, r.points, r.inputs.tier) for r in found}


@pytest.mark.parametrize(
    ("place", "tier"),
    [
        pytest.param("nobody", "strong", marks=as_root),
        ("container", "landlock"),
        pytest.param("no-new-namespaces", "landlock", marks=as_root),
    ],
)
def test_a_class_is_graded_in_the_strongest_tier_of_its_place(open_toy, place, tier):
    said = on(place, "grade", "t1", open_toy.folder / "class", folder=open_toy.root)
    assert said.returncode == 0, said.stderr
    found = verdicts(open_toy)
    assert {graded[2] for graded in found.values()} == {tier}
    assert {name: graded[1] for name, graded in found.items()} == {
        "right": 3.0, "half": 3.0, "multiplies": 0.38, "blank": 0.0, "raises": 0.0, "zeros": 0.0,
    }  # fmt: skip


def test_a_place_without_a_sandbox_grades_nobody_unasked(open_toy):
    said = on("bare", "grade", "t1", open_toy.folder / "class", folder=open_toy.root)
    assert said.returncode == 1
    assert "no sandbox can be made here (strong: " in said.stderr
    assert "`--tier process` is for people whom you trust" in said.stderr
    assert not (open_toy.root / "grading" / "t1_toy" / "results").exists()


def test_the_weak_tier_is_taken_by_name_and_the_feedback_says_so(open_toy):
    words = ("grade", "t1", open_toy.folder / "class", "--tier", "process")
    said = on("bare", *words, folder=open_toy.root)
    assert (said.returncode, "grade only people whom you trust" in said.stderr) == (0, True)
    page = results.folder(open_toy.root / "grading" / "t1_toy", "right") / "feedback.html"
    assert "graded in the weakest sandbox tier" in page.read_text()


@pytest.mark.parametrize(
    ("place", "rows"),
    [
        ("container", {"strong": "no", "landlock": "yes", "process": "yes"}),
        ("bare", {"strong": "no", "landlock": "no", "process": "yes"}),
    ],
)
def test_the_doctor_says_what_is_here_and_what_to_do(tmp_path, place, rows):
    said = on(place, "doctor", folder=CHECKOUT)
    cells = [[cell.strip() for cell in line.split("│")] for line in said.stdout.splitlines()]
    assert {row[1]: row[2] for row in cells if len(row) > 3} == rows
    assert "to have more: " in said.stdout
    assert "memory and processes: " in said.stdout


def test_an_unknown_tier_is_named():
    with pytest.raises(BadInput, match="no sandbox tier 'strongest'; there are: strong, landlock"):
        tiers.choose("strongest")


def test_nothing_is_missing_where_all_is_there():
    assert doctor.advice([Tier("strong", True, ""), Tier("landlock", True, "")]) == []


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("proc/sys/user/max_user_namespaces", "0\n", "sysctl user.max_user_namespaces"),
        ("proc/sys/kernel/unprivileged_userns_clone", "0\n", "Debian"),
        ("proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1\n", "AppArmor"),
        (".dockerenv", "", "docker run --security-opt seccomp=unconfined"),
    ],
)
def test_each_cause_has_its_cure(tmp_path, monkeypatch, path, text, said):
    monkeypatch.delenv("COLAB_RELEASE_TAG", raising=False)
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_text(text)
    strong, landlock = doctor.advice(REFUSED, tmp_path)
    assert said in strong
    assert "lsm=landlock" in landlock


def test_on_colab_there_is_no_cure(tmp_path, monkeypatch):
    monkeypatch.setenv("COLAB_RELEASE_TAG", "release")
    assert "a machine of your own" in doctor.advice(REFUSED[:1], tmp_path)[0]
