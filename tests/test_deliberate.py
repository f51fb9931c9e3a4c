"""Deliberate submissions: how they are described, and that all of ours come out as they say."""

import os
from contextlib import suppress
from pathlib import Path

import pytest

from autograder.collection import collect
from autograder.course import CHECKOUT, BadInput, read_course
from autograder.deliberate import deliberate_submissions
from autograder.grading import grade_class
from autograder.rehearsal import rehearse
from autograder.result import ExerciseResult, Inputs, Result, TestResult
from tests.conftest import Toy
from tests.strongest import TIER

INPUTS = Inputs("s", "m", "p", "h", "o", "mi", "so", "e", "g", "en", {}, "process", "id")


def describe(toy: Toy, name: str, expected: str, sums: str | None = None) -> None:
    folder = toy.course.deliberate_submissions(toy.manifest) / name
    folder.mkdir(parents=True)
    (folder / "expected.toml").write_text(expected)
    if sums is not None:
        (folder / "t1").mkdir()
        (folder / "t1" / "sums.py").write_text(sums)


def only(toy: Toy):
    """The one that was described last; the toy's own is `blank`."""
    cases = {case.name: case for case in deliberate_submissions(toy.course, toy.manifest)}
    (name,) = cases.keys() - {"blank"}
    return cases[name]


def a_result(points: float = 3.0, **verdicts: str) -> Result:
    tests = [
        TestResult(name.replace("__", "["), "total", name, "public", verdict, "0")
        for name, verdict in verdicts.items()
    ]
    return Result(
        version=1, assignment="t1_toy", student="s1", verdict="graded", points=points, out_of=3.0,
        optional_points=0.0, optional_out_of=0.0, message="", notes=[], late=False,
        exercises=[ExerciseResult("total", "Total", False, points, 3.0, 0, 1)], tests=tests,
        inputs=INPUTS,
    )  # fmt: skip


# What is handed in


def test_the_rest_of_a_submission_is_solved_by_default(toy):
    describe(toy, "own_init", "", None)
    only(toy).build(toy.course, toy.manifest, toy.folder / "built")
    built, solved = toy.folder / "built" / "t1", toy.solved / "t1"
    assert (built / "sums.py").read_bytes() == (solved / "sums.py").read_bytes()


def test_the_rest_of_a_submission_can_be_blank(toy):
    describe(toy, "empty", 'base = "blank"\n')
    only(toy).build(toy.course, toy.manifest, toy.folder / "built")
    assert 'NotImplementedError("t1.sums.total")' in (toy.folder / "built/t1/sums.py").read_text()


def test_the_rest_of_a_submission_can_be_nothing(toy):
    describe(toy, "alone", 'base = "none"\n', "total = sum\n")
    only(toy).build(toy.course, toy.manifest, toy.folder / "built")
    files = [p.name for p in (toy.folder / "built").rglob("*") if p.is_file()]
    assert files == ["sums.py"]


def test_what_differs_replaces_what_is_solved(toy):
    describe(toy, "bad", "", "total = None\n")
    only(toy).build(toy.course, toy.manifest, toy.folder / "built")
    assert (toy.folder / "built" / "t1" / "sums.py").read_text() == "total = None\n"


def test_what_is_to_be_appended_comes_after_what_is_solved(toy):
    describe(toy, "bad", "")
    folder = toy.course.deliberate_submissions(toy.manifest) / "bad" / "t1"
    folder.mkdir()
    (folder / "sums.append.py").write_text("total = None\n")
    only(toy).build(toy.course, toy.manifest, toy.folder / "built")
    solved = (toy.solved / "t1" / "sums.py").read_text()
    files = {path.name for path in (toy.folder / "built" / "t1").iterdir()}
    assert (toy.folder / "built" / "t1" / "sums.py").read_text() == solved + "\n\ntotal = None\n"
    assert files == {"__init__.py", "sums.py"}


def test_what_is_expected_is_not_handed_in(toy):
    describe(toy, "bad", "", "total = None\n")
    only(toy).build(toy.course, toy.manifest, toy.folder / "built")
    assert not (toy.folder / "built" / "expected.toml").exists()


@pytest.mark.parametrize("text", ["points = ", 'points = "many"', 'base = "solvd"', "points = []"])
def test_an_unusable_description_is_named(toy, text):
    describe(toy, "bad", text)
    with pytest.raises(BadInput, match=r"bad/expected\.toml: "):
        list(deliberate_submissions(toy.course, toy.manifest))


# What comes of it


def test_what_comes_out_as_expected_is_no_surprise(toy):
    describe(toy, "bad", 'otherwise = "passed"\npoints = 3\na = "wrong"\n')
    assert only(toy).surprises(a_result(a="wrong", b="passed")) == []


