"""A class is graded: the same bytes however it is done, nothing twice, and our faults are ours."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import chdir, contextmanager
from multiprocessing import get_context
from pathlib import Path
from threading import Thread

import msgspec
import pytest

import autograder
from autograder import court as court_module
from autograder import fingerprint, grading, results
from autograder.claim import claimed
from autograder.collection import Entry
from autograder.course import CHECKOUT, BadInput, read_course
from autograder.grading import alone, grade_class, open_run
from autograder.result import Inputs
from autograder.verdicts import GraderFailed
from autograder.workspace import workspace
from tests.conftest import CLASS, entry

SLOW = "import time\n\n\ndef total(values):\n    time.sleep(0.25)\n    return float(sum(values))\n"


def written(into: Path) -> dict[str, bytes]:
    """The bytes of every result.json."""
    return {path.parent.name: path.read_bytes() for path in into.glob("results/*/result.json")}


def with_a_message(failure: pytest.ExceptionInfo[Exception]) -> str:
    message = str(failure.value)
    assert "\n" not in message
    return message


@pytest.fixture(scope="module")
def reference(module_toy) -> tuple[list[Entry], dict[str, bytes]]:
    """A class, and what it gets when it is graded plainly."""
    entries = [*module_toy.hand_in_all(), entry("no_zip", None, refused="it is no zip", late=True)]
    grade_class(module_toy.run(), entries, jobs=1)
    return entries, written(module_toy.into)


# The same bytes


@pytest.mark.parametrize("jobs", [2, 4])
def test_any_number_of_jobs_gives_the_same_bytes(module_toy, reference, tmp_path, jobs):
    entries, expected = reference
    grade_class(module_toy.run(tmp_path), entries, jobs=jobs)
    assert written(tmp_path) == expected


def test_any_order_gives_the_same_bytes(module_toy, reference, tmp_path):
    entries, expected = reference
    shuffled = random.Random(3).sample(entries, len(entries))
    grade_class(module_toy.run(tmp_path), shuffled, jobs=2)
    assert written(tmp_path) == expected


@pytest.mark.parametrize("start", ["fork", "spawn"])
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_pool_of_processes_gives_the_same_bytes(module_toy, reference, tmp_path, start):
    entries, expected = reference
    with ProcessPoolExecutor(2, mp_context=get_context(start)) as pool:
        grade_class(module_toy.run(tmp_path), entries, executor=pool)
    assert written(tmp_path) == expected


def test_a_pool_of_threads_gives_the_same_bytes(module_toy, reference, tmp_path):
    entries, expected = reference
    with ThreadPoolExecutor(2) as pool:
        grade_class(module_toy.run(tmp_path), entries, executor=pool)
    assert written(tmp_path) == expected


def test_results_come_sorted_by_student(module_toy, reference):
    entries, expected = reference
    graded = grade_class(module_toy.run(), entries[::-1])
    assert [result.student for result in graded] == sorted(expected)


def test_times_are_measured_beside_the_result(module_toy, reference):
    folder = results.folder(module_toy.into, "half")
    spent_s = json.loads((folder / "measured.json").read_bytes())
    tests = {test["test"] for test in json.loads((folder / "result.json").read_bytes())["tests"]}
    assert set(spent_s) == tests


def test_another_seed_has_another_id_and_the_same_points(toy):
    entries = [toy.hand_in("half", CLASS["half"])]
    one, other = (
        grade_class(toy.run(toy.folder / seed, seed=seed), entries)[0] for seed in ("x", "y")
    )
    assert (one.inputs.seed_id != other.inputs.seed_id, one.points) == (True, other.points)


def test_no_file_of_a_run_but_its_record_has_the_seed(toy):
    grade_class(toy.run(seed="a-secret-seed"), [toy.hand_in("half", CLASS["half"])])
    having = [p.name for p in toy.into.rglob("*") if p.is_file() and b"a-secret" in p.read_bytes()]
    assert having == ["run.json"]


def test_only_the_instructor_can_read_the_seed(toy):
    toy.run()
    assert (toy.into / "run.json").stat().st_mode & 0o077 == 0


def test_tests_of_one_name_in_two_classes_are_two_tests(toy):
    method = "    def test_one(self, student):\n        assert student.sums.total([1.0]) == {}\n"
    classes = [f"\n\nclass Test{n}:\n{method.format(n)}" for n in (1, 2)]
    append(toy.suites / "test_total.py", "".join(classes))
    with pytest.raises(GraderFailed, match=r"fails hidden/test_total\.Test2\.test_one \(wrong\)$"):
        grade_class(toy.run(), [toy.hand_in("half", CLASS["half"])])


def test_a_public_test_in_a_folder_of_its_own_is_public(toy):
    (toy.solved / "tests" / "more").mkdir()
    (toy.solved / "tests" / "test_average.py").rename(toy.solved / "tests/more/test_average.py")
    (result,) = grade_class(toy.run(), [toy.hand_in("half", CLASS["half"])])
    public = [t.test for t in result.tests if t.visibility == "public"]
    assert "public/test_average.test_equal_numbers_are_their_mean" in public


# Killed and run again

GRADE = """
import sys
from pathlib import Path
from tests.conftest import entry
from tests.strongest import TIER
from autograder.course import read_course
from autograder.grading import grade_class, open_run

