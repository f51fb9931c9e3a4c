"""Names that an LMS gives, rosters, and whose an archive is when they disagree."""

from pathlib import Path

import pytest

from autograder.collection.handed import Handed
from autograder.collection.identity import Claim, Source, assign
from autograder.collection.naming import is_student_id, parse_folder_name, parse_name
from autograder.collection.roster import Roster, read_roster
from autograder.course import BadInput


def handed(name: str, time_ns: int = 0) -> Handed:
    return Handed(Path(name), name, parse_name(name), time_ns)


def claims(names: list[str], roster: Roster | None = None, **inside: str) -> dict[str, Claim]:
    """Key -> claim; `inside` gives what submission.json says, by the start of the file name."""

    def said(each: Handed) -> str | None:
        return next((v for k, v in inside.items() if each.shown.startswith(k)), None)

    found = [handed(name, time_ns=position) for position, name in enumerate(names)]
    return {claim.student: claim for claim in assign(found, roster or Roster(), said)}


def test_a_canvas_name_is_taken_apart():
    name = parse_name("lastname_12345_98765_a1-s123.zip")
    assert (name.name, name.lms, name.number, name.marked_late) == (
        "lastname",
        "12345",
        98765,
        False,
    )
    assert [(r.student, r.again) for r in name.readings] == [("s123", 0)]


def test_a_late_canvas_name_of_a_resubmission_is_taken_apart():
    name = parse_name("lastname_LATE_12345_98765_a1-s123-1.zip")
    assert (name.name, name.lms, name.marked_late) == ("lastname", "12345", True)
    assert [(r.student, r.again) for r in name.readings] == [("s123", 1), ("s123-1", 0)]


def test_a_moodle_folder_is_taken_apart():
    name = parse_folder_name("Müller Anna Lena_12345_assignsubmission_file_")
    assert (name.name, name.lms, name.number, name.is_file) == (
        "Müller Anna Lena",
        "12345",
        None,
        True,
    )


def test_a_folder_that_was_an_archive_is_told_by_the_roster():
    name = parse_folder_name("a1-s1")
    unpacked = [Handed(Path("a1-s1"), "a1-s1", name, 0, is_folder=True)]
    assert assign(unpacked, Roster({"s1": "Ann"}), lambda _: None)[0].student == "s1"
    assert assign(unpacked, Roster(), lambda _: None)[0].student == "a1-s1"


def test_a_flat_moodle_name_is_taken_apart():
    name = parse_name("Last First_12345_assignsubmission_file_a1-s123.zip")
    assert (name.lms, name.readings[0].student) == ("12345", "s123")


def test_a_text_typed_into_moodle_is_no_file():
    assert not parse_folder_name("Last First_12345_assignsubmission_onlinetext_").is_file


def test_a_student_cannot_pretend_to_be_the_lms():
    name = parse_name("mallory_666_98765_alice_111_99999_a1-alice.zip")
    assert (name.lms, name.number) == ("666", 98765)


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("a1-s123.zip", "s123"),
        ("A1-s123.ZIP", "s123"),
        ("a1_linear-s123.zip", "s123"),
        ("a1-s123 (1).zip", "s123"),
        ("a1-jo.doe-2_x.zip", "jo.doe-2_x"),
        ("x_1_2_a1-s123+%281%29.zip", "s123"),
        ("a2-s123.zip", "s123"),
    ],
)
def test_the_id_is_found_in_the_students_own_name(name, student):
    assert parse_name(name).readings[0].student == student


@pytest.mark.parametrize("name", ["homework.zip", "a1.zip", "a1-..zip", "a1-é.zip", "a1-../x.zip"])
def test_a_name_without_a_usable_id_has_no_reading(name):
    assert parse_name(name).readings == ()


@pytest.mark.parametrize("text", ["", ".", "..", ".x", "-rf", "a/b", "a b", "é", "x" * 65, "a\n"])
def test_an_id_that_could_harm_as_a_folder_is_none(text):
    assert not is_student_id(text)


def test_the_last_by_the_number_of_the_lms_counts_whatever_the_time_says():
    claim = claims(["x_1_900_a1-s1-1.zip", "x_1_800_a1-s1.zip"])["s1"]
    assert claim.last.given.number == 900
    assert len(claim.handed) == 2


def test_the_resubmission_counts_before_the_time():
    claim = claims(
        ["Moe_1_assignsubmission_file_a1-s1 (1).zip", "Moe_1_assignsubmission_file_a1-s1.zip"]
    )["s1"]
    assert "(1)" in claim.last.shown


def test_the_time_counts_where_nothing_else_tells():
    assert claims(["Moe_1_assignsubmission_file_b.zip", "Moe_1_assignsubmission_file_a.zip"])[
        "lms1"
    ].last.shown.endswith("_a.zip")


def test_a_report_beside_the_archive_does_not_replace_it():
    assert claims(["x_1_10_a1-s1.zip", "x_1_11_a1-s1.pdf"])["s1"].last.given.number == 10


def test_the_roster_number_wins_over_the_file_name():
    roster = Roster({"s1": "Ann", "s2": "Bob"}, {"111": "s1"})
    claim = claims(["ann_111_5_a1-s2.zip"], roster)["s1"]
    assert claim.source is Source.ROSTER
    assert claim.notes == (
        "The file name says s2, but the roster gives the LMS number 111 to s1: the number wins, "
        "for the LMS wrote it.",
    )


