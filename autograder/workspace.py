"""A folder for the processes of a run; what a killed run has left is swept by a later one."""

import contextlib
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = "gradus-court-"
_YOUNG_S = 600.0  # may be about to be locked


@contextmanager
def workspace() -> Iterator[Path]:
    """A new folder among the temporary ones, locked while it is in use, then removed."""
    _sweep(Path(tempfile.gettempdir()))
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder
    finally:
        os.close(lock)
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(temporary: Path) -> None:
    for folder in temporary.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):  # another's, or somebody sweeps it already
            if time.time() - folder.lstat().st_mtime > _YOUNG_S and not folder.is_symlink():
                _remove_if_unused(folder)


def _remove_if_unused(folder: Path) -> None:
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if os.fstat(lock).st_uid == os.getuid():
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)
