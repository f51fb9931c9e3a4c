"""`python -m tests.soak`: grades a large class, watched, killed and resumed."""

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from autograder import tiers
from tests.soak import crowd, growth, processes, running, sameness
from tests.soak.growth import Sample
from tests.soak.running import Place, grading

_LOOKS = 50  # in a run
_ENDING_ALLOWANCE_S = 5.0  # for the processes of a killed run
_RUN_ALLOWANCE_S = 7200.0
_STARTING_S = 1.0
_LOOPING_S = 2.0
_KILLED_WHILE_STARTING = 0.25  # of the kills
_MOST_SAID = 20


@dataclass(frozen=True)
class Soak:
    """What is done in one tier, in a folder of its own."""

    folder: Path
    tier: str
    options: argparse.Namespace
    groups: set[str] = field(default_factory=set)  # names of its control groups

    def failures(self) -> list[str]:
        """What went wrong; figures are printed as they come."""
        options = self.options
        print(f"\nTier {self.tier}: {options.submissions} submissions, {options.jobs} jobs")
        (self.folder / "temporary").mkdir()
        kinds = crowd.draw(options.submissions, options.seed)
        course = crowd.make_course(self.folder / "course")
        submissions = crowd.hand_in(self.folder / "class", kinds)
        expected = self._graded_alone(course)
        undisturbed = self._place("undisturbed", course, submissions)
        killed = self._place("killed", course, submissions)
        return [
            *self._undisturbed(undisturbed),
            *sameness.shortcomings(undisturbed.into, kinds, expected),
            *self._killed_amid_loops(),
            *self._killed_and_resumed(killed),
            *sameness.shortcomings(killed.into, kinds, expected),
            *self._left(),
        ]

    def _place(self, name: str, course: Path, submissions: Path) -> Place:
        return Place(self.folder / name, course, submissions, self.folder / "temporary", self.tier)

    def _graded_alone(self, course: Path) -> dict[str, bytes]:
        """What each kind gets in a class of one of each, one at a time."""
        kinds = crowd.one_of_each()
        submissions = crowd.hand_in(self.folder / "one_of_each", kinds)
        place = self._place("alone", course, submissions)
        with _timed("one of each kind"), grading(place, jobs=1) as grader:
            place.expect_success(grader.wait(_RUN_ALLOWANCE_S))
        return sameness.by_kind(place.into, kinds)

    def _undisturbed(self, place: Place) -> list[str]:
        """One run to its end, held up now and then to look at it."""
        total, looks = self.options.submissions, list[Sample]()
        every = max(1, total // _LOOKS)
        with _timed("one run"), grading(place, self.options.jobs) as grader:
            for done in range(every, total, every):
                self._watch(grader, _reached(place, done))
                looks.append(running.quiet_look(place, grader.pid, self.groups))
            place.expect_success(grader.wait(_RUN_ALLOWANCE_S))
        grown = growth.growths(looks, total)
        print(f"{growth.table(grown)}\n  seen in {len(looks)} quiet moments", flush=True)
        return [each.said for each in grown if each.is_too_much]

    def _killed_amid_loops(self) -> list[str]:
        """A run whose submissions would go on for minutes does not outlive its grader either."""
        course = crowd.make_course(self.folder / "patient_course", patient=True)
        kinds = dict.fromkeys(("s1", "s2", "s3"), "loops")
        place = self._place("loops", course, crowd.hand_in(self.folder / "three_loops", kinds))
        with grading(place, self.options.jobs) as grader:
            self._watch(grader, (place.into / "solved.json").exists)
            self._watch(grader, _passed(_LOOPING_S))
        return _ended(grader.returncode, "amid endless loops")

    def _killed_and_resumed(self, place: Place) -> list[str]:
        """The class again, killed at random moments, at last run to its end."""
        total, kills = self.options.submissions, self.options.kills
        rng = random.Random(f"kills {self.options.seed}")
        found, before = [], sameness.written(place.into)
        with _timed(f"the same, killed {kills} times and resumed"):
            for moment in sorted(rng.randrange(total * 9 // 10) for _ in range(kills)):
                with grading(place, self.options.jobs) as grader:
                    self._watch(grader, _moment(place, moment, rng))
                found += _ended(grader.returncode, f"with {place.done()} results")
                after = sameness.written(place.into)
                found += sameness.done_again(before, after)
                before = after
            with grading(place, self.options.jobs) as grader:
                place.expect_success(grader.wait(_RUN_ALLOWANCE_S))
        return found + sameness.done_again(before, sameness.written(place.into))

    def _watch(self, grader: subprocess.Popen[bytes], until: Callable[[], bool]) -> None:
        running.watch(grader, self.groups, until)

    def _left(self) -> list[str]:
        """What no run has swept, neither the killed ones nor those after them."""
        files = sorted((self.folder / "temporary").iterdir())
        groups = processes.existing(self.groups)
        return [f"{path} was left" for path in (*files, *groups)]


def main() -> int:
    options = _options()
    running.adopt()
    available = [tier.name for tier in tiers.probe() if tier.available]
    found = []
    for tier in options.tier or available:
        with tempfile.TemporaryDirectory(prefix="soak-") as folder:
            soak = Soak(Path(folder), tier, options)
            found += [f"{tier}: {each}" for each in soak.failures()]
    for each in found[:_MOST_SAID]:
        print(f"FAILED {each}")
    print(f"soak: {len(found)} failures" if found else "soak: nothing grew, nothing was lost")
    return 1 if found else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--submissions", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--tier", action="append", help="all that this machine has, by default")
    parser.add_argument("--seed", default="soak", help="of the class and of the moments to kill")
    return parser.parse_args()


def _moment(place: Place, done: int, rng: random.Random) -> Callable[[], bool]:
    """Whether it has come: with so many results, or by chance while the run still starts."""
    if rng.random() < _KILLED_WHILE_STARTING:
        return _passed(rng.uniform(0, _STARTING_S))
    return _reached(place, done)


def _reached(place: Place, done: int) -> Callable[[], bool]:
    return lambda: place.done() >= done


def _passed(seconds: float) -> Callable[[], bool]:
    end_s = time.monotonic() + seconds
    return lambda: time.monotonic() >= end_s


def _ended(status: int, when: str) -> list[str]:
    """What is wrong with how the processes of a killed run ended."""
    ending = running.wait_for_the_last()
    print(f"  killed {when}: the last process ended after {ending.seconds:.2f} s", flush=True)
    found = [f"{command[:80]!r} outlived its grader, killed {when}" for command in ending.left]
    if not ending.left and ending.seconds > _ENDING_ALLOWANCE_S:
        found.append(f"killed {when}, the last process took {ending.seconds:.1f} s to end")
    if status != -9:
        found.append(f"a run that was to be killed {when} ended before, with status {status}")
    return found


@contextmanager
def _timed(what: str) -> Iterator[None]:
    begun_s, cpu_s = time.monotonic(), _waited_for_s()
    yield
    spent_s = time.monotonic() - begun_s
    print(f"  {what}: {spent_s:.0f} s, {_waited_for_s() - cpu_s:.0f} s of CPU", flush=True)


def _waited_for_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
