"""The command line: what it says, how it exits, and what it does in between."""

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest
from rich.console import Console
from typer.main import get_command

from autograder import cli, report, results
from autograder.collection import Entry
from autograder.course import CHECKOUT
from autograder.grading import alone
from autograder.result import ExerciseResult, Inputs, Result
from autograder.tiers import Tier
from tests.conftest import CLASS, Toy, entry

COMMANDS = sorted(get_command(cli.app).commands)
SLOW = "import time\n\n\ndef total(values):\n    time.sleep(0.1)\n    return float(sum(values))\n"


class Said(NamedTuple):
    status: int
    out: str
    err: str


@pytest.fixture
def say(toy, monkeypatch, capsys):
    """Calls the command line in the toy course."""
    monkeypatch.chdir(toy.root)
    monkeypatch.delenv("COLUMNS", raising=False)

    def said(*words: object) -> Said:
        with pytest.raises(SystemExit) as exit_status:
            cli.main([str(word) for word in words])
        captured = capsys.readouterr()
        return Said(exit_status.value.code or 0, captured.out, captured.err)

    return said


@pytest.fixture
def handed_in(toy) -> Path:
    toy.hand_in_all({"s1": CLASS["half"], "s2": CLASS["multiplies"]})
    return toy.folder / "class"


def roster(toy: Toy, text: str = "student_id,name\ns1,Ann\ns2,Bob\ns9,Eve\n") -> Path:
    path = toy.folder / "class.csv"
    path.write_text(text)
    return path


def one_sentence(said: Said, status: int) -> str:
    """What was said on standard error: one line, without a traceback."""
    lines = said.err.strip().splitlines()
    assert (said.status, len(lines)) == (status, 1), said.err
    assert lines[0].startswith("autograder: ")
    return lines[0].removeprefix("autograder: ")


# Help


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_an_example(say, command):
    said = say(command, "--help")
    assert (said.status, f"Example: autograder {command}" in said.out) == (0, True)


