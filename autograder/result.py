"""The grade of one submission: result.json, with a versioned schema, the same bytes every time.

`autograder schema` prints the JSON schema. Times are never in it: they go to measured.json.
"""

import functools
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal

import msgspec
from msgspec import Struct

from autograder.outcome import Outcome
from autograder.scoring import points, rounded, total
from autograder.verdicts import Verdict
from given.manifest import Manifest

VERSION = 1


class Inputs(Struct, frozen=True):
    """All that the grade depends on: a result is reused only if none of it has changed."""

    submission: str
    manifest: str
    public_suite: str
    hidden_suite: str
    oracles: str
    misconceptions: str
    solved: str  # the package with our answers: hints are told from it
    earlier: str
    given: str  # what students are handed: assertions, probes, data
    engine: str
    libraries: dict[str, str]  # versions, Python's included
    tier: str
    seed_id: str  # a hash of the secret seed


class TestResult(Struct, frozen=True, omit_defaults=True):
    """One case of a test. What follows the hint is there for public tests only."""

    __test__ = False
    test: str
    exercise: str
    title: str
    visibility: str
    verdict: str
    points: str  # an exact fraction: "5/3"
    hint: str | None = None
    called: str | None = None
    promised: str | None = None
    came: str | None = None
    symptom: str | None = None
    where: str | None = None


class ExerciseResult(Struct, frozen=True):
    name: str
    title: str
    optional: bool
    points: float
    out_of: float
    passed: int  # tests
    tests: int


class Result(Struct, frozen=True):
    """A graded, a refused, or an ungradable submission (which has no points)."""

    version: int
    assignment: str
    student: str
    verdict: Literal["graded", "refused", "grader_failed"]
    points: float | None
    out_of: float
    optional_points: float | None
    optional_out_of: float
    message: str  # why it was refused, or what went wrong on our side
    notes: list[str]
    late: bool
    exercises: list[ExerciseResult]
    tests: list[TestResult]
    inputs: Inputs


def graded(
    manifest: Manifest,
    student: str,
    outcomes: Sequence[Outcome],
    inputs: Inputs,
    notes: Sequence[str] = (),
    late: bool = False,
) -> Result:
    """The result of a submission whose tests were judged.

    Raises:
        GraderFailed: one of them could not be.
    """
    by_test: dict[str, Fraction] = {}
    for exercise in manifest.exercises:
        by_test |= points(exercise, outcomes)
    earned = {
        exercise.name: sum(
            (by_test[o.test] for o in outcomes if o.exercise == exercise.name), Fraction(0)
        )
        for exercise in manifest.exercises
    }
    return _result(
        manifest, student, "graded", inputs,
        points=rounded(total(manifest.exercises, earned, optional=False)),
        optional_points=rounded(total(manifest.exercises, earned, optional=True)),
        notes=list(notes),
        late=late,
        exercises=[
            ExerciseResult(
                name=exercise.name,
                title=exercise.title,
                optional=exercise.optional,
                points=rounded(earned[exercise.name]),
                out_of=rounded(exercise.points),
                passed=sum(
                    o.verdict is Verdict.PASSED for o in outcomes if o.exercise == exercise.name
                ),
                tests=sum(o.exercise == exercise.name for o in outcomes),
            )
            for exercise in manifest.exercises
        ],
        tests=[_test_result(o, by_test[o.test]) for o in outcomes],
    )  # fmt: skip


def brief(result: Result) -> Result:
    """What tables show of a result: the verdicts of what failed, and nothing else of its tests."""
    failed = [_bare(test.verdict) for test in result.tests if test.verdict != Verdict.PASSED]
    return msgspec.structs.replace(result, tests=failed)


@functools.cache
def _bare(verdict: str) -> TestResult:
    return TestResult("", "", "", "", verdict, "0")


def refused(
    manifest: Manifest, student: str, reason: str, inputs: Inputs, notes: Sequence[str], late: bool
) -> Result:
    """The result of what is not a gradable submission: no points, and why."""
    return _result(
        manifest, student, "refused", inputs, points=0.0, optional_points=0.0,
        message=reason, notes=list(notes), late=late,
    )  # fmt: skip


def grader_failed(manifest: Manifest, student: str, reason: str, inputs: Inputs) -> Result:
    """The result of a fault of ours: no score."""
    return _result(manifest, student, "grader_failed", inputs, message=reason)


def _result(
    manifest: Manifest, student: str, verdict: str, inputs: Inputs, **entries: object
) -> Result:
    worth = {exercise.name: exercise.points for exercise in manifest.exercises}
    empty: dict[str, object] = {
        "points": None, "optional_points": None, "message": "", "notes": [], "late": False,
        "exercises": [], "tests": [],
    }  # fmt: skip
    fixed: dict[str, object] = {
        "version": VERSION,
        "assignment": manifest.name,
        "student": student,
        "verdict": verdict,
        "out_of": rounded(total(manifest.exercises, worth, optional=False)),
        "optional_out_of": rounded(total(manifest.exercises, worth, optional=True)),
        "inputs": inputs,
    }
    return Result(**{**empty, **fixed, **entries})  # type: ignore[arg-type]


def _test_result(outcome: Outcome, earned: Fraction) -> TestResult:
    names = ("hint", "called", "promised", "came", "symptom", "where")
    return TestResult(
        test=outcome.test,
        exercise=outcome.exercise,
        title=outcome.title,
        visibility=outcome.visibility,
        verdict=outcome.verdict.value,
        points=str(earned),
        **{name: getattr(outcome, name) for name in names},
    )


def encode(result: Result) -> bytes:
    """The bytes of result.json."""
    return msgspec.json.format(msgspec.json.encode(result), indent=1) + b"\n"


def decode(text: bytes) -> Result:
    """The result in the bytes of a result.json.

    Raises:
        msgspec.MsgspecError: there is none, or of another version.
    """
    result = msgspec.json.decode(text, type=Result)
    if result.version != VERSION:
        raise msgspec.ValidationError(f"version {result.version}, not {VERSION}")
    return result


def schema() -> Mapping[str, object]:
    """The JSON schema of result.json."""
    return msgspec.json.schema(Result)
