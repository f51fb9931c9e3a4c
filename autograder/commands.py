"""What the subcommands share."""

import errno
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from autograder.collection import Entry, collect, read_collected
from autograder.course import BadInput, Course
from autograder.mutants.plan import PARTS
from autograder.result import Result
from given.manifest import Exercise, Manifest

Work = Callable[[Callable[[], None]], list[Result]]

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_MOST_NAMES = 8


def entries(
    course: Course, assignment: str, submissions: Path | None, into: Path, roster: Path | None
) -> list[Entry]:
    """The students to grade: collected now, or before.

    Raises:
        BadInput: there is nothing to grade.
    """
    if submissions is not None:
        found = collect(course, assignment, submissions, into, roster)
        if all(entry.absent for entry in found):
            raise BadInput(f"there is no submission in {submissions}, neither zip nor folder")
        return found
    if roster is not None:
        raise BadInput("a roster is read when submissions are collected; name their folder too")
    found = read_collected(into)
    if not found:
        raise BadInput(f"nothing was collected into {into}; name the folder of submissions")
    return found


def exercises(manifest: Manifest, names: Sequence[str]) -> tuple[Exercise, ...]:
    """The exercises of those names, in the manifest's order; all where none is named.

    Raises:
        BadInput: there is no such exercise.
    """
    known = {exercise.name: exercise for exercise in manifest.exercises}
    if unknown := [name for name in names if name not in known]:
        raise BadInput(
            f"no exercise {unknown[0]!r} in {manifest.name}; there are: {listed([*known])}"
        )
    return tuple(e for e in manifest.exercises if e.name in names or not names)


def parts(names: Sequence[str]) -> tuple[str, ...]:
    """What `mutants` is to try; everything where nothing is named.

    Raises:
        BadInput: there is no such part.
    """
    if unknown := [name for name in names if name not in PARTS]:
        raise BadInput(f"there is no part {unknown[0]!r}; there are: {', '.join(PARTS)}")
    return tuple(part for part in PARTS if part in names or not names)


def listed(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def sentence(failure: OSError) -> str:
    """What went wrong with a file, and what to do where the disk is full."""
    if isinstance(failure, shutil.Error):  # of many files: the first tells enough
        _, copy, why = failure.args[0][0]
        return f"{copy}: {why}; mend that, then run the same command again"
    where = f"{failure.filename}: " if failure.filename else ""
    cure = "; make room, then run the same command again" if failure.errno in _FULL else ""
    return f"{where}{failure.strerror or failure}{cure}"
