"""Each limit has a submission that runs into it; what is beside the test keeps its marks."""

import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, fields

import pytest
from tests.conftest import Toy

from autograder.collection import collect
from autograder.court import Court, court
from autograder.fingerprint import of_run
from autograder.judge import verdict_of
from autograder.outcome import Outcome
from autograder.result import graded
from autograder.verdicts import Verdict
from given.manifest import Limits

TIGHT = {
    "cpu_s": 0.8,
    "exercise_cpu_s": 0.9,
    "wall_s": 6.0,
    "memory_mb": 128,
    "processes": 8,
    "output_kb": 16,
    "file_mb": 1,
    "submission_mb": 1,
    "calls": 200,
}
SUMS = """
import mmap, os, time
import numpy as np


def burn(seconds):
    end_s = time.process_time() + seconds
    while time.process_time() < end_s:
        pass


def attack(first):
{attack}


def total(values):
    if len(values) == 2:  # in the two public tests
        attack(values[0] == 1.5)
    return float(np.sum(values))


def average(values):
    return float(np.mean(values))


def steps():
    return STEPS


STEPS = []
"""
STEPPING = """

def test_steps_come_to_an_end(student):
    for _ in student.sums.steps():
        pass
"""
UNCOLLECTED = "the computing of children whose times nobody collects"
FIRST, SECOND, LAST = "two_numbers_are_added", "the_numbers_stay", "steps_come_to_an_end"


@dataclass(frozen=True)
class Case:
    """A submission that runs into a limit, and how the test says so in which it does."""

    attack: str
    verdict: str  # a pattern, as the next one: some limits are met by the kernel first
    came: str
    tests: tuple[str, ...] = (FIRST,)


CASES = {
    "cpu_s": Case("burn(30 * first)", "time", "it took more than 0.8 s of computing"),
    "exercise_cpu_s": Case(
        "burn(0.5)", "time", "the exercise took more than 0.9 s of computing in all", (SECOND, LAST)
    ),
    "wall_s": Case("time.sleep(30 * first)", "time", "no answer came within 6 s"),
    "memory_mb": Case(
        "first and [bytearray(b'x' * 2**20) for _ in range(400)]", "memory", "MemoryError|128 MB"
    ),
    "processes": Case(
        """
try:
    children = [first and (os.fork() or time.sleep(20) or os._exit(0)) for _ in range(40)]
except OSError:
    pass
time.sleep(20 * first)
        """,
        "killed",
        "it ran more than 8 processes",
    ),
    "output_kb": Case(
        "first and [print('x' * 1000) for _ in range(1000)]",
        "killed",
        "it printed more than 16 kB",
    ),
    "calls": Case(
        "global STEPS; STEPS = iter(int, 1)", "killed", "more than 200 calls in one test", (LAST,)
    ),
    "file_mb": Case(
        "first and open('long', 'wb').write(bytes(2**21))",
        "raised",
        "File too large|Permission denied",
    ),
}
OTHERS = {
    "the memory of all processes together": Case(
        """
if first:
    children = []
    for _ in range(3):
        children.append(os.fork())
        if not children[-1]:
            block = bytearray(os.urandom(2**20)) * 60
            time.sleep(20)
            os._exit(0)
    os.wait()  # the kernel has killed one, where it holds the limit
    os._exit(1)
        """,
        "memory",
        "it used more than 128 MB",
    ),
    "the computing of children": Case(
        """
for _ in range(4 * first):
    child = os.fork()
    if not child:
        burn(0.4)
        os._exit(0)
    os.waitpid(child, 0)
        """,
        "time",
        "it took more than 0.8 s of computing",
    ),
    UNCOLLECTED: Case(
        """
import signal
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for _ in range(60 * first):
    if not os.fork():
        burn(0.04)
        os._exit(0)
    try:
        os.wait()
    except ChildProcessError:
        pass
        """,
        "raised",
        "PermissionError: .*Operation not permitted",
        (FIRST, SECOND),
    ),
    "threads": Case(
        """
import threading
threading.stack_size(2**16)
for _ in range(40 * first):
    threading.Thread(target=time.sleep, args=(20,), daemon=True).start()
time.sleep(0.5 * first)
        """,
        "raised|killed",
        "can't start new thread|it ran more than 8 processes",
    ),
    "open files": Case(
        "first and [os.dup(0) for _ in range(1000)]", "raised", "Too many open files"
    ),
}


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Toy:
    """The small course with tight limits."""
    made = Toy(tmp_path_factory.mktemp("toy"))
    path = made.solved / "assignment.toml"
    head, _, exercises = path.read_text().partition("[limits]")
    limits = "".join(f"{name} = {value}\n" for name, value in TIGHT.items())
    path.write_text(f"{head}[limits]\n{limits}\n{exercises[exercises.index('[[') :]}")
    with (made.solved / "tests" / "test_total.py").open("a") as tests:
        tests.write(STEPPING)
    return made


@pytest.fixture(scope="module")
def held(toy: Toy, tier: str) -> Iterator[Court]:
    with court(toy.course, toy.manifest, "secret", tier) as opened:
        yield opened


def judged(toy: Toy, held: Court, attack: str) -> list[Outcome]:
    """What comes of a submission that does this in the public tests of `total`."""
    lines = [f"    {line}" for line in attack.strip("\n").splitlines()]
    handed_in = toy.hand_in("limits", SUMS.format(attack="\n".join(lines)))
    assert handed_in.folder
    return held.judge(handed_in.folder).outcomes


def test_each_limit_has_a_submission():
    assert {field.name for field in fields(Limits)} == {*CASES, "submission_mb"} == {*TIGHT}


@pytest.mark.parametrize("case", [*CASES.values(), *OTHERS.values()], ids=[*CASES, *OTHERS])
def test_a_limit_costs_the_test_that_runs_into_it(toy, held, case):
    if held.assignment.tier == "process" and case is OTHERS[UNCOLLECTED]:
        pytest.skip("the process tier does not see what such children compute")
    outcomes = judged(toy, held, case.attack)
    failed = {o.test: (str(o.verdict), o.came or "") for o in outcomes if o.verdict != "passed"}
    assert [*failed] == [f"public/test_total.test_{test}" for test in case.tests]
    for verdict, came in failed.values():
        assert re.fullmatch(case.verdict, verdict)
        assert re.search(case.came, came)
    inputs = of_run(toy.course, toy.manifest, held.assignment.tier, "secret")
    assert graded(toy.manifest, "limits", outcomes, inputs).optional_points == 1.0


def test_a_length_that_lies_is_not_our_want_of_memory(hall):
    text = """
        class Long:
            def __len__(self):
                return 10**12
            def __iter__(self):
                return iter([1, 2])
        def f():
            return Long()
    """
    student = hall.hand_in(text)
    answer = student.work.f()
    with pytest.raises(MemoryError) as caught:
        list(answer)  # asks for the length first, and makes room for so many
    assert verdict_of(caught.value, "call") is Verdict.MEMORY


def test_a_submission_that_is_too_large_is_refused(toy, tmp_path):
    (tmp_path / "inbox").mkdir()
    with zipfile.ZipFile(tmp_path / "inbox" / "large.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("t1/sums.py", SUMS.format(attack="    pass"))
        archive.writestr("t1/data.py", os.urandom(2**20).hex())
    (entry,) = collect(toy.course, "t1_toy", tmp_path / "inbox", tmp_path / "into")
    assert entry.folder is None
    assert re.search("at most 1.0 MB|more than 1 MB", entry.refused or ""), entry.refused
