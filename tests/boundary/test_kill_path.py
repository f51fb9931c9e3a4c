"""After a submission nothing of it is left, whatever it did to stay: the kill path of each tier."""

import os
import secrets
import signal
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from tests.boundary.conftest import LIBRARIES, Hall

from autograder.sandbox.zygote import Zygote
from autograder.verdicts import GraderFailed, Stopped

GROUPS = Path("/sys/fs/cgroup")
PLACES = (".", "/tmp", "/var/tmp", "/dev/shm", "/run", "/root", "/submission")

ESCAPE = """
    import ctypes, os, platform, signal, time

    libc = ctypes.CDLL(None)

    def end():
        os._exit(3)

    def stay():
        time.sleep(30)
        os._exit(0)

    def f(name):
        libc.prctl(15, name.encode(), 0, 0, 0)  # children have the name too
        escape()
        time.sleep(0.05)
        return 1

    def escape():
"""

WAYS = {
    "a child that ignores what can be ignored": """
        if not os.fork():
            never = {signal.SIGKILL, signal.SIGSTOP, signal.SIGCHLD}  # the last is refused
            for number in signal.valid_signals() - never:
                signal.signal(number, signal.SIG_IGN)
            signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
            stay()
    """,
    "a child that has stopped itself": """
        if not os.fork():
            try:
                os.kill(os.getpid(), signal.SIGSTOP)
            finally:
                stay()
    """,
    "a daemon, two forks away": """
        if not (child := os.fork()):
            os.setsid()
            if not os.fork():
                os.closerange(0, 64)
                stay()
            os._exit(0)
        os.waitpid(child, 0)
    """,
    "sessions and groups of their own": """
        for leave in (os.setsid, lambda: os.setpgid(0, 0), lambda: None) * 2:
            if not os.fork():
                leave()
                stay()
    """,
    "a child that nothing kills with its parent": """
        if not os.fork():
            libc.prctl(1, 0, 0, 0, 0)
            stay()
    """,
    "a collector of orphans": """
        if not os.fork():
            libc.prctl(36, 1, 0, 0, 0)
            if not os.fork():
                if not os.fork():
                    stay()
                os._exit(0)
            stay()
    """,
    "a child that is its parent's sibling": """
        clone = {"x86_64": 56, "aarch64": 220}[platform.machine()]
        if not libc.syscall(clone, 0x8000 | signal.SIGCHLD, 0, 0, 0, 0):
            stay()
    """,
    "a child of another user": """
        if not os.fork():
            try:
                os.setuid(65533)
            finally:
                stay()
    """,
    "a storm of forks": """
        end_s = time.monotonic() + 20
        for _ in range(6):
            if not os.fork():
                while time.monotonic() < end_s:
                    if os.fork():
                        os._exit(0)
                    time.sleep(0.002)
                os._exit(0)
    """,
}


@pytest.fixture
def name() -> str:
    """Of the processes of one test; it looks like the end of a name to who reads /proc hastily."""
    return f"{secrets.token_hex(3)}) R 1 ("


