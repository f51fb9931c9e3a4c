"""A small class made of deliberate submissions."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.collection import Entry, collect
from autograder.course import BadInput, Course
from autograder.deliberate import Deliberate, deliberate_submissions
from autograder.grading import Run, open_run
from autograder.result import Result


@dataclass(frozen=True)
class Rehearsal:
    run: Run
    entries: Sequence[Entry]
    cases: dict[str, Deliberate]

    def surprises(self, results: Sequence[Result]) -> list[str]:
        """What is not as the expected.toml files say, a line each."""
        return [
            f"{result.student}: {sentence}"
            for result in results
            for sentence in self.cases[result.student].surprises(result)
        ]


def rehearse(course: Course, name: str, into: Path, tier: str) -> Rehearsal:
    """Hands in every deliberate submission of an assignment that is not hostile; collects them.

    Raises:
        BadInput: there are none.
    """
    manifest = course.manifest(name)
    known = deliberate_submissions(course, manifest)
    cases = {case.name: case for case in known if not case.is_hostile}
    if not cases:
        raise BadInput(f"no deliberate submission in {course.deliberate_submissions(manifest)}")
    for case in cases.values():
        case.build(course, manifest, into / "class" / case.name)
    entries = collect(course, name, into / "class", into)
    return Rehearsal(open_run(course, name, into, None, tier), entries, cases)
