"""Tests the tests: what is right passes, what is lazy earns nothing, each mistake is named.

And of the mutants of the solved code, the hidden tests reject nearly all.
"""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from autograder import fingerprint
from autograder.course import Course
from autograder.court import Court, court
from autograder.deliberate import deliberate_submissions
from autograder.diagnosis import load_misconceptions, make_importable
from autograder.grading import check_solved
from autograder.hints import Misconception
from autograder.mutants import lazy, mutation
from autograder.mutants.findings import Finding, Findings, Mutation, Survivor
from autograder.mutants.mutation import Mutant
from autograder.mutants.survivors import Key, read_survivors
from autograder.mutants.trials import (
    Lazy,
    Misconceived,
    Mutated,
    Order,
    Solved,
    Trial,
    Tried,
    trials,
)
from autograder.outcome import Outcome
from autograder.result import graded
from autograder.scoring import points
from autograder.verdicts import GraderFailed, Verdict
from given.manifest import Exercise, Manifest

PARTS = ("misconceptions", "lazy", "mutations")
_SEED = "mutants"
_LAZY = ("blank", "lazy")  # how the names of deliberate submissions that earn nothing begin
_SUBMITTED = "submissions"
_LOST = "it passes the limits of a submission"

Track = Callable[[Iterator[Tried], int], Iterable[Tried]]


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


def run_plan(plan: Plan, track: Track = lambda tried, total: tried) -> Findings:
    """The findings on the solved package and its variants.

    Args:
        track: passes on what was tried as it comes, and may count it.

    Raises:
        GraderFailed: the solved package does not pass.
        BadInput: the reasons of survivors cannot be read.
    """
    reasons = read_survivors(plan.course, plan.manifest, plan.exercises)
    make_importable(plan.course, plan.manifest)
    lazies = _lazies(plan) if "lazy" in plan.parts else []
    mistakes = _misconceptions(plan) if "misconceptions" in plan.parts else []
    mutants = _mutants(plan) if "mutations" in plan.parts else {}
    cases: list[Trial] = [*lazies, *(Misconceived(m.name) for m in mistakes), *mutants]
    variants = [*_sandboxed(plan)] if plan.is_whole else [Finding(_SUBMITTED, "(solved)")]
    tried = iter([*track(_tried(plan, cases), len(cases))])
    variants += [_lazy_finding(plan.manifest, case, next(tried)) for case in lazies]
    variants += [_finding(mistake, next(tried)) for mistake in mistakes]
    survivors = [
        _survivor(mutant, reasons, outcome)
        for mutant, outcome in zip(mutants.values(), tried, strict=True)
        if not _is_rejected(outcome)
    ]
    return Findings(
        tuple(variants),
        tuple(_by_function([*mutants.values()], survivors)),
        _stale(reasons, survivors) if "mutations" in plan.parts else (),
    )


def _tried(plan: Plan, cases: Sequence[Trial]) -> Iterator[Tried]:
    """What became of the cases, in their order.

    Raises:
        GraderFailed: a test fails on the solved package, or a case cannot be judged.
    """
    names = [exercise.name for exercise in plan.exercises]
    order = Order(str(plan.course.root), plan.manifest.name, names, _SEED)
    with trials(order) as held:
        if failed := held.outcome(Solved()).failed:
            tests = ", ".join(f"{o.test} ({o.verdict})" for o in failed[:5])
            raise GraderFailed(f"the solved {plan.manifest.package} fails {tests}")
        pool = ThreadPoolExecutor(plan.jobs)
        try:
            yield from pool.map(held.outcome, cases)
        finally:
            pool.shutdown(cancel_futures=True)


def _sandboxed(plan: Plan) -> Iterator[Finding]:
    """The solved package and the deliberate lazy submissions, as in grading."""
    with court(plan.course, plan.manifest, _SEED, plan.tier) as held:
        check_solved(held, plan.course, plan.manifest)
        yield Finding(_SUBMITTED, "(solved)")
        if "lazy" in plan.parts:
            yield from _deliberate(held, plan.course, plan.manifest)


