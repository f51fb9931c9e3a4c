"""A class is collected: late ones, the absent, what changed since, and killed in the middle."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder.collection import Entry, collect, read_collected
from autograder.course import BadInput, Course, read_course

MANIFEST = """
name = "{name}"
package = "{package}"
title = "Linear classifiers"
notebooks = ["softmax"]
[limits]
submission_mb = {limit}
[[exercise]]
name = "softmax"
title = "Softmax"
points = 1
functions = [{{ name = "losses.loss", signature = "(x)" }}]
"""
DUE = 1_800_000_000
ROSTER = "student_id,name,lms_id\ns1,Ann,111\ns2,Bob,222\n"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    root = tmp_path / "course"
    for name, package in {"a1_linear": "a1", "a2_backprop": "a2"}.items():
        (root / "assignments" / name).mkdir(parents=True)
        write_manifest(root, name, package, limit=2)
    deadlines = "[deadlines]\na1_linear = 2027-01-15T08:00:00Z\n"  # DUE
    (root / "course.toml").write_text(f'title = "T"\npublish = "x"\n{deadlines}')
    return read_course(root)


def write_manifest(root: Path, name: str, package: str, limit: int) -> None:
    text = MANIFEST.format(name=name, package=package, limit=limit)
    (root / "assignments" / name / "assignment.toml").write_text(text)


class Desk:
    """An instructor with a folder of submissions."""

    def __init__(self, course: Course, folder: Path) -> None:
        self.course = course
        self.handed = folder / "handed"
        self.into = folder / "into"
        self.handed.mkdir()

    def put(
        self, name: str, answer: str = "0", student: str | None = None, after: int = -1
    ) -> Path:
        """An archive with the answer in its losses.py, handed in `after` seconds too late."""
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            archive.writestr("a1/losses.py", answer)
            record = {"assignment": "a1_linear", "student_id": student or "s1"}
            archive.writestr("submission.json", json.dumps(record))
        path = self.handed / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.getvalue())
        os.utime(path, (DUE + after, DUE + after))
        return path

    def collect(self, roster: str | None = None) -> dict[str, Entry]:
        path = self.handed / "roster.csv"
        if roster:
            path.write_text(roster, encoding="utf-8")
        entries = collect(self.course, "a1", self.handed, self.into, path if roster else None)
        return {entry.student: entry for entry in entries}


@pytest.fixture
def desk(course: Course, tmp_path: Path) -> Desk:
    return Desk(course, tmp_path)


def answer(entry: Entry) -> str:
    assert entry.folder is not None
    return (entry.folder / "a1/losses.py").read_text()


def test_the_last_archive_counts_and_the_others_are_noted(desk):
    desk.put("ann_111_10_a1-s1.zip", "first")
    desk.put("ann_111_11_a1-s1-1.zip", "second")
    entry = desk.collect()["s1"]
    assert answer(entry) == "second"
    assert entry.archive == "ann_111_11_a1-s1-1.zip"
    assert entry.notes == ("Superseded: 'ann_111_10_a1-s1.zip'.",)


def test_the_last_counts_even_where_it_is_refused(desk):
    desk.put("ann_111_10_a1-s1.zip", "first")
    (desk.handed / "ann_111_11_a1-s1-1.zip").write_bytes(b"junk")
    entry = desk.collect()["s1"]
    assert entry.refused == "The file is not a zip archive."
    assert entry.notes == ("Superseded: 'ann_111_10_a1-s1.zip'.",)


def test_a_moodle_download_is_collected(desk):
    desk.put("Müller Anna_12_assignsubmission_file_/a1-s1.zip")
    (desk.handed / "Müller Anna_12_assignsubmission_onlinetext_").mkdir()
    (entry,) = desk.collect().values()
    assert (entry.student, entry.name) == ("s1", "Müller Anna")
    assert entry.archive == "Müller Anna_12_assignsubmission_file_/a1-s1.zip"


def test_a_download_in_a_folder_of_its_own_is_still_a_class(desk):
    desk.put("submissions/ann_111_10_a1-s1.zip")
    desk.put("submissions/bob_222_11_a1-s2.zip")
    assert list(desk.collect()) == ["s1", "s2"]


def test_a_folder_named_by_the_student_may_hold_the_archive(desk):
    desk.put("s9/homework.zip")
    assert list(desk.collect()) == ["s9"]


def test_a_rar_archive_is_a_refused_submission_and_a_stray_text_is_none(desk):
    (desk.handed / "a1-s1.rar").write_bytes(b"Rar!")
    (desk.handed / "readme.txt").write_text("")
    assert "RAR" in desk.collect()["s1"].refused


def test_a_file_name_that_is_no_utf8_is_collected(desk):
    path = desk.put("a1-s1.zip")
    os.rename(path, os.path.join(os.fsencode(desk.handed), b"m\xfcller_1_2_a1-s1.zip"))
    assert desk.collect()["s1"].archive == "m\N{REPLACEMENT CHARACTER}ller_1_2_a1-s1.zip"


@pytest.mark.parametrize(
    ("name", "after", "late"),
    [
        ("ann_LATE_111_10_a1-s1.zip", -1, True),
        (
            "ann_111_10_a1-s1.zip",
            1,
            False,
        ),  # Canvas would have marked it; the time is the download's
        ("a1-s1.zip", 1, True),
        ("a1-s1.zip", 0, False),
        ("Ann_12_assignsubmission_file_/a1-s1.zip", 1, True),
        ("Ann_12_assignsubmission_file_/a1-s1.zip", -1, False),
    ],
)
def test_late_is_what_the_lms_marks_or_else_the_time_of_the_file_says(desk, name, after, late):
    desk.put(name, after=after)
    entry = desk.collect()["s1"]
    assert entry.late is late
    assert any(note.startswith("Late: ") for note in entry.notes) is late


def test_a_late_one_that_supersedes_one_in_time_says_so(desk):
    desk.put("ann_111_10_a1-s1.zip")
    desk.put("ann_LATE_111_11_a1-s1-1.zip")
    assert "Of the superseded ones at least one was in time." in desk.collect()["s1"].notes


def test_the_absent_have_a_row(desk):
    desk.put("ann_111_10_a1-s1.zip")
    entries = desk.collect(ROSTER)
    assert entries["s1"].name == "Ann"
    assert entries["s2"] == Entry("s2", None, "", None, False, (), "Bob", True)


def test_the_absent_have_no_row_once_they_hand_in(desk):
    desk.collect(ROSTER)
    desk.put("bob_222_10_a1-s2.zip", student="s2")
    entry = desk.collect(ROSTER)["s2"]
    assert (entry.absent, entry.name, entry.notes) == (False, "Bob", ())


def test_whoever_is_not_on_the_roster_is_noted(desk):
    desk.put("a1-s3.zip", student="s3")
    assert desk.collect(ROSTER)["s3"].notes == ("s3 is not on the roster.",)


def test_the_number_wins_over_file_name_and_record_and_says_so(desk):
    desk.put("bob_222_10_a1-s3.zip", student="s1")
    entry = desk.collect(ROSTER)["s2"]
    assert entry.notes == (
        "The file name says s3, but the roster gives the LMS number 222 to s2: the number wins, "
        "for the LMS wrote it.",
        "submission.json says 's1'; the LMS number through the roster says s2 and wins, for the "
        "LMS wrote it.",
    )


def test_the_file_name_wins_over_the_record_and_says_so(desk):
    desk.put("a1-s3.zip", student="s1")
    assert desk.collect()["s3"].notes == (
        "submission.json says 's1'; the file name says s3 and wins, for it is what one sees in the "
        "LMS.",
    )


def test_an_absent_student_whose_id_two_others_claim_points_at_them(desk):
    desk.put("eve_7_10_a1-s1.zip")
    desk.put("bob_222_10_a1-s2.zip", student="s2")
    entries = desk.collect(ROSTER)
    assert list(entries) == ["s1", "s1-lms7", "s2"]
    assert entries["s1"].absent
    assert entries["s1"].notes == ("See 's1-lms7': whose they are is not clear.",)


def test_what_did_not_change_is_not_done_again(desk):
    desk.put("a1-s1.zip", "old")
    folder = desk.collect()["s1"].folder
    (folder / "a1/losses.py").write_text("a mark of ours")
    assert answer(desk.collect()["s1"]) == "a mark of ours"


def test_what_changed_is_collected_anew(desk):
    desk.put("a1-s1.zip", "old")
    desk.put("a1-s2.zip", student="s2")
    folder = desk.collect()["s1"].folder
    (folder / "a1/gone.py").write_text("")
    desk.put("a1-s1.zip", "new")
    entry = desk.collect()["s1"]
    assert answer(entry) == "new"
    assert not (folder / "a1/gone.py").exists()


def test_a_changed_folder_is_collected_anew(desk):
    path = desk.handed / "s1/a1/losses.py"
    path.parent.mkdir(parents=True)
    path.write_text("old")
    desk.collect()
    path.write_text("new")
    assert answer(desk.collect()["s1"]) == "new"


def test_a_changed_limit_judges_the_same_archive_anew(desk):
    desk.put("a1-s1.zip", "x" * 1_500_000)
    desk.collect()
    write_manifest(desk.course.root, "a1_linear", "a1", limit=1)
    assert "at most" in desk.collect()["s1"].refused


def test_files_that_are_gone_are_written_again(desk):
    desk.put("a1-s1.zip", "old")
    shutil.rmtree(desk.collect()["s1"].folder)
    assert answer(desk.collect()["s1"]) == "old"


def test_what_vanished_from_the_folder_stays_collected_with_a_note(desk):
    desk.put("a1-s1.zip", "kept").touch()
    desk.collect()
    (desk.handed / "a1-s1.zip").unlink()
    for _ in range(2):
        entry = desk.collect(ROSTER)["s1"]
        assert answer(entry) == "kept"
        notes = [note for note in entry.notes if "no longer in the folder" in note]
        assert len(notes) == 1


def test_an_archive_that_turns_out_to_be_anothers_moves(desk):
    desk.put("ann_111_10_a1-s9.zip")
    assert list(desk.collect()) == ["s9"]
    assert list(desk.collect(ROSTER)) == ["s1", "s2"]


def test_what_was_collected_is_read_back_as_it_was(desk):
    desk.put("a1-s1.zip", after=5)
    (desk.handed / "a1-s3.zip").write_bytes(b"")
    entries = desk.collect(ROSTER)
    assert {entry.student: entry for entry in read_collected(desk.into)} == entries


def test_nothing_collected_is_an_empty_list(tmp_path):
    assert read_collected(tmp_path) == []


def test_collecting_below_the_submissions_does_not_collect_itself(desk):
    desk.put("a1-s1.zip")
    desk.into = desk.handed / "out" / "a1"
    assert list(desk.collect()) == list(desk.collect()) == ["s1"]


def test_another_assignments_folder_is_left_alone(desk):
    desk.put("a1-s1.zip")
    desk.collect()
    with pytest.raises(BadInput, match="holds a1_linear"):
        collect(desk.course, "a2", desk.handed, desk.into)


def test_a_file_for_a_folder_is_told_in_one_sentence(desk):
    path = desk.put("a1-s1.zip")
    with pytest.raises(BadInput, match="unpack the LMS's download first"):
        collect(desk.course, "a1", path, desk.into)


def test_a_record_that_is_not_ours_is_told_in_one_sentence(desk):
    desk.put("a1-s1.zip")
    desk.collect()
    (desk.into / "collected/s1/entry.json").write_text("{")
    with pytest.raises(BadInput, match="run collect again"):
        read_collected(desk.into)


class Killed(BaseException):
    """As a kill: nothing of ours catches it."""


class Killer:
    """Lets so many changes of the disk happen, then kills."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
        self.left = after
        for name in ("rename", "replace", "mkdir", "unlink", "rmdir", "fchmod"):
            monkeypatch.setattr(os, name, self._counting(getattr(os, name)))

    def _counting(self, change):
        def counted(*arguments, **options):
            if self.left == 0:
                raise Killed
            self.left -= 1
            return change(*arguments, **options)

        return counted


