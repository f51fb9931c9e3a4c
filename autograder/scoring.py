"""Points: pure functions of outcomes, exact until they are rounded once at the end."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import groupby

from autograder.outcome import Outcome
from autograder.verdicts import GraderFailed, Verdict
from given.manifest import Exercise


def points(exercise: Exercise, outcomes: Iterable[Outcome]) -> Mapping[str, Fraction]:
    """Points that each test earns, by its name.

    The exercise's points are shared equally by its test functions, a function's share by its
    cases. A contract test counts only if some test of values has passed in all its cases.

    Raises:
        GraderFailed: a test could not be judged; our fault is never a zero.
    """
    mine = sorted((o for o in outcomes if o.exercise == exercise.name), key=lambda o: o.test)
    if failed := [o for o in mine if o.verdict is Verdict.GRADER_FAILED]:
        why = f": {failed[0].came}" if failed[0].came else ""
        raise GraderFailed(f"{failed[0].test} could not be judged{why}")
    functions = {name: list(cases) for name, cases in groupby(mine, key=lambda o: o.function)}
    some_value_passed = any(
        all(_passed(case) and not case.contract for case in cases) for cases in functions.values()
    )
    return {
        case.test: exercise.points / len(functions) / len(cases)
        if _passed(case) and (some_value_passed or not case.contract)
        else Fraction(0)
        for cases in functions.values()
        for case in cases
    }


def total(
    exercises: Sequence[Exercise], earned: Mapping[str, Fraction], optional: bool
) -> Fraction:
    """The sum over the exercises that are optional, or those that are not."""
    chosen = (e.name for e in exercises if e.optional is optional)
    return sum((earned.get(name, Fraction(0)) for name in chosen), Fraction(0))


def rounded(exact: Fraction) -> float:
    """Two decimals, halves up."""
    decimal = Decimal(exact.numerator) / Decimal(exact.denominator)
    return float(decimal.quantize(Decimal("0.01"), ROUND_HALF_UP))


def _passed(outcome: Outcome) -> bool:
    return outcome.verdict is Verdict.PASSED
