"""What of the disk a zygote and its sandboxes see: the interpreter and their libraries."""

import os
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from autograder.boundary.confinement import Cell

_PACKAGES = ("site-packages", "dist-packages")  # installed for others
_LIBRARIES = ("/lib", "/usr/lib", "/usr/local/lib")


def cell(tier: str, libraries: Path, scratch: Path) -> Cell:
    """The cell of a zygote that imports from the folder `libraries`."""
    standard = Path(os.__file__).parent
    hidden = [standard / name for name in _PACKAGES if (standard / name).is_dir()]
    links = {entry.resolve() for entry in libraries.iterdir() if entry.is_symlink()}
    inside = {link for link in links if any(link.is_relative_to(folder) for folder in hidden)}
    shown = [standard, *_interpreter(), *_shared_libraries(), libraries, *(links - inside)]
    return Cell(tier, _texts(shown), _texts(hidden), _texts(inside), str(scratch))


def _interpreter() -> list[Path]:
    """Where an interpreter that is not the system's keeps its own shared libraries."""
    prefix = Path(sys.base_prefix)
    return [] if prefix == Path("/usr") else [prefix / "lib"]


def _shared_libraries() -> list[Path]:
    """Folders of the system's shared libraries: one an architecture, or the old ones."""
    architecture = sysconfig.get_config_var("MULTIARCH") or "no-such-folder"
    folders = [Path(f"{folder}/{architecture}") for folder in _LIBRARIES]
    found = [folder for folder in folders if folder.is_dir()]
    return [*(found or [Path("/lib64"), Path("/usr/lib64")]), Path("/etc/ld.so.cache")]


def _texts(paths: Iterable[Path]) -> list[str]:
    """Each once, none below another: a mount would cover it."""
    kept: list[Path] = []
    for path in sorted(set(paths)):
        if not any(path.is_relative_to(other) for other in kept):
            kept.append(path)
    return [str(path) for path in kept]
