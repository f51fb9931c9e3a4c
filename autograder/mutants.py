"""Tests the tests: what is right passes, what is lazy earns nothing, each mistake is named."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from autograder import fingerprint, lazy
from autograder.course import Course
from autograder.court import Court, court
from autograder.deliberate import deliberate_submissions
from autograder.diagnosis import load_misconceptions, make_importable
from autograder.grading import check_solved
from autograder.hints import Misconception
from autograder.outcome import Outcome
from autograder.result import graded
from autograder.scoring import points
from autograder.trials import Lazy, Misconceived, Order, Solved, Trials, trials
from autograder.verdicts import GraderFailed, Verdict
from given.manifest import Exercise, Manifest

PARTS = ("misconceptions", "lazy", "mutations")
_SEED = "mutants"
_LAZY = ("blank", "lazy")  # how the names of deliberate submissions that earn nothing begin
_Case = TypeVar("_Case")


@dataclass(frozen=True)
class Finding:
    """What became of one mutant; `problem` says what is wrong with the tests, if anything."""

    name: str
    rejected_by: int  # tests
    hints: int  # of them, those that name this misconception
    problem: str | None


@dataclass(frozen=True)
class Plan:
    """What is to be tried."""

    course: Course
    manifest: Manifest
    tier: str
    exercises: tuple[Exercise, ...]
    parts: tuple[str, ...] = PARTS
    jobs: int = 1

    @property
    def is_whole(self) -> bool:
        return self.exercises == self.manifest.exercises


def run(plan: Plan) -> Iterator[Finding]:
    """A finding for the solved package, each lazy variant and each misconception.

    Raises:
        GraderFailed: the solved package does not pass.
    """
    course, manifest = plan.course, plan.manifest
    if plan.is_whole:
        with court(course, manifest, _SEED, plan.tier) as held:
            check_solved(held, course, manifest)
            yield Finding("(solved)", 0, 0, None)
            if "lazy" in plan.parts:
                yield from _deliberate(held, course, manifest)
    make_importable(course, manifest)
    order = Order(str(course.root), manifest.name, [e.name for e in plan.exercises], _SEED)
    with trials(order) as tried:
        if not plan.is_whole:
            yield _solved(tried)
        if "lazy" in plan.parts:
            yield from _each(plan, _lazy_cases(plan), lambda case: _lazy(tried, *case))
        if "misconceptions" in plan.parts:
            yield from _each(plan, _misconceptions(plan), lambda m: _misconceived(tried, m))


def _each(
    plan: Plan, cases: Sequence[_Case], judge: Callable[[_Case], Finding]
) -> Iterator[Finding]:
    """The findings on cases, in their order."""
    with ThreadPoolExecutor(plan.jobs) as pool:
        yield from pool.map(judge, cases)


def _solved(tried: Trials) -> Finding:
    failed = tried.outcome(Solved()).failed
    if failed:
        names = ", ".join(f"{o.test} ({o.verdict})" for o in failed[:5])
        raise GraderFailed(f"the solved package fails {names}")
    return Finding("(solved)", 0, 0, None)


def _deliberate(held: Court, course: Course, manifest: Manifest) -> Iterator[Finding]:
    inputs = fingerprint.of_run(course, manifest, held.assignment.tier, _SEED)
    for case in deliberate_submissions(course, manifest):
        if case.name.startswith(_LAZY):
            with tempfile.TemporaryDirectory(prefix="gradus-mutant-") as folder:
                case.build(course, manifest, Path(folder) / "files")
                judged = held.judge(Path(folder) / "files")
            result = graded(manifest, case.name, judged.outcomes, inputs)
            problem = f"earns {result.points} points" if result.points else None
            failed = sum(o.verdict is not Verdict.PASSED for o in judged.outcomes)
            yield Finding(f"({case.name})", failed, 0, problem)


def _lazy_cases(plan: Plan) -> list[tuple[Exercise, str]]:
    return [(exercise, way) for exercise in plan.exercises for way in lazy.WAYS]


def _lazy(tried: Trials, exercise: Exercise, way: str) -> Finding:
    outcome = tried.outcome(Lazy(exercise.name, way))
    earned = points(exercise, outcome.outcomes)
    problem = None
    if outcome.lost:
        problem = "it passes the limits of a submission"
    elif any(earned.values()):
        tests = ", ".join(test for test, points in earned.items() if points)
        problem = f"earns {float(sum(earned.values())):.3g} points by {tests}"
    return Finding(f"({way} {exercise.name})", len(outcome.failed), 0, problem)


def _misconceptions(plan: Plan) -> list[Misconception]:
    functions = {function.name for exercise in plan.exercises for function in exercise.functions}
    found = load_misconceptions(plan.course, plan.manifest)
    return [m for m in found if functions & {*m.functions}]


def _misconceived(tried: Trials, misconception: Misconception) -> Finding:
    outcome = tried.outcome(Misconceived(misconception.name))
    if outcome.lost:
        return Finding(misconception.name, 0, 0, "it passes the limits of a submission")
    return _finding(misconception, outcome.failed)


def _finding(misconception: Misconception, failed: Sequence[Outcome]) -> Finding:
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
