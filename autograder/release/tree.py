"""Writes a release, folder and zip, so that a kill at any moment leaves nothing half done."""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from autograder.course import Course
from autograder.release.archive import zipped
from autograder.release.contents import contents
from autograder.release.refusal import Refused

RELEASE_FILE = PurePosixPath("release.json")
UNFINISHED = ".unfinished-"  # opens the names of what a killed release leaves behind
EPOCH_S = 315_532_800  # 1980-01-01 UTC, the time of every file


@dataclass(frozen=True)
class Released:
    """Where a release lies; `files` are its paths, sorted, `version` a hash of all their bytes."""

    folder: Path
    archive: Path
    version: str
    files: tuple[str, ...]


def release(course: Course, name: str) -> Released:
    """Build the students' tree of an assignment and its zip in the course's dist folder.

    Raises:
        Refused: the source may not be released; the message has every reason.
        BadInput: there is no such assignment, or its manifest cannot be used.
    """
    name = course.resolve(name)
    sources = contents(course, name)
    if sources.reasons:
        raise Refused(name, sources.reasons)
    files = dict(sources.files)
    version = version_of(files)
    files[RELEASE_FILE] = _release_json(name, version, files)
    folder, archive = course.dist / name, course.dist / f"{name}.zip"
    with _alone(course.dist):
        _write_folder(files, folder)
        _write_archive(zipped(files, name), archive)
    return Released(folder, archive, version, tuple(sorted(map(str, files))))


def version_of(files: Mapping[PurePosixPath, bytes]) -> str:
    """A short hash of the names and contents."""
    lines = (f"{path}\0{_sha256(files[path])}\n" for path in sorted(files, key=str))
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:12]


def _release_json(name: str, version: str, files: Mapping[PurePosixPath, bytes]) -> bytes:
    sums = {str(path): _sha256(files[path]) for path in sorted(files, key=str)}
    table = {"assignment": name, "version": version, "files": sums}
    return (json.dumps(table, indent=1, ensure_ascii=False) + "\n").encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@contextmanager
def _alone(dist: Path) -> Iterator[None]:
    """Only one release at a time in this folder; what a killed one left is cleared away."""
    dist.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(dist, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        for left in dist.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()
        yield
    finally:
        os.close(descriptor)


def _write_folder(files: Mapping[PurePosixPath, bytes], folder: Path) -> None:
    if _holds(folder, files):
        return
    new = folder.with_name(f"{UNFINISHED}new-{folder.name}")
    old = folder.with_name(f"{UNFINISHED}old-{folder.name}")
    _make_folder(new)
    for path in sorted(files, key=str):
        for parent in reversed((new / path).parents):
            if new in parent.parents and not parent.exists():
                _make_folder(parent)
        _write_file(new / path, files[path])
    for below in sorted((p for p in new.rglob("*") if p.is_dir()), reverse=True):
        os.utime(below, (EPOCH_S, EPOCH_S))
    os.utime(new, (EPOCH_S, EPOCH_S))
    if folder.exists() or folder.is_symlink():
        folder.rename(old)
    new.rename(folder)
    if old.is_dir() and not old.is_symlink():
        shutil.rmtree(old)
    else:
        old.unlink(missing_ok=True)


def _make_folder(path: Path) -> None:
    path.mkdir()
    path.chmod(0o755)


def _write_file(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    path.chmod(0o644)
    os.utime(path, (EPOCH_S, EPOCH_S))


def _holds(folder: Path, files: Mapping[PurePosixPath, bytes]) -> bool:
    """Whether the folder holds just these files, with the times and modes that we give."""
    if not folder.is_dir() or folder.is_symlink():
        return False
    found = {PurePosixPath(p.relative_to(folder).as_posix()): p for p in folder.rglob("*")}
    plain = {path: p for path, p in found.items() if p.is_symlink() or not p.is_dir()}
    folders = {parent for path in files for parent in path.parents} - {PurePosixPath()}
    return (
        plain.keys() == files.keys()
        and found.keys() - plain.keys() == folders
        and not any(p.is_symlink() for p in plain.values())
        and all(p.stat().st_mode & 0o777 == 0o644 for p in plain.values())
        and all(int(p.stat().st_mtime) == EPOCH_S for p in plain.values())
        and all(p.read_bytes() == files[path] for path, p in plain.items())
    )


def _write_archive(content: bytes, archive: Path) -> None:
    if archive.is_file() and not archive.is_symlink() and archive.read_bytes() == content:
        return
    new = archive.with_name(f"{UNFINISHED}{archive.name}")
    _write_file(new, content)
    new.replace(archive)
