"""Collects a class: from the instructor's folder to one entry a student."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

import msgspec

from autograder.collection.archive import Refused
from autograder.collection.contents import declared, pick
from autograder.collection.entries import (
    Entry,
    Record,
    Store,
    open_store,
    read_collected,
    read_records,
)
from autograder.collection.handed import Handed, find_handed
from autograder.collection.identity import Claim, assign, inside_note
from autograder.collection.roster import Roster, read_roster
from autograder.collection.sorting import of_assignment
from autograder.collection.wording import listed
from autograder.course import BadInput, Course
from autograder.verdicts import is_of_the_machine
from given.manifest import Manifest

RULES_VERSION = 1  # to be raised when collecting the same archive may end otherwise


def collect(
    course: Course,
    name: str,
    submissions: Path,
    into: Path,
    roster: Path | None = None,
    mixed: bool = False,
) -> list[Entry]:
    """One entry a student, sorted by id; the files to grade are below `into`.

    What was collected before and did not change is not done again. What vanished from
    `submissions` since stays collected, with a note.

    Args:
        name: of the assignment, "a1_linear" or "a1".
        submissions: with archives, or a folder for each student, as an LMS names them.
        roster: a CSV file; whoever is in it and handed nothing in has an absent entry.
        mixed: whether what was handed in for other assignments lies there, too.

    Raises:
        BadInput: a folder or the roster cannot be used, or `into` holds another assignment.
    """
    assignment = course.resolve(name)
    manifest = course.manifest(assignment)
    if not submissions.is_dir():
        unpack = "; unpack the LMS's download first" if submissions.is_file() else ""
        raise BadInput(f"{submissions} is not a folder of submissions{unpack}")
    known = read_roster(roster) if roster else None
    others = [course.manifest(other) for other in course.assignments() if other != assignment]
    try:
        with open_store(into) as store:
            handed = find_handed(submissions, manifest.package, but=into)
            if mixed:
                handed = of_assignment(handed, manifest, others)
            batch = _Batch(manifest, course.deadlines.get(assignment), known, store)
            batch.run(handed, _earlier(into, manifest))
        return read_collected(into)
    except OSError as failure:
        if is_of_the_machine(failure):
            raise
        raise BadInput(f"{failure.filename or into}: {failure.strerror}") from None


def _earlier(into: Path, manifest: Manifest) -> dict[str, Record]:
    records = read_records(into)
    if other := {record.assignment for record in records.values()} - {manifest.name}:
        raise BadInput(f"{into} holds {other.pop()}; collect {manifest.name} into another folder")
    return records


@dataclass(frozen=True)
class _Batch:
    """One run over a class."""

    manifest: Manifest
    deadline: dt.datetime | None
    roster: Roster | None
    store: Store

    def run(self, handed: list[Handed], earlier: Mapping[str, Record]) -> None:
        inside = cache(lambda each: _inside(each, self.manifest))
        claims = assign(handed, self.roster or Roster(), inside)
        kept = _vanished(claims, handed, earlier)
        absent = self._absent(claims, kept)
        self.store.begin()
        for student in earlier.keys() - {claim.student for claim in claims} - kept.keys():
            self.store.remove(student)
        for claim in claims:
            self._write(claim, earlier.get(claim.student))
        for student, record in kept.items():
            self.store.write_record(student, record)
        for student, record in absent.items():
            self.store.write(student, record, {})
        self.store.finish()

    def _write(self, claim: Claim, before: Record | None) -> None:
        fingerprint, rules = claim.last.fingerprint(self.manifest), _rules(self.manifest)
        unchanged = before is not None and (before.fingerprint, before.rules) == (
            fingerprint,
            rules,
        )
        files: dict[PurePosixPath, bytes] | None = None
        if before and unchanged and (before.refused or self.store.has_files(claim.student)):
            record = before
        else:
            record, files = self._pick(claim.last, fingerprint, rules)
        late, notes = self._judge(claim)
        notes = [*claim.notes, *inside_note(claim, record.declared), *notes, *record.picked_notes]
        record = msgspec.structs.replace(
            record,
            archive=claim.last.shown,
            late=late,
            notes=tuple(notes),
            name=self._name(claim),
        )
        if files is not None:
            self.store.write(claim.student, record, files)
        elif record != before:
            self.store.write_record(claim.student, record)

    def _pick(
        self, handed: Handed, fingerprint: str, rules: str
    ) -> tuple[Record, dict[PurePosixPath, bytes]]:
        record = Record(
            assignment=self.manifest.name,
            archive=handed.shown,
            refused=None,
            late=False,
            notes=(),
            name=None,
            absent=False,
            fingerprint=fingerprint,
            rules=rules,
        )
        try:
            contents = pick(handed.members(self.manifest), self.manifest)
        except Refused as refusal:
            return msgspec.structs.replace(record, refused=str(refusal)), {}
        said = contents.declaration.student
        record = msgspec.structs.replace(record, picked_notes=contents.notes, declared=said)
        return record, contents.files

    def _judge(self, claim: Claim) -> tuple[bool, list[str]]:
        """Whether it is late, and the notes on time and on what it supersedes."""
        why = _lateness(claim.last, self.deadline)
        notes = [why] if why else []
        if self.roster and not self.roster.spelling(claim.claimed):
            notes.append(f"{claim.claimed} is not on the roster.")
        if earlier := claim.handed[:-1]:
            notes.append(f"Superseded: {listed([each.shown for each in earlier])}.")
            if why and not all(_lateness(each, self.deadline) for each in earlier):
                notes.append("Of the superseded ones at least one was in time.")
        return why is not None, notes

    def _name(self, claim: Claim) -> str | None:
        on_roster = self.roster.names.get(claim.student) if self.roster else None
        return on_roster or claim.last.given.name

    def _absent(self, claims: list[Claim], kept: Mapping[str, Record]) -> dict[str, Record]:
        """Records of those on the roster who handed nothing in."""
        names = self.roster.names if self.roster else {}
        here = {claim.student for claim in claims} | kept.keys()
        return {
            student: Record(
                assignment=self.manifest.name,
                archive="",
                refused=None,
                late=False,
                notes=_claimed_by(student, claims),
                name=name or None,
                absent=True,
            )
            for student, name in names.items()
            if student not in here
        }


def _inside(handed: Handed, manifest: Manifest) -> str | None:
    try:
        return declared(handed.members(manifest)).student
    except Refused:
        return None


def _rules(manifest: Manifest) -> str:
    """A hash of what decides which files are kept and which archive is refused."""
    decisive = (
        RULES_VERSION,
        manifest.name,
        manifest.package,
        manifest.title,
        manifest.notebooks,
        manifest.files,
        manifest.earlier,
        manifest.limits.submission_mb,
    )
    return hashlib.sha256(repr(decisive).encode()).hexdigest()


def _lateness(handed: Handed, deadline: dt.datetime | None) -> str | None:
    """Why it is late; None when it is not, or when nothing tells.

    Canvas marks what is late, by each student's own due date; the time of its files is that of the
    download. A folder's time is that of its unpacking.
    """
    if handed.given.marked_late:
        return "Late: the LMS marked it so."
    if handed.given.marks_late or handed.is_folder or deadline is None:
        return None
    time = dt.datetime.fromtimestamp(handed.time_ns / 1e9, dt.UTC)
    if time <= deadline:
        return None
    due = deadline.astimezone(dt.UTC)
    return f"Late: the time of its file is {time:%Y-%m-%d %H:%M} UTC, due was {due:%Y-%m-%d %H:%M}."


def _vanished(
    claims: Iterable[Claim], handed: Iterable[Handed], earlier: Mapping[str, Record]
) -> dict[str, Record]:
    """Records of students whose archive is gone: the instructor may have tidied up.

    An archive that is still there, but is somebody else's by now, has not vanished.
    """
    here = {claim.student for claim in claims}
    present = {each.shown for each in handed}
    kept = {}
    for student, record in earlier.items():
        if student in here or record.absent or record.archive in present:
            continue
        note = f"{record.archive} is no longer in the folder; what was collected earlier is kept."
        notes = tuple(dict.fromkeys((*record.notes, note)))
        kept[student] = msgspec.structs.replace(record, notes=notes)
    return kept


def _claimed_by(student: str, claims: Iterable[Claim]) -> tuple[str, ...]:
    rivals = [claim.student for claim in claims if claim.claimed == student]
    return (f"See {listed(rivals)}: whose they are is not clear.",) if rivals else ()
