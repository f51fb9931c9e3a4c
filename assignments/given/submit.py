"""Packs what is graded into one zip: `python -m given.submit --student-id s123`."""

import argparse
import ast
import hashlib
import io
import json
import os
import sys
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from given.answers import BrokenNotebook, answer_cells, is_blank_answer, read_notebook
from given.colab import PLACEHOLDER, is_colab, save_open_notebook
from given.files import write_atomically
from given.imports import absent_imports
from given.manifest import Manifest, WrongManifest, read_manifest
from given.packing import RECORD, STUDENT_ID, problems, wanted
from given.reading import LARGEST, Unreadable, decoded
from given.rules import is_blank
from given.tree import NoTree, find_tree, read_release

EPOCH = (1980, 1, 1, 0, 0, 0)  # of every entry: the same work gives the same bytes


class Refused(Exception):
    """Nothing was packed; the message is one sentence."""


@dataclass(frozen=True)
class Packed:
    """A written submission: what is in it, and what may be unfinished."""

    path: Path
    sizes: dict[str, int]
    warnings: tuple[str, ...]

    def __str__(self) -> str:
        lines = [f"{size:>9,} bytes  {name}" for name, size in self.sizes.items()]
        total = f"{sum(self.sizes.values()):>9,} bytes  in {len(self.sizes)} files"
        notes = [f"warning: {text}" for text in self.warnings]
        end = f"wrote {self.path} ({self.path.stat().st_size:,} bytes): hand in this file"
        return "\n".join([*lines, total, *notes, end])


def submit(student_id: str) -> None:
    """Packs the assignment of the current folder and says what is in the zip, or why there is none.

    On Colab the open notebook is saved into the folder first: it lies elsewhere.
    """
    try:
        if is_colab():
            print(save_open_notebook(find_tree()))
        print(pack(student_id))
    except (Refused, NoTree, OSError) as failure:
        print(f"nothing is packed: {failure}")


