"""What the processes of a sandbox use, as /proc shows it from outside."""

import os
from contextlib import suppress
from dataclasses import dataclass

from autograder.boundary.zygote import descendants

_TICK_S = 1 / os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_CLOSE_LOOK_BYTES = 2**27  # resident, what is shared counted for each


@dataclass(frozen=True)
class Usage:
    cpu_s: float  # since the zygote started, of all that ever ran below it
    memory_bytes: int
    processes: int


def below(zygote: int) -> Usage:
    """Usage of everything below a zygote, without the zygote's own."""
    cpu, memory, pids = _ticks(zygote)[1], 0, descendants(zygote)
    for pid in pids:
        with suppress(OSError, IndexError, ValueError):
            cpu += sum(_ticks(pid))
            memory += _resident_bytes(pid)
    if memory > _CLOSE_LOOK_BYTES:
        memory = sum(map(_proportional_bytes, pids))
    return Usage(cpu * _TICK_S, memory, len(pids))


def _ticks(pid: int) -> tuple[int, int]:
    """Clock ticks of CPU: the process's own, and its ended children's."""
    fields = _read(f"/proc/{pid}/stat").rpartition(b")")[2].split()
    own, children = fields[11:13], fields[13:15]
    return sum(map(int, own)), sum(map(int, children))


def _resident_bytes(pid: int) -> int:
    return int(_read(f"/proc/{pid}/statm").split()[1]) * _PAGE


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
