"""Whatever breaks on our side costs nobody a mark: no score, exit 3, and the run can go on.

Each test breaks something while a class of three is graded, then mends it and gives the same
command again.
"""

import functools
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from autograder import results, tiers
from autograder.boundary import kernel
from autograder.boundary.zygote import descendants
from autograder.course import CHECKOUT
from tests.conftest import CLASS, Toy
from tests.strongest import TIER

SLOW = "import time\n\n\ndef total(values):\n    time.sleep(0.4)\n    return float(sum(values))\n"
HANDED_IN = {"s1": CLASS["half"], "s2": SLOW, "s3": CLASS["half"]}
RIGHT = {name: ("graded", 3.0) for name in HANDED_IN}
PATIENCE_S = 60.0
MAIN = "from autograder.cli import main; main()"

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")


class Grading:
    """`autograder grade` on the class, in a process of its own."""

    def __init__(self, toy: Toy, tier: str) -> None:
        self.toy = toy
        self.into = toy.folder / "into"
        self.tier = tier
        self.variables: dict[str, str] = {}
        self._process: subprocess.Popen[str] | None = None
        toy.hand_in_all(HANDED_IN)

    def begin(self, before: Callable[[], None] | None = None, main: str = MAIN) -> None:
        """Starts it; `before` is run in the new process first."""
        words = ["grade", "t1", self.toy.folder / "class", "--into", self.into]
        self._process = subprocess.Popen(
            [sys.executable, "-c", main, *map(str, words), "--jobs", "1", "--tier", self.tier],
            cwd=self.toy.root,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT), **self.variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=before,
        )

    def end(self) -> tuple[int, str]:
        """Its exit status and what it said on standard error."""
        assert self._process
        _, said = self._process.communicate(timeout=PATIENCE_S)
        return self._process.returncode, said

    def again(self) -> int:
        """The exit status of the same command once nothing is broken any more."""
        self.variables = {}
        self.begin()
        return self.end()[0]

    def abandon(self) -> None:
        """Ends what a failed test has left at work."""
        if self._process and self._process.poll() is None:
            self._process.kill()
            self._process.communicate()

    def marks(self) -> dict[str, tuple[str, float | None]]:
        """The verdict and the points of those who have a result."""
        found = (results.read(self.into, student) for student in HANDED_IN)
        return {result.student: (result.verdict, result.points) for result in found if result}

    def wait_for_slow(self) -> None:
        """Returns in the middle of the second submission's first call."""
        deadline_s = time.monotonic() + PATIENCE_S
        while "s1" not in self.marks():
            assert time.monotonic() < deadline_s, "the first submission is never graded"
            time.sleep(0.02)
        time.sleep(0.7)

    def below(self) -> list[int]:
        """All of its processes, in the order in which they were started."""
        assert self._process
        return sorted(descendants(self._process.pid), key=_started)


in_each_tier = pytest.mark.parametrize("grading", ["strong", "landlock"], indirect=True)


@pytest.fixture
def grading(toy: Toy, request: pytest.FixtureRequest) -> Iterator[Grading]:
    """Of a class of three in the strongest tier, or in the one that the test names."""
    begun = Grading(toy, _present(getattr(request, "param", TIER)))
    yield begun
    begun.abandon()


def _present(tier: str) -> str:
    known = {found.name: found for found in _tiers()}[tier]
    if not known.available:
        pytest.skip(f"no sandbox tier {tier} here: {known.reason}")
    return tier


@functools.cache
def _tiers() -> list[tiers.Tier]:
    return tiers.probe()


def _started(pid: int) -> tuple[int, int]:
    with open(f"/proc/{pid}/stat") as stat:
        return int(stat.read().rpartition(")")[2].split()[19]), pid


def _command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


# Killed from outside


def judge(pids: list[int]) -> int:
    return next(pid for pid in pids if b"autograder.service" in _command(pid))


def fork_of_the_judge(pids: list[int]) -> int:
    return [pid for pid in pids if b"autograder.service" in _command(pid)][-1]


def zygote(pids: list[int]) -> int:
    return next(pid for pid in pids if b"boundary.zygote" in _command(pid))


def worker(pids: list[int]) -> int:
    """The one that runs the submission: it is below all others."""
    below = {pid: len(descendants(pid)) for pid in pids if b"boundary.zygote" in _command(pid)}
    return max((pid for pid, count in below.items() if not count), key=_started)


@in_each_tier
@pytest.mark.parametrize("victim", [judge, fork_of_the_judge, zygote, worker])
def test_a_process_of_ours_that_is_killed_costs_no_mark(grading, victim):
    grading.begin()
    grading.wait_for_slow()
    os.kill(victim(grading.below()), signal.SIGKILL)
    status, said = grading.end()
    if status:  # what can be done without the killed one may be done
        assert (status, "no mark for s2" in said) == (3, True)
    expected = ("grader_failed", None) if status else RIGHT["s2"]
    assert grading.marks() == {**RIGHT, "s2": expected}
    assert (grading.again(), grading.marks()) == (0, RIGHT)


@in_each_tier
def test_nothing_is_left_below_a_grader_that_is_killed(grading):
    grading.begin()
    grading.wait_for_slow()
    below = {pid: _started(pid) for pid in grading.below()}
    assert grading._process
    grading._process.kill()
    grading.end()
    deadline_s = time.monotonic() + 10
    while left := [pid for pid, start in below.items() if _is_still(pid, start)]:
        assert time.monotonic() < deadline_s, left
        time.sleep(0.05)
    assert (grading.again(), grading.marks()) == (0, RIGHT)


