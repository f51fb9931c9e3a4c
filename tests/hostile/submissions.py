"""Cases as they are handed in: a folder, or an archive that a case makes itself."""

import runpy
from pathlib import Path

from autograder.deliberate import Deliberate

_MAKER = "make_archive.py"


def is_archive(case: Deliberate) -> bool:
    return (case.folder / _MAKER).is_file()


def build_archive(case: Deliberate, into: Path) -> Path:
    """The archive of a case in the new folder `into`; its make_archive.py may say SUFFIX."""
    into.mkdir(parents=True)
    maker = runpy.run_path(str(case.folder / _MAKER))
    archive = into / f"{case.name}{maker.get('SUFFIX', '.zip')}"
    maker["make"](archive)
    return archive
