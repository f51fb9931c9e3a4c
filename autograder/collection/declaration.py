"""Reads submission.json: what an archive says of itself. Students can write anything there."""

import json
from dataclasses import dataclass

from autograder.collection.naming import is_student_id

LONGEST = 1 << 16


class Unreadable(ValueError):
    """It is not what given.submit writes; the message says in which way, as half a sentence."""


@dataclass(frozen=True)
class Declaration:
    assignment: str | None = None
    student: str | None = None


def read_declaration(content: bytes) -> Declaration:
    """What the file says; entries of the wrong kind count as absent.

    Raises:
        Unreadable: it is no JSON object.
    """
    if len(content) > LONGEST:
        raise Unreadable(f"has {len(content)} bytes")
    try:
        table = json.loads(content)
    except (ValueError, RecursionError):
        raise Unreadable("is not JSON") from None
    if not isinstance(table, dict):
        raise Unreadable("is not a table")
    assignment, student = table.get("assignment"), table.get("student_id")
    return Declaration(
        assignment if isinstance(assignment, str) else None,
        student if isinstance(student, str) and is_student_id(student) else None,
    )