course, into, handed_in = map(Path, sys.argv[1:])
run = open_run(read_course(course), "t1_toy", into, "toy", TIER)
entries = [entry(folder.name, folder) for folder in sorted(handed_in.iterdir())]
entries.append(entry("no_zip", None, refused="it is no zip", late=True))
print("ready", flush=True)
grade_class(run, entries, jobs=2)
"""


def test_a_killed_and_resumed_run_gives_the_same_bytes(module_toy, reference, tmp_path):
    arguments = [module_toy.root, tmp_path, module_toy.folder / "class"]
    command = [sys.executable, "-c", GRADE, *map(str, arguments)]
    when = random.Random(11)
    for _ in range(5):
        with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(when.uniform(0.1, 1.6))
            process.kill()
        for path in tmp_path.glob("results/*/result.json"):
            json.loads(path.read_bytes())
    subprocess.run(command, cwd=CHECKOUT, check=True, stdout=subprocess.DEVNULL)
    assert written(tmp_path) == reference[1]


def test_a_killed_write_leaves_the_file_as_it_was(module_toy, reference, tmp_path, monkeypatch):
    entries, _ = reference
    run = module_toy.run(tmp_path)
    grade_class(run, entries)
    before = written(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    monkeypatch.setattr(fingerprint, "of_text", lambda text: "other")
    with pytest.raises(OSError, match="No space left"):
        grade_class(run, entries)
    left = [path.name for path in tmp_path.rglob(".*.json.*")]
    assert (written(tmp_path), left) == (before, [])


def test_an_interrupted_run_ends_its_judges_at_once(toy):
    entries = [toy.hand_in(f"s{number}", SLOW) for number in range(5)]
    begun_s: list[float] = []

    def interrupt() -> None:
        begun_s.append(time.monotonic())
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade_class(toy.run(), entries, jobs=2, advance=interrupt)
    assert time.monotonic() - begun_s[0] < 2.0
    assert judges_of_ours() == []


# Nothing twice


@contextmanager
def no_court(*_: object) -> Iterator[None]:
    raise AssertionError("a court was started")
    yield


def test_what_is_done_and_unchanged_is_not_even_taken_to_court(module_toy, reference, monkeypatch):
    entries, expected = reference
    times = [path.stat().st_mtime_ns for path in module_toy.into.glob("results/*/*")]
    monkeypatch.setattr(grading, "court", no_court)
    grade_class(module_toy.run(), entries)
    again = [path.stat().st_mtime_ns for path in module_toy.into.glob("results/*/*")]
    assert (again, written(module_toy.into)) == (times, expected)


def test_only_the_changed_submission_is_graded_again(toy):
    entries = toy.hand_in_all({"half": CLASS["half"], "zeros": CLASS["zeros"]})
    grade_class(toy.run(), entries)
    kept = results.folder(toy.into, "half") / "result.json"
    time_ns = kept.stat().st_mtime_ns
    toy.hand_in("zeros", CLASS["half"])
    graded = grade_class(toy.run(), entries)
    assert (graded[1].points, kept.stat().st_mtime_ns) == (3.0, time_ns)


def test_progress_is_told_for_the_done_too(module_toy, reference):
    told: list[int] = []
    grade_class(module_toy.run(), reference[0], advance=lambda: told.append(1))
    assert len(told) == len(reference[0])


def append(path: Path, text: str = "\n# changed\n") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a") as file:
        file.write(text)


CHANGES = {
    "manifest": lambda toy: append(toy.solved / "assignment.toml"),
    "public_suite": lambda toy: append(toy.solved / "tests" / "test_total.py"),
    "hidden_suite": lambda toy: append(toy.suites / "test_total.py"),
    "oracles": lambda toy: append(toy.course.oracles / "sums.py"),
    "misconceptions": lambda toy: append(toy.course.misconceptions(toy.manifest) / "sums.py"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_grade_is_done_again_when_the_course_changes(toy, name):
    before = fingerprint.of_run(toy.course, toy.manifest, "process", "toy")
    CHANGES[name](toy)
    after = fingerprint.of_run(toy.course, toy.manifest, "process", "toy")
    changed = [n for n in Inputs.__struct_fields__ if getattr(before, n) != getattr(after, n)]
    assert changed == [name]


ENGINE = {
    "a module": "judge.py",
    "the settings of the session": "sealed.ini",
    "the page": "templates/feedback.html",
    "the sandbox": "boundary/worker.py",
}


@pytest.mark.parametrize("path", ENGINE.values(), ids=ENGINE)
def test_a_grade_is_done_again_when_the_engine_changes(toy, tmp_path, monkeypatch, path):
    engine = tmp_path / "engine"
    ignored = shutil.ignore_patterns("submissions", "suites", "__pycache__")
    shutil.copytree(CHECKOUT / "autograder", engine, ignore=ignored)
    monkeypatch.setattr(fingerprint, "_ENGINE", engine)
    before = fingerprint.of_run(toy.course, toy.manifest, "process", "toy").engine
    append(engine / path)
    assert fingerprint.of_run(toy.course, toy.manifest, "process", "toy").engine != before


def test_a_suite_does_not_count_as_engine(toy, tmp_path, monkeypatch):
    monkeypatch.setattr(fingerprint, "_ENGINE", tmp_path)
    before = fingerprint.of_run(toy.course, toy.manifest, "process", "toy").engine
    append(tmp_path / "suites" / "a9" / "test_new.py")
    assert fingerprint.of_run(toy.course, toy.manifest, "process", "toy").engine == before


@pytest.mark.parametrize("name", [n for n in Inputs.__struct_fields__ if n != "submission"])
def test_a_change_of_any_input_is_graded_again(module_toy, reference, tmp_path, monkeypatch, name):
    shutil.copytree(module_toy.into, tmp_path, dirs_exist_ok=True)
    asked: list[str] = []
    actual = fingerprint.of_run(module_toy.course, module_toy.manifest, "process", "toy")
    other = {"numpy": "other"} if name == "libraries" else "other"
    changed = msgspec.structs.replace(actual, **{name: other})
    monkeypatch.setattr(fingerprint, "of_run", lambda *_: changed)
    monkeypatch.setattr(grading, "_grade_all", lambda run, held, waiting, *_: asked.extend(
        entry.student for entry in waiting
    ) or [])  # fmt: skip
    monkeypatch.setattr(grading, "_solved_first", lambda *_: None)
    grade_class(module_toy.run(tmp_path), reference[0])
    assert asked == [entry.student for entry in reference[0]]


@pytest.mark.parametrize("change", [{"late": True}, {"notes": ("A note.",)}, {"refused": "no"}])
def test_what_is_known_of_a_submission_is_part_of_its_fingerprint(toy, change):
    shared = fingerprint.of_run(toy.course, toy.manifest, "process", "toy")
    plain = toy.hand_in("half", CLASS["half"])
    changed = type(plain)(**{**vars(plain), **change})
    assert grading.inputs_of(plain, shared) != grading.inputs_of(changed, shared)


def test_a_damaged_result_is_graded_again(module_toy, reference, tmp_path):
    entries, expected = reference
    shutil.copytree(module_toy.into, tmp_path, dirs_exist_ok=True)
    (results.folder(tmp_path, "half") / "result.json").write_bytes(b"{")
    grade_class(module_toy.run(tmp_path), entries)
    assert written(tmp_path) == expected


# One run a folder


@pytest.mark.parametrize("name", ["results/s1/.result.json.a1b2", ".run.json.a1b2"])
def test_what_a_killed_run_was_writing_is_swept(tmp_path, name):
    broken_off = tmp_path / name
    broken_off.parent.mkdir(parents=True, exist_ok=True)
    broken_off.touch()
    with alone(tmp_path):
        assert not broken_off.exists()


def test_two_gradings_in_one_folder_are_told_apart(tmp_path):
    with alone(tmp_path), pytest.raises(BadInput) as failure, alone(tmp_path):
        pass
    assert "another grading is at work" in with_a_message(failure)


def test_a_folder_can_be_used_again_afterwards(tmp_path):
    with alone(tmp_path):
        pass
    with alone(tmp_path):
        assert (tmp_path / ".lock").exists()


def test_a_run_keeps_its_seed(toy):
    assert toy.run(seed=None).seed == toy.run(seed=None).seed


def test_two_runs_draw_two_seeds(toy):
    assert toy.run(seed=None).seed != toy.run(toy.folder / "other", seed=None).seed


def test_a_run_of_another_seed_is_refused(toy):
    toy.run(seed="one")
    with pytest.raises(BadInput, match="was begun with another seed"):
        toy.run(seed="two")


def test_a_folder_of_another_assignment_is_refused(toy):
    toy.run()
    record = (toy.into / "run.json").read_text().replace("t1_toy", "t2_next")
    (toy.into / "run.json").write_text(record)
    with pytest.raises(BadInput, match="holds grades of t2_next, not t1_toy"):
        toy.run()


def test_a_damaged_record_of_the_seed_is_not_replaced(toy):
    toy.into.mkdir()
    (toy.into / "run.json").write_text("{")
    with pytest.raises(BadInput) as failure:
        toy.run()
    assert "restore it: it has the seed" in with_a_message(failure)


# Our own faults


SPOILT = {
    "syntax error": ("test_total.py", "def test_total(:\n", "test_total.py cannot be collected"),
    "missing oracle": (
        "test_total.py",
        "from oracles.absent import total\n",
        "No module named 'oracles.absent'",
    ),
    "no tests": ("test_total.py", "# nothing\n", "exercise total has no hidden test"),
    "no exercise": (
        "test_other.py",
        "def test_a(student):\n    pass\n",
        "test_other.py::test_a belongs to no exercise",
    ),
    "not readable": ("test_total.py", "name = '\udcff'\n", "test_total.py cannot be collected"),
    "skips all": (
        "test_total.py",
        "import pytest\npytest.skip('later', allow_module_level=True)\n",
        "exercise total has no hidden test",
    ),
}


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("loops", "but no public test of total takes the fixture source"),
        ("thinking", "sums.total forbids thinking, which is no rule"),
    ],
)
def test_a_rule_that_nothing_holds_is_named(toy, rule, said):
    manifest = toy.solved / "assignment.toml"
    listed = manifest.read_text().replace('"sums.total",', f'"sums.total", forbid = ["{rule}"],')
    manifest.write_text(listed)
    with pytest.raises(GraderFailed) as failure:
        grade_class(toy.run(), [toy.hand_in("half", CLASS["half"])])
    assert said in with_a_message(failure)


@pytest.mark.parametrize(("file", "text", "said"), SPOILT.values(), ids=SPOILT)
def test_a_spoilt_suite_is_named_in_one_sentence(toy, file, text, said):
    (toy.suites / file).write_text(text, errors="surrogateescape")
    with pytest.raises(GraderFailed) as failure:
        grade_class(toy.run(), [toy.hand_in("half", CLASS["half"])])
    assert said in with_a_message(failure)


def test_a_missing_suite_is_named_in_one_sentence(toy):
    shutil.rmtree(toy.suites)
    with pytest.raises(GraderFailed) as failure:
        grade_class(toy.run(), [toy.hand_in("half", CLASS["half"])])
    assert "autograder/suites/t1" in with_a_message(failure)


BROKEN = "\n\ndef test_the_impossible(student):\n    assert student.sums.total([1.0]) == 2\n"
SKIPPED = "\n\ndef test_later(student):\n    pytest.skip('later')\n"


@pytest.mark.parametrize(
    ("test", "said"),
    [
        (BROKEN, "the solved t1 fails hidden/test_total.test_the_impossible (wrong)"),
        (SKIPPED, "the solved t1 fails hidden/test_total.test_later (grader_failed)"),
    ],
)
def test_a_test_that_the_solved_package_fails_is_nobodys_zero(toy, test, said):
    append(toy.suites / "test_total.py", test)
    with pytest.raises(GraderFailed) as failure:
        grade_class(toy.run(), [toy.hand_in("half", CLASS["half"])])
    result = results.read(toy.into, "half")
    assert said in with_a_message(failure)
    assert (result.verdict, result.points) == ("grader_failed", None)


def test_a_broken_suite_leaves_earlier_grades_as_they_are(toy):
    entries = [toy.hand_in("half", CLASS["half"])]
    grade_class(toy.run(), entries)
    before = written(toy.into)
    append(toy.suites / "test_total.py", BROKEN)
    with pytest.raises(GraderFailed):
        grade_class(toy.run(), [*entries, toy.hand_in("new", CLASS["half"])])
    after = written(toy.into)
    assert (after["half"], "new" in after) == (before["half"], True)


def test_a_mended_suite_grades_those_it_had_failed(toy):
    suite, entries = toy.suites / "test_total.py", [toy.hand_in("half", CLASS["half"])]
    good = suite.read_text()
    append(suite, BROKEN)
    with pytest.raises(GraderFailed):
        grade_class(toy.run(), entries)
    suite.write_text(good)
    assert grade_class(toy.run(), entries)[0].points == 3.0


def test_a_test_that_skips_for_one_submission_only_is_ours(toy):
    skips = "    if student.sums.total([1.0]) != 1:\n        pytest.skip('cannot tell')\n"
    append(toy.suites / "test_total.py", f"\n\ndef test_maybe(student):\n{skips}")
    graded = grade_class(toy.run(), toy.hand_in_all())
    failed = {r.student: r.message for r in graded if r.verdict == "grader_failed"}
    assert (set(failed), "test_maybe could not be judged" in failed["zeros"]) == ({"zeros"}, True)


def judges_of_ours() -> list[int]:
    return [pid for pid in children(os.getpid()) if b"autograder.service" in command_of(pid)]


def command_of(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def children(pid: int) -> list[int]:
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return [int(number) for number in file.read().split()]


def kill_while_judging(toy, of_judge) -> list:
    """What comes of a class when a process of the judge is killed while it judges `slow`."""
    entries = [toy.hand_in("slow", SLOW), toy.hand_in("half", CLASS["half"])]
    judges: list[int] = []
    start = court_module._start

    def noted(descriptor: int, scratch: str) -> subprocess.Popen[bytes]:
        process = start(descriptor, scratch)
        judges.append(process.pid)
        return process

    def kill_it() -> None:
        given_up_s = time.monotonic() + 20
        while not (toy.into / "solved.json").exists() and time.monotonic() < given_up_s:
            time.sleep(0.02)
        time.sleep(0.5)
        of_judge(judges[0])

    killer = Thread(target=kill_it)
    killer.start()
    court_module._start = noted
    try:
        return grade_class(toy.run(), entries, jobs=1)
    finally:
        court_module._start = start
        killer.join()


def kill_all_of_it(judge: int) -> None:
    os.killpg(judge, signal.SIGKILL)


def kill_its_fork(judge: int) -> None:
    for child in children(judge):
        if os.getpgid(child) == judge:  # zygotes have sessions of their own
            os.kill(child, signal.SIGKILL)


@pytest.mark.parametrize("of_judge", [kill_all_of_it, kill_its_fork])
def test_a_killed_judge_costs_nobody_a_mark(toy, of_judge):
    graded = kill_while_judging(toy, of_judge)
    verdicts = {result.student: (result.verdict, result.points) for result in graded}
    assert verdicts == {"half": ("graded", 3.0), "slow": ("grader_failed", None)}
    again = grade_class(toy.run(), [toy.hand_in("slow", SLOW)])
    assert (again[0].verdict, again[0].points) == ("graded", 3.0)


def test_a_judge_that_cannot_be_started_costs_nobody_a_mark(toy, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(court_module.subprocess, "Popen", refuse)
    with pytest.raises(GraderFailed, match=r"no judge can be started: .*Cannot allocate memory"):
        grade_class(toy.run(), [toy.hand_in("half", CLASS["half"])])
    assert results.read(toy.into, "half").verdict == "grader_failed"


def test_nothing_is_left_of_a_graded_class(toy, temporary):
    grade_class(toy.run(), toy.hand_in_all())
    assert ([*temporary.iterdir()], judges_of_ours()) == ([], [])


@pytest.fixture
def temporary(tmp_path, monkeypatch) -> Path:
    """Where temporary folders are made."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def made_long_ago(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    os.utime(folder, (1, 1))
    return folder


