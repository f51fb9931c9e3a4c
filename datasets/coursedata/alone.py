"""Keeps two runs out of one folder, on systems that have flock (not on Windows)."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: the checksum refuses what two runs at once have mixed
    fcntl = None  # type: ignore[assignment]


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Make the folder, and hold it for this run; waits for another that holds it.

    The kernel lets go of it when the run ends, however it ends. The holder may remove the folder.
    """
    if fcntl is None:
        folder.mkdir(parents=True, exist_ok=True)
        yield
        return
    while True:
        held = opened(folder)
        try:
            lock(held, folder)
            if is_at(held, folder):  # else whoever held it has removed it: once more
                yield
                return
        finally:
            os.close(held)


def opened(folder: Path) -> int:
    """A descriptor of the folder, which is made if need be."""
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # removed in between
            return os.open(folder, os.O_RDONLY)


def lock(held: int, folder: Path) -> None:
    """Wait until no other run holds the open folder."""
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print(f"waiting for another run that works in {folder}", flush=True)
        fcntl.flock(held, fcntl.LOCK_EX)
    except OSError:
        return  # a file system without locks


def is_at(held: int, folder: Path) -> bool:
    """Whether the open folder is still the one of that name."""
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(held), folder.stat())
    return False
