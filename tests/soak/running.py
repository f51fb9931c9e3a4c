"""A run of the grader as a command of its own: watched, killed, and waited for to its last process.

Whoever uses this adopts orphans (`adopt`), so that no process of a run escapes being seen.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from autograder.boundary.kernel import PR_SET_CHILD_SUBREAPER, prctl
from tests.soak import processes
from tests.soak.growth import Sample
from tests.soak.processes import Holding

SEED = "soak"
LOOK_S = 0.05
_SAID = "said.txt"
_PATIENCE_S = 30.0
_PLURAL = {"grader": "grader", "judge": "judges", "zygote": "zygotes"}


@dataclass(frozen=True)
class Place:
    """Where a run takes place."""

    folder: Path
    course: Path
    submissions: Path
    temporary: Path
    tier: str

    @property
    def into(self) -> Path:
        return self.folder / "into"

    def done(self) -> int:
        """How many results there are, or are just being written."""
        with suppress(FileNotFoundError):
            return len(os.listdir(self.into / "results"))
        return 0

    def expect_success(self, status: int) -> None:
        """Does nothing where the grader ended well.

        Raises:
            RuntimeError: it did not; with the last that it said.
        """
        if status != 0:
            said = (self.folder / _SAID).read_text(errors="replace")[-2000:]
            raise RuntimeError(f"the grader ended with {status}: {said}")


class Ending(NamedTuple):
    """How the processes of a killed run ended."""

    seconds: float
    left: list[str]  # commands of those that did not end by themselves


def adopt() -> None:
    """Makes orphans of what this process starts its own children."""
    prctl(PR_SET_CHILD_SUBREAPER, 1)


@contextmanager
def grading(place: Place, jobs: int) -> Iterator[subprocess.Popen[bytes]]:
    """The command at work; killed if it is still there in the end."""
    place.folder.mkdir(exist_ok=True)
    command = [sys.executable, "-P", "-m", "autograder.cli", "grade", "t1", place.submissions]
    options = ["--into", place.into, "--jobs", jobs, "--tier", place.tier, "--seed", SEED]
    with (
        open(place.folder / _SAID, "ab") as said,
        subprocess.Popen(
            [*map(str, command + options)],
            cwd=place.course,
            env={**os.environ, "TMPDIR": str(place.temporary)},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        ) as grader,
    ):
        try:
            yield grader
        finally:
            grader.kill()


def watch(grader: subprocess.Popen[bytes], groups: set[str], until: Callable[[], bool]) -> None:
    """Waits until something is so, or the grader has ended.

    Args:
        groups: names of the run's control groups; those that are seen meanwhile are added.
    """
    while not until() and grader.poll() is None:
        groups |= processes.control_groups(processes.below(grader.pid))
        time.sleep(LOOK_S)


def quiet_look(place: Place, grader: int, groups: set[str]) -> Sample:
    """What the run holds between two submissions: the grader is held up until its judges are idle.

    Args:
        groups: see watch.
    """
    os.kill(grader, signal.SIGSTOP)
    try:
        begun_s = time.monotonic()
        while time.monotonic() - begun_s < _PATIENCE_S:
            parents = processes.below(grader)
            groups |= processes.control_groups(parents)
            if processes.is_idle(grader, parents):
                break
            time.sleep(LOOK_S)
        return _look(place, grader, groups)
    finally:
        os.kill(grader, signal.SIGCONT)


def wait_for_the_last() -> Ending:
    """Waits until every process that we adopted has ended; kills what outlives our patience."""
    begun_s = time.monotonic()
    while time.monotonic() - begun_s < _PATIENCE_S:
        _collect_ended()
        if not processes.below(os.getpid()):
            return Ending(time.monotonic() - begun_s, [])
        time.sleep(LOOK_S)
    left = [*processes.below(os.getpid())]
    commands = [processes.command(pid) for pid in left]
    for pid in left:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return Ending(time.monotonic() - begun_s, commands)


def _look(place: Place, grader: int, groups: set[str]) -> Sample:
    parents = processes.below(grader)
    held = dict.fromkeys(_PLURAL, Holding())
    for role, pid in processes.lasting(grader, parents):
        held[role] += processes.holding(pid)
    seen: dict[str, float] = {
        "processes": 1 + len(parents),
        "temporary files": _entries(place.temporary),
        "control groups": len(processes.existing(groups)),
    }
    for role, name in _PLURAL.items():
        seen[f"memory of the {name}"] = held[role].memory_mb
        seen[f"descriptors of the {name}"] = held[role].descriptors
        seen[f"threads of the {name}"] = held[role].threads
        seen[f"mounts that the {name} see"] = held[role].mounts
    return Sample(place.done(), seen)


def _collect_ended() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _entries(folder: Path) -> int:
    """Files and folders below one, whatever a submission made of them."""
    return sum(len(folders) + len(files) for _, folders, files in os.walk(folder))
