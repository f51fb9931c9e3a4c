"""What the commands print."""

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder.collection import Entry
from autograder.mutants import Finding
from autograder.result import Result, TestResult
from autograder.tiers import WEAK, Tier

_DETAILS = ("called", "promised", "came", "symptom", "where")


def print_table(results: Sequence[Result], absent: Sequence[str], console: Console) -> None:
    """A row a student."""
    exercises = {e.name: e for result in results for e in result.exercises}
    table = Table(title=results[0].assignment if results else None)
    table.add_column("student", overflow="fold")
    table.add_column("verdict")
    for name, exercise in exercises.items():
        table.add_column(f"{name}\n/{exercise.out_of:g}", justify="right")
    table.add_column(f"points\n/{results[0].out_of:g}" if results else "points", justify="right")
    table.add_column("remarks", overflow="fold")
    for result in results:
        points = {e.name: f"{e.points:g}" for e in result.exercises}
        total = "" if result.points is None else f"{result.points:g}"
        cells = [points.get(name, "") for name in exercises]
        table.add_row(
            escape(result.student), result.verdict, *cells, total, escape(_remark(result))
        )
    for student in absent:
        table.add_row(escape(student), "absent", *[""] * (len(exercises) + 2))
    console.print(table)


def print_entries(entries: Sequence[Entry], console: Console) -> None:
    """What was collected, a row a student."""
    table = Table("student", "name", "archive", "remarks")
    for entry in entries:
        state = "absent" if entry.absent else entry.refused or ("late" if entry.late else "")
        remarks = "; ".join(filter(None, [state, *entry.notes]))
        table.add_row(*map(escape, (entry.student, entry.name or "", entry.archive, remarks)))
    console.print(table)


def print_result(result: Result, console: Console) -> None:
    """One student's result, test by test."""
    points = "no points" if result.points is None else f"{result.points:g} of {result.out_of:g}"
    late = ", late" if result.late else ""
    console.print(f"{escape(result.student)}: {result.verdict}, {points}{late}")
    for line in filter(None, [result.message, *result.notes]):
        console.print(f"  {escape(line)}")
    for exercise in result.exercises:
        console.print(f"\n{exercise.title}: {exercise.points:g} of {exercise.out_of:g}")
        for test in result.tests:
            if test.exercise == exercise.name:
                _print_test(test, console)


def print_mutants(found: Sequence[Finding], console: Console) -> None:
    """The mutants, and what is wrong with the tests."""
    table = Table("mutant", "tests that reject it", "of them with its hint", "problem")
    for finding in found:
        numbers = (str(finding.rejected_by), str(finding.hints))
        table.add_row(finding.name, *numbers, escape(finding.problem or ""))
    console.print(table)


def print_doctor(tiers: Sequence[Tier], console: Console) -> None:
    """The tiers, strongest first."""
    table = Table("sandbox tier", "here", "why")
    for tier in tiers:
        table.add_row(tier.name, "yes" if tier.available else "no", tier.reason)
    console.print(table)
    if not any(tier.available and tier.name != "process" for tier in tiers):
        console.print(f"Note: {WEAK}.")


def _print_test(test: TestResult, console: Console) -> None:
    console.print(f"  {test.verdict:<8} {escape(test.title)} ({test.visibility})")
    if test.hint:
        console.print(f"           hint: {escape(test.hint)}")
    if test.verdict != "passed":
        for name in _DETAILS:
            if text := getattr(test, name):
                console.print(f"           {name}: {escape(text)}")


def _remark(result: Result) -> str:
    """The first thing to know about a result, in a few words."""
    kinds: dict[str, int] = {}
    for test in result.tests:
        if test.verdict != "passed":
            kinds[test.verdict] = kinds.get(test.verdict, 0) + 1
    failures = ", ".join(f"{count} {verdict}" for verdict, count in sorted(kinds.items()))
    return "; ".join(filter(None, ["late" if result.late else "", result.message, failures]))
