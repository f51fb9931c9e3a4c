"""Finds what was handed in: the archives and folders below the instructor's folder."""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.collection.archive import (
    MEBIBYTE,
    Member,
    Refused,
    folder_members,
    read_file,
    zip_members,
)
from autograder.collection.layout import MOST_NAMES
from autograder.collection.naming import GivenName, parse_folder_name, parse_name
from autograder.collection.wording import printable
from given.manifest import Manifest

OTHER_ARCHIVES = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")


@dataclass(frozen=True)
class Handed:
    """One archive, or one folder of files, as it lies there."""

    path: Path
    shown: str  # its name below the instructor's folder, fit to print
    given: GivenName
    time_ns: int
    is_folder: bool = False
    without: tuple[str, ...] = ()  # packages in it that belong to other assignments

    @property
    def is_zip(self) -> bool:
        return self.is_folder or self.path.suffix.lower() == ".zip"

    def members(self, manifest: Manifest) -> list[Member]:
        """What is in it.

        Raises:
            Refused: it cannot be opened safely.
        """
        limit_bytes = manifest.limits.submission_mb * MEBIBYTE
        if self.is_folder:
            found = folder_members(self.path, limit_bytes, MOST_NAMES)
        else:
            found = zip_members(read_file(self.path, limit_bytes + MEBIBYTE), limit_bytes)
        return [each for each in found if not set(self.without) & {*each.name.split("/")[:2]}]

    def fingerprint(self, manifest: Manifest) -> str:
        """A hash that is another one whenever collecting it may end otherwise."""
        if not self.is_folder:
            if self.path.is_symlink():
                return "link"
            with self.path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256")
            digest.update("".join(self.without).encode())
            return digest.hexdigest()
        digest = hashlib.sha256()
        try:
            for member in self.members(manifest):
                content = hashlib.sha256(member.read()).hexdigest()
                digest.update(f"{member.name!r} {content}\n".encode())
        except Refused as refusal:
            digest.update(str(refusal).encode())
        return digest.hexdigest()


def find_handed(submissions: Path, package: str, but: Path) -> list[Handed]:
    """All that was handed in, sorted by name; `but` is where we write, wherever that is."""
    top, ours = submissions.resolve(), but.resolve()
    return [
        found
        for path in _sorted(submissions)
        if not ours.is_relative_to(top / path.name)
        for found in _handed(path, package)
    ]


def _handed(path: Path, package: str) -> Iterable[Handed]:
    mode = path.lstat().st_mode
    if stat.S_ISDIR(mode):
        return _in_folder(path, package)
    if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
        return []
    shown = _shown(path)
    archive = path.suffix.lower() in (".zip", *OTHER_ARCHIVES)
    if path.is_symlink() and not archive:
        return [_one(path, shown, parse_folder_name(shown))]
    given = parse_name(shown)
    if not given.is_file or not (archive or given.lms or given.readings):
        return []  # the instructor's own: a roster, a note
    return [_one(path, shown, given)]


def _in_folder(folder: Path, package: str) -> Iterator[Handed]:
    """The archives in a student's folder; where it has none, or the package, the folder itself.

    The folder says whose they are, unless it holds several students' archives.
    """
    given = parse_folder_name(_shown(folder))
    if not given.is_file or folder.name == "__MACOSX":
        return
    zips = [path for path in _sorted(folder) if path.suffix.lower() == ".zip"]
    if not zips or (folder / package).is_dir():
        yield _one(folder, _shown(folder), given, is_folder=True)
        return
    own = [parse_name(_shown(path)) for path in zips]
    ids = {name.readings[0].student for name in own if name.readings}
    for path, name in zip(zips, own, strict=True):
        shown = f"{_shown(folder)}/{_shown(path)}"
        if given.lms:
            yield _one(path, shown, GivenName(name.readings, given.name, given.lms))
        elif name.lms or len(ids) > 1 or not given.readings:
            yield _one(path, shown, name)
        else:
            yield _one(path, shown, given)


def _one(path: Path, shown: str, given: GivenName, is_folder: bool = False) -> Handed:
    return Handed(path, shown, given, path.lstat().st_mtime_ns, is_folder)


def _sorted(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def _shown(path: Path) -> str:
    """Its name, fit to print; on disk it may hold any bytes."""
    return printable(os.fsencode(path.name).decode("utf-8", errors="replace"))
