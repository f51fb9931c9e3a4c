"""What the commands print."""

import os
import sys
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.collection import Entry
from autograder.mutants.findings import Finding, Findings
from autograder.result import ExerciseResult, Result, TestResult
from autograder.results import by_student
from autograder.tiers import WEAK, Tier

FILE_WIDTH = 120  # columns where no terminal says how wide it is
_DETAILS = ("called", "promised", "came", "symptom", "where")
_STUDENT_WIDTH = 20  # of longer ids and names the rest stands in the next line
_REMARK_WIDTH = 12
_ANY = 10_000
_INDENT = 11


def console() -> Console:
    """Standard output; texts are printed as they are, whatever a submission put into them."""
    known = sys.stdout.isatty() or "COLUMNS" in os.environ
    return Console(width=None if known else FILE_WIDTH, markup=False, emoji=False, highlight=False)


def print_table(results: Sequence[Result], absent: Sequence[str], console: Console) -> None:
    """A row a student; points by exercise where there is room for them."""
    exercises = list({e.name: e for result in results for e in result.exercises}.values())
    wide, narrow = (_class_table(results, absent, shown) for shown in (exercises, []))
    if _fits(wide, console):
        console.print(wide)
    else:
        _fits(narrow, console)
        console.print(narrow)
        console.print("(table.csv has the points by exercise, for which this is too narrow)")


def print_course(
    graded: Mapping[str, Sequence[Result]], absent: Iterable[str], console: Console
) -> None:
    """A row a student, a column an assignment: required points, and the optional ones."""
    table = Table("student")
    for name in graded:
        table.add_column(name, justify="right")
    for student, row in by_student(graded, absent).items():
        table.add_row(*map(Text, (student, *map(_marks, row))))
    console.print(table)


def _marks(found: Result | None) -> str:
    if found is None:
        return ""
    if found.points is None:
        return found.verdict
    return f"{found.points:g}" + (f" + {found.optional_points:g}" if found.optional_points else "")


def print_entries(entries: Sequence[Entry], console: Console) -> None:
    """What was collected, a row a student."""
    table = Table()
    for heading in ("student", "name", "archive", "remarks"):
        table.add_column(heading, overflow="fold")
    for entry in entries:
        row = (entry.student, entry.name or "", entry.archive, _entry_remark(entry))
        table.add_row(*map(Text, row))
    console.print(table)


def print_result(result: Result, console: Console) -> None:
    """One student's result, test by test."""
    points = "no points" if result.points is None else f"{result.points:g} of {result.out_of:g}"
    optional = f" and {result.optional_points:g} optional" if result.optional_points else ""
    late = ", late" if result.late else ""
    console.print(f"{result.student}: {result.verdict}, {points}{optional}{late}")
    for line in filter(None, [result.message, *result.notes]):
        console.print(Padding(Text(line), (0, 0, 0, 2)))
    for exercise in result.exercises:
        console.print(f"\n{exercise.title}: {exercise.points:g} of {exercise.out_of:g}")
        for test in result.tests:
            if test.exercise == exercise.name:
                _print_test(test, console)


def print_mutants(found: Findings, console: Console) -> None:
    """The variants by exercise, what became of the mutants of each function, and what survives."""
    for group in dict.fromkeys(finding.group for finding in found.variants):
        console.print(_variants([f for f in found.variants if f.group == group], group))
    fine = sum(finding.problem is None for finding in found.variants)
    console.print(f"{fine} of {len(found.variants)} variants come out as they should")
    if found.mutations:
        _print_mutations(found, console)


def _variants(found: Sequence[Finding], title: str) -> Table:
    """A row a variant; of a matrix of who gets whose hint, all that is not 0."""
    table = Table(title=title, title_justify="left")
    table.add_column("variant", overflow="fold")
    table.add_column("rejected by", justify="right")
    table.add_column("with its hint", justify="right")
    table.add_column("as others fail", overflow="fold")
    table.add_column("problem", overflow="fold")
    for finding in found:
        others = ", ".join(f"{name} {count}" for name, count in finding.others.items())
        row = (finding.name, f"{finding.rejected_by}", f"{finding.hints}", others)
        table.add_row(*map(Text, (*row, finding.problem or "")))
    return table


