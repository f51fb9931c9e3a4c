"""Decides whose each archive is and which of several counts. Pure, but for a look inside.

The LMS's number, through the roster, wins over the id in the file name, for the LMS wrote it and
the student cannot; the file name wins over submission.json, for it is what the instructor sees.
Nobody can hand in for another: where two people claim one id, and no number tells whose it is, each
is kept apart under a name of its own.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from autograder.collection.handed import Handed
from autograder.collection.naming import Reading
from autograder.collection.roster import Roster
from autograder.collection.wording import listed, quoted

Inside = Callable[[Handed], str | None]  # the id in submission.json


class Source(IntEnum):
    """What says whose an archive is; the stronger first."""

    ROSTER = 0
    NAME = 1
    INSIDE = 2
    NOTHING = 3


@dataclass(frozen=True)
class Claim:
    """What one person handed in."""

    student: str  # the key under which it is kept
    claimed: str  # the id; another than the key where several claim it
    source: Source
    handed: tuple[Handed, ...]  # the last one counts
    notes: tuple[str, ...] = ()

    @property
    def last(self) -> Handed:
        return self.handed[-1]

    @property
    def lms(self) -> str | None:
        return next((each.given.lms for each in self.handed if each.given.lms), None)


def assign(handed: Iterable[Handed], roster: Roster, inside: Inside) -> list[Claim]:
    """One claim a person, each under a key of its own, sorted by that."""
    people: dict[tuple[str, str], list[Handed]] = defaultdict(list)
    for each in handed:
        people[_person(each, roster, inside)].append(each)
    claims = [_identify(_in_order(each), roster, inside) for each in people.values()]
    claims = _join_loose_files(claims)
    by_id: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_id[claim.claimed.casefold()].append(claim)
    numbers_apply = any(claim.source is Source.ROSTER for claim in claims)
    settled = [c for rivals in by_id.values() for c in _settle(rivals, roster, numbers_apply)]
    return sorted(settled, key=lambda claim: claim.student)


def _person(handed: Handed, roster: Roster, inside: Inside) -> tuple[str, str]:
    if handed.given.lms:
        return ("lms", handed.given.lms)
    if student := _named(handed, roster, inside):
        return ("id", student.casefold())
    return ("file", handed.shown)


def _named(handed: Handed, roster: Roster, inside: Inside) -> str | None:
    """The id in the file name, as the roster spells it."""
    reading = _reading(handed, roster, inside)
    return (roster.spelling(reading.student) or reading.student) if reading else None


def _reading(handed: Handed, roster: Roster, inside: Inside) -> Reading | None:
    all_readings = handed.given.readings
    on_roster = [reading for reading in all_readings if roster.spelling(reading.student)]
    readings = on_roster or all_readings
    if len(readings) < 2:
        return readings[0] if readings else None
    said = inside(handed)
    return next((reading for reading in readings if reading.student == said), readings[0])


def _in_order(handed: Sequence[Handed]) -> tuple[Handed, ...]:
    """First to last: by the LMS's number of the file, else by resubmission, then by time."""
    numbered = all(each.given.number is not None for each in handed)
    plain = all(each.given.number is None for each in handed)

    def key(each: Handed) -> tuple[int, int, int, str]:
        again = max((reading.again for reading in each.given.readings), default=0)
        number = each.given.number or 0
        return (number * numbered, again * (numbered or plain), each.time_ns, each.shown)

    zips = [each for each in handed if each.is_zip]
    return tuple(sorted(zips or handed, key=key))


def _identify(handed: tuple[Handed, ...], roster: Roster, inside: Inside) -> Claim:
    named = next((n for each in reversed(handed) if (n := _named(each, roster, inside))), None)
    lms = handed[-1].given.lms
    if lms and (student := roster.lms.get(lms)):
        notes = []
        if named and named != student:
            notes.append(
                f"The file name says {named}, but the roster gives the LMS number {lms} to "
                f"{student}: the number wins, for the LMS wrote it."
            )
        return Claim(student, student, Source.ROSTER, handed, tuple(notes))
    if named:
        return Claim(named, named, Source.NAME, handed)
    if said := inside(handed[-1]):
        student = roster.spelling(said) or said
        note = f"The file name has no student id; submission.json says {student}."
        return Claim(student, student, Source.INSIDE, handed, (note,))
    student = f"lms{lms}" if lms else _slug(handed[-1].shown)
    note = f"Neither the file name nor submission.json has a student id: kept as {student}."
    return Claim(student, student, Source.NOTHING, handed, (note,))


def _slug(shown: str) -> str:
    """A safe folder name that two files never share."""
    words = re.sub(r"[^A-Za-z0-9]+", "-", shown.removesuffix(".zip")).strip("-")[:40]
    return f"{words or 'file'}-{hashlib.sha256(shown.encode()).hexdigest()[:8]}"


def _join_loose_files(claims: list[Claim]) -> list[Claim]:
    """Files that bear an id alone join the person whom the roster knows by number and that id."""
    owners: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.source is Source.ROSTER:
            owners[claim.claimed.casefold()].append(claim)
    joined: dict[str, Claim] = {}
    rest: list[Claim] = []
    for claim in claims:
        key = claim.claimed.casefold()
        loose = claim.lms is None and claim.source is Source.NAME
        if loose and len(owners[key]) == 1:
            joined[key] = claim
        else:
            rest.append(claim)
    return [_joined(claim, joined, owners) for claim in rest]


def _joined(claim: Claim, loose: dict[str, Claim], owners: dict[str, list[Claim]]) -> Claim:
    key = claim.claimed.casefold()
    if key not in loose or claim not in owners[key]:
        return claim
    return replace(claim, handed=_in_order(claim.handed + loose[key].handed))


def _settle(rivals: list[Claim], roster: Roster, numbers_apply: bool) -> list[Claim]:
    """The claims on one id: at most one keeps it."""
    number = next((n for n, student in roster.lms.items() if student == rivals[0].claimed), None)
    fitting = [
        claim
        for claim in rivals
        if not (numbers_apply and number and claim.lms and claim.lms != number)
    ]
    best = min((claim.source for claim in fitting), default=None)
    owners = [claim for claim in fitting if claim.source is best]
    owner = owners[0] if len(owners) == 1 else None
    return [claim if claim is owner else _apart(claim, rivals, number) for claim in rivals]


def _apart(claim: Claim, rivals: list[Claim], number: str | None) -> Claim:
    suffix = f"lms{claim.lms}" if claim.lms else _slug(claim.last.shown)
    others = listed([rival.last.shown for rival in rivals if rival is not claim])
    note = (
        f"{claim.claimed} is claimed by {others} too: "
        if others
        else f"The roster gives {claim.claimed} the LMS number {number}, not {claim.lms}: "
    )
    note += f"this one is kept apart as {claim.claimed}-{suffix} until somebody says whose it is."
    return replace(claim, student=f"{claim.claimed}-{suffix}", notes=(*claim.notes, note))


def inside_note(claim: Claim, said: str | None) -> list[str]:
    """What to note where submission.json names somebody else; it never wins over a stronger one."""
    if said is None or claim.source > Source.NAME or said.casefold() == claim.claimed.casefold():
        return []
    winner = (
        f"the LMS number through the roster says {claim.claimed} and wins, for the LMS wrote it"
        if claim.source is Source.ROSTER
        else f"the file name says {claim.claimed} and wins, for it is what one sees in the LMS"
    )
    return [f"submission.json says {quoted(said)}; {winner}."]