def pack(student_id: str, folder: Path | None = None) -> Packed:
    """Writes PACKAGE-STUDENT_ID.zip into the assignment's folder.

    Args:
        folder: a place in the assignment's tree; the current folder by default.

    Raises:
        Refused: the grader would not take it, or there is no assignment here.
    """
    if not STUDENT_ID.fullmatch(student_id):
        raise Refused(
            f"student id {student_id!r}: use 1 to 64 letters, digits, dots, hyphens, underscores; "
            "the first is no dot and no hyphen"
        )
    if student_id == PLACEHOLDER:
        raise Refused(f"put your own student id in place of {PLACEHOLDER}")
    try:
        root = find_tree(folder)
        manifest = read_manifest(root)
    except (NoTree, WrongManifest) as failure:
        raise Refused(str(failure)) from None
    contents = _contents(root, manifest)
    contents[RECORD] = _record(root, manifest, student_id)
    sizes = {name: len(content) for name, content in contents.items()}
    if refused := problems(manifest, sizes.items()):
        raise Refused("; ".join(refused))
    doubts = (*_unfinished(contents, manifest), *_unwritten(root, contents, manifest))
    path = root / f"{manifest.package}-{student_id}.zip"
    write_atomically(path, _zipped(contents))
    return Packed(path, sizes, doubts)


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status: 0 packed, 1 refused, 2 bad usage."""
    parser = argparse.ArgumentParser(prog="python -m given.submit", description=__doc__)
    parser.add_argument("--student-id", required=True, metavar="ID")
    options = parser.parse_args(argv)
    try:
        print(pack(options.student_id))
    except (Refused, OSError) as failure:
        print(f"submit: {failure}", file=sys.stderr)
        return 1
    return 0


def _contents(root: Path, manifest: Manifest) -> dict[str, bytes]:
    """All files of the allow-list, by name, in order."""
    found = {path.as_posix(): root / path for path in _files(root, manifest)}
    for name in manifest.notebooks:
        if f"{name}.ipynb" not in found:
            raise Refused(f"{name}.ipynb is missing from {root}")
    for name in manifest.files:
        if name not in found:
            raise Refused(f"{name} is missing from {root}")
    return {name: found[name].read_bytes() for name in sorted(found) if name != RECORD}


def _files(root: Path, manifest: Manifest) -> Iterator[PurePosixPath]:
    for name in [*manifest.files, *(f"{n}.ipynb" for n in manifest.notebooks)]:
        if (root / name).is_file():
            yield PurePosixPath(name)
    for folder, subfolders, names in os.walk(root / manifest.package):
        subfolders[:] = sorted(n for n in subfolders if not n.startswith((".", "__pycache__")))
        for name in names:
            path = PurePosixPath((Path(folder) / name).relative_to(root).as_posix())
            if wanted(manifest, path):
                yield path


def _record(root: Path, manifest: Manifest, student_id: str) -> bytes:
    record = {
        "assignment": manifest.name,
        "student_id": student_id,
        "release": str(read_release(root).get("version", "")),
        "packed_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    return (json.dumps(record, indent=1) + "\n").encode()


def _unfinished(contents: dict[str, bytes], manifest: Manifest) -> Iterator[str]:
    """Modules that cannot be read, imports that will fail, and exercises without a body."""
    for name, content in contents.items():
        if name.endswith(".py"):
            yield from _doubts(name, content, manifest)
    for exercise in manifest.exercises:
        states = {f.name: _state(contents, manifest, f.name) for f in exercise.functions}
        for state in sorted(set(states.values()) - {""}):
            names = ", ".join(name for name, its_state in states.items() if its_state == state)
            yield f"{exercise.name}: {state}: {names}"


def _doubts(name: str, content: bytes, manifest: Manifest) -> Iterator[str]:
    """What grading will stumble on in one module."""
    if len(content) > LARGEST:
        yield f"{name} is larger than {LARGEST >> 20} MB: too large to be read for forbidden loops"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of "\\d" in a text
            compile(content, name, "exec", dont_inherit=True)
            tree = ast.parse(content, name)
    except SyntaxError as failure:
        where = f", line {failure.lineno}" if failure.lineno else ""
        yield f"{name}{where} is not Python ({failure.msg}): nothing in it can be graded"
        return
    except (ValueError, RecursionError, MemoryError) as failure:
        reason = failure if isinstance(failure, ValueError) else "nested too deeply"
        yield f"{name} is not Python ({reason}): nothing in it can be graded"
        return
    for absent in absent_imports(tree, _there(manifest)):
        yield (
            f"{name}, line {absent.line}, imports {absent.module}, which is not installed "
            "when your work is graded: whatever uses it will fail there"
        )


def _there(manifest: Manifest) -> set[str]:
    """The packages that grading has."""
    libraries = {library for exercise in manifest.exercises for library in exercise.libraries}
    return {manifest.package, *manifest.earlier, *libraries, "given", "coursedata"}


def _state(contents: dict[str, bytes], manifest: Manifest, name: str) -> str:
    """What is wrong with a function; "" if nothing is, or if another warning says so."""

    def read(module: str) -> str | None:
        path = f"{manifest.package}/{module.replace('.', '/')}"
        for file in (f"{path.rstrip('/')}/__init__.py", f"{path}.py"):
            if file in contents:
                return decoded(contents[file], file)
        return None

    try:
        return "not written yet" if is_blank(name, read, manifest.package) else ""
    except LookupError:
        return "nowhere to be found"
    except (SyntaxError, Unreadable):
        return ""


def _unwritten(root: Path, contents: dict[str, bytes], manifest: Manifest) -> Iterator[str]:
    """Notebooks as they were released, and answers that are blank.

    Raises:
        Refused: a file is not a notebook.
    """
    released = read_release(root).get("files", {})
    for name in (f"{n}.ipynb" for n in manifest.notebooks):
        try:
            answers = answer_cells(read_notebook(contents[name]))
        except BrokenNotebook as failure:
            raise Refused(f"{name} is not a notebook: {failure}") from None
        if hashlib.sha256(contents[name]).hexdigest() == released.get(name):
            yield f"{name} is as it was released: is your work in it saved?"
        blank = [str(i) for i, text in enumerate(answers, 1) if is_blank_answer(text)]
        if blank:
            count = f"{len(blank)} of {len(answers)}"
            yield f"{name}: {count} written answers are blank: {', '.join(blank)}"


def _zipped(contents: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # the same bytes on Windows
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main())