def named(name: str) -> list[int]:
    """The processes that bear a name and have not ended, in any namespace below this one."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            said = (folder / "stat").read_text()
        except OSError:
            continue
        if f"({name})" in said and said.rpartition(")")[2].split()[0] not in "ZX":
            found.append(int(folder.name))
    return found


def groups_of(pids: Iterable[int]) -> set[str]:
    """The control groups of ours that processes are in."""
    found = set()
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/cgroup").read_text().splitlines()
        except OSError:
            continue
        paths = [line.split(":", 2)[2] for line in lines]
        found |= {path.lstrip("/") for path in paths if "/gradus-" in path}
    return found


def existing(groups: Iterable[str]) -> list[str]:
    """Those of the groups that are still there, in any hierarchy."""
    return [
        group
        for group in groups
        if any((top / group).is_dir() for top in (GROUPS, *GROUPS.glob("*/")))
    ]


def escaped(hall: Hall, way: str, name: str) -> set[str]:
    """Has a submission escape in a way; the groups that its processes are in."""
    student = hall.hand_in(ESCAPE + WAYS[way], processes=64, cpu_s=5.0, wall_s=2.0)
    student.work.f(name)
    assert len(named(name)) > 1, "nothing has escaped"
    return groups_of(named(name))


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_left_when_a_session_ends(hall, name, way):
    groups = escaped(hall, way, name)
    hall.session.close()
    assert (named(name), existing(groups), hall.folders()) == ([], [], [])


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_left_when_a_submission_is_stopped(hall, name, way):
    groups = escaped(hall, way, name)
    with pytest.raises(Stopped):
        hall.session.use("call", "work.end")
    assert (named(name), existing(groups), hall.folders()) == ([], [], [])


@pytest.mark.parametrize("way", WAYS)
def test_the_next_submission_is_answered_after_an_escape(hall, name, way):
    escaped(hall, way, name)
    start_s = time.monotonic()
    assert hall.hand_in("def f(x): return x + 1").work.f(1) == 2
    assert time.monotonic() - start_s < 5


def test_sandboxes_have_groups_of_their_own_where_groups_can_be_made(hall, name):
    groups = escaped(hall, "a daemon, two forks away", name)
    assert bool(groups) == bool(hall.zygote.groups)


def test_a_keeper_that_was_stopped_is_killed(hall, name):
    text = f"{ESCAPE}        os.kill(os.getppid(), signal.SIGSTOP)\n        time.sleep(60)\n"
    student = hall.hand_in(text, wall_s=0.7)
    with pytest.raises((Stopped, PermissionError)):
        student.work.f(name)
    hall.session.close()
    assert named(name) == []


@pytest.mark.parametrize("tier", ["strong"], indirect=True)
def test_a_zygote_that_is_killed_takes_all_below_it_along(library_folder, tier, tmp_path, name):
    """In the other tiers the judge, to whom its orphans come, ends them."""
    (tmp_path / "scratch").mkdir()
    zygote = Zygote(library_folder, LIBRARIES, hash_seed=7, tier=tier, scratch=tmp_path / "scratch")
    hall = Hall(zygote, tmp_path)
    groups = escaped(hall, "a daemon, two forks away", name)
    os.kill(zygote.pid, signal.SIGKILL)
    with pytest.raises((GraderFailed, Stopped)):
        hall.session.use("call", "work.end")
    zygote.close()
    assert (named(name), existing(groups), hall.folders()) == ([], [], [])


WRITE = """
    import os

    def f(name, places):
        written = []
        for place in places:
            try:
                with open(os.path.join(place, name), "w") as file:
                    file.write("here")
                written.append(os.path.realpath(file.name))
            except OSError:
                pass
        return written
"""


def test_no_file_is_left(hall, name):
    student = hall.hand_in(WRITE)
    weak = hall.zygote.tier == "process"  # which lets a submission write where the grader can
    written = list(student.work.f(name, ["."] if weak else [*PLACES]))
    hall.session.close()
    left = [path for place in PLACES[1:] for path in Path(place).glob(f"{name[:6]}*")]
    assert (left, [path for path in written if Path(path).exists()]) == ([], [])


def test_what_a_submission_writes_its_hidden_tests_do_not_find(hall, name):
    text = WRITE + "\n    def seen(paths):\n        return [*filter(os.path.exists, paths)]\n"
    student = hall.hand_in(text)
    weak = hall.zygote.tier == "process"
    written = list(student.work.f(name, ["."] if weak else [*PLACES]))
    hall.next_test("hidden/test_work.test_x", visibility="hidden")
    assert list(student.work.seen(written)) == []


SEGMENTS = """
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)

    def f(key):
        libc.shmget(key, 4096, 0o1666)
        libc.semget(key, 1, 0o1666)
        libc.msgget(key, 0o1666)
"""


def test_no_segment_is_left(hall):
    if hall.zygote.tier == "process":
        pytest.skip("the process tier takes no system call away")
    key = 0x67000000 + secrets.randbelow(2**16)
    hall.hand_in(SEGMENTS).work.f(key)
    hall.session.close()
    tables = [Path(f"/proc/sysvipc/{kind}").read_text() for kind in ("shm", "sem", "msg")]
    assert not any(str(key) in table for table in tables)
