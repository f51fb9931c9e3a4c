"""Written answers in notebooks: markdown cells with the tag `answer`."""

import json
import re
from typing import Any

TAG = "answer"
PROMPT = re.compile(
    r"<!--.*?-->|[*_]*your answers?[^:\n]*:?[*_:]*|[.\u2026*_>\s]|\(?write here\)?", re.I | re.S
)


class BrokenNotebook(ValueError):
    """The file is not a notebook; the message says what it lacks."""


def read_notebook(content: bytes) -> dict[str, Any]:
    """The notebook in `content`.

    Raises:
        BrokenNotebook: it is not JSON, or not of a notebook's form.
    """
    try:
        notebook = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise BrokenNotebook("it is not JSON") from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise BrokenNotebook("it has no list of cells")
    return dict(notebook)


def answer_cells(notebook: dict[str, Any]) -> list[str]:
    """The texts of the cells that a student writes, in order."""
    return [cell_text(cell) for cell in notebook["cells"] if TAG in _tags(cell)]


def is_blank_answer(text: str) -> bool:
    """Nothing stands there but the prompt ("Your answer:"), comments, dots and headings."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    return not PROMPT.sub("", "\n".join(lines))


def _tags(cell: dict[str, Any]) -> list[Any]:
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return tags if isinstance(tags, list) else []


def cell_text(cell: dict[str, Any]) -> str:
    """The source of a cell, which notebooks keep as one text or as lines."""
    source = cell.get("source", "")
    return "".join(map(str, source)) if isinstance(source, list) else str(source)