def _deliberate(held: Court, course: Course, manifest: Manifest) -> Iterator[Finding]:
    inputs = fingerprint.of_run(course, manifest, held.assignment.tier, _SEED)
    for case in deliberate_submissions(course, manifest):
        if case.name.startswith(_LAZY):
            with tempfile.TemporaryDirectory(prefix="gradus-mutant-") as folder:
                case.build(course, manifest, Path(folder) / "files")
                judged = held.judge(Path(folder) / "files")
            result = graded(manifest, case.name, judged.outcomes, inputs)
            earned = (result.points or 0) + (result.optional_points or 0)
            problem = f"earns {earned:g} points" if earned else None
            failed = sum(o.verdict is not Verdict.PASSED for o in judged.outcomes)
            yield Finding(_SUBMITTED, f"({case.name})", failed, problem=problem)


def _lazies(plan: Plan) -> list[Lazy]:
    return [Lazy(exercise.name, way) for exercise in plan.exercises for way in lazy.WAYS]


def _lazy_finding(manifest: Manifest, case: Lazy, tried: Tried) -> Finding:
    earned = points(manifest.exercise(case.exercise), tried.outcomes)
    problem = _LOST if tried.lost else None
    if any(earned.values()):
        tests = ", ".join(test for test, points in earned.items() if points)
        problem = f"earns {float(sum(earned.values())):.3g} points: {tests}"
    name = f"({case.way} {case.exercise})"
    return Finding(case.exercise, name, len(tried.failed), problem=problem)


def _misconceptions(plan: Plan) -> list[Misconception]:
    functions = {function.name for exercise in plan.exercises for function in exercise.functions}
    found = load_misconceptions(plan.course, plan.manifest)
    return [m for m in found if functions & {*m.functions}]


def _finding(mistake: Misconception, tried: Tried) -> Finding:
    hints = Counter(o.hint for o in tried.failed if o.hint)
    own = hints.pop(mistake.hint, 0)
    others = {name: count for name, count in tried.explained.items() if name != mistake.name}
    problem = None
    if tried.lost:
        problem = _LOST
    elif not tried.failed:
        problem = "no test rejects it"
    elif all(o.contract and o.verdict is Verdict.WRONG for o in tried.failed):
        problem = "only tests of form reject it"
    elif hints:
        problem = f"another hint is given: {min(hints)}"
    elif not own:
        problem = "its hint is never given"
    group = mistake.name.partition(".")[0]
    return Finding(group, mistake.name, len(tried.failed), own, others, problem)


def _mutants(plan: Plan) -> dict[Mutated, Mutant]:
    """The mutants of all functions, by their trials."""
    made = {}
    package = plan.course.package_folder(plan.manifest.package)
    for exercise in plan.exercises:
        for function in exercise.functions:
            source = (package / f"{function.module}.py").read_text(encoding="utf-8")
            for mutant in mutation.mutants_of(source, function.name):
                made[Mutated(exercise.name, function.name, mutant.text)] = mutant
    return made


def _is_rejected(tried: Tried) -> bool:
    """Whether a hidden test, or a limit, rejects a mutant."""
    return tried.lost or any(o.visibility == "hidden" and not _is_ours(o) for o in tried.failed)


def _survivor(mutant: Mutant, reasons: Mapping[Key, str], tried: Tried) -> Survivor:
    note = ""
    for outcome in tried.failed:
        note = f"{outcome.test} {'cannot judge' if _is_ours(outcome) else 'rejects'} it"
    return Survivor(mutant, reasons.get((mutant.function, mutant.line)), note)


def _is_ours(outcome: Outcome) -> bool:
    return outcome.verdict is Verdict.GRADER_FAILED


def _by_function(mutants: Sequence[Mutant], survivors: Sequence[Survivor]) -> Iterator[Mutation]:
    for function, made in Counter(mutant.function for mutant in mutants).items():
        yield Mutation(function, made, tuple(s for s in survivors if s.mutant.function == function))


def _stale(reasons: Mapping[Key, str], survivors: Sequence[Survivor]) -> tuple[Key, ...]:
    used = {(s.mutant.function, s.mutant.line) for s in survivors}
    return tuple(key for key in reasons if key not in used)
