"""What the processes of a sandbox use, as /proc shows it from outside."""

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from autograder.boundary.zygote import descendants

_TICK_S = 1 / os.sysconf("SC_CLK_TCK")
_CPU_CLOCK = 2  # of a process: the last bits of the clock's number
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Usage:
    cpu_s: float  # since the zygote started, of all that ever ran below it
    resident_bytes: int  # what is shared is counted for each process
    processes: int  # and their threads
    pids: frozenset[int] = frozenset()  # of those that can be looked at more closely
    is_full: bool = False  # the kernel has enforced the limit of memory

    def exceeds(self, most_bytes: int) -> bool:
        """Whether the processes use more memory than that, what is shared counted once."""
        if self.is_full or self.resident_bytes <= most_bytes:
            return self.is_full
        return not self.pids or self.memory_bytes() > most_bytes

    def memory_bytes(self) -> int:
        """What the processes use, what is shared counted once; slow to find out."""
        return sum(map(_proportional_bytes, self.pids))


def below(zygote: int) -> Usage:
    """Usage of everything below a zygote, without the zygote's own."""
    cpu, resident, threads, pids = _Stat.of(zygote).ended_ticks, 0, 0, descendants(zygote)
    for pid in pids:
        with suppress(OSError, IndexError, ValueError):
            stat = _Stat.of(pid)
            cpu += stat.ticks + stat.ended_ticks
            resident += stat.resident_pages
            threads += stat.threads
    return Usage(cpu * _TICK_S, resident * _PAGE, threads, frozenset(pids))


def worker_below(zygote: int) -> int | None:
    """The one process below a sandbox's first; None where there are several, or none."""
    try:
        (worker,) = (pid for keeper in _children(zygote) for pid in _children(keeper))
    except (OSError, ValueError):
        return None
    return worker


def cpu_s(pid: int | None) -> float | None:
    """CPU seconds of a process itself, without its children; None where nobody can say."""
    try:
        return None if pid is None else time.clock_gettime((~pid << 3) | _CPU_CLOCK)
    except OSError:
        return None


def _children(pid: int) -> list[int]:
    """Those of its first thread: our own processes have no other."""
    return [*map(int, _read(f"/proc/{pid}/task/{pid}/children").split())]


class _Stat(NamedTuple):
    """What is of interest here in /proc/PID/stat; see proc(5)."""

    ticks: int  # of CPU, the process's own
    ended_ticks: int  # of its children that have ended
    threads: int
    resident_pages: int

    @classmethod
    def of(cls, pid: int) -> "_Stat":
        fields = _read(f"/proc/{pid}/stat").rpartition(b")")[2].split()
        user, system, ended_user, ended_system = map(int, fields[11:15])
        return cls(user + system, ended_user + ended_system, int(fields[17]), int(fields[21]))


def _proportional_bytes(pid: int) -> int:
    """Memory of the process, its part only of what others have mapped too; slow to find out."""
    with suppress(OSError, IndexError, ValueError):
        for line in _read(f"/proc/{pid}/smaps_rollup").splitlines():
            if line.startswith(b"Pss:"):
                return int(line.split()[1]) * 1024
    return 0  # it has ended


def _read(path: str) -> bytes:
    """The whole of a small file of /proc, without the layers of `open`: this is done often."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return os.read(descriptor, 4096)
    finally:
        os.close(descriptor)
