"""Repeats a grade, for an appeal."""

from pathlib import Path

from autograder import fingerprint, results
from autograder.collection import read_collected
from autograder.course import BadInput, Course
from autograder.court import court
from autograder.grading import check_solved, inputs_of, open_run
from autograder.result import Inputs, Result, graded


def replay(course: Course, name: str, into: Path, student: str) -> str:
    """Grades again what was collected, under the run's seed; says how it compares.

    Raises:
        BadInput: there is no such result, or nothing of it to grade.
        GraderFailed: it cannot be graded now.
    """
    old = results.read(into, student)
    entry = next((e for e in read_collected(into) if e.student == student), None)
    if old is None or entry is None:
        raise BadInput(f"no result of {student!r} in {into}")
    if entry.folder is None:
        raise BadInput(f"nothing of {student!r} can be graded: {entry.refused}")
    run = open_run(course, name, into, None, old.inputs.tier)
    now = inputs_of(entry, fingerprint.of_run(course, run.manifest, run.tier, run.seed))
    with court(course, run.manifest, run.seed, run.tier) as held:
        check_solved(held, course, run.manifest)
        judged = held.judge(entry.folder)
    new = graded(run.manifest, student, judged.outcomes, now, entry.notes, entry.late)
    return _comparison(old, new)


def _comparison(old: Result, new: Result) -> str:
    then = "no points" if old.points is None else f"{old.points:g} of {old.out_of:g} points"
    lines = [f"{old.student}: {then} then, {new.points:g} of {new.out_of:g} now"]
    before = {test.test: test.verdict for test in old.tests}
    lines += [
        f"  {test.test}: {before.get(test.test, 'not there')} then, {test.verdict} now"
        for test in new.tests
        if before.get(test.test) != test.verdict
    ]
    changed = [name for name in Inputs.__struct_fields__ if _differs(name, old, new)]
    lines.append(f"changed since then: {', '.join(changed) or 'nothing'}")
    return "\n".join(lines)


def _differs(name: str, old: Result, new: Result) -> bool:
    return bool(getattr(old.inputs, name) != getattr(new.inputs, name))
