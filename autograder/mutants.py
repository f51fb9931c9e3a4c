"""Tests the tests: what is right passes, what is lazy earns nothing, each mistake is named."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder import fingerprint
from autograder.course import Course
from autograder.court import Court, court
from autograder.deliberate import deliberate_submissions
from autograder.diagnosis import load_misconceptions, make_importable
from autograder.grading import check_solved
from autograder.hints import Misconception
from autograder.jobs import Judged, Variant
from autograder.outcome import Outcome
from autograder.result import graded
from autograder.verdicts import Verdict
from given.manifest import Manifest

_SEED = "mutants"
_LAZY = ("blank", "lazy")  # how the names of deliberate submissions that earn nothing begin


@dataclass(frozen=True)
class Finding:
    """What became of one mutant; `problem` says what is wrong with the tests, if anything."""

    name: str
    rejected_by: int  # tests
    hints: int  # of them, those that name this misconception
    problem: str | None


def run(course: Course, manifest: Manifest, tier: str) -> Iterator[Finding]:
    """A finding for the solved package, each lazy submission and each misconception.

    Raises:
        GraderFailed: the solved package does not pass.
    """
    with court(course, manifest, _SEED, tier) as held:
        check_solved(held, course, manifest)
        yield Finding("(solved)", 0, 0, None)
        yield from _lazy(held, course, manifest)
        make_importable(course, manifest)
        for misconception in load_misconceptions(course, manifest):
            judged = held.judge_job(Variant(misconception.name))
            yield _finding(misconception, judged.outcomes)


def _lazy(held: Court, course: Course, manifest: Manifest) -> Iterator[Finding]:
    inputs = fingerprint.of_run(course, manifest, held.assignment.tier, _SEED)
    for case in deliberate_submissions(course, manifest):
        if case.name.startswith(_LAZY):
            with tempfile.TemporaryDirectory(prefix="gradus-mutant-") as folder:
                case.build(course, manifest, Path(folder) / "files")
                judged = held.judge(Path(folder) / "files")
            result = graded(manifest, case.name, judged.outcomes, inputs)
            problem = f"earns {result.points} points" if result.points else None
            yield Finding(f"({case.name})", _failures(judged), 0, problem)


def _failures(judged: Judged) -> int:
    return sum(outcome.verdict is not Verdict.PASSED for outcome in judged.outcomes)


def _finding(misconception: Misconception, outcomes: list[Outcome]) -> Finding:
    failed = [o for o in outcomes if o.verdict is not Verdict.PASSED]
    hints = [o.hint for o in failed if o.hint]
    own, others = hints.count(misconception.hint), set(hints) - {misconception.hint}
    problem = None
    if not failed:
        problem = "no test rejects it"
    elif all(o.contract for o in failed):
        problem = "only tests of form reject it"
    elif others:
        problem = f"another hint is given: {sorted(others)[0]}"
    elif not own:
        problem = "its hint is never given"
    return Finding(misconception.name, len(failed), own, problem)
