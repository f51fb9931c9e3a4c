"""The results of a run on disk: results/STUDENT/{result.json, measured.json, feedback.html}."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from autograder.course import BadInput
from autograder.result import Result, decode, encode
from given.files import write_atomically

_WRITTEN = (".*.json.*", ".table.csv.*", "results/*/.*.json.*", "results/*/.feedback.html.*")


def folder(into: Path, student: str) -> Path:
    return into / "results" / student


def read(into: Path, student: str) -> Result | None:
    """A student's result; None where there is none that can be read."""
    try:
        return decode((folder(into, student) / "result.json").read_bytes())
    except (FileNotFoundError, NotADirectoryError, msgspec.MsgspecError):
        return None


def read_all(into: Path) -> list[Result]:
    """All results of a run, sorted by student.

    Raises:
        BadInput: there are none.
    """
    names = sorted(path.parent.name for path in into.glob("results/*/result.json"))
    found = [result for name in names if (result := read(into, name)) is not None]
    if not found:
        raise BadInput(f"there are no results in {into}; `autograder grade` writes them")
    return found


def write(into: Path, result: Result) -> None:
    write_atomically(folder(into, result.student) / "result.json", encode(result))


def sweep(into: Path) -> None:
    """Removes what a killed run was about to write; nobody else may be writing there."""
    for name in _WRITTEN:
        for path in into.glob(name):
            path.unlink(missing_ok=True)


def write_table(into: Path, results: Sequence[Result], absent: Sequence[str]) -> Path:
    """Writes table.csv, a row a student, and says where.

    A grader's failure leaves the points empty: it is nobody's zero.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    exercises = {e.name: None for result in results for e in result.exercises}
    head = ["student", "verdict", "late", "points", "out_of", "optional_points", *exercises]
    writer.writerow(head)
    for result in results:
        points = {e.name: e.points for e in result.exercises}
        row = [result.student, result.verdict, "late" if result.late else "", result.points]
        row += [result.out_of, result.optional_points, *(points.get(name) for name in exercises)]
        writer.writerow(["" if cell is None else cell for cell in row])
    for student in absent:
        writer.writerow([student, "absent"] + [""] * (len(head) - 2))
    path = into / "table.csv"
    write_atomically(path, text.getvalue().encode())
    return path


def write_course_table(
    into: Path, graded: Mapping[str, Sequence[Result]], absent: Iterable[str]
) -> Path:
    """Writes course.csv, a row a student and two columns an assignment, and says where.

    Empty where a student has handed nothing in, or the grader failed.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    head = [column for name in graded for column in (name, f"{name}_optional")]
    writer.writerow(["student", *head])
    for student, row in by_student(graded, absent).items():
        cells = [(r.points, r.optional_points) if r else (None, None) for r in row]
        writer.writerow([student, *("" if c is None else c for pair in cells for c in pair)])
    path = into / "course.csv"
    write_atomically(path, text.getvalue().encode())
    return path


def by_student(
    graded: Mapping[str, Sequence[Result]], absent: Iterable[str]
) -> dict[str, list[Result | None]]:
    """Each student's results in the order of the assignments, sorted by student.

    Args:
        absent: who has handed nothing in, for some assignment or for all.
    """
    found = [{result.student: result for result in results} for results in graded.values()]
    students = sorted({*absent}.union(*found))
    return {student: [results.get(student) for results in found] for student in students}
