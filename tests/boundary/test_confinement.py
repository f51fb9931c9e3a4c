"""What a sandbox does to itself before the submission runs, and how it ends with the grader."""

import contextlib
import os
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.boundary.confinement import TIERS
from autograder.boundary.zygote import descendants
from autograder.sandbox import cgroups
from autograder.sandbox.zygote import Zygote
from autograder.verdicts import GraderFailed

LIMITS = """
    import os, resource

    def limits():
        names = ("CORE", "FSIZE", "NOFILE", "CPU")
        return {name: resource.getrlimit(getattr(resource, f"RLIMIT_{name}")) for name in names}

    def address_space():
        return resource.getrlimit(resource.RLIMIT_AS)[0]

    def about():
        umask = os.umask(0)
        return umask, os.getsid(0) == os.getppid(), os.getpgid(0) == os.getppid()
"""


def test_the_backstops_are_set(hall):
    limits = hall.hand_in(LIMITS, file_mb=1, exercise_cpu_s=5.0).work.limits()
    assert limits["CORE"] == (0, 0)
    assert limits["FSIZE"] == (2**20, 2**20)
    assert limits["NOFILE"] == (64, 64)
    assert limits["CPU"] == (15, 25)


def test_memory_is_counted_beyond_what_the_libraries_have_mapped(hall):
    most = hall.hand_in(LIMITS, memory_mb=256).work.address_space()
    (worker,) = (pid for pid in hall.processes() if not descendants(pid))
    mapped = int(Path(f"/proc/{worker}/statm").read_text().split()[0]) * resource.getpagesize()
    assert 200 * 2**20 < most - mapped <= 256 * 2**20


def test_a_sandbox_is_a_session_of_its_own_and_writes_for_itself_only(hall):
    umask, in_its_session, in_its_group = hall.hand_in(LIMITS).work.about()
    assert umask == 0o077
    assert in_its_session
    assert in_its_group


def test_the_tiers_are_known_by_name():
    assert {"strong", "landlock", "process"} == set(TIERS)


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

QUIET = "def f(): return 1"


def sandboxed(hall) -> set[int]:
    """The keeper and the worker of a new sandbox, and what else runs below the zygote."""
    hall.hand_in(QUIET).work.f()
    pids = descendants(hall.zygote._process.pid)
    assert len(pids) == (3 if hall.zygote.tier == "strong" else 2)  # with the zygote's first child
    return pids


def gone(pids: set[int], within_s: float = 10.0) -> bool:
    """All have ended before long."""
    deadline_s = time.monotonic() + within_s
    while time.monotonic() < deadline_s:
        if not any(os.path.exists(f"/proc/{pid}") for pid in pids):
            return True
        time.sleep(0.01)
    return False


@pytest.fixture
def own_zygote(library_folder, hall, tier):
    """A zygote that the test may kill; the hall uses it."""
    usual, scratch = hall.zygote, hall.zygote.scratch
    hall.zygote = Zygote(library_folder, ("numpy",), 7, tier, scratch)
    try:
        yield hall.zygote
        with contextlib.suppress(GraderFailed):
            hall.leave()
    finally:
        hall.zygote.close()
        hall.zygote = usual


def test_closing_a_zygote_ends_all_below_it(hall, own_zygote):
    pids = sandboxed(hall)
    own_zygote.close()
    assert gone(pids)


def test_a_zygote_that_is_killed_takes_its_sandboxes_along(hall, own_zygote):
    pids = sandboxed(hall)
    own_zygote._process.kill()
    own_zygote._process.wait()
    assert gone(pids)


def test_a_zygote_knows_whether_it_is_well(hall, own_zygote):
    assert own_zygote.is_well()
    pids = sandboxed(hall)
    own_zygote._process.kill()
    own_zygote._process.wait()
    assert gone(pids)
    assert not own_zygote.is_well()


def test_a_zygote_that_is_gone_is_the_graders_failure(hall, own_zygote):
    pids = sandboxed(hall)
    own_zygote._process.kill()
    own_zygote._process.wait()
    assert gone(pids)
    with pytest.raises(GraderFailed):
        hall.next_test("hidden/test_work.test_x", visibility="hidden")


GRADER = """
import sys, time
from pathlib import Path
from autograder.sandbox.zygote import Zygote
from autograder.sandbox.channel import Watch
from given.manifest import Limits

folder, submission, tier = sys.argv[1:]
zygote = Zygote(Path(folder), ["numpy"], 7, tier)
sandbox = zygote.open(Path(submission), "z1", Limits())
sandbox.start_worker(Watch(zygote.usage, Limits()))
print("ready", flush=True)
time.sleep(60)
"""


def test_a_grader_that_is_killed_leaves_no_process(library_folder, tmp_path, tier):
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", GRADER, str(library_folder), str(tmp_path), tier]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as grader:
        assert grader.stdout is not None
        assert grader.stdout.readline() == b"ready\n"
        pids = descendants(grader.pid)
        groups = control_groups(pids)
        grader.kill()
    assert len(pids) == (4 if tier == "strong" else 3)
    assert gone(pids)
    cgroups.find()  # which sweeps what killed graders have left
    assert not [group for group in groups if group.exists()]


def control_groups(pids: set[int]) -> list[Path]:
    """Those that were made for sandboxes, of these processes."""
    shown = "".join(Path(f"/proc/{pid}/cgroup").read_text() for pid in pids)
    names = set(re.findall(r"gradus-\w+", shown))
    return [folder for name in names for folder in Path("/sys/fs/cgroup").rglob(name)]
