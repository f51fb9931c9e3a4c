"""A folder for the processes of a run; what a killed run has left is swept by a later one."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.claim import claimed, unclaimed
from autograder.removal import remove

_PREFIX = "gradus-court-"


@contextmanager
def workspace() -> Iterator[Path]:
    """A new folder among the temporary ones, locked while it is in use, then removed."""
    _sweep(Path(tempfile.gettempdir()))
    folder, lock = claimed(lambda: Path(tempfile.mkdtemp(prefix=_PREFIX)))
    try:
        yield folder
    finally:
        with contextlib.suppress(OSError):  # a process that is just ending may write there
            remove(folder)
        os.close(lock)


def _sweep(temporary: Path) -> None:
    for folder in temporary.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError), unclaimed(folder):
            remove(folder)