def test_what_a_killed_run_has_left_is_swept(temporary):
    left = made_long_ago(temporary / "gradus-court-left")
    with workspace() as folder:
        assert [*temporary.iterdir()] == [folder]
    assert not left.exists()


def test_what_a_run_has_left_that_was_just_killed_is_swept(temporary):
    (temporary / "gradus-court-left").mkdir()
    with workspace() as folder:
        assert [*temporary.iterdir()] == [folder]


def test_a_folder_too_deep_for_recursion_is_swept(temporary):
    left = temporary / "gradus-court-left"
    left.mkdir()
    with chdir(left):
        for _ in range(2 * sys.getrecursionlimit()):
            os.mkdir("d")
            os.chdir("d")
    with workspace():
        assert not left.exists()


def test_a_folder_that_is_swept_before_it_is_locked_is_made_again(tmp_path):
    made = iter([tmp_path / "swept", tmp_path / "kept"])
    (tmp_path / "kept").mkdir()
    folder, lock = claimed(lambda: next(made))
    os.close(lock)
    assert folder == tmp_path / "kept"


def test_a_run_at_work_is_not_swept(temporary):
    with workspace() as at_work:
        made_long_ago(at_work)
        with workspace():
            assert at_work.exists()


def test_what_is_not_ours_is_not_swept(temporary):
    elsewhere = made_long_ago(temporary / "elsewhere")
    (temporary / "gradus-court-link").symlink_to(elsewhere)
    with workspace():
        assert elsewhere.exists()


