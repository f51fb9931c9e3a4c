"""The course and its folders."""

import datetime as dt

import pytest

from autograder.course import CHECKOUT, BadInput, find_course, read_course


def test_an_assignment_is_known_by_its_folder_and_by_its_package(toy):
    assert (toy.course.resolve("t1_toy"), toy.course.resolve("t1")) == ("t1_toy", "t1_toy")


def test_an_unknown_assignment_is_answered_with_those_there_are(toy):
    with pytest.raises(BadInput, match=r"no assignment 't2' in .*; there are: t1_toy$"):
        toy.course.resolve("t2")


def test_a_folder_without_a_manifest_is_no_assignment(toy):
    (toy.root / "assignments" / "t2_notes").mkdir()
    assert toy.course.assignments() == ["t1_toy"]


def test_the_course_is_found_from_a_folder_within(toy):
    assert find_course(toy.suites).root == toy.root


def test_the_course_is_found_from_the_working_directory(toy, monkeypatch):
    monkeypatch.chdir(toy.solved)
    assert find_course().root == toy.root


def test_outside_of_a_course_the_checkout_is_meant(tmp_path):
    assert find_course(tmp_path).root == CHECKOUT


def test_a_deadline_without_a_time_zone_is_in_utc(toy):
    text = (toy.root / "course.toml").read_text().replace("00Z", "00")
    (toy.root / "course.toml").write_text(text)
    due = read_course(toy.root).deadlines["t1_toy"]
    assert due == dt.datetime(2027, 2, 12, 23, 59, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "deadline", ["2027-02-12", "'soon'", "23:59:00"], ids=["date", "text", "time"]
)
def test_a_deadline_that_is_no_moment_is_named(toy, deadline):
    text = f'title = "T"\npublish = "x"\n[deadlines]\nt1_toy = {deadline}\n'
    (toy.root / "course.toml").write_text(text)
    with pytest.raises(BadInput, match="the deadline of t1_toy"):
        read_course(toy.root)


@pytest.mark.parametrize("entry", ["title", "publish", "deadlines"])
def test_a_missing_entry_is_named(toy, entry):
    lines = (toy.root / "course.toml").read_text().splitlines()
    kept = [line for line in lines if not line.strip("[").startswith(entry)]
    (toy.root / "course.toml").write_text("\n".join(kept))
    with pytest.raises(BadInput, match=f"lacks the entry '{entry}'"):
        read_course(toy.root)


@pytest.mark.parametrize("content", [b"title = ", b"\xff"])
def test_a_course_file_that_is_no_toml_is_named(toy, content):
    (toy.root / "course.toml").write_bytes(content)
    with pytest.raises(BadInput, match=r"course\.toml is not readable as TOML"):
        read_course(toy.root)


def test_a_missing_course_file_is_named(tmp_path):
    with pytest.raises(BadInput, match=r"course\.toml cannot be read"):
        read_course(tmp_path)


def test_a_broken_manifest_is_bad_input(toy):
    (toy.solved / "assignment.toml").write_text("name = ")
    with pytest.raises(BadInput, match="is not readable as TOML"):
        toy.course.manifest("t1_toy")


def test_the_folder_of_an_earlier_package_is_found(toy):
    assert toy.course.package_folder("t1") == toy.solved / "t1"


def test_this_course_has_a_deadline_for_every_assignment():
    course = read_course(CHECKOUT)
    assert set(course.assignments()) <= set(course.deadlines)
