"""Limits are watched from outside, test by test, whatever the submission does about it."""

import os
import time

import pytest

from autograder.sandbox import usage
from autograder.sandbox.channel import Watch
from autograder.sandbox.ending import Ending
from autograder.sandbox.usage import Usage
from autograder.verdicts import GraderFailed, Stopped, Verdict
from given.manifest import Limits

WORK = """
    import os, signal, time

    def burn(seconds):
        end_s = time.process_time() + seconds
        while time.process_time() < end_s:
            pass
        return 1
"""


def test_computing_beyond_the_limit_is_the_verdict_time(hall):
    student = hall.hand_in(WORK, cpu_s=0.2)
    start_s = time.monotonic()
    with pytest.raises(Stopped, match=r"^it took more than 0.2 s of computing$") as caught:
        student.work.burn(60)
    assert caught.value.verdict is Verdict.TIME
    assert time.monotonic() - start_s < 3


def test_a_submission_cannot_ignore_the_clock(hall):
    text = (
        WORK
        + """
    def f():
        import resource
        for number in range(1, 65):
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
        burn(60)
    """
    )
    student = hall.hand_in(text, cpu_s=0.2)
    with pytest.raises(Stopped, match="of computing"):
        student.work.f()


def test_computing_in_children_counts(hall):
    text = (
        WORK
        + """
    def f():
        for _ in range(4):
            if not os.fork():
                burn(0.15)
                os._exit(0)
            os.wait()
        time.sleep(60)
    """
    )
    student = hall.hand_in(text, cpu_s=0.4)
    with pytest.raises(Stopped, match=r"more than 0.4 s of computing"):
        student.work.f()


def test_sleep_costs_no_computing_but_ends_by_the_wall_clock(hall):
    student = hall.hand_in(
        "import time\ndef f(s):\n    time.sleep(s)\n    return 1", cpu_s=0.2, wall_s=1.0
    )
    assert student.work.f(0.3) == 1
    with pytest.raises(Stopped, match=r"no answer came within 1 s") as caught:
        student.work.f(60)
    assert caught.value.verdict is Verdict.TIME


def test_many_quick_calls_are_watched_together(hall):
    student = hall.hand_in(WORK, cpu_s=0.2)
    with pytest.raises(Stopped, match="of computing"):
        assert [student.work.burn(0.02) for _ in range(100)]


def test_the_budget_of_a_test_does_not_include_earlier_tests(hall):
    student = hall.hand_in(WORK, cpu_s=0.5)
    for _ in range(4):
        hall.next_test()
        assert student.work.burn(0.25) == 1
        assert 0.2 <= hall.session.spent_s() < 0.45


def test_the_wall_time_of_a_test_does_not_include_earlier_tests(hall):
    student = hall.hand_in("import time\ndef f():\n    time.sleep(0.4)\n    return 1", wall_s=1.0)
    for _ in range(3):
        hall.next_test()
        assert student.work.f() == 1


def test_the_cap_of_an_exercise_counts_across_tests_and_restarts(hall):
    text = WORK + "\n    def end():\n        os._exit(1)\n"
    student = hall.hand_in(text, cpu_s=5.0, exercise_cpu_s=0.6)
    student.work.burn(0.25)
    with pytest.raises(Stopped, match="exit 1"):
        student.work.end()
    hall.next_test()
    student.work.burn(0.25)
    hall.next_test()
    with pytest.raises(Stopped, match=r"the exercise took more than 0.6 s of computing in all"):
        student.work.burn(60)


def test_the_cap_of_one_exercise_is_not_the_others(hall):
    files = {"other.py": "from z1.work import burn"}
    student = hall.hand_in(WORK, files, cpu_s=5.0, exercise_cpu_s=0.6)
    student.work.burn(0.4)
    hall.next_test("public/test_other.test_x", exercise="other")
    assert student.other.burn(0.4) == 1


def test_what_a_test_spent_is_known_after_it_was_stopped(hall):
    student = hall.hand_in(WORK, cpu_s=0.2)
    with pytest.raises(Stopped):
        student.work.burn(60)
    assert 0.2 <= hall.session.spent_s() < 1.0


def test_usage_counts_processes_and_their_memory(hall):
    student = hall.hand_in("block = bytearray(100 * 2**20)\ndef f(): return 1")
    student.work.f()
    used = hall.zygote.usage()
    assert used.processes == 2
    assert 100 * 2**20 < used.memory_bytes() < 150 * 2**20


