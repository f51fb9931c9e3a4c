"""Executes an assignment's notebooks top to bottom, with the answers in place."""

import hashlib
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from autograder.course import BadInput, Course
from autograder.release.contents import contents
from autograder.release.refusal import Refused
from coursedata.datasets import LOADERS
from given.files import write_atomically
from given.manifest import Manifest

TIMEOUT_S = 900  # of one cell


@dataclass(frozen=True)
class Executed:
    """An executed notebook, as .ipynb and as a page."""

    notebook: Path
    page: Path
    said: str  # what its cell tagged "result" printed last
    is_new: bool


def execute(course: Course, name: str, notebook: str, data: str) -> Executed:
    """The executed notebook; not done again while neither it nor the code beside it has changed.

    Args:
        data: which data set it runs on, as GRADUS_DATASET names it.

    Raises:
        BadInput: there is no such notebook, it cannot be built, or a cell of it fails.
    """
    manifest = course.manifest(name)
    if data not in LOADERS:
        raise BadInput(f"no data set is called {data!r}; there are: {', '.join(LOADERS)}")
    if notebook not in manifest.notebooks:
        known = ", ".join(manifest.notebooks) or "none"
        raise BadInput(f"{name} has no notebook {notebook!r}; there are: {known}")
    files = _solved_files(course, manifest)
    folder = course.root / "build" / "notebooks" / name
    stem = f"{notebook}-{data}"
    target, page, proof = (folder / f"{stem}{suffix}" for suffix in (".ipynb", ".html", ".sha256"))
    digest = _digest(files, data)
    is_new = not (proof.exists() and proof.read_text() == digest and page.exists())
    if is_new:
        executed = _run(files, f"{notebook}.ipynb", data, course.root / "build" / "trees" / stem)
        write_atomically(target, nbformat.writes(executed).encode())
        write_atomically(page, _page(executed))
        write_atomically(proof, digest.encode())
    return Executed(target, page, _said(nbformat.read(target, as_version=4)), is_new)


def _solved_files(course: Course, manifest: Manifest) -> Mapping[PurePosixPath, bytes]:
    """The students' tree with the package solved."""
    sources = contents(course, manifest.name)
    if sources.reasons:
        raise Refused(manifest.name, sources.reasons)
    solved = course.folder(manifest.name)
    return {
        path: (solved / path).read_bytes() if path.parts[0] == manifest.package else content
        for path, content in sources.files.items()
    }


def _digest(files: Mapping[PurePosixPath, bytes], data: str) -> str:
    digest = hashlib.sha256(data.encode())
    for variable in ("GRADUS_DATA", "GRADUS_TRAIN_IMAGES"):
        digest.update(os.environ.get(variable, "").encode() + b"\0")
    for path in sorted(files):
        digest.update(f"{path}\0{len(files[path])}\0".encode() + files[path])
    return digest.hexdigest()


def _run(
    files: Mapping[PurePosixPath, bytes], notebook: str, data: str, tree: Path
) -> nbformat.NotebookNode:
    if tree.exists():
        shutil.rmtree(tree)
    for path, content in files.items():
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / path).write_bytes(content)
    cells = nbformat.read(tree / notebook, as_version=4)
    client = NotebookClient(
        cells,
        timeout=TIMEOUT_S,
        kernel_name="python3",
        resources={"metadata": {"path": str(tree)}},
        extra_arguments=["--Application.log_level=ERROR"],  # a warning on encryption, for one
    )
    try:
        client.execute(env={**os.environ, "GRADUS_DATASET": data, "MPLBACKEND": "agg"})
    except CellExecutionError as failure:
        text = f"{failure.ename}: {failure.evalue}"
        raise BadInput(f"{notebook} fails on {data}: {text}") from None
    except (CellTimeoutError, DeadKernelError) as failure:
        raise BadInput(f"{notebook} does not come to an end on {data}: {failure}") from None
    return cells


def _page(executed: nbformat.NotebookNode) -> bytes:
    from nbconvert import HTMLExporter  # late: it takes a second to import

    body, _ = HTMLExporter().from_notebook_node(executed)
    return str(body).encode()


def _said(executed: nbformat.NotebookNode) -> str:
    """The last line that the cell tagged "result" printed."""
    lines: list[str] = []
    for cell in executed.cells:
        if "result" in cell.metadata.get("tags", []):
            for output in cell.get("outputs", []):
                lines += output.get("text", "").strip().splitlines()
    return lines[-1] if lines else "done"