def _is_still(pid: int, start: tuple[int, int]) -> bool:
    try:
        return _started(pid) == start and _state(pid) not in "ZX"
    except OSError:
        return False


def _state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


# A disk that is full


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    folder.mkdir(exist_ok=True)
    kernel.mount("tmpfs", str(folder), "tmpfs", options=f"mode=777,size={size}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def _free_kb(folder: Path) -> int:
    free = os.statvfs(folder)
    return free.f_bavail * free.f_frsize // 1024


@as_root
def test_a_disk_that_is_full_before_the_results_costs_no_mark(grading):
    with small_disk(grading.into, "400k"):
        filler = grading.into / "filler"
        filler.write_bytes(bytes(380 * 1024))
        grading.begin()
        status, said = grading.end()
        assert (status, "No space left on device" in said) == (3, True), said
        assert not [mark for mark in grading.marks().values() if mark[0] == "graded"]
        filler.unlink()
        assert (grading.again(), grading.marks()) == (0, RIGHT)


@as_root
def test_a_disk_that_fills_in_the_middle_costs_no_mark(grading):
    with small_disk(grading.into, "400k"):
        grading.begin()
        grading.wait_for_slow()
        filler = grading.into / "filler"
        filler.write_bytes(bytes(1024 * (_free_kb(grading.into) - 4)))
        status, said = grading.end()
        assert (status, "No space left on device" in said) == (3, True), said
        assert {*grading.marks().items()} <= {*RIGHT.items()}
        filler.unlink()
        assert (grading.again(), grading.marks()) == (0, RIGHT)


@as_root
def test_no_room_for_temporary_files_costs_no_mark(grading):
    with small_disk(grading.toy.folder / "small", "64k") as small:
        grading.variables = {"TMPDIR": str(small)}
        grading.begin()
        status, said = grading.end()
        assert status == 3, said
        assert not [mark for mark in grading.marks().values() if mark[0] == "graded"]
        assert (grading.again(), grading.marks()) == (0, RIGHT)


def test_files_that_may_not_grow_cost_no_mark(grading):
    """For those who cannot mount: a limit on the size of files, met by the pages of feedback."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1500, resource.RLIM_INFINITY))

    grading.begin(limited)
    status, said = grading.end()
    assert status == 3, said
    assert not [mark for mark in grading.marks().values() if mark[0] == "graded"]
    assert (grading.again(), grading.marks()) == (0, RIGHT)


# Files and descriptors


@pytest.mark.parametrize("place", ["suites", "solved/tests"])
def test_a_suite_that_cannot_be_read_costs_no_mark(grading, place):
    folder = grading.toy.suites if place == "suites" else grading.toy.solved / "tests"
    suite = folder / "test_total.py"
    text = suite.read_text()
    suite.unlink()
    suite.symlink_to(suite.name)  # to itself: not even root can read it
    grading.begin()
    status, said = grading.end()
    assert (status, "total" in said) == (3, True), said
    assert not [mark for mark in grading.marks().values() if mark[0] == "graded"]
    suite.unlink()
    suite.write_text(text)
    assert (grading.again(), grading.marks()) == (0, RIGHT)


@pytest.mark.parametrize("most", [9, 13, 17])
def test_too_few_descriptors_cost_no_mark(grading, most):
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

    grading.begin(limited)
    status, _ = grading.end()
    graded = {mark for mark in grading.marks().items() if mark[1][0] == "graded"}
    assert graded <= {*RIGHT.items()}
    assert (status == 0) == (len(graded) == len(RIGHT))
    assert (grading.again(), grading.marks()) == (0, RIGHT)


# A sandbox that cannot be made


def test_a_tier_that_is_not_here_is_bad_input(toy):
    words = [sys.executable, "-c", MAIN, "grade", "t1", toy.folder, "--tier", "strong"]
    said = subprocess.run(
        [sys.executable, "-m", "tests.imitation", "container", *map(str, words)],
        cwd=toy.root,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.returncode, len(said.stderr.splitlines())) == (1, 1), said.stderr
    assert "strong" in said.stderr


BREAKS = """
import sys
from pathlib import Path
from autograder import service
from autograder.sandbox.zygote import Sandbox

make = Sandbox.__init__

def broken(self, *arguments, **more):
    if Path({flag!r}).exists():
        raise service.GraderFailed("no sandbox can be made: Resource temporarily unavailable")
    make(self, *arguments, **more)

Sandbox.__init__ = broken
service.main(int(sys.argv[-1]))
"""
WITH_THAT_JUDGE = """
from autograder import court

start = court.subprocess.Popen

def started(words, **more):
    is_judge = "autograder.service" in words
    return start([words[0], "-c", {judge!r}, words[-1]] if is_judge else words, **more)

court.subprocess.Popen = started
from autograder.cli import main
main()
"""


def test_a_sandbox_that_cannot_be_made_in_the_middle_costs_no_mark(grading):
    """The judge is ours but for one method, which fails while a file is there."""
    flag = grading.toy.folder / "refuse"
    grading.begin(main=WITH_THAT_JUDGE.format(judge=BREAKS.format(flag=str(flag))))
    grading.wait_for_slow()
    flag.touch()
    status, said = grading.end()
    assert (status, "s3" in said) == (3, True), said
    assert grading.marks()["s3"] == ("grader_failed", None)
    assert {*grading.marks().values()} <= {("grader_failed", None), RIGHT["s1"]}
    flag.unlink()
    assert (grading.again(), grading.marks()) == (0, RIGHT)
