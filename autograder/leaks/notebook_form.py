"""A released notebook holds cells and nothing else: no outputs, attachments, foreign metadata."""

import json
from collections.abc import Iterator

from autograder.leaks.finding import Kind
from autograder.leaks.published import Published

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
CELL = {"cell_type", "id", "metadata", "source"}
CODE = CELL | {"execution_count", "outputs"}


def check_notebooks(tree: Published) -> None:
    """Add what else the notebooks of this tree hold."""
    for path, content in tree.files.items():
        if path.endswith(".ipynb"):
            for text in _foreign(content):
                tree.add(path, Kind.NOTEBOOK, text)


def _foreign(content: bytes) -> Iterator[str]:
    try:
        notebook = json.loads(content)
        cells = notebook["cells"]
        if notebook.keys() != {"cells", "metadata", "nbformat", "nbformat_minor"}:
            yield "has entries beside cells, metadata and format"
        if notebook["metadata"] != METADATA:
            yield "has other metadata than the kernel's"
        for number, cell in enumerate(cells, start=1):
            yield from (f"{text} (cell {number})" for text in _foreign_to_cell(cell))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        yield "is not a notebook"


def _foreign_to_cell(cell: dict[str, object]) -> Iterator[str]:
    is_code = cell["cell_type"] == "code"
    if "attachments" in cell:
        yield "has an attachment"
    elif cell.keys() != (CODE if is_code else CELL):
        yield "has entries that a cell does not need"
    if is_code and (cell["outputs"] or cell["execution_count"] is not None):
        yield "has outputs"
    metadata = cell["metadata"]
    if not isinstance(metadata, dict) or metadata.keys() - {"tags"}:
        yield "has metadata beside tags"