def test_an_unexpected_verdict_is_a_surprise(toy):
    describe(toy, "bad", 'otherwise = "passed"\n')
    assert only(toy).surprises(a_result(a="wrong")) == ["a wrong, expected passed"]


def test_unexpected_points_are_a_surprise(toy):
    describe(toy, "bad", 'points = "1.5"\n')
    assert only(toy).surprises(a_result(points=2.0)) == ["2.0 points, expected 1.5"]


def test_an_unexpected_verdict_of_the_whole_is_a_surprise(toy):
    describe(toy, "bad", 'verdict = "refused"\n')
    assert only(toy).surprises(a_result()) == ["verdict graded, expected refused"]


def test_an_expectation_of_a_test_that_is_not_there_is_a_surprise(toy):
    describe(toy, "bad", 'gone = "passed"\n')
    assert only(toy).surprises(a_result(a="wrong")) == ["no test gone"]


def test_an_expectation_holds_for_all_cases_of_a_test(toy):
    describe(toy, "bad", 'a = "passed"\n')
    assert only(toy).surprises(a_result(a__1="passed", a__2="wrong")) == [
        "a[2 wrong, expected passed"
    ]


def test_a_case_of_a_test_may_have_an_expectation_of_its_own(toy):
    describe(toy, "bad", 'a = "passed"\n"a[2" = "wrong"\n')
    assert only(toy).surprises(a_result(a__1="passed", a__2="wrong")) == []


def test_a_pattern_holds_for_all_tests_that_fit_but_not_over_a_name(toy):
    describe(toy, "bad", '"a*" = "wrong"\nab = "passed"\n')
    assert only(toy).surprises(a_result(aa="wrong", ab="passed")) == []
    assert only(toy).surprises(a_result(aa="passed", ab="wrong")) == [
        "aa passed, expected wrong",
        "ab wrong, expected passed",
    ]


def test_a_pattern_that_no_test_fits_is_a_surprise(toy):
    describe(toy, "bad", '"gone*" = "passed"\n')
    assert only(toy).surprises(a_result(a="wrong")) == ["no test gone*"]


# A rehearsal


def test_a_rehearsal_tells_what_is_not_as_expected(toy):
    describe(toy, "good", 'otherwise = "passed"\npoints = 3\n')
    describe(toy, "hopeful", 'otherwise = "passed"\n', "from numpy import prod as total\n")
    rehearsal = rehearse(toy.course, "t1_toy", toy.into, TIER)
    graded = grade_class(rehearsal.run, rehearsal.entries, jobs=2)
    names = {line.partition(":")[0] for line in rehearsal.surprises(graded)}
    assert ([r.student for r in graded], names) == (["blank", "good", "hopeful"], {"hopeful"})


def test_a_course_without_deliberate_submissions_cannot_rehearse(toy):
    (toy.course.deliberate_submissions(toy.manifest) / "blank" / "expected.toml").unlink()
    with pytest.raises(BadInput, match="no deliberate submission in"):
        rehearse(toy.course, "t1_toy", toy.into, TIER)


def test_a_second_rehearsal_grades_nothing_anew(toy):
    for _ in range(2):
        rehearsal = rehearse(toy.course, "t1_toy", toy.into, TIER)
        grade_class(rehearsal.run, rehearsal.entries)
    proof = (toy.into / "solved.json").stat().st_mtime_ns
    again = collect(toy.course, "t1_toy", toy.into / "class", toy.into)
    grade_class(rehearsal.run, again)
    assert (toy.into / "solved.json").stat().st_mtime_ns == proof


def living_below(folder: Path) -> list[str]:
    """Command lines of the processes that run in a folder, or were started with its path."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            command = (process / "cmdline").read_bytes().decode(errors="replace")
            if str(folder) in command or os.readlink(process / "cwd").startswith(str(folder)):
                found.append(command)
    return found


@pytest.mark.parametrize("name", read_course(CHECKOUT).assignments())
def test_all_deliberate_submissions_come_out_as_expected(tmp_path, monkeypatch, name):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    rehearsal = rehearse(read_course(CHECKOUT), name, tmp_path / "into", TIER)
    watched: list[int] = []
    graded = grade_class(
        rehearsal.run, rehearsal.entries, jobs=2,
        advance=lambda: watched.append(len(living_below(tmp_path))),
    )  # fmt: skip
    assert rehearsal.surprises(graded) == []
    tampering = [r for r in graded if r.student.startswith("tampering_")]
    assert {(r.verdict, r.points, r.optional_points) for r in tampering} <= {("graded", 0.0, 0.0)}
    assert max(watched) > 0  # they can be seen
    assert living_below(tmp_path) == []
