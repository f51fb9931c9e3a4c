"""Control groups: the kernel's own limit on the memory and the processes of a sandbox.

Where they cannot be written the grader watches from outside, which is later by up to a twentieth of
a second.
"""

import contextlib
import functools
import os
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.claim import claimed, unclaimed

_PREFIX = "gradus-"
_CONTROLLERS = ("memory", "pids")
_EMPTY_S = 2.0  # for the kernel to let go of a group whose processes have ended


@dataclass(frozen=True)
class Hierarchy:
    """Where groups can be made."""

    version: int
    parents: tuple[Path, ...]  # version 1: one a controller, in the order of _CONTROLLERS


def find(mounts: str = "/proc/self/mountinfo", own: str = "/proc/self/cgroup") -> Hierarchy | None:
    """A hierarchy with both controllers in which this process may make groups, if there is one."""
    places = _mounted(Path(mounts)), _own(Path(own))
    for hierarchy in (*_second(*places), *_first(*places)):
        with contextlib.suppress(OSError):
            _try(hierarchy)
            _sweep(hierarchy)
            return hierarchy
    return None


def _try(hierarchy: Hierarchy) -> None:
    """Has a process join a group.

    Raises:
        OSError: it may not.
    """
    with contextlib.closing(Group(hierarchy, 2**30, 64)) as group:
        for entrance in group.entrances():
            with open(entrance, "wb", buffering=0) as joining:
                if not (child := os.fork()):
                    try:
                        joining.write(b"0")
                        os._exit(0)
                    finally:
                        os._exit(1)
                if os.waitpid(child, 0)[1]:
                    raise PermissionError(f"no process may join {group}")


def _sweep(hierarchy: Hierarchy) -> None:
    """Removes the groups of killed judges, whose processes have ended with them."""
    for parent in hierarchy.parents:
        for folder in parent.glob(f"{_PREFIX}*"):
            with contextlib.suppress(OSError), unclaimed(folder):
                folder.rmdir()


class Group:
    """A new control group for the processes of one sandbox.

    Raises:
        OSError: it cannot be made.
    """

    def __init__(self, hierarchy: Hierarchy, memory_bytes: int, processes: int) -> None:
        self._version = hierarchy.version
        self._folders: list[Path] = []
        self._locks: list[int] = []
        try:
            for parent in hierarchy.parents:
                folder, lock = claimed(functools.partial(_made_in, parent))
                self._folders.append(folder)
                self._locks.append(lock)
            self._limit(memory_bytes, processes)
        except OSError:
            self.close()
            raise

    def _limit(self, memory_bytes: int, processes: int) -> None:
        if self._version == 1:
            memory = {"memory.limit_in_bytes": memory_bytes}
            optional = {"memory.memsw.limit_in_bytes": memory_bytes}
        else:
            memory = {"memory.max": memory_bytes}
            optional = {"memory.swap.max": 0, "memory.oom.group": 0}
        for name, value in (memory | {"pids.max": processes}).items():
            folder = self._folders[-1 if name.startswith("pids") else 0]
            (folder / name).write_text(str(value))
        for name, value in optional.items():
            with contextlib.suppress(OSError):  # not every kernel counts swap
                (self._folders[0] / name).write_text(str(value))

    def entrances(self) -> list[int]:
        """Descriptors of the files into which a process writes 0 to join; the caller's to close."""
        return [os.open(folder / "cgroup.procs", os.O_WRONLY) for folder in self._folders]

    def out_of_memory(self) -> int:
        """How many of its processes the kernel has killed for want of memory."""
        name = "memory.oom_control" if self._version == 1 else "memory.events"
        try:
            lines = (self._folders[0] / name).read_text().splitlines()
        except OSError:
            return 0
        return sum(int(line.split()[1]) for line in lines if line.startswith("oom_kill "))

    def close(self) -> None:
        """Removes the group, whose processes have ended.

        Raises:
            OSError: one has not.
        """
        deadline_s = time.monotonic() + _EMPTY_S
        while self._folders:
            try:
                with contextlib.suppress(FileNotFoundError):
                    self._folders[-1].rmdir()
                self._folders.pop()
            except OSError:
                if time.monotonic() > deadline_s:
                    raise
                time.sleep(0.005)
        while self._locks:
            os.close(self._locks.pop())


def _made_in(parent: Path) -> Path:
    folder = parent / f"{_PREFIX}{secrets.token_hex(8)}"
    folder.mkdir()
    return folder


def _second(mounted: Sequence[tuple[str, Path, str]], own: dict[str, str]) -> list[Hierarchy]:
    """Version 2: in our group, or beside it, since a group with processes has no subgroups."""
    found = []
    for kind, point, _ in mounted:
        if kind == "cgroup2" and "" in own:
            group = point / own[""].lstrip("/")
            parents = [group] if group == point else [group, group.parent]
            found += [Hierarchy(2, (parent,)) for parent in parents if _delegates(parent)]
    return found


def _delegates(group: Path) -> bool:
    with contextlib.suppress(OSError):
        return {*_CONTROLLERS} <= {*(group / "cgroup.subtree_control").read_text().split()}
    return False


def _first(mounted: Sequence[tuple[str, Path, str]], own: dict[str, str]) -> list[Hierarchy]:
    points = {
        controller: point / own[controller].lstrip("/")
        for kind, point, options in mounted
        for controller in _CONTROLLERS
        if kind == "cgroup" and controller in options.split(",") and controller in own
    }
    return [Hierarchy(1, tuple(points[c] for c in _CONTROLLERS))] if len(points) == 2 else []


def _mounted(mountinfo: Path) -> list[tuple[str, Path, str]]:
    """Kind, mount point and options of every file system."""
    found = []
    for line in mountinfo.read_text().splitlines():
        before, _, after = line.partition(" - ")
        kind, _, options = after.split(" ", 2)
        found.append((kind, Path(before.split()[4]), options))
    return found


def _own(cgroup: Path) -> dict[str, str]:
    """The group of this process, by controller; "" is version 2."""
    lines = (line.split(":", 2) for line in cgroup.read_text().splitlines())
    return {name: path for _, names, path in lines for name in names.split(",")}
