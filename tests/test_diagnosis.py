"""The misconception behind a wrong answer is found, or none is named."""

import numpy as np
import pytest

from autograder.diagnosis import same
from autograder.grading import grade_class
from autograder.result import Result
from autograder.verdicts import GraderFailed
from tests.conftest import Toy

ADD, MEAN = "You multiply the numbers: add them.", "You divide by one less than the count."


def graded(toy: Toy, sums: str) -> Result:
    (result,) = grade_class(toy.run(), [toy.hand_in("s1", sums)])
    return result


def hints(result: Result) -> set[str]:
    return {test.hint for test in result.tests if test.hint}


def add_misconception(toy: Toy, functions: str, hint: str, body: str) -> None:
    with open(toy.course.misconceptions(toy.manifest) / "sums.py", "a") as file:
        text = f"def {hint.lower()}(values):\n    {body}\n"
        file.write(f'\n\n@misconception({functions}, hint="{hint}")\n{text}')


# The same answer


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (1.0, 1.0 + 1e-10),
        (np.float32(2), 2),
        (np.zeros((2, 3)), np.zeros((2, 3))),
        ([1.0, (np.ones(2), "a")], [1.0, (np.ones(2), "a")]),
        ({"a": 1}, {"a": 1}),
        (np.array([np.nan, np.inf]), np.array([np.nan, np.inf])),
        (None, None),
        (np.zeros(0), np.zeros(0)),
    ],
)
def test_equal_answers_are_the_same(left, right):
    assert same(left, right, 1e-8)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (1.0, 1.001),
        (np.zeros((2, 3)), np.zeros((3, 2))),
        (np.zeros(1), 0.0),
        ([1.0], [1.0, 1.0]),
        ({"a": 1}, {"b": 1}),
        (np.array([np.nan]), np.array([0.0])),
        ("a", "b"),
        (None, 0.0),
        (np.inf, -np.inf),
        ([], {}),
    ],
)
def test_other_answers_are_not_the_same(left, right):
    assert not same(left, right, 1e-8)


def test_small_entries_beside_large_ones_do_not_tell_answers_apart():
    assert same(np.array([1e6, 1e-12]), np.array([1e6, 0.0]), 1e-8)


# Hints


def test_a_misconception_is_named_for_public_and_hidden_tests(toy):
    result = graded(toy, "from numpy import prod as total\n")
    named = {test.visibility for test in result.tests if test.hint == ADD}
    assert (named, hints(result)) == ({"public", "hidden"}, {ADD})


def test_a_misconception_is_named_where_the_answer_was_computed_in_place(toy):
    product = "import numpy as np\n\n\ndef total(values):\n    answer = float(np.prod(values))\n"
    assert hints(graded(toy, f"{product}    values *= 2\n    return answer\n")) == {ADD}


def test_what_is_changed_in_place_alone_is_no_misconception(toy):
    body = "    answer = float(values.sum())\n    values *= 2\n    return answer\n"
    assert hints(graded(toy, f"def total(values):\n{body}")) == set()


def test_another_wrong_answer_gets_no_hint(toy):
    assert hints(graded(toy, "def total(values):\n    return 0.25\n")) == set()


def test_a_right_answer_gets_no_hint(toy):
    assert hints(graded(toy, "def total(values):\n    return float(sum(values))\n")) == set()


def test_an_answer_that_raises_gets_no_hint(toy):
    assert hints(graded(toy, "def total(values):\n    raise ValueError\n")) == set()


def test_two_misconceptions_that_answer_alike_are_not_told(toy):
    add_misconception(toy, '"sums.total"', "Twin", "return float(np.prod(values))")
    assert hints(graded(toy, "from numpy import prod as total\n")) == set()


def test_each_exercise_has_misconceptions_of_its_own(toy):
    average = "def average(values):\n    return float(sum(values) / (len(values) - 1))\n"
    assert hints(graded(toy, f"from numpy import prod as total\n\n\n{average}")) == {ADD, MEAN}


def test_a_misconception_that_raises_holds_nothing_up(toy):
    add_misconception(toy, '"sums.total"', "Raises", "raise ValueError")
    assert hints(graded(toy, "from numpy import prod as total\n")) == {ADD}


def test_an_assignment_without_misconceptions_is_graded(toy):
    (toy.course.misconceptions(toy.manifest) / "sums.py").unlink()
    assert graded(toy, "from numpy import prod as total\n").points == 0.38


def test_a_misconception_of_no_exercise_is_our_fault(toy):
    add_misconception(toy, '"sums.totl"', "Typo", "return 0.0")
    with pytest.raises(
        GraderFailed, match=r"t1: sums\.typo is of sums\.totl, which is no exercise"
    ):
        graded(toy, "total = sum\n")


def test_misconceptions_that_cannot_be_read_are_our_fault(toy):
    (toy.course.misconceptions(toy.manifest) / "sums.py").write_text("def (:\n")
    with pytest.raises(GraderFailed, match=r"SyntaxError: .*sums\.py"):
        graded(toy, "total = sum\n")