def test_the_list_of_commands_fits_into_80_columns(say, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    said = say("--help")
    cut = [line for line in said.out.splitlines()[1:] if line.endswith("...")]
    assert (cut, all(name in said.out for name in COMMANDS)) == ([], True)


# A class, from the folder to the marks


def test_a_class_is_graded(say, toy, handed_in):
    said = say("grade", "t1", handed_in, "--jobs", 1)
    assert said.status == 0
    assert re.search(r"s1 .* graded .* 3 ", said.out)
    assert "the sandbox tier 'process'" not in said.err


def test_a_class_that_is_graded_in_the_weak_tier_is_told_so(say, handed_in):
    said = say("grade", "t1", handed_in, "--tier", "process")
    assert (said.status, "the sandbox tier 'process'" in said.err) == (0, True)


def test_it_says_where_the_marks_and_the_pages_lie(say, toy, handed_in):
    said = say("grade", "t1", handed_in)
    marks = Path(re.search("marks: (.*)", said.out)[1])
    assert marks.read_text().startswith("student,verdict")
    assert (toy.root / "grading" / "t1_toy" / "results" / "s1" / "feedback.html").exists()


@pytest.fixture
def two(toy) -> Toy:
    """The course with a second assignment, t2_more, that is like the first."""
    for part in ("assignments/t{}_{}", "autograder/suites/t{}", "autograder/misconceptions/t{}"):
        first, second = part.format(1, "toy"), part.format(2, "more")
        shutil.copytree(toy.root / first, toy.root / second)
    (toy.root / "assignments/t2_more/t1").rename(toy.root / "assignments/t2_more/t2")
    manifest = toy.root / "assignments/t2_more/assignment.toml"
    text = manifest.read_text().replace("t1_toy", "t2_more").replace('"t1"', '"t2"')
    manifest.write_text(text)
    return toy


def test_a_class_is_graded_in_all_assignments_by_one_command(say, two):
    two.hand_in("s1", CLASS["half"])
    two.hand_in("s2", CLASS["blank"])
    shutil.copytree(two.folder / "class/s1/t1", two.folder / "class/s1/t2")
    said = say("grade", "all", two.folder / "class")
    table = (two.root / "grading" / "course.csv").read_text().splitlines()
    assert (said.status, table) == (0, [
        "student,t1_toy,t1_toy_optional,t2_more,t2_more_optional", "s1,3.0,0.0,3.0,0.0",
        "s2,0.0,0.0,,",
    ])  # fmt: skip
    assert re.search(r"s1 .* 3 .* 3 ", said.out)


def test_the_absent_have_a_row_in_the_table_of_all_assignments(say, two):
    two.hand_in("s1", CLASS["half"])
    said = say("grade", "all", two.folder / "class", "--roster", roster(two))
    table = (two.root / "grading" / "course.csv").read_text()
    assert (said.status, "s9,," in table, "s2,," in table) == (0, True, True)


def test_rehearsals_of_all_assignments_have_folders_of_their_own(say, two):
    say("rehearse", "all", "--into", two.into)
    assert (two.into / "t1_toy").is_dir()


def test_each_assignment_may_have_a_folder_of_its_own(say, two):
    two.hand_in("s1", CLASS["half"])
    (two.folder / "class").rename(two.folder / "t1")
    (two.folder / "downloads").mkdir()
    (two.folder / "t1").rename(two.folder / "downloads" / "t1")
    said = say("grade", "all", two.folder / "downloads")
    table = (two.root / "grading" / "course.csv").read_text()
    assert (said.status, table) == (0, "student,t1_toy,t1_toy_optional\ns1,3.0,0.0\n")


def test_what_was_collected_is_graded_in_all_assignments(say, two):
    two.hand_in("s1", CLASS["half"])
    say("collect", "t1", two.folder / "class")
    said = say("grade", "all")
    assert (said.status, "t2_more: nothing was collected" in said.out) == (0, True)


def test_nothing_to_grade_in_any_assignment_is_said(say, two):
    said = say("grade", "all")
    assert "nothing to grade" in one_sentence(said, 1)


def test_what_was_collected_is_graded_by_default(say, toy, handed_in):
    say("collect", "t1", handed_in)
    said = say("grade", "t1")
    assert (said.status, "s2" in said.out) == (0, True)


def test_the_absent_have_a_row_in_both_tables(say, toy, handed_in):
    say("collect", "t1", handed_in, "--roster", roster(toy))
    said = say("grade", "t1")
    assert re.search(r"s9 .* absent", said.out)
    assert "s9,absent" in (toy.root / "grading" / "t1_toy" / "table.csv").read_text()


def test_the_table_is_printed_again_with_the_absent(say, toy, handed_in):
    graded = say("grade", "t1", handed_in, "--roster", roster(toy))
    table = say("table", "t1").out
    assert "s9" in table
    assert graded.out.startswith(table)


def test_a_refused_submission_has_a_result_and_a_page(say, toy, handed_in):
    (handed_in / "s3.zip").write_bytes(b"no zip")
    said = say("grade", "t1", handed_in)
    student = re.search(r"(s3\S*) .* refused", said.out)[1]
    page = toy.root / "grading" / "t1_toy" / "results" / student / "feedback.html"
    assert (said.status, "could not be graded" in page.read_text()) == (0, True)


def test_a_late_submission_is_marked(say, toy, handed_in):
    (handed_in / "s3_LATE_777_888_t1-s3.zip").write_bytes(b"no zip")
    said = say("grade", "t1", handed_in)
    assert re.search(r"refused .* late", said.out)


def test_grading_again_changes_nothing(say, toy, handed_in):
    first = say("grade", "t1", handed_in)
    files = {path: path.stat().st_mtime_ns for path in toy.root.glob("grading/*/results/*/*")}
    assert say("grade", "t1").out == first.out
    assert {path: path.stat().st_mtime_ns for path in files} == files


def test_one_students_result_is_shown(say, handed_in):
    say("grade", "t1", handed_in)
    said = say("show", "t1", "s2")
    assert "hint: You multiply the numbers: add them." in said.out
    assert "wrong    Two numbers are added. (public)" in said.out


def test_the_schema_is_json(say):
    assert "$defs" in json.loads(say("schema").out)


def test_the_doctor_names_the_tier(say):
    said = say("doctor")
    assert (said.status, "process" in said.out) == (0, True)


# Bad input: one sentence, exit 1


@pytest.mark.parametrize("command", ["grade", "collect", "release", "mutants", "table", "rehearse"])
def test_an_unknown_assignment_is_named(say, toy, command):
    words = ["t7", toy.folder] if command in ("grade", "collect") else ["t7"]
    sentence = one_sentence(say(command, *words), 1)
    assert sentence.startswith("no assignment 't7'")
    assert sentence.endswith("there are: t1_toy")


@pytest.mark.parametrize("command", ["grade", "collect"])
def test_a_missing_folder_is_named(say, command):
    assert "absent is not a folder of submissions" in one_sentence(say(command, "t1", "absent"), 1)


@pytest.mark.parametrize("command", ["grade", "collect"])
@pytest.mark.parametrize("with_roster", [False, True])
def test_a_folder_without_submissions_is_named(say, toy, command, with_roster):
    empty = toy.folder / "empty"
    empty.mkdir()
    words = ["--roster", roster(toy)] if with_roster else []
    said = say(command, "t1", empty, *words)
    assert f"there is no submission in {empty}" in one_sentence(said, 1)


@pytest.mark.parametrize("text", ["id;name\n1;2\n", "student_id,name\n../x,Ann\n", "\x00", ""])
def test_a_wrong_roster_is_named(say, toy, handed_in, text):
    said = say("grade", "t1", handed_in, "--roster", roster(toy, text))
    assert "the roster" in one_sentence(said, 1)


def test_a_roster_without_a_folder_is_not_ignored(say, toy):
    said = say("grade", "t1", "--roster", roster(toy))
    assert "name their folder too" in one_sentence(said, 1)


def test_nothing_collected_is_said(say):
    assert "nothing was collected into" in one_sentence(say("grade", "t1"), 1)


def test_an_unreadable_record_of_the_seed_is_named(say, toy, handed_in):
    run = toy.root / "grading" / "t1_toy" / "run.json"
    run.parent.mkdir(parents=True)
    run.write_text('{"assignment": 3}')
    assert f"{run} is not readable" in one_sentence(say("grade", "t1", handed_in), 1)


@pytest.mark.parametrize("words", [("table", "t1"), ("show", "t1", "s1"), ("table", "t1_toy")])
def test_a_run_without_results_is_named(say, words):
    assert "there are no results in" in one_sentence(say(*words), 1)


def test_an_unknown_student_is_named_with_those_there_are(say, handed_in):
    say("grade", "t1", handed_in)
    sentence = one_sentence(say("show", "t1", "s7"), 1)
    assert sentence.startswith("no result of 's7'")
    assert sentence.endswith("there are: s1, s2")


def test_the_replay_of_an_unknown_student_is_refused(say):
    assert "no result of 's7'" in one_sentence(say("replay", "t1", "s7"), 1)


def test_a_release_that_is_not_there_cannot_be_checked(say):
    assert "dist" in one_sentence(say("check-release"), 1)


def test_an_unknown_tier_is_named_with_those_there_are(say, handed_in):
    sentence = one_sentence(say("grade", "t1", handed_in, "--tier", "iron"), 1)
    assert "no sandbox tier 'iron'" in sentence
    assert "process" in sentence


def test_an_unknown_notebook_is_named(say):
    assert "no notebook 'absent'" in one_sentence(say("notebook", "t1", "absent"), 1)


def test_a_broken_course_file_is_named(say, toy):
    (toy.root / "course.toml").write_text("title = ")
    assert "course.toml is not readable as TOML" in one_sentence(say("table", "t1"), 1)


def test_a_broken_manifest_is_named(say, toy):
    (toy.solved / "assignment.toml").write_text("name = 't1_toy'\n")
    assert "assignment.toml: the top of the file lacks" in one_sentence(say("table", "t1"), 1)


def test_a_library_that_is_not_installed_is_named(say, toy, handed_in):
    manifest = toy.solved / "assignment.toml"
    text = manifest.read_text().replace("points = 3", 'points = 3\nlibraries = ["no-such-library"]')
    manifest.write_text(text)
    said = say("grade", "t1", handed_in)
    sentence = "autograder: the library no-such-library is not installed here\n"
    assert (said.status, said.err.endswith(sentence)) == (1, True)


def test_a_full_disk_is_said_with_what_to_do(say, toy, handed_in, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    sentence = one_sentence(say("grade", "t1", handed_in), 3)
    assert "run.json: No space left on device; make room" in sentence


@pytest.fixture
def small_files():
    """A disk on which no file can be larger than 400 bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_write_that_is_cut_short_leaves_no_half_file(toy, small_files):
    path = toy.folder / "result.json"
    with pytest.raises(OSError, match=r"File too large: .*result.json"):
        results.write_atomically(path, b"x" * 1000)
    assert [p.name for p in toy.folder.iterdir() if "result" in p.name] == []


def test_two_gradings_of_one_class_are_told_apart(say, toy, handed_in):
    with cli.alone(toy.root / "grading" / "t1_toy"):
        said = say("grade", "t1", handed_in)
    assert "another grading is at work" in one_sentence(said, 1)


# Bad usage, exit 2


@pytest.mark.parametrize(
    "words",
    [
        ("check-release", "--as-of", "yesterday"),
        ("grade",),
        ("grade", "t1", "--jobs", "0"),
        ("grade", "t1", "--jobs", "many"),
        ("fly",),
        ("show", "t1"),
        ("grade", "t1", "--speed", "9"),
    ],
)
def test_bad_usage_exits_with_2(say, words):
    said = say(*words)
    assert (said.status, "Traceback" in said.err) == (2, False)


def test_a_wrong_date_is_named(say):
    said = say("check-release", "--as-of", "yesterday")
    assert "yesterday is not a date like 2027-03-01" in one_sentence(said, 2)


# Our fault, exit 3


def test_a_test_that_the_solved_package_fails_exits_with_3(say, toy, handed_in):
    with open(toy.suites / "test_total.py", "a") as suite:
        suite.write("\n\ndef test_no(student):\n    assert student.sums.total([1.0]) == 2\n")
    said = say("grade", "t1", handed_in)
    assert said.status == 3
    assert (
        "autograder: the grader failed: the solved t1 fails hidden/test_total.test_no" in said.err
    )


def test_a_submission_that_could_not_be_judged_exits_with_3(say, toy, handed_in):
    skips = "    if student.sums.total([2.0, 3.0]) != 5:\n        pytest.skip('cannot tell')\n"
    with open(toy.suites / "test_total.py", "a") as suite:
        suite.write(f"\n\ndef test_maybe(student):\n{skips}")
    said = say("grade", "t1", handed_in)
    assert (said.status, "no mark for s2; mend the cause" in said.err) == (3, True)
    assert re.search(r"s1 .* graded", said.out)


# Stopped and run again


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "autograder.cli", *map(str, words)]


def test_an_interrupted_run_says_how_to_go_on_and_does(toy):
    toy.hand_in_all({f"s{number}": SLOW for number in range(4)})
    words = ["grade", "t1", toy.folder / "class", "--jobs", 1, "--seed", "toy"]
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    with subprocess.Popen(
        command(*words), cwd=toy.root, env=environment, start_new_session=True,
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
        # a shell's job in the background is started with SIGINT ignored, and so are its children
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:  # fmt: skip
        while process.poll() is None and not list(toy.root.glob("grading/*/results/*/*.json")):
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        begun_s = time.monotonic()
        said = process.stderr.read()
    took_s = time.monotonic() - begun_s
    assert (process.returncode, "Traceback" in said, took_s < 3.0) == (130, False, True)
    assert said.strip().endswith("autograder: stopped; run the same command again to go on")
    again = subprocess.run(
        command(*words), cwd=toy.root, env=environment, capture_output=True, text=True
    )
    assert (again.returncode, again.stdout.count(" graded ")) == (0, 4)


# Tables

INPUTS = Inputs("s", "m", "p", "h", "o", "mi", "so", "e", "g", "en", {}, "process", "id")


def a_result(student: str, exercises: int) -> Result:
    marks = [
        ExerciseResult(f"exercise_{number}", "Title", False, 2.25, 10.0, 1, 4)
        for number in range(exercises)
    ]
    return Result(
        version=1, assignment="a1", student=student, verdict="graded", points=26.25, out_of=30.0,
        optional_points=0.0, optional_out_of=0.0, message="", notes=[], late=True,
        exercises=marks, tests=[], inputs=INPUTS,
    )  # fmt: skip


def printed(width: int, print_it, *arguments: object) -> str:
    console = Console(width=width, markup=False, emoji=False, highlight=False)
    with console.capture() as capture:
        print_it(*arguments, console)
    return capture.get()


def is_whole(table: str, width: int) -> bool:
    """Whether a table has its right border within the width."""
    rows = [line for line in table.splitlines() if line[:1] in "┏┃┡│├└"]
    return bool(rows) and all(len(row) <= width and row[-1] in "┓┃┩│┤┘" for row in rows)


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("exercises", [0, 1, 2, 3, 4, 5, 12])
def test_the_table_of_marks_fits(width, exercises):
    students = [a_result("s1", exercises), a_result("x" * 64, exercises)]
    text = printed(width, report.print_table, students, ["y" * 30])
    assert is_whole(text, width)
    assert text.count("26.25") == 2


def test_exercises_stand_in_the_table_where_there_is_room():
    text = printed(120, report.print_table, [a_result("s1", 3)], [])
    assert ("exercise_2" in text, "table.csv" in text) == (True, False)


def test_a_table_too_narrow_for_the_exercises_says_where_they_are():
    text = printed(80, report.print_table, [a_result("s1", 12)], [])
    assert ("exercise_2" in text, "table.csv" in text) == (False, True)


def test_long_ids_give_way_to_the_exercises():
    text = printed(80, report.print_table, [a_result("x" * 40, 2)], [])
    assert ("exercise_1" in text, "x" * 20 in text) == (True, True)


def test_an_id_of_usual_length_is_not_broken():
    text = printed(80, report.print_table, [a_result("mueller-thurgau_1234", 3)], [])
    assert "mueller-thurgau_1234" in text


def test_a_table_of_nobody_is_printed():
    assert "student" in printed(80, report.print_table, [], [])


def test_what_a_submission_wrote_is_printed_as_it_is():
    shown = Entry("s1", None, "[red]a[/red] :bomb:.zip", "[b]bad[/b]", False, (), None, False)
    text = printed(120, report.print_entries, [shown, entry("s2", None)])
    assert "[red]a[/red] :bomb:.zip" in text
    assert "[b]bad[/b]" in text


@pytest.mark.parametrize("width", [80, 120])
def test_what_was_collected_fits(width):
    long = Entry("s" * 40, None, "a" * 90 + ".zip", None, True, ("A note. " * 20,), "n" * 50, False)
    text = printed(width, report.print_entries, [long, entry("s2", None)])
    assert is_whole(text, width)


def test_a_table_in_a_file_is_wider_than_a_small_terminal(monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    assert report.console().width == report.FILE_WIDTH


def test_the_doctor_says_when_the_sandbox_is_weak():
    tiers = [Tier("strong", False, "no namespaces"), Tier("process", True, "limits")]
    assert "grade only people whom you trust" in " ".join(
        printed(80, report.print_doctor, tiers, [], "watched").split()
    )


def test_collect_waits_for_a_grading_to_end(say, toy, handed_in):
    folder = toy.root / "grading" / "t1_toy"
    with alone(folder):
        assert "another grading is at work" in one_sentence(say("collect", "t1", handed_in), 1)


def test_an_unknown_data_set_is_said(say):
    said = one_sentence(say("notebook", "t1", "sums", "--data", "cifar"), 1)
    assert said.startswith("no data set is called 'cifar'; there are: scenes, cifar10, mnist")