# One submission, as a plain call


def test_a_submission_is_graded_by_a_plain_call(toy):
    handed_in = toy.hand_in("half", CLASS["half"]).folder
    result = autograder.grade("t1", handed_in, "toy", course=toy.course)
    assert isinstance(result, autograder.Result)
    assert (result.student, result.points, result.optional_points) == ("half", 3.0, 0.0)


def test_a_plain_call_finds_the_course_around(toy, monkeypatch):
    handed_in = toy.hand_in("half", CLASS["half"]).folder
    monkeypatch.chdir(toy.solved)
    assert autograder.grade("t1_toy", str(handed_in), "toy").assignment == "t1_toy"


def test_a_plain_call_names_a_submission_that_is_not_there(toy):
    with pytest.raises(BadInput, match="is not a folder that holds a submission"):
        autograder.grade("t1", toy.folder / "absent", course=toy.course)


def test_a_plain_call_refuses_a_folder_with_nothing_in_it(toy, tmp_path):
    result = autograder.grade("t1", tmp_path, course=toy.course)
    assert (result.verdict, result.points) == ("refused", 0.0)
    assert result.message == "there is no package t1/ with Python files in it"


def test_a_plain_call_names_a_tier_that_is_not_here(toy):
    with pytest.raises(BadInput, match="no sandbox tier 'strongest'"):
        autograder.grade("t1", toy.solved, course=toy.course, tier="strongest")


def test_a_plain_call_does_not_grade_with_a_broken_suite(toy):
    append(toy.suites / "test_total.py", BROKEN)
    with pytest.raises(GraderFailed, match="test_the_impossible"):
        autograder.grade("t1", toy.solved, course=toy.course)


def test_the_boundary_is_imported_without_the_grader():
    code = "import sys, autograder.boundary; print('autograder.grading' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"


def test_a_run_is_opened_by_either_name(toy):
    course = read_course(toy.root)
    assert open_run(course, "t1", toy.into, None, "process").manifest.name == "t1_toy"