def test_the_file_name_wins_over_the_record_inside():
    assert list(claims(["a1-s1.zip"], a1="s2")) == ["s1"]


def test_the_record_inside_helps_where_the_name_says_nothing():
    claim = claims(["smith_7_8_homework.zip"], smith="s1")["s1"]
    assert claim.notes == ("The file name has no student id; submission.json says s1.",)


def test_whoever_has_no_id_at_all_is_kept_under_the_number():
    assert list(claims(["smith_7_8_homework.zip"])) == ["lms7"]


def test_files_without_any_id_never_share_a_folder():
    keys = claims(["é.zip", "ü.zip", "my work.zip"])
    assert len(keys) == 3
    assert all(is_student_id(key) for key in keys)


def test_an_id_of_a_resubmission_or_of_a_student_is_told_apart_by_the_roster():
    roster = Roster({"s1-1": "Ann"})
    assert list(claims(["ann_1_2_a1-s1-1.zip"], roster)) == ["s1-1"]


def test_an_id_of_a_resubmission_or_of_a_student_is_told_apart_by_the_record():
    assert list(claims(["ann_1_2_a1-s1-1.zip"], ann="s1-1")) == ["s1-1"]


def test_the_rosters_spelling_is_used():
    assert list(claims(["a1-S1.zip"], Roster({"s1": "Ann"}))) == ["s1"]


def test_two_people_who_claim_one_id_are_kept_apart():
    keys = claims(["ann_1_10_a1-s1.zip", "bob_2_11_a1-s1.zip"])
    assert list(keys) == ["s1-lms1", "s1-lms2"]
    assert all("kept apart" in claim.notes[-1] for claim in keys.values())


def test_nobody_takes_an_id_that_the_roster_gives_to_another_number():
    roster = Roster({"s1": "Ann", "s2": "Bob"}, {"1": "s1", "2": "s2"})
    assert list(claims(["ann_1_10_a1-s1.zip", "eve_3_11_a1-s1.zip"], roster)) == ["s1", "s1-lms3"]
    assert list(claims(["bob_2_10_a1-s2.zip", "eve_3_11_a1-s1.zip"], roster)) == ["s1-lms3", "s2"]


def test_a_roster_with_numbers_of_another_system_is_not_held_against_anybody():
    roster = Roster({"s1": "Ann"}, {"999": "s1"})
    assert list(claims(["Ann_1_assignsubmission_file_a1-s1.zip"], roster)) == ["s1"]


def test_a_record_inside_never_takes_anothers_id():
    keys = claims(["a1-s1.zip", "homework.zip"], homework="s1")
    assert keys["s1"].last.shown == "a1-s1.zip"
    assert len(keys) == 2


def test_a_file_that_was_mailed_joins_the_person_of_the_roster():
    keys = claims(["ann_1_10_a1-s1.zip", "a1-s1.zip"], Roster({"s1": "Ann"}, {"1": "s1"}))
    assert keys["s1"].last.shown == "a1-s1.zip"


def roster_of(tmp_path: Path, content: str | bytes) -> Roster:
    path = tmp_path / "roster.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_roster(path)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a mark"])
def test_a_roster_is_read_in_any_script(tmp_path, mark):
    lines = 'student_id,name,lms_id\r\ns1,"O\'Neil, ""Ann""",0012\r\ns2,李小龍,\r\n\r\n'
    roster = roster_of(tmp_path, mark + lines.encode())
    assert roster.names == {"s1": 'O\'Neil, "Ann"', "s2": "李小龍"}
    assert roster.lms == {"12": "s1"}


def test_a_roster_may_have_its_columns_in_any_order_and_more_of_them(tmp_path):
    roster = roster_of(tmp_path, "Name, email ,Student_ID\nAnn,a@b,s1\n")
    assert roster == Roster({"s1": "Ann"}, {})


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "lacks the column student_id"),
        ("s1,Ann\n", "lacks the column student_id"),
        ("student_id;name\ns1;Ann\n", "lacks the column student_id"),
        ("student_id\ns1\n", "lacks the column name"),
        ("student_id,name\ns1,Ann\nS1,Bob\n", "row 3 .* again"),
        ("student_id,name\n../x,Ann\n", "row 2 .* has the student_id '../x'"),
        ("student_id,name\n,Ann\n", "row 2 .* has the student_id ''"),
        ("student_id,name,lms_id\ns1,A,7\ns2,B,07\n", "row 3 .* s1 has it"),
        ('student_id,name\ns1,"Ann\n', "is not CSV"),
        ("student_id,name\ns1,Jürgen\n".encode("latin-1"), "is not UTF-8"),
    ],
)
def test_a_roster_that_cannot_be_used_is_told_in_one_sentence(tmp_path, content, says):
    with pytest.raises(BadInput, match=says):
        roster_of(tmp_path, content)


def test_a_roster_that_is_not_there_is_told_in_one_sentence(tmp_path):
    with pytest.raises(BadInput, match="cannot be read"):
        read_roster(tmp_path / "none.csv")
