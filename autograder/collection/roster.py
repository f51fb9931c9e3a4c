"""Reads the roster: who is in the class, and which number the LMS gives to each."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from autograder.collection.naming import is_student_id, plain_number
from autograder.collection.wording import printable, quoted
from autograder.course import BadInput

NEEDED = ("student_id", "name")


@dataclass(frozen=True)
class Roster:
    """The class; an id is found in whatever case it is written."""

    names: Mapping[str, str] = field(default_factory=dict)  # student id -> name
    lms: Mapping[str, str] = field(default_factory=dict)  # number in the LMS -> student id

    def spelling(self, student: str) -> str | None:
        """The id as the roster writes it; None when the roster does not have it."""
        if student in self.names:
            return student
        key = student.casefold()
        return next((known for known in self.names if known.casefold() == key), None)


def read_roster(path: Path) -> Roster:
    """The roster in a CSV file, in UTF-8, with a header: student_id, name, perhaps lms_id.

    Raises:
        BadInput: it cannot be read, lacks a column, or an id is missing, unusable or there twice.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except OSError as failure:
        raise BadInput(f"the roster {path} cannot be read: {failure.strerror}") from None
    except UnicodeDecodeError:
        raise BadInput(f"the roster {path} is not UTF-8; save it as 'CSV UTF-8'") from None
    except csv.Error as failure:
        raise BadInput(f"the roster {path} is not CSV: {failure}") from None
    return _roster(path, lines)


def _roster(path: Path, lines: list[list[str]]) -> Roster:
    header = [column.strip().lower() for column in lines[0]] if lines else []
    if missing := [column for column in NEEDED if column not in header]:
        raise BadInput(
            f"the roster {path} lacks the column {missing[0]}; its first line must name the "
            f"columns student_id, name and perhaps lms_id, but has {', '.join(header) or 'nothing'}"
        )
    names: dict[str, str] = {}
    lms: dict[str, str] = {}
    for number, cells in enumerate(lines[1:], start=2):
        if any(cell.strip() for cell in cells):
            row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
            _add(row, names, lms, f"row {number} of the roster {path}")
    return Roster(names, lms)


def _add(row: dict[str, str], names: dict[str, str], lms: dict[str, str], where: str) -> None:
    student = row.get("student_id", "")
    if not is_student_id(student):
        raise BadInput(
            f"{where} has the student_id {quoted(student)}; an id has 1 to 64 letters, digits, "
            "dots, dashes and underscores"
        )
    if student.casefold() in {known.casefold() for known in names}:
        raise BadInput(f"{where} has the student_id {student} again")
    names[student] = printable(row.get("name", ""))
    if number := plain_number(row.get("lms_id", "")):
        if number in lms:
            raise BadInput(f"{where} gives the lms_id {number} to {student}; {lms[number]} has it")
        lms[number] = student