def test_killed_at_any_change_and_run_again_it_ends_the_same(course, tmp_path):
    for point in range(200):
        desk = half_old_class(course, tmp_path / str(point))
        with pytest.MonkeyPatch.context() as patch:
            killer = Killer(patch, after=point)
            try:
                desk.collect(ROSTER)
            except Killed:
                assert complete_or_refused_to_read(desk)
        if killer.left:
            break
        again = desk.collect(ROSTER)
        assert {s: (answer(e) if e.folder else None) for s, e in again.items()} == EXPECTED
        assert sorted(path.name for path in desk.into.iterdir()) == ["collected"]
    assert 20 < point < 199


EXPECTED = {"s0": None, "s1": "new", "s2": None, "s3": "three", "s4": "kept"}


def half_old_class(course: Course, folder: Path) -> Desk:
    """s1 changed since it was collected, s3 is new, s2 was there and is absent, s4 vanished."""
    folder.mkdir()
    desk = Desk(course, folder)
    desk.put("a1-s1.zip", "old")
    desk.put("a1-s4.zip", "kept", student="s4")
    desk.collect()
    desk.put("a1-s1.zip", "new")
    desk.put("a1-s3.zip", "three", student="s3")
    (desk.handed / "a1-s0.zip").write_bytes(b"junk")
    (desk.handed / "a1-s4.zip").unlink()
    return desk


