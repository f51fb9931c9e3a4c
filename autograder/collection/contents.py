"""Picks from an archive or a folder what is graded; says what was left out and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from autograder.collection.archive import Member, Refused
from autograder.collection.declaration import (
    LONGEST,
    Declaration,
    Unreadable,
    read_declaration,
)
from autograder.collection.layout import TOP, Names, find_top, is_junk, safe_path
from autograder.collection.wording import listed, quoted
from given.answers import BrokenNotebook, read_notebook
from given.manifest import Manifest
from given.packing import RECORD, wanted

ARCHIVE_SUFFIXES = {".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".whl", ".egg"}


@dataclass(frozen=True)
class Contents:
    """Files to grade, by their place in the student's tree."""

    files: dict[PurePosixPath, bytes]
    declaration: Declaration
    notes: tuple[str, ...]


def pick(members: Iterable[Member], manifest: Manifest) -> Contents:
    """The files that `given.packing.wanted` allows, the package at the top.

    Raises:
        Refused: a name is unsafe or there twice, or what is expected is not there.
    """
    files = _checked(members)
    if not files:
        raise Refused("There is nothing in it.")
    top = find_top(files, manifest)
    inside = {path.relative_to(top): files[path] for path in files if path.is_relative_to(top)}
    keep = {path: member for path, member in inside.items() if wanted(manifest, path)}
    declaration, notes = _declaration(keep)
    if declaration.assignment not in (None, manifest.name, manifest.package):
        raise Refused(
            f"It was packed for {quoted(declaration.assignment or '')}, but this is "
            f"{manifest.title} ({manifest.name})."
        )
    read = {path: keep[path].read() for path in sorted(keep)}
    kept = {top / path for path in keep}
    notes += _left_out([path for path in files if path not in kept], top)
    notes += [note for path in read for note in _notebook_fault(path, read[path])]
    return Contents(read, declaration, tuple(notes))


def declared(members: Iterable[Member]) -> Declaration:
    """What submission.json says, before anything else is judged; empty if it cannot be read."""
    places = [m for m in members if m.name.rpartition("/")[2] == RECORD and m.size <= LONGEST]
    places = [member for member in places if member.name.count("/") <= 1]
    for member in sorted(places, key=lambda member: member.name.count("/")):
        try:
            return read_declaration(member.read())
        except (Refused, Unreadable):
            continue
    return Declaration()


def _checked(members: Iterable[Member]) -> dict[PurePosixPath, Member]:
    names = Names()
    files: dict[PurePosixPath, Member] = {}
    for member in members:
        if is_junk(member.name):
            continue
        path = safe_path(member.name)
        if path == TOP:
            continue
        names.add(path, member.is_folder)
        if not member.is_folder:
            files[path] = member
    return files


def _declaration(keep: dict[PurePosixPath, Member]) -> tuple[Declaration, list[str]]:
    """What submission.json says; one that cannot be read is no longer kept."""
    path = PurePosixPath(RECORD)
    if path not in keep:
        return Declaration(), ["There is no submission.json: packed by hand."]
    if keep[path].size > LONGEST:
        size = keep.pop(path).size
        return Declaration(), [f"submission.json has {size} bytes and is ignored."]
    try:
        return read_declaration(keep[path].read()), []
    except Unreadable as failure:
        del keep[path]
        return Declaration(), [f"submission.json {failure} and is ignored."]


def _left_out(paths: list[PurePosixPath], top: PurePosixPath) -> list[str]:
    names = [str(path.relative_to(top) if path.is_relative_to(top) else path) for path in paths]
    archives = sorted(n for n in names if PurePosixPath(n).suffix.lower() in ARCHIVE_SUFFIXES)
    others = sorted(set(names) - set(archives))
    notes = []
    if archives:
        notes.append(f"Archives inside are not opened: {listed(archives)}.")
    if others:
        notes.append(f"Left out, not part of what is handed in: {listed(others)}.")
    return notes


def _notebook_fault(path: PurePosixPath, content: bytes) -> list[str]:
    if path.suffix != ".ipynb":
        return []
    try:
        read_notebook(content)
    except BrokenNotebook:
        pass
    else:
        return []
    return [
        f"{path} cannot be read as a notebook: the code is graded, the written answers in it "
        "cannot be read."
    ]
