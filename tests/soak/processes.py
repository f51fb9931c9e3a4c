"""What /proc shows of a run, from outside: its processes by their role, and what each holds."""

import os
import re
from collections.abc import Iterable, Iterator, Set
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 2**20
_ROLES = {"judge": "autograder.service", "zygote": "boundary.zygote"}
_GROUP = re.compile(r"/(gradus-[^/\n]+)$", re.MULTILINE)


@dataclass(frozen=True)
class Holding:
    """What processes of one role hold together."""

    memory_mb: float = 0.0  # resident
    descriptors: int = 0
    threads: int = 0
    mounts: int = 0  # that they see

    def __add__(self, other: "Holding") -> "Holding":
        return Holding(
            self.memory_mb + other.memory_mb,
            self.descriptors + other.descriptors,
            self.threads + other.threads,
            self.mounts + other.mounts,
        )


def below(pid: int) -> dict[int, int]:
    """The parent of each process below `pid`, ended ones that nobody collected included."""
    parents: dict[int, int] = {}
    waiting = [pid]
    while waiting:
        parent = waiting.pop()
        for child in _children(parent):
            if child not in parents:
                parents[child] = parent
                waiting.append(child)
    return parents


def lasting(grader: int, parents: dict[int, int]) -> Iterator[tuple[str, int]]:
    """Role and number of each process that lives as long as the run, not what it forks.

    A judge is a child of the grader, a zygote of a judge. Where a zygote has a namespace of
    processes, it is the child of the process that made it.
    """
    yield "grader", grader
    judges = {pid for pid, parent in parents.items() if parent == grader and _is("judge", pid)}
    started = {pid for pid, parent in parents.items() if parent in judges and _is("zygote", pid)}
    inner = {pid for pid, parent in parents.items() if parent in started and _is_apart(pid, parent)}
    yield from (("judge", pid) for pid in judges)
    yield from (("zygote", pid) for pid in started | inner)


def is_idle(grader: int, parents: dict[int, int]) -> bool:
    """Whether no judge is at work: it forks for each submission."""
    judges = {pid for role, pid in lasting(grader, parents) if role == "judge"}
    return not any(parent in judges and _is("judge", pid) for pid, parent in parents.items())


def holding(pid: int) -> Holding:
    """What one process holds; nothing once it has ended."""
    here = Path(f"/proc/{pid}")
    try:
        return Holding(
            memory_mb=int((here / "statm").read_text().split()[1]) * _PAGE_MB,
            descriptors=len(os.listdir(here / "fd")),
            threads=len(os.listdir(here / "task")),
            mounts=(here / "mountinfo").read_bytes().count(b"\n"),
        )
    except OSError:
        return Holding()


def control_groups(pids: Iterable[int]) -> set[str]:
    """Names of the control groups that were made for sandboxes and have one of these in them."""
    found = set()
    for pid in pids:
        with suppress(OSError):
            found |= {*_GROUP.findall(Path(f"/proc/{pid}/cgroup").read_text())}
    return found


def existing(groups: Set[str]) -> list[Path]:
    """The folders of these control groups, as far as they are still there."""
    return [
        Path(folder, name)
        for folder, names, _ in os.walk("/sys/fs/cgroup")
        for name in groups & {*names}
    ]


def command(pid: int) -> str:
    """The command of a process; nothing once it has ended."""
    with suppress(OSError):
        return (
            Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        )
    return ""


def _is(role: str, pid: int) -> bool:
    return _ROLES[role] in command(pid)


def _is_apart(pid: int, parent: int) -> bool:
    """Whether a process is in another namespace of processes than its parent, which is in ours."""
    here = os.readlink("/proc/self/ns/pid")
    return _namespace(parent) == here != _namespace(pid)


def _namespace(pid: int) -> str:
    with suppress(OSError):
        return os.readlink(f"/proc/{pid}/ns/pid")
    return ""


def _children(pid: int) -> Iterator[int]:
    with suppress(OSError):
        for task in os.listdir(f"/proc/{pid}/task"):
            with suppress(OSError), open(f"/proc/{pid}/task/{task}/children") as listed:
                yield from map(int, listed.read().split())
