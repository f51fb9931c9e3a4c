"""Hostile submissions succeed where their defence is missing, and fail in the strong tiers."""

from collections.abc import Iterator

import pytest

from autograder.course import BadInput
from autograder.deliberate import deliberate_submissions
from autograder.rehearsal import rehearse
from tests.conftest import Toy
from tests.hostile.arena import arena
from tests.hostile.defences import DEFENCES
from tests.hostile.tables import CONTROLS, hostile_cases, known_cases
from tests.hostile.trial import PROTECTED, Trials, available_tiers
from tests.hostile.variants import VARIANTS

CASES = hostile_cases()
REASONS = available_tiers()
MARKS = {  # of softmax and vote
    "perfect": (20.0, 6.0),
    "perfect_but_messy": (20.0, 6.0),
    "partial": (8.82, 0.0),  # 15 of 34 tests
    "blank": (0.0, 0.0),
}


def tier_of(name: str) -> str:
    if reason := REASONS[name]:
        pytest.skip(f"no tier {name} here: {reason}")
    return name


@pytest.fixture(scope="module")
def trials() -> Iterator[Trials]:
    opened = Trials()
    yield opened
    opened.close()


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_submission_succeeds_where_it_is_not_stopped(trials, name):
    finding = trials.unprotected(CASES[name])
    assert finding.is_right, finding.why


@pytest.mark.parametrize("tier", PROTECTED)
@pytest.mark.parametrize("name", CASES)
def test_a_hostile_submission_gets_nothing(trials, name, tier):
    finding = trials.protected(CASES[name], tier_of(tier))
    assert finding.is_right, finding.why


@pytest.mark.parametrize("tier", PROTECTED)
@pytest.mark.parametrize("name", CONTROLS)
def test_a_control_keeps_its_exact_marks(trials, name, tier):
    result = trials.control(known_cases()[name], tier_of(tier))
    points = {exercise.name: exercise.points for exercise in result.exercises}
    assert (points["softmax"], points["vote"]) == MARKS[name]


def test_every_hostile_submission_names_a_defence_that_can_be_missing():
    assert {case.unprotected for case in CASES.values()} <= {*DEFENCES, *VARIANTS}


def test_a_hostile_submission_is_known_by_its_name():
    named = {name for name in known_cases() if name.startswith("hostile_")}
    assert named == {*CASES}


def test_an_arena_without_a_defence_leaves_the_next_arena_whole():
    escapes = CASES["hostile_raises_escape_sequences"]
    found = []
    for without in ("printable", None):
        with arena(PROTECTED[0] if not REASONS[PROTECTED[0]] else "process", [], without) as opened:
            found.append(bool(opened.seen(escapes).reached("claims")))
    assert found == [True, False]


# How they are described


def describe(toy: Toy, text: str) -> None:
    folder = toy.course.deliberate_submissions(toy.manifest) / "hostile_one"
    folder.mkdir()
    (folder / "expected.toml").write_text(text)


@pytest.mark.parametrize("text", ['goal = "fame"', "goal = []", "attacks = 3"])
def test_an_unknown_goal_and_attacks_that_are_no_list_are_named(toy, text):
    describe(toy, text)
    with pytest.raises(BadInput, match=r"hostile_one/expected\.toml: "):
        list(deliberate_submissions(toy.course, toy.manifest))


def test_a_rehearsal_leaves_hostile_submissions_out(toy):
    describe(toy, 'goal = "points"\nattacks = ["total"]\nunprotected = "naive"\n')
    rehearsal = rehearse(toy.course, "t1_toy", toy.into, "process")
    assert [entry.student for entry in rehearsal.entries] == ["blank"]
