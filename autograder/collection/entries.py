"""The collected students on disk: `collected/STUDENT/files/` and, beside it, `entry.json`.

`entry.json` is written last and goes with its folder, so a student who has one is complete.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import msgspec

from autograder.course import BadInput

COLLECTED = "collected"
RECORD = "entry.json"
FILES = "files"
WORK = ".collecting"  # there while a collection is under way, or after it was killed


@dataclass(frozen=True)
class Entry:
    """One student of the class."""

    student: str
    folder: Path | None  # the files to grade, with the package at its top; None: nothing to grade
    archive: str  # its name as handed in; "" for an absent student
    refused: str | None  # why it cannot be graded: one sentence for the student
    late: bool
    notes: tuple[str, ...]  # for the instructor
    name: str | None
    absent: bool


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What entry.json holds: the entry, and what tells whether it must be made again."""

    assignment: str
    archive: str
    refused: str | None
    late: bool
    notes: tuple[str, ...]
    name: str | None
    absent: bool
    fingerprint: str = ""  # of the archive
    rules: str = ""  # of what it was judged by
    picked_notes: tuple[str, ...] = ()  # those of the notes that come from the contents
    declared: str | None = None  # the student in submission.json


def read_collected(into: Path) -> list[Entry]:
    """The students collected there, sorted; none where nothing was collected.

    Raises:
        BadInput: a collection was killed, or is still at work; or its files cannot be read.
    """
    if (into / WORK).exists():
        raise BadInput(f"collecting into {into} did not finish; run collect again")
    return [_entry(into, student, record) for student, record in read_records(into).items()]


def read_records(into: Path) -> dict[str, Record]:
    """Student -> record, of the complete ones, sorted by student.

    Raises:
        BadInput: one is not what we wrote.
    """
    records = {}
    for path in sorted((into / COLLECTED).glob(f"*/{RECORD}")):
        try:
            records[path.parent.name] = msgspec.json.decode(path.read_bytes(), type=Record)
        except msgspec.MsgspecError as failure:
            raise BadInput(
                f"{path} cannot be read ({failure}); delete {path.parent} and run collect again"
            ) from None
    return records


def _entry(into: Path, student: str, record: Record) -> Entry:
    gradable = record.refused is None and not record.absent
    return Entry(
        student=student,
        folder=into / COLLECTED / student / FILES if gradable else None,
        archive=record.archive,
        refused=record.refused,
        late=record.late,
        notes=record.notes,
        name=record.name,
        absent=record.absent,
    )


@contextmanager
def open_store(into: Path) -> Iterator["Store"]:
    """The store at `into`, to be written by one process at a time.

    Raises:
        BadInput: another process is at it.
    """
    (into / COLLECTED).mkdir(parents=True, exist_ok=True)
    descriptor = os.open(into, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _lock(descriptor, into)
        yield Store(into)
    finally:
        os.close(descriptor)


def _lock(descriptor: int, into: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BadInput(f"another process is collecting into {into}") from None


class Store:
    """Writes students so that a kill at any moment leaves each complete or without a record."""

    def __init__(self, into: Path) -> None:
        self._into = into
        self._work = into / WORK

    def begin(self) -> None:
        """Mark the collection as under way, and drop what a killed one left."""
        self._work.mkdir(exist_ok=True)
        for left in self._work.iterdir():
            shutil.rmtree(left)
        for home in (self._into / COLLECTED).iterdir():
            if not (home / RECORD).exists():
                self.remove(home.name)

    def finish(self) -> None:
        """Take the mark away."""
        shutil.rmtree(self._work)

    def write(self, student: str, record: Record, files: Mapping[PurePosixPath, bytes]) -> None:
        """Put the student there, in place of what was there."""
        work = self._new_folder()
        _write_files(work / FILES, files)
        self.remove(student)
        home = self._home(student)
        home.mkdir()
        if record.refused is None and not record.absent:
            os.rename(work / FILES, home / FILES)
        self.write_record(student, record)

    def write_record(self, student: str, record: Record) -> None:
        """Put the record there, the files stay."""
        draft = self._new_folder() / RECORD
        draft.write_bytes(msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n")
        os.replace(draft, self._home(student) / RECORD)

    def remove(self, student: str) -> None:
        """Take the student away, files and record at once."""
        home = self._home(student)
        if home.exists():
            os.rename(home, self._new_folder() / student)

    def has_files(self, student: str) -> bool:
        return (self._home(student) / FILES).is_dir()

    def _home(self, student: str) -> Path:
        return self._into / COLLECTED / student

    def _new_folder(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self._work))


def _write_files(folder: Path, files: Mapping[PurePosixPath, bytes]) -> None:
    """New plain files, readable by the sandbox's user; no link is followed, nothing replaced."""
    _make_folder(folder)
    for path, content in files.items():
        for parent in list(path.parents)[-2::-1]:
            _make_folder(folder / parent)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        with open(os.open(folder / path, flags, 0o644), "wb") as file:
            os.fchmod(file.fileno(), 0o644)
            file.write(content)


def _make_folder(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
