"""Folders that somebody uses: the lock on one goes with its owner, so a killed one keeps none."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def claimed(make: Callable[[], Path]) -> tuple[Path, int]:
    """A new folder and the descriptor that holds its lock, until that is closed.

    Args:
        make: makes a folder; called again if somebody sweeps it before it is locked.

    Raises:
        OSError: it cannot be made.
    """
    while True:
        folder = make()
        with suppress(FileNotFoundError):
            lock = _opened(folder)
            fcntl.flock(lock, fcntl.LOCK_EX)
            if folder.exists():
                return folder, lock
            os.close(lock)


@contextmanager
def unclaimed(folder: Path) -> Iterator[None]:
    """Nobody uses a folder of ours, and whoever else sweeps leaves it alone meanwhile.

    Raises:
        OSError: somebody does, or it is another user's, or there is none.
    """
    lock = _opened(folder)
    try:
        if os.fstat(lock).st_uid != os.getuid():
            raise PermissionError(f"{folder} is another user's")
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(lock)


def _opened(folder: Path) -> int:
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
