"""What the subcommands share."""

from collections.abc import Callable
from pathlib import Path

from autograder.collection import Entry, collect, read_collected
from autograder.course import BadInput, Course
from autograder.result import Result

Work = Callable[[Callable[[], None]], list[Result]]


def entries(
    course: Course, assignment: str, submissions: Path | None, into: Path, roster: Path | None
) -> list[Entry]:
    """The students to grade: collected now, or before.

    Raises:
        BadInput: there is nothing to grade.
    """
    if submissions is not None:
        return collect(course, assignment, submissions, into, roster)
    found = read_collected(into)
    if not found:
        raise BadInput(f"nothing was collected into {into}; name the folder of submissions")
    return found
