"""The student's tree: the folder that holds assignment.toml, and what it was released with."""

import json
from pathlib import Path
from typing import Any

from given.manifest import FILE_NAME

RECORD = "release.json"


class NoTree(Exception):
    """There is no assignment here; the message is one sentence."""


def find_tree(start: Path | None = None) -> Path:
    """The nearest folder upwards from `start` (default: the current one) with assignment.toml.

    Raises:
        NoTree: there is none.
    """
    here = (start or Path.cwd()).resolve()
    for folder in [here, *here.parents]:
        if (folder / FILE_NAME).is_file():
            return folder
    raise NoTree(f"there is no {FILE_NAME} in {here} or above: open the assignment's folder first")


def read_release(root: Path) -> dict[str, Any]:
    """release.json of a tree; empty where there is none that can be read."""
    try:
        record = json.loads((root / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) and isinstance(record.get("files"), dict) else {}
