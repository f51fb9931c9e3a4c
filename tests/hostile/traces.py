"""What a submission leaves behind, and what it uses while it runs."""

import os
import signal
import sysconfig
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from autograder.boundary.zygote import descendants
from autograder.course import CHECKOUT
from tests.hostile import canaries

MARK = "gradus_hostile"
WALL_S = 15.0  # the rest are what may be used beyond what the graders' own processes have
MEMORY_BYTES = 200 * 2**20
PROCESSES = 24
DISK_BYTES = 32 * 2**20
_PAGE = os.sysconf("SC_PAGE_SIZE")
_SHALLOW = {
    *map(Path, (tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue")),
    Path.home(),
    Path(sysconfig.get_path("purelib")),
    CHECKOUT,
}
_DEEP = (CHECKOUT / "autograder", CHECKOUT / "assignments", CHECKOUT / "datasets" / "coursedata")


@dataclass
class Cost:
    """What one submission used at most."""

    wall_s: float = 0.0
    memory_bytes: int = 0
    processes: int = 0
    disk_bytes: int = 0

    def excess(self, slack: float) -> str:
        """What was more than it may be, or nothing; `slack` times the seconds are allowed."""
        found = {
            f"{self.wall_s:.0f} s": self.wall_s > slack * WALL_S,
            f"{self.memory_bytes >> 20} MB of memory": self.memory_bytes > MEMORY_BYTES,
            f"{self.processes} processes": self.processes > PROCESSES,
            f"{self.disk_bytes >> 20} MB of disk": self.disk_bytes > DISK_BYTES,
        }
        return ", ".join(text for text, is_too_much in found.items() if is_too_much)


def slack_of_the_machine() -> float:
    """How much longer things take here at the moment, for others work, too."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


@dataclass
class Meter:
    """Watches all processes below this one, and folders."""

    folders: tuple[Path, ...]
    cost: Cost = field(default_factory=Cost)

    @contextmanager
    def running(self) -> Iterator[Cost]:
        """The cost of what is done in this context, known at its end."""
        before, start_s, ended = self._usage(), time.monotonic(), threading.Event()
        watcher = threading.Thread(target=self._watch, args=(before, ended))
        watcher.start()
        try:
            yield self.cost
        finally:
            ended.set()
            watcher.join()
            self.cost.wall_s = time.monotonic() - start_s

    def _watch(self, before: tuple[int, int, int], ended: threading.Event) -> None:
        while not ended.wait(0.1):
            memory, processes, disk = (
                now - then for now, then in zip(self._usage(), before, strict=True)
            )
            self.cost.memory_bytes = max(self.cost.memory_bytes, memory)
            self.cost.processes = max(self.cost.processes, processes)
            self.cost.disk_bytes = max(self.cost.disk_bytes, disk)

    def _usage(self) -> tuple[int, int, int]:
        pids = descendants(os.getpid())
        return sum(map(_own_bytes, pids)), len(pids), sum(map(_bytes_in, self.folders))


def leftovers(folders: Iterable[Path] = ()) -> list[str]:
    """Processes, files and segments that bear the mark; `folders` are searched to the bottom."""
    found = [f"process {pid}" for pid in marked_processes()]
    found += [str(path) for path in _marked_files(folders)]
    return found + _segments()


def marked_processes() -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (folder / "stat").read_text().rpartition(")")[2].split()[0] in "ZX":
                continue  # it has ended
            name = (folder / "comm").read_text()
            program = (
                (folder / "cmdline").read_bytes().partition(b"\0")[0].decode("utf-8", "replace")
            )
            if MARK in name or MARK in program:
                found.append(int(folder.name))
    return found


def clear(folders: Iterable[Path] = ()) -> None:
    """Ends and removes what bears the mark: it was a submission's that had no defence before it."""
    for pid in marked_processes():
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    for path in _marked_files(folders):
        with suppress(OSError):
            path.unlink()
    for line in _segments():
        _, kind, number = line.split()
        os.spawnlp(os.P_WAIT, "ipcrm", "ipcrm", f"--{kind}-id", number)


def _marked_files(folders: Iterable[Path]) -> list[Path]:
    planted = {canaries.FILE, canaries.PATH}
    shallow = [path for place in _SHALLOW if place.is_dir() for path in place.glob(f"*{MARK}*")]
    deep = [path for place in (*_DEEP, *folders) for path in place.rglob(f"*{MARK}*")]
    deep += [place for place in folders if MARK in place.name]
    return sorted({*shallow, *deep} - planted)


def _segments() -> list[str]:
    """SysV segments with the key 0x67726164 ("grad"), which a hostile submission uses."""
    found = []
    for kind in ("shmem", "semaphore", "queue"):
        table = Path("/proc/sysvipc") / {"shmem": "shm", "semaphore": "sem", "queue": "msg"}[kind]
        with suppress(OSError):
            rows = [line.split() for line in table.read_text().splitlines()[1:]]
            found += [f"segment {kind} {row[1]}" for row in rows if int(row[0]) == 0x67726164]
    return found


def _own_bytes(pid: int) -> int:
    """Resident bytes that are not shared with a file or another process."""
    with suppress(OSError, ValueError, IndexError):
        fields = Path(f"/proc/{pid}/statm").read_text().split()
        return (int(fields[1]) - int(fields[2])) * _PAGE
    return 0


def _bytes_in(folder: Path) -> int:
    total = 0
    for here, _, files in os.walk(folder):
        for name in files:
            with suppress(OSError):
                total += os.lstat(os.path.join(here, name)).st_blocks * 512
    return total
