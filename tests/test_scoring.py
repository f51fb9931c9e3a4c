"""Points, from outcomes alone."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.outcome import Outcome
from autograder.scoring import points, rounded, total
from autograder.verdicts import GraderFailed, Verdict
from given.manifest import Exercise

NOT_PASSED = [v for v in Verdict if v not in (Verdict.PASSED, Verdict.GRADER_FAILED)]


def exercise(worth: str, name: str = "sums", optional: bool = False) -> Exercise:
    return Exercise(name, name, Fraction(worth), (), optional)


def outcome(
    name: str,
    verdict: Verdict = Verdict.PASSED,
    contract: bool = False,
    exercise: str = "sums",
    came: str | None = None,
) -> Outcome:
    return Outcome(
        test=f"public/test_{exercise}.{name}",
        exercise=exercise,
        visibility="public",
        title=name,
        contract=contract,
        verdict=verdict,
        came=came,
    )


def earned(worth: str, *outcomes: Outcome) -> Fraction:
    return sum(points(exercise(worth), outcomes).values(), Fraction(0))


def test_the_tests_of_an_exercise_share_its_points_equally():
    shares = points(exercise("10"), [outcome("a"), outcome("b"), outcome("c")])
    assert set(shares.values()) == {Fraction(10, 3)}


def test_parametrized_cases_share_the_part_of_their_function():
    shares = points(exercise("10"), [outcome("a"), outcome("b[1]"), outcome("b[2]")])
    assert [*shares.values()] == [5, Fraction(5, 2), Fraction(5, 2)]


def test_a_public_and_a_hidden_function_of_the_same_name_are_two():
    hidden = Outcome("hidden/test_sums.a", "sums", "hidden", "a", False, Verdict.WRONG)
    assert earned("10", outcome("a"), hidden) == 5


def test_a_function_whose_name_begins_another_is_another_function():
    assert earned("6", outcome("a"), outcome("ab[1]"), outcome("a_c", Verdict.WRONG)) == 4


@pytest.mark.parametrize("verdict", NOT_PASSED)
def test_only_passed_tests_earn_points(verdict):
    assert earned("10", outcome("a"), outcome("b", verdict)) == 5


def test_a_contract_test_alone_earns_nothing():
    assert earned("10", outcome("a", Verdict.WRONG), outcome("b", contract=True)) == 0


def test_a_contract_test_counts_beside_a_passing_value_test():
    assert earned("10", outcome("a"), outcome("b", contract=True)) == 10


def test_a_contract_test_does_not_count_beside_half_a_value_test():
    cases = outcome("a[1]"), outcome("a[2]", Verdict.WRONG)
    assert earned("10", *cases, outcome("b", contract=True)) == Fraction(5, 2)


def test_a_value_test_of_another_exercise_does_not_make_a_contract_test_count():
    form, other = outcome("b", contract=True), outcome("a", exercise="means")
    assert earned("10", form, other) == 0


def test_a_test_that_could_not_be_judged_stops_the_score_and_says_why():
    broken = outcome("b", Verdict.GRADER_FAILED, came="OSError: the disk is full")
    with pytest.raises(GraderFailed, match=r"test_sums.b could not be judged: .* disk is full"):
        earned("10", outcome("a"), broken)


def test_an_exercise_without_outcomes_earns_nothing():
    assert points(exercise("10"), []) == {}


def test_thirds_add_up_to_the_whole():
    assert earned("0.1", *map(outcome, "abc")) == Fraction(1, 10)


def test_optional_exercises_stand_in_a_column_of_their_own():
    exercises = [exercise("3"), exercise("5", "more", optional=True)]
    marks = {"sums": Fraction(2), "more": Fraction(4)}
    both = total(exercises, marks, optional=False), total(exercises, marks, optional=True)
    assert both == (2, 4)


@pytest.mark.parametrize(
    ("exact", "two_decimals"),
    [("0.005", 0.01), ("0.015", 0.02), ("2.675", 2.68), ("1/3", 0.33), ("2/3", 0.67), ("7", 7.0)],
)
def test_points_are_rounded_half_up(exact, two_decimals):
    assert rounded(Fraction(exact)) == two_decimals


def test_rounding_does_not_add_up_before_the_sum():
    parts = {"a": Fraction("0.004"), "b": Fraction("0.004")}
    exercises = [exercise("1", "a"), exercise("1", "b")]
    assert rounded(total(exercises, parts, optional=False)) == 0.01


outcomes = st.lists(
    st.builds(
        outcome,
        st.sampled_from(["a", "b", "b[1]", "b[2]", "c[x]", "d"]),
        st.sampled_from([Verdict.PASSED, *NOT_PASSED]),
        st.booleans(),
    ),
    unique_by=lambda o: o.test,
    max_size=6,
)
worths = st.fractions(min_value=Fraction(1, 100), max_value=100)


@given(outcomes, worths)
def test_nobody_earns_more_than_there_is(found, worth):
    assert 0 <= earned(str(worth), *found) <= worth


@given(outcomes, st.randoms(use_true_random=False))
def test_the_order_of_the_outcomes_does_not_matter(found, random):
    shuffled = random.sample(found, len(found))
    assert points(exercise("10"), shuffled) == points(exercise("10"), found)


@given(outcomes, worths)
def test_all_points_are_earned_if_and_only_if_all_passed(found, worth):
    all_passed = all(o.verdict is Verdict.PASSED for o in found)
    a_value = any(not o.contract for o in found)
    if found and a_value:
        assert (earned(str(worth), *found) == worth) is all_passed
