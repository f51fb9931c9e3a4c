"""Removes folders that a submission may have filled, deep and locked as it likes."""

import os
import secrets
from pathlib import Path


def remove(folder: Path) -> None:
    """Removes a folder, however deep it is and whatever permissions it has; or there is none.

    Raises:
        OSError: something cannot be removed.
    """
    if not folder.is_dir() or folder.is_symlink():
        folder.unlink(missing_ok=True)
        return
    folder.chmod(0o700)
    emptied = [folder]
    for here in emptied:
        with os.scandir(here) as entries:
            for entry in list(entries):
                if entry.is_dir(follow_symlinks=False):
                    os.chmod(entry.path, 0o700)
                    emptied.append(folder / secrets.token_hex(16))  # no path grows long
                    os.rename(entry.path, emptied[-1])
                else:
                    os.unlink(entry.path)
    for here in reversed(emptied):
        here.rmdir()
