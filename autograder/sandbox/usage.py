"""What the processes of a sandbox use, as /proc shows it from outside."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from autograder.boundary.zygote import descendants

_TICK_S = 1 / os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Usage:
    cpu_s: float  # since the zygote started, of all that ever ran below it
    memory_bytes: int
    processes: int


def below(zygote: int) -> Usage:
    """Usage of everything below a zygote, without the zygote's own."""
    cpu, memory, count = _ticks(zygote)[1], 0, 0
    for pid in descendants(zygote):
        with suppress(OSError, IndexError, ValueError):
            cpu += sum(_ticks(pid))
            memory += _private_bytes(pid)
            count += 1
    return Usage(cpu * _TICK_S, memory, count)


def _ticks(pid: int) -> tuple[int, int]:
    """Clock ticks of CPU: the process's own, and its ended children's."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own, children = fields[11:13], fields[13:15]
    return sum(map(int, own)), sum(map(int, children))


def _private_bytes(pid: int) -> int:
    """Memory that the process does not share with what it was forked from (roughly)."""
    resident, shared = map(int, Path(f"/proc/{pid}/statm").read_text().split()[1:3])
    roughly = (resident - shared) * _PAGE
    if roughly < 2**26:
        return roughly
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return roughly
