"""Reads what lies in dist, folder and zip, and says what should not be there at all."""

import hashlib
import json
import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from autograder.leaks.finding import Finding, Kind

RELEASE_FILE = "release.json"
SUFFIXES = frozenset({".py", ".md", ".toml", ".txt", ".ini", ".ipynb", ".json", ".csv"})
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
EMBEDDED = re.compile(r"data:[\w/+.-]+;base64,[A-Za-z0-9+/]{40}")
LARGEST_MEMBER = 100_000_000  # bytes
PLAIN_FILE = 0o100644


@dataclass
class Published:
    """A folder or a zip of dist: its contents by path, and what is wrong with their places."""

    title: str  # "a1_linear" or "a1_linear.zip"
    files: dict[str, bytes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def add(self, path: str, kind: Kind, text: str) -> None:
        self.findings.append(Finding(f"{self.title}/{path}" if path else self.title, kind, text))


def published(dist: Path) -> list[Published]:
    """Everything in dist; what is neither a release's folder nor its zip is a finding."""
    found = []
    for path in sorted(dist.iterdir()) if dist.is_dir() else []:
        if path.is_dir() and not path.is_symlink() and not path.name.startswith("."):
            found.append(_read_folder(path))
        elif path.is_file() and not path.is_symlink() and path.suffix == ".zip":
            found.append(_read_zip(path))
        else:
            found.append(Published(path.name))
            found[-1].add("", Kind.STRANGER, "is neither the folder nor the zip of a release")
    return found


def _read_folder(folder: Path) -> Published:
    tree = Published(folder.name)
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            tree.add(name, Kind.FILE, "is a link")
        elif path.is_file():
            tree.files[name] = path.read_bytes()
        elif not path.is_dir():
            tree.add(name, Kind.FILE, "is not a plain file")
        elif not any(path.iterdir()):
            tree.add(name, Kind.STRANGER, "is an empty folder")
    _check(tree)
    return tree


def _read_zip(path: Path) -> Published:
    tree = Published(path.name)
    content = path.read_bytes()
    try:
        with zipfile.ZipFile(path) as archive:
            _check_layout(tree, archive, content)
            for member in archive.infolist():
                _read_member(tree, archive, member, f"{path.stem}/")
    except (
        zipfile.BadZipFile,
        struct.error,
        NotImplementedError,
        RuntimeError,
        OSError,
    ) as failure:
        tree.add("", Kind.ARCHIVE, f"cannot be read: {failure}")
        return tree
    _check(tree)
    return tree


def _read_member(
    tree: Published, archive: zipfile.ZipFile, member: zipfile.ZipInfo, top: str
) -> None:
    name = member.filename
    short = name.removeprefix(top)
    if not name.startswith(top) or ".." in PurePosixPath(name).parts:
        tree.add(name, Kind.STRANGER, f"does not lie below {top}")
    if member.external_attr >> 16 != PLAIN_FILE or member.is_dir():
        tree.add(short, Kind.FILE, "is not a plain file with the mode of all others")
    if member.comment or member.extra:
        tree.add(short, Kind.ARCHIVE, "has a comment or an extra field")
    if member.date_time != ZIP_TIME:
        tree.add(short, Kind.ARCHIVE, f"has the time {member.date_time}, not that of all others")
    if short in tree.files:
        tree.add(short, Kind.STRANGER, "is there twice")
        short = f"{short} (again)"
    if member.file_size > LARGEST_MEMBER:
        tree.add(short, Kind.ARCHIVE, f"unpacks to {member.file_size} bytes")
    else:
        tree.files[short] = archive.read(member)


def _check_layout(tree: Published, archive: zipfile.ZipFile, content: bytes) -> None:
    """Every byte must belong to a member or to the directory at the end."""
    if archive.comment:
        tree.add("", Kind.ARCHIVE, "has a comment")
    position = 0
    for member in sorted(archive.infolist(), key=lambda m: m.header_offset):
        if member.header_offset != position:
            tree.add("", Kind.ARCHIVE, f"has bytes before {member.filename} that belong to nothing")
        name, extra = struct.unpack_from("<HH", content, member.header_offset + 26)
        position = member.header_offset + 30 + name + extra + member.compress_size
        if extra:
            tree.add(member.filename, Kind.ARCHIVE, "has an extra field before its content")
        if member.flag_bits & 0x9:
            tree.add(member.filename, Kind.ARCHIVE, "is encrypted or of unknown length")
    if archive.start_dir != position:
        tree.add("", Kind.ARCHIVE, "has bytes before its directory that belong to nothing")
    directory = sum(
        46 + len(m.orig_filename.encode()) + len(m.extra) + len(m.comment)
        for m in archive.infolist()
    )
    if len(content) != archive.start_dir + directory + 22 + len(archive.comment):
        tree.add("", Kind.ARCHIVE, "has bytes around its directory that belong to nothing")


def _check(tree: Published) -> None:
    """Names and kinds of the files, and what release.json says of them."""
    for path, content in tree.files.items():
        for text in _unfit(path, content):
            tree.add(path, Kind.FILE, text)
    listed = _listed(tree)
    if listed is None:
        tree.add(RELEASE_FILE, Kind.RELEASE, "is missing, or is not a list of files and hashes")
        return
    for path in sorted(tree.files.keys() - listed.keys() - {RELEASE_FILE}):
        tree.add(path, Kind.STRANGER, f"is not in {RELEASE_FILE}")
    for path in sorted(listed.keys() - tree.files.keys()):
        tree.add(path, Kind.MISSING, f"is in {RELEASE_FILE}, but not there")
    for path in sorted(listed.keys() & tree.files.keys()):
        if hashlib.sha256(tree.files[path]).hexdigest() != listed[path]:
            tree.add(path, Kind.CHANGED, f"has other content than {RELEASE_FILE} says")


def _unfit(path: str, content: bytes) -> Iterator[str]:
    parts = PurePosixPath(path).parts
    if any(part.startswith(".") for part in parts):
        yield "is hidden"
    if any(part.startswith("__pycache__") for part in parts):
        yield "is a cache"
    if PurePosixPath(path).suffix not in SUFFIXES:
        yield "is not a kind of file that is released (backup, compiled, binary?)"
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        yield "is not UTF-8 text"
    else:
        if any(ord(c) < 32 and c not in "\n\t" for c in text):
            yield "has control characters"
        if EMBEDDED.search(text):
            yield "embeds a file in a data: address"


def _listed(tree: Published) -> dict[str, str] | None:
    """Hash by path as release.json says; None if it does not say that, or says more."""
    try:
        table = json.loads(tree.files[RELEASE_FILE])
    except (KeyError, ValueError, RecursionError):
        return None
    if not isinstance(table, dict) or table.keys() != {"assignment", "version", "files"}:
        return None
    files = table["files"]
    fine = isinstance(files, dict) and all(isinstance(value, str) for value in files.values())
    return files if fine else None
