"""Builds a notebook from its percent text, with the same bytes every time."""

import hashlib
import json
from typing import Any

from given.answers import TAG, is_blank_answer

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


class UnfitNotebook(ValueError):
    """The percent text cannot become a notebook; the message says which cell and why."""


def build(text: str, path: str, publish_url: str, name: str) -> bytes:
    """The notebook of the percent text, between the setup cell and the submit cell.

    Args:
        text: the percent text.
        path: of the notebook in the students' tree; part of its cells' ids.
        publish_url: where Colab fetches the students' tree, with {name} for the name.
        name: the assignment's folder name.

    Raises:
        UnfitNotebook: there is no code cell, or a cell for answers holds one.
    """
    import jupytext  # late: it takes a second, which every other command would pay

    from given.colab import setup_cell, submit_cell

    cells = [_cell(cell) for cell in jupytext.reads(text, fmt="py:percent").cells]
    code = [index for index, cell in enumerate(cells) if cell["cell_type"] == "code"]
    if not code:
        raise UnfitNotebook("it has no code cell")
    for number, cell in enumerate(cells, start=1):
        _check_answer(cell, number)
    cells.insert(code[0], _code(setup_cell(publish_url, name), "setup"))
    cells.append(_code(submit_cell(), "submit"))
    for index, cell in enumerate(cells):
        cell["id"] = _identity(path, index, cell["source"])
        cell["source"] = cell["source"].splitlines(keepends=True)
    notebook = {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _cell(cell: Any) -> dict[str, Any]:
    """Kind, text and tags of a cell; nothing else of it is released."""
    tags = list(cell.metadata.get("tags", []))
    plain: dict[str, Any] = {
        "cell_type": cell.cell_type,
        "metadata": {"tags": tags} if tags else {},
        "source": cell.source,
    }
    return plain | ({"execution_count": None, "outputs": []} if cell.cell_type == "code" else {})


def _code(source: str, tag: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "metadata": {"tags": [tag]},
        "source": source.strip("\n"),
        "execution_count": None,
        "outputs": [],
    }


def _check_answer(cell: dict[str, Any], number: int) -> None:
    if TAG not in cell["metadata"].get("tags", []):
        return
    if cell["cell_type"] != "markdown":
        raise UnfitNotebook(f"cell {number} is tagged {TAG!r} but is not a markdown cell")
    if not is_blank_answer(cell["source"]):
        raise UnfitNotebook(
            f"cell {number} is room for an answer but holds one; model answers lie beside the "
            "hidden tests"
        )


def _identity(path: str, index: int, source: str) -> str:
    return hashlib.sha256(f"{path}\0{index}\0{source}".encode()).hexdigest()[:16]
