"""What a test is charged with: the CPU of its own submission's code, during this test only."""

import pytest

from autograder.sandbox import channel, usage
from autograder.sandbox.channel import Meter, Watch
from autograder.sandbox.usage import Usage
from autograder.verdicts import Stopped, Verdict
from given.manifest import Limits

LIMITS = Limits(cpu_s=2.0, exercise_cpu_s=3.0)


class Clock:
    """CPU seconds that all watches of a zygote see."""

    def __init__(self) -> None:
        self.cpu_s = 0.0

    def __call__(self) -> Usage:
        return Usage(self.cpu_s, 0, 1)


@pytest.fixture
def looking_always(monkeypatch):
    """Looks at usage are not spread over time."""
    monkeypatch.setattr(channel, "_LOOK_S", 0.0)


@pytest.fixture
def looking_once(monkeypatch):
    """The next look is due in an hour."""
    monkeypatch.setattr(channel, "_LOOK_S", 3600.0)


def spend(watch: Watch, clock: Clock, seconds: float) -> float:
    """Runs a test that takes that long; what it was charged."""
    watch.begin_test()
    clock.cpu_s += seconds
    watch.look()
    return watch.end_test()[0]


@pytest.mark.usefixtures("looking_always")
def test_another_exercises_time_in_between_is_not_charged():
    clock = Clock()
    one, other = Watch(clock, LIMITS), Watch(clock, LIMITS)
    spend(one, clock, 0.1)
    spend(other, clock, 1.9)
    assert spend(one, clock, 0.1) == pytest.approx(0.1)


@pytest.mark.usefixtures("looking_always")
def test_an_exercise_is_stopped_by_the_sum_of_its_own_tests():
    clock = Clock()
    one, other = Watch(clock, LIMITS), Watch(clock, LIMITS)
    spend(one, clock, 1.6)
    spend(other, clock, 1.6)
    with pytest.raises(Stopped, match="3 s of computing in all") as caught:
        spend(one, clock, 1.6)
    assert caught.value.verdict is Verdict.TIME


@pytest.mark.usefixtures("looking_once")
def test_a_meter_says_again_what_it_has_just_seen():
    clock = Clock()
    meter = Meter(clock)
    meter()
    clock.cpu_s = 1.0
    assert meter().cpu_s == 0.0


@pytest.mark.usefixtures("looking_once")
def test_a_meter_looks_anew_once_it_was_told_to_forget():
    clock = Clock()
    meter = Meter(clock)
    meter()
    clock.cpu_s = 1.0
    meter.forget()
    assert meter().cpu_s == 1.0


@pytest.mark.usefixtures("looking_always")
def test_a_meter_looks_anew_when_its_look_is_old():
    clock = Clock()
    meter = Meter(clock)
    meter()
    clock.cpu_s = 1.0
    assert meter().cpu_s == 1.0


@pytest.mark.usefixtures("looking_once")
def test_a_test_is_charged_with_what_was_used_since_the_last_look():
    clock = Clock()
    meter = Meter(clock)
    watch = Watch(meter, LIMITS)
    meter()
    clock.cpu_s = 0.04
    watch.begin_test()
    meter.forget()
    assert watch.end_test()[0] == pytest.approx(0.04)


def test_memory_that_is_shared_is_looked_at_only_where_it_matters(monkeypatch):
    monkeypatch.setattr(usage, "_proportional_bytes", lambda pid: 40)
    assert not Usage(0.0, 100, 2, frozenset({1, 2})).exceeds(100)
    assert not Usage(0.0, 101, 2, frozenset({1, 2})).exceeds(100)
    assert Usage(0.0, 101, 2, frozenset({1, 2})).exceeds(79)


def test_the_requests_of_a_test_are_counted():
    watch = Watch(Clock(), Limits(calls=3))
    watch.begin_test()
    for _ in range(3):
        watch.ask()
    with pytest.raises(Stopped, match=r"^it took more than 3 calls in one test: an endless itera"):
        watch.ask()


def test_the_requests_of_another_test_are_not_counted():
    watch = Watch(Clock(), Limits(calls=3))
    for _ in range(4):
        watch.begin_test()
        watch.ask()


@pytest.mark.usefixtures("looking_always")
def test_time_that_nobody_collects_when_a_process_ends_stays_counted():
    clock = Clock()
    meter = Meter(clock)
    for cpu_s in (0.0, 1.5, 0.0, 1.0):
        clock.cpu_s = cpu_s
        seen = meter()
    assert seen.cpu_s == pytest.approx(2.5)
