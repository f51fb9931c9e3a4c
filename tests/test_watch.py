"""What a test is charged with: the CPU of its own submission's code, during this test only."""

import pytest

from autograder.sandbox import channel
from autograder.sandbox.channel import Watch
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


@pytest.fixture(autouse=True)
def looking_always(monkeypatch):
    """Looks at usage are not spread over time here."""
    monkeypatch.setattr(channel, "_LOOK_S", 0.0)


def spend(watch: Watch, clock: Clock, seconds: float) -> float:
    """Runs a test that takes that long; what it was charged."""
    watch.begin_test()
    clock.cpu_s += seconds
    watch.look()
    return watch.end_test()[0]


def test_another_exercises_time_in_between_is_not_charged():
    clock = Clock()
    one, other = Watch(clock, LIMITS), Watch(clock, LIMITS)
    spend(one, clock, 0.1)
    spend(other, clock, 1.9)
    assert spend(one, clock, 0.1) == pytest.approx(0.1)


def test_an_exercise_is_stopped_by_the_sum_of_its_own_tests():
    clock = Clock()
    one, other = Watch(clock, LIMITS), Watch(clock, LIMITS)
    spend(one, clock, 1.6)
    spend(other, clock, 1.6)
    with pytest.raises(Stopped, match="3 s of computing in all") as caught:
        spend(one, clock, 1.6)
    assert caught.value.verdict is Verdict.TIME
