"""What a sandbox does to itself before the submission runs, and how it ends with the grader."""

import contextlib
import os
import signal
import subprocess
import sys
import time

import pytest

from autograder.boundary.confinement import TIERS
from autograder.boundary.zygote import descendants
from autograder.sandbox.zygote import Zygote
from autograder.verdicts import GraderFailed

LIMITS = """
    import os, resource

    def limits():
        names = ("CORE", "FSIZE", "NOFILE", "CPU")
        return {name: resource.getrlimit(getattr(resource, f"RLIMIT_{name}")) for name in names}

    def room():
        with open("/proc/self/statm") as statm:
            mapped = int(statm.read().split()[0]) * resource.getpagesize()
        return resource.getrlimit(resource.RLIMIT_AS)[0] - mapped

    def about():
        umask = os.umask(0)
        return umask, os.getsid(0) == os.getppid(), os.getpgid(0) == os.getppid()
"""


def test_the_backstops_are_set(hall):
    limits = hall.hand_in(LIMITS, file_mb=1, exercise_cpu_s=5.0).work.limits()
    assert limits["CORE"] == (0, 0)
    assert limits["FSIZE"] == (2**20, 2**20)
    assert limits["NOFILE"] == (64, 64)
    assert limits["CPU"] == (15, 15)


def test_memory_is_counted_beyond_what_the_libraries_have_mapped(hall):
    room = hall.hand_in(LIMITS, memory_mb=256).work.room()
    assert 200 * 2**20 < room <= 256 * 2**20


def test_a_sandbox_is_a_session_of_its_own_and_writes_for_itself_only(hall):
    umask, in_its_session, in_its_group = hall.hand_in(LIMITS).work.about()
    assert umask == 0o077
    assert in_its_session
    assert in_its_group


def test_the_tiers_are_known_by_name():
    assert "process" in TIERS


def test_a_child_whose_parent_has_gone_ends_itself():
    code = "import sys; from autograder.boundary.confinement import die_with_parent as d; d({})"
    ends = [
        subprocess.run([sys.executable, "-c", code.format(parent)], check=False).returncode
        for parent in (os.getpid(), os.getpid() + 1)
    ]
    assert ends == [0, 1]


def test_descendants_of_descendants_are_found():
    command = ["sh", "-c", "sleep 60 & sh -c 'sleep 60 & wait' & wait"]
    with subprocess.Popen(command) as shell:
        try:
            deadline_s = time.monotonic() + 10
            while len(descendants(shell.pid)) < 3 and time.monotonic() < deadline_s:
                time.sleep(0.01)
            below = descendants(shell.pid)
            assert len(below) == 3
        finally:
            for pid in [*descendants(shell.pid), shell.pid]:
                os.kill(pid, signal.SIGKILL)


def test_a_process_that_has_ended_has_no_descendants():
    ended = subprocess.Popen(["true"])
    ended.wait()
    assert descendants(ended.pid) == set()


# the ends of a zygote

SLEEPS = "import os, time\ndef pid(): return os.getpid(), os.getppid()\ndef f(): time.sleep(60)"


def gone(pids: set[int], within_s: float = 10.0) -> bool:
    """All have ended before long."""
    deadline_s = time.monotonic() + within_s
    while time.monotonic() < deadline_s:
        if not any(os.path.exists(f"/proc/{pid}") for pid in pids):
            return True
        time.sleep(0.01)
    return False


@pytest.fixture
def own_zygote(library_folder, hall):
    """A zygote that the test may kill; the hall uses it."""
    usual, hall.zygote = hall.zygote, Zygote(library_folder, ("numpy",), 7, "process")
    yield hall.zygote
    with contextlib.suppress(GraderFailed):
        hall.leave()
    hall.zygote.close()
    hall.zygote = usual


def test_closing_a_zygote_ends_all_below_it(hall, own_zygote):
    pids = set(hall.hand_in(SLEEPS).work.pid())
    own_zygote.close()
    assert gone(pids)


def test_a_zygote_that_is_killed_takes_its_sandboxes_along(hall, own_zygote):
    pids = set(hall.hand_in(SLEEPS).work.pid())
    own_zygote._process.kill()
    assert gone(pids)


def test_a_zygote_knows_whether_it_is_well(hall, own_zygote):
    assert own_zygote.is_well()
    hall.hand_in(SLEEPS).work.pid()
    own_zygote._process.kill()
    own_zygote._process.wait()
    assert not own_zygote.is_well()


def test_a_zygote_that_is_gone_is_the_graders_failure(hall, own_zygote):
    hall.hand_in(SLEEPS).work.pid()
    own_zygote._process.kill()
    own_zygote._process.wait()
    with pytest.raises(GraderFailed):
        hall.next_test("hidden/test_work.test_x", visibility="hidden")


GRADER = """
import sys, time
from pathlib import Path
from autograder.sandbox.zygote import Zygote
from autograder.sandbox.channel import Watch
from given.manifest import Limits

zygote = Zygote(Path(sys.argv[1]), ["numpy"], 7, "process")
sandbox = zygote.open(Path(sys.argv[2]), "z1", Limits())
sandbox.start_worker(Watch(zygote.usage, Limits()))
print("ready", flush=True)
time.sleep(60)
"""


def test_a_grader_that_is_killed_leaves_no_process(library_folder, tmp_path):
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", GRADER, str(library_folder), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as grader:
        assert grader.stdout is not None
        assert grader.stdout.readline() == b"ready\n"
        pids = descendants(grader.pid)
        grader.kill()
    assert len(pids) == 3
    assert gone(pids)
