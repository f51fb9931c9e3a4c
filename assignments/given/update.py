"""Brings a student's tree to a new release: `python -m given.update NEW.zip` (a folder, a URL).

No work is lost. A file that is as it was released is replaced. Of a file that the student changed,
- what is handed in (the package, notebooks) is kept; the release's version is written beside it as
  NAME.new, which is neither imported nor packed;
- all else (given/, coursedata/, tests/, ...) follows the release, because grading uses the
  release's; the student's version stays beside it as NAME.mine.
Killed at any moment and run again, it ends the same.
"""

import argparse
import hashlib
import io
import json
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from given.files import write_atomically
from given.manifest import WrongManifest, read_manifest
from given.packing import is_safe, wanted
from given.tree import RECORD, NoTree, find_tree, read_release

WAIT_S = 60


class NotARelease(Exception):
    """What was given holds no release of this assignment; the message is one sentence."""


@dataclass
class Changes:
    """What an update did, by names of files; `kept` and `saved` map them to what lies beside."""

    version: str
    first: bool
    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    saved: dict[str, str] = field(default_factory=dict)

    def sentence(self) -> str:
        """What was done, for the student; a line more for each file that lies beside another."""
        if self.first and not self.kept and not self.saved:
            return f"The assignment is here ({len(self.added)} files, release {self.version})."
        counts = {"added": self.added, "replaced": self.replaced, "removed": self.removed}
        done = ", ".join(f"{len(names)} files {word}" for word, names in counts.items() if names)
        lines = [f"Up to date with release {self.version} ({done or 'nothing to change'})."]
        lines += [f"{n} is yours and kept; the release's is {b}" for n, b in self.kept.items()]
        lines += [f"{n} follows the release; yours is {b}" for n, b in self.saved.items()]
        return "\n".join(lines)