def test_memory_shared_with_the_zygote_is_not_counted_for_each_process(hall):
    text = """
        import os, time
        def f():
            for _ in range(12):
                if not os.fork():
                    time.sleep(60)
    """
    hall.hand_in(text, memory_mb=256).work.f()
    used = hall.zygote.usage()
    assert used.processes == 14
    assert used.memory_bytes() < 100 * 2**20


def test_an_endless_iterator_is_stopped_by_the_number_of_its_steps(hall):
    student = hall.hand_in("import itertools\ndef f():\n    return itertools.count()", calls=50)
    with pytest.raises(Stopped, match="more than 50 calls in one test") as caught:
        list(student.work.f())
    assert caught.value.verdict is Verdict.KILLED


def test_the_worker_of_a_sandbox_is_found_from_outside(hall):
    student = hall.hand_in("import os\ndef f():\n    return 1")
    student.work.f()
    found = usage.worker_below(hall.zygote.pid)
    assert found in hall.processes()
    assert usage.cpu_s(found) > 0


def test_what_a_test_spent_is_the_time_of_its_own_worker(hall):
    student = hall.hand_in(WORK)
    for seconds in (0.03, 0.09):
        hall.next_test()
        student.work.burn(seconds)
        assert seconds <= hall.session.spent_s() < seconds + 0.03


def test_a_process_that_has_ended_has_no_clock():
    pid = os.spawnlp(os.P_NOWAIT, "true", "true")
    os.waitpid(pid, 0)
    assert usage.cpu_s(pid) is None


def test_usage_below_a_process_without_children_is_nothing_but_what_ended():
    used = usage.below(os.getpid())
    assert used.cpu_s >= 0


# the watch alone, on usage made up for it


class Meter:
    def __init__(self) -> None:
        self.used = Usage(0.0, 0, 2)

    def __call__(self) -> Usage:
        return self.used


@pytest.fixture
def meter():
    return Meter()


def watch(meter, **limits):
    watching = Watch(meter, Limits(**limits))
    watching.begin_test()
    return watching


@pytest.mark.parametrize(
    ("used", "verdict"),
    [
        (Usage(1.1, 0, 2), Verdict.TIME),
        (Usage(0.9, 2**20 * 65, 2), Verdict.MEMORY),
        (Usage(0.9, 0, 5), Verdict.KILLED),
        (Usage(1.1, 2**40, 500), Verdict.TIME),
    ],
)
def test_a_look_stops_what_is_over_a_limit(meter, used, verdict):
    watching = watch(meter, cpu_s=1.0, memory_mb=64, processes=4)
    meter.used = used
    with pytest.raises(Stopped) as caught:
        watching.look()
    assert caught.value.verdict is verdict


def test_looks_are_rare(meter):
    watching = watch(meter, cpu_s=1.0)
    watching.look()
    meter.used = Usage(2.0, 0, 2)
    watching.look()
    assert 0 < watching.patience_s() <= 0.05


@pytest.mark.parametrize(
    ("status", "verdict", "text"),
    [
        (0, Verdict.KILLED, "ended itself in the middle of a call (exit 0)"),
        (256, Verdict.KILLED, "exit 1"),
        (9, Verdict.KILLED, "Killed"),
        (11, Verdict.KILLED, "Segmentation fault"),
        (24, Verdict.TIME, "too much computing"),
        (63, Verdict.KILLED, "signal 29"),
    ],
)
def test_how_a_worker_ended_says_why(status, verdict, text):
    stopped = Ending(status).stopped()
    assert stopped.verdict is verdict
    assert text in str(stopped)


def test_a_worker_killed_from_outside_is_nobodys_fault():
    with pytest.raises(GraderFailed, match="killed from outside"):
        Ending(9, may_signal=False).stopped()


def test_a_worker_killed_for_want_of_memory_has_used_too_much():
    stopped = Ending(9, memory_mb=64, may_signal=False).stopped()
    assert stopped.verdict is Verdict.MEMORY


def test_a_worker_that_lives_on_has_closed_its_connection():
    stopped = Ending(9, by_itself=False, may_signal=False).stopped()
    assert (stopped.verdict, "closed its connection" in str(stopped)) == (Verdict.KILLED, True)