def _print_mutations(found: Findings, console: Console) -> None:
    """A row a function, then each mutant that survives."""
    table = Table("mutants of")
    for heading in ("made", "rejected by hidden tests", "survive with a reason", "without"):
        table.add_column(heading, justify="right")
    for mutation in found.mutations:
        reasoned = sum(s.reason is not None for s in mutation.survivors)
        counts = (mutation.made, mutation.rejected, reasoned, len(mutation.survivors) - reasoned)
        table.add_row(mutation.function, *map(str, counts))
    console.print(table)
    for survivor in (s for mutation in found.mutations for s in mutation.survivors):
        mutant = survivor.mutant
        console.print(f"survives: {mutant.function} ({mutant.operator})")
        for text in filter(
            None, (mutant.line, survivor.note, survivor.reason or "no reason given")
        ):
            console.print(Padding(Text(text), (0, 0, 0, _INDENT)))
    made, rejected = (sum(getattr(m, n) for m in found.mutations) for n in ("made", "rejected"))
    console.print(f"hidden tests reject {rejected} of {made} mutants, {found.share:.1%}")


def print_doctor(
    tiers: Sequence[Tier], advice: Sequence[str], accounting: str, console: Console
) -> None:
    """The tiers, strongest first, and what to do for those that are not here."""
    table = Table("sandbox tier", "here", "why")
    for tier in tiers:
        table.add_row(tier.name, "yes" if tier.available else "no", Text(tier.reason))
    console.print(table)
    console.print(f"memory and processes: {accounting}")
    for sentence in advice:
        console.print(f"to have more: {sentence}")
    if not any(tier.available and tier.name != "process" for tier in tiers):
        console.print(f"Note: {WEAK}.")


def _class_table(
    results: Sequence[Result], absent: Sequence[str], exercises: Sequence[ExerciseResult]
) -> Table:
    table = Table(title=results[0].assignment if results else None, title_justify="left")
    table.add_column("student", overflow="fold")
    table.add_column("verdict", no_wrap=True)
    for exercise in exercises:
        optional = " opt." if exercise.optional else ""
        heading = f"{exercise.name}\n/{exercise.out_of:g}{optional}"
        table.add_column(heading, justify="right", no_wrap=True)
    out_of = f"points\n/{results[0].out_of:g}" if results else "points"
    table.add_column(out_of, justify="right", no_wrap=True)
    table.add_column("remarks", overflow="fold")
    for result in results:
        points = {e.name: f"{e.points:g}" for e in result.exercises}
        total = "" if result.points is None else f"{result.points:g}"
        cells = [points.get(exercise.name, "") for exercise in exercises]
        table.add_row(Text(result.student), result.verdict, *cells, total, Text(_remark(result)))
    for student in absent:
        table.add_row(Text(student), "absent")
    return table


def _fits(table: Table, console: Console) -> bool:
    """Whether there is room for a class table, if need be with long ids and remarks folded."""
    anything = console.options.update(max_width=_ANY)
    if Measurement.get(console, anything, table).maximum <= console.width:
        return True
    student, remarks = table.columns[0], table.columns[-1]
    student.max_width, remarks.max_width = _STUDENT_WIDTH, _REMARK_WIDTH
    narrowest = Measurement.get(console, anything, table).maximum
    remarks.max_width = None
    return narrowest <= console.width


def _entry_remark(entry: Entry) -> str:
    state = "absent" if entry.absent else entry.refused or ("late" if entry.late else "")
    return _joined([state, *entry.notes])


def _print_test(test: TestResult, console: Console) -> None:
    line = f"{test.title} ({test.visibility})"
    console.print(f"  {test.verdict:<8}", end=" ")
    width = console.width - _INDENT
    first, *rest = Text(line).wrap(console, width) or [Text()]
    console.print(first)
    lines = [part.plain for part in rest]
    if test.hint:
        lines.append(f"hint: {test.hint}")
    if test.verdict != "passed":
        lines += [f"{name}: {text}" for name in _DETAILS if (text := getattr(test, name))]
    for text in lines:
        console.print(Padding(Text(text), (0, 0, 0, _INDENT)))


def _remark(result: Result) -> str:
    """The first thing to know about a result, in a few words."""
    kinds: dict[str, int] = {}
    for test in result.tests:
        if test.verdict != "passed":
            kinds[test.verdict] = kinds.get(test.verdict, 0) + 1
    failures = ", ".join(f"{count} {verdict}" for verdict, count in sorted(kinds.items()))
    return _joined(["late" if result.late else "", result.message, failures])


def _joined(sentences: Sequence[str]) -> str:
    return "; ".join(sentence.removesuffix(".") for sentence in sentences if sentence)
