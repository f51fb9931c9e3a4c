"""A grade is repeated for an appeal."""

import pytest

from autograder import results
from autograder.collection import collect
from autograder.course import BadInput
from autograder.grading import grade_class
from autograder.replay import replay
from tests.conftest import CLASS, Toy


def graded(toy: Toy, sums: str = CLASS["multiplies"]) -> Toy:
    """A class of one, collected and graded under a secret seed."""
    toy.hand_in("s1", sums)
    entries = collect(toy.course, "t1_toy", toy.folder / "class", toy.into)
    grade_class(toy.run(seed=None), entries)
    return toy


def test_a_repeated_grade_is_the_same(toy):
    said = replay(graded(toy).course, "t1", toy.into, "s1")
    assert said.splitlines() == [
        "s1: 0.38 of 3 points then, 0.38 of 3 now",
        "changed since then: nothing",
    ]


def test_the_result_stays_as_it_was(toy):
    path = results.folder(graded(toy).into, "s1") / "result.json"
    before = path.read_bytes(), path.stat().st_mtime_ns
    replay(toy.course, "t1", toy.into, "s1")
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_a_changed_suite_is_named_with_what_it_changes(toy):
    graded(toy)
    (toy.suites / "test_total.py").write_text(
        "def test_nothing_adds_to_zero(student):\n    assert student.sums.total([]) in (0, 1)\n"
    )
    said = replay(toy.course, "t1", toy.into, "s1")
    assert "  hidden/test_total.test_nothing_adds_to_zero: wrong then, passed now" in said
    assert said.endswith("changed since then: hidden_suite")


def test_a_submission_collected_anew_is_named(toy):
    graded(toy)
    toy.hand_in("s1", CLASS["half"])
    collect(toy.course, "t1_toy", toy.folder / "class", toy.into)
    said = replay(toy.course, "t1", toy.into, "s1")
    assert said.startswith("s1: 0.38 of 3 points then, 3 of 3 now")
    assert said.endswith("changed since then: submission")


def test_a_refused_submission_cannot_be_repeated(toy):
    graded(toy)
    (toy.folder / "class" / "s2.zip").write_bytes(b"no zip")
    entries = collect(toy.course, "t1_toy", toy.folder / "class", toy.into)
    grade_class(toy.run(seed=None), entries)
    (refused,) = (entry.student for entry in entries if entry.refused)
    with pytest.raises(BadInput, match="can be graded: The file is not a zip"):
        replay(toy.course, "t1", toy.into, refused)


def test_an_unknown_student_is_named(toy):
    with pytest.raises(BadInput, match="no result of 's7' in"):
        replay(graded(toy).course, "t1", toy.into, "s7")