def update(source: str, root: Path) -> Changes:
    """Brings `root`, which may be empty or absent, to the release in `source`.

    Args:
        source: a folder, a zip file, or the URL of a zip or of a git repository (.git).

    Raises:
        NotARelease: there is no release, it is damaged, or it is another assignment's.
    """
    with tempfile.TemporaryDirectory(prefix="gradus-") as folder:
        files = _fetched(source, Path(folder))
    record = _checked_record(files, source)
    mine = read_release(root)
    if mine and mine.get("assignment") != record["assignment"]:
        raise NotARelease(
            f"{source} is a release of {record['assignment']}, {root} of {mine.get('assignment')}"
        )
    changes = Changes(str(record["version"]), first=not mine)
    _bring(root, files, mine.get("files", {}), changes)
    write_atomically(root / RECORD, files[RECORD])  # last: until then the old release counts
    return changes


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status: 0 up to date, 1 no release or no assignment, 2 bad usage."""
    parser = argparse.ArgumentParser(
        prog="python -m given.update",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("source", help="the new release: a zip, a folder, or a URL")
    options = parser.parse_args(argv)
    try:
        print(update(options.source, find_tree()).sentence())
    except (NotARelease, NoTree, OSError) as failure:
        print(f"update: {failure}", file=sys.stderr)
        return 1
    return 0


def _bring(root: Path, files: dict[str, bytes], old: dict[str, str], changes: Changes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "assignment.toml").write_bytes(files.get("assignment.toml", b""))
        try:
            manifest = read_manifest(Path(folder))
        except WrongManifest as failure:
            raise NotARelease(f"the release has no usable assignment.toml: {failure}") from None
    for name in sorted(set(files) - {RECORD}):
        path, content = root / name, files[name]
        if not path.exists():
            write_atomically(path, content)
            changes.added.append(name)
        elif _is(path, _sha256(content)):
            continue
        elif _is(path, old.get(name)):
            write_atomically(path, content)
            changes.replaced.append(name)
        elif wanted(manifest, PurePosixPath(name)):
            changes.kept[name] = _beside(root, name, ".new", content)
        else:
            changes.saved[name] = _beside(root, name, ".mine", path.read_bytes())
            write_atomically(path, content)
    for name in sorted(set(old) - set(files)):
        if is_safe(name) and _is(root / name, old[name]):
            (root / name).unlink()
            changes.removed.append(name)


def keep_beside(root: Path, name: str) -> str | None:
    """Copies a file of the tree to NAME.mine unless it is as it was released; names the copy."""
    if not (root / name).exists() or _is(
        root / name, read_release(root).get("files", {}).get(name)
    ):
        return None
    return _beside(root, name, ".mine", (root / name).read_bytes())


def _beside(root: Path, name: str, suffix: str, content: bytes) -> str:
    """The name under which `content` lies beside `name`; no file of other content is touched."""
    number = 1
    while True:
        beside = f"{name}{suffix}{number if number > 1 else ''}"
        if not (root / beside).exists():
            write_atomically(root / beside, content)
            return beside
        if (root / beside).read_bytes() == content:
            return beside
        number += 1


def _is(path: Path, digest: str | None) -> bool:
    """The file holds the bytes of that digest, line ends of Windows aside."""
    if digest is None or not path.is_file():
        return False
    content = path.read_bytes()
    return digest in (_sha256(content), _sha256(content.replace(b"\r\n", b"\n")))


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _fetched(source: str, folder: Path) -> dict[str, bytes]:
    """The files of the release, by their names from its root."""
    try:
        if source.endswith(".git") and not Path(source, RECORD).exists():
            command = [
                "git",
                "clone",
                "--quiet",
                "--depth",
                "1",
                "--",
                source,
                str(folder / "clone"),
            ]
            subprocess.run(command, check=True, capture_output=True)
            return _of_folder(folder / "clone")
        if "://" in source:
            with urllib.request.urlopen(source, timeout=WAIT_S) as reply:
                return _of_zip(reply.read())
        if Path(source).is_dir():
            return _of_folder(Path(source))
        return _of_zip(Path(source).read_bytes())
    except zipfile.BadZipFile:
        raise NotARelease(f"{source} is not a zip, or the download broke off") from None
    except (OSError, subprocess.CalledProcessError) as failure:
        raise NotARelease(f"{source} cannot be read: {failure}") from None


def _of_zip(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
        top = _top([name for name in names if PurePosixPath(name).name == RECORD])
        return {n.removeprefix(top): archive.read(n) for n in names if n.startswith(top)}


def _of_folder(folder: Path) -> dict[str, bytes]:
    """Only what the record names: a student's own tree may be the source."""
    names = [path.relative_to(folder).as_posix() for path in folder.glob(f"**/{RECORD}")]
    root = folder / _top(names)
    listed = read_release(root).get("files", {})
    return {
        name: (root / name).read_bytes()
        for name in [RECORD, *listed]
        if is_safe(name) and (root / name).is_file()
    }


def _top(records: list[str]) -> str:
    """The folder of the shallowest release.json: "" or "a1_linear/"."""
    if not records:
        raise NotARelease(f"there is no {RECORD} in it: this is not a release")
    return min(records, key=lambda name: (name.count("/"), name)).removesuffix(RECORD)


def _checked_record(files: dict[str, bytes], source: str) -> dict[str, object]:
    """release.json of the files, all of which it names with the right digest."""
    try:
        record = json.loads(files[RECORD])
        listed = dict(record["files"])
        complete = {"assignment", "version"} <= set(record)
    except (ValueError, KeyError, TypeError):
        raise NotARelease(f"{RECORD} in {source} cannot be read") from None
    if not complete or not all(is_safe(name) for name in listed):
        raise NotARelease(f"{RECORD} in {source} is not a release's")
    for name, digest in listed.items():
        if name not in files or not _matches(files[name], digest):
            raise NotARelease(f"{name} in {source} is damaged or missing: fetch it again")
    for name in set(files) - set(listed) - {RECORD}:
        del files[name]
    return dict(record)


def _matches(content: bytes, digest: str) -> bool:
    return digest in (_sha256(content), _sha256(content.replace(b"\r\n", b"\n")))


if __name__ == "__main__":
    sys.exit(main())
