"""Reads the names that an LMS gives to what students hand in, and checks student ids.

Canvas: `lastname_LATE_12345_98765_a1-s123-1.zip`, that is the person, a mark where late, the
person's number, the file's number (it grows with time), and the student's own name of the file, to
which Canvas adds -1, -2 when one name is handed in again. Moodle: the folder
`Last First_12345_assignsubmission_file_`, or that text before the file's own name. Anything else,
such as `a1-s123.zip`, is the student's own name.
"""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

STUDENT_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,63}")
CANVAS = re.compile(r"(?P<name>.+?)(?P<late>_LATE)?_(?P<lms>[0-9]+)_(?P<number>[0-9]+)_(?P<own>.+)")
MOODLE = re.compile(r"(?P<name>.+?)_(?P<lms>[0-9]+)_assignsubmission_(?P<kind>[a-z]+)_?(?P<own>.*)")
OWN = re.compile(r"[ax][0-9]+(?:_[a-z0-9]+)?-(?P<id>.+)", re.IGNORECASE)
COPY = re.compile(r"(?P<stem>.+?)(?: ?\(|\+%28)(?P<copy>[0-9]{1,4})(?:\)|%29)")  # "a1-s123 (1)"
AGAIN = re.compile(r"(?P<id>.+)-(?P<again>[0-9]{1,4})")


@dataclass(frozen=True)
class Reading:
    """One way to understand a file name: whose it is, and which of several."""

    student: str
    again: int


@dataclass(frozen=True)
class GivenName:
    """What a name tells; the LMS wrote all but the readings, which are the student's word."""

    readings: tuple[Reading, ...] = ()  # likelier first
    name: str | None = None
    lms: str | None = None  # the person's number
    number: int | None = None  # the file's number
    marked_late: bool = False
    marks_late: bool = False  # whether names of this form carry a mark when late
    is_file: bool = True  # not, say, a text typed into the LMS


def is_student_id(text: str) -> bool:
    """Whether it can be a student's id and, with that, a folder's name."""
    return STUDENT_ID.fullmatch(text) is not None


def parse_name(name: str) -> GivenName:
    """What the name of a file, or of a folder that an LMS made, tells."""
    if found := MOODLE.fullmatch(name):
        readings = _readings(found["own"], by_lms=False)
        is_file = found["kind"] == "file"
        return GivenName(readings, found["name"], plain_number(found["lms"]), is_file=is_file)
    if found := CANVAS.fullmatch(name):
        return GivenName(
            readings=_readings(found["own"], by_lms=True),
            name=found["name"],
            lms=plain_number(found["lms"]),
            number=int(found["number"][-30:]),
            marked_late=found["late"] is not None,
            marks_late=True,
        )
    return GivenName(_readings(name, by_lms=False))


def parse_folder_name(name: str) -> GivenName:
    """What the name of a folder tells; one that no LMS made is the student's id.

    "a1-s123" is that of a student of this name, or "s123" whose archive somebody unpacked.
    """
    parsed = parse_name(name)
    if parsed.lms is None and is_student_id(name):
        return GivenName((Reading(name, 0), *parsed.readings))
    return parsed


def plain_number(digits: str) -> str:
    """The LMS's number without leading zeros, which spreadsheets drop."""
    return digits.lstrip("0") or digits[:1]


def _readings(own: str, by_lms: bool) -> tuple[Reading, ...]:
    """The ids that the student's own file name may mean.

    "a1-s123-1.zip" is the second "a1-s123.zip" to Canvas, or the first of a student "s123-1".
    """
    stem = own[: -len(".zip")] if own.lower().endswith(".zip") else PurePosixPath(own).stem
    copied = COPY.fullmatch(stem)
    stem, copy = (copied["stem"], int(copied["copy"])) if copied else (stem, 0)
    found = OWN.fullmatch(stem)
    if not found:
        return ()
    readings = [Reading(found["id"], copy)]
    if again := AGAIN.fullmatch(found["id"]):
        readings.insert(0 if by_lms else 1, Reading(again["id"], int(again["again"])))
    return tuple(reading for reading in readings if is_student_id(reading.student))
