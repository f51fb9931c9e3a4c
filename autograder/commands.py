"""What the subcommands share."""

import errno
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.collection import Entry, collect, read_collected
from autograder.course import BadInput, Course
from autograder.mutants.plan import PARTS
from autograder.result import Result
from given.manifest import Exercise, Manifest

Work = Callable[[Callable[[], None]], list[Result]]

ALL = "all"  # in place of an assignment's name

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_MOST_NAMES = 8


class NothingToGrade(BadInput):
    """Nobody has handed anything in."""


@dataclass(frozen=True)
class Stack:
    """What a class has handed in for one assignment."""

    assignment: str  # the folder's name
    into: Path  # where it is collected and graded
    submissions: Path | None  # None: what is collected
    mixed: bool = False  # whether the folder holds other assignments' submissions, too


def assignments(course: Course, name: str) -> list[str]:
    """Folder names of the assignments that the word means: one, or "all".

    Raises:
        BadInput: there is no such assignment.
    """
    return course.assignments() if name == ALL else [course.resolve(name)]


def stacks(course: Course, name: str, submissions: Path | None, into: Path | None) -> list[Stack]:
    """One for each assignment that the word means.

    For all, the folder of submissions holds a folder for each assignment, or everybody's work in
    all of them.

    Raises:
        BadInput: there is no such assignment.
    """
    top = into or course.root / "grading"
    if name != ALL:
        assignment = course.resolve(name)
        return [Stack(assignment, (into or top / assignment).resolve(), submissions)]
    own = {found: _own_folder(course, found, submissions) for found in course.assignments()}
    mixed = submissions is not None and not any(own.values())
    return [
        Stack(found, (top / found).resolve(), submissions if mixed else folder, mixed)
        for found, folder in own.items()
        if submissions is None or mixed or folder
    ]


def _own_folder(course: Course, assignment: str, submissions: Path | None) -> Path | None:
    if submissions is None:
        return None
    names = (assignment, course.manifest(assignment).package)
    return next((submissions / n for n in names if (submissions / n).is_dir()), None)


def entries(course: Course, stack: Stack, roster: Path | None) -> list[Entry]:
    """The students to grade: collected now, or before.

    Raises:
        NothingToGrade: nobody has handed anything in.
        BadInput: the folder or the roster cannot be used.
    """
    where = stack.submissions
    if where is not None:
        found = collect(course, stack.assignment, where, stack.into, roster, stack.mixed)
        if all(entry.absent for entry in found):
            what = f" for {stack.assignment}" if stack.mixed else ", neither zip nor folder"
            raise NothingToGrade(f"there is no submission in {where}{what}")
        return found
    if roster is not None:
        raise BadInput("a roster is read when submissions are collected; name their folder too")
    found = read_collected(stack.into)
    if not found:
        raise NothingToGrade(
            f"nothing was collected into {stack.into}; name the folder of submissions"
        )
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