def complete_or_refused_to_read(desk: Desk) -> bool:
    try:
        entries = {entry.student: entry for entry in read_collected(desk.into)}
    except BadInput:
        return True
    new = {s: (answer(e) if e.folder else None) for s, e in entries.items()}
    return new in (EXPECTED, {"s1": "old", "s4": "kept"})


KILLED_PROGRAM = """
import os, signal, sys
from pathlib import Path
from autograder.collection import collect
from autograder.course import read_course
replace, calls = os.replace, []
def kill_at_the_second(*arguments, **options):
    calls.append(arguments)
    if len(calls) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return replace(*arguments, **options)
os.replace = kill_at_the_second
collect(read_course(Path(sys.argv[1])), "a1", Path(sys.argv[2]), Path(sys.argv[3]))
"""


def test_a_process_that_was_killed_leaves_no_lock_and_no_half_student(desk):
    for student in ("s1", "s2", "s3"):
        desk.put(f"a1-{student}.zip", student, student=student)
    folders = [str(desk.course.root), str(desk.handed), str(desk.into)]
    done = subprocess.run([sys.executable, "-c", KILLED_PROGRAM, *folders], check=False)
    assert done.returncode == -signal.SIGKILL
    with pytest.raises(BadInput, match="did not finish"):
        read_collected(desk.into)
    assert {s: answer(e) for s, e in desk.collect().items()} == {s: s for s in ("s1", "s2", "s3")}


def test_two_cannot_collect_into_one_folder_at_once(desk, monkeypatch):
    desk.put("a1-s1.zip")
    seen = []

    def meanwhile(*arguments):
        with pytest.raises(BadInput, match="another process is collecting"):
            collect(desk.course, "a1", desk.handed, desk.into)
        seen.append(arguments)
        return []

    monkeypatch.setattr("autograder.collection.intake.assign", meanwhile)
    desk.collect()
    assert seen
