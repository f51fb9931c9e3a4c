"""Ours at work on the small course: in one tier, perhaps with one defence switched off."""

import html
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

import jinja2

from autograder import court, feedback, fingerprint
from autograder.collection import collect
from autograder.course import Course
from autograder.deliberate import Deliberate
from autograder.feedback import DETAILS
from autograder.result import Result, graded, grader_failed, refused
from autograder.verdicts import GraderFailed
from tests.hostile import canaries, traces
from tests.hostile.defences import DEFENCES, Switch
from tests.hostile.seen import Seen
from tests.hostile.submissions import build_archive, is_archive
from tests.hostile.tables import ASSIGNMENT, known_cases, small_course

_SEED = "hostile"
_MOST_S = 90.0
_SERVE = "import sys; from autograder import service; service.main(int(sys.argv[1]))"


class Arena:
    """A court on the small course; cases are graded one at a time, each before a perfect one."""

    def __init__(self, folder: Path, course: Course, held: court.Court, switch: Switch) -> None:
        self._folder = folder
        self._course = course
        self._manifest = course.manifest(ASSIGNMENT)
        self._held = held
        self._switch = switch
        tier = held.assignment.tier
        self._inputs = fingerprint.of_run(course, self._manifest, tier, _SEED)
        self._perfect = known_cases()["perfect"]
        self._count = 0

    def seen(self, case: Deliberate) -> Seen:
        """What ours makes of a case, and of a perfect submission after it."""
        meter = traces.Meter((Path(self._held.assignment.scratch), self._folder / "class"))
        with canaries.planted():
            with meter.running():
                result = self.grade(case)
            left = traces.leftovers([self._folder])
            traces.clear([self._folder])
            spoilt = _losses(self.grade(self._perfect))
        if result.verdict == "grader_failed":
            spoilt = spoilt or f"it cannot be graded: {result.message}"
        text = self._told(result)
        seen = Seen(_earned(case, result), text, left, spoilt, meter.cost)
        seen.faults.extend(self._faults(case, result, seen))
        return seen

    def _told(self, result: Result) -> str:
        """All that a student may read of a result."""
        with _pages_without(self._switch):
            page = feedback.page(self._course, self._manifest, result).decode()
        values = [getattr(test, name) or "" for test in result.tests for name in DETAILS]
        return "\n".join([page, *map(html.escape, [*values, result.message])])

    def grade(self, case: Deliberate) -> Result:
        """The result of a case; of its base only what it attacks is blank."""
        self._count += 1
        folder = self._folder / "class" / str(self._count)
        if is_archive(case):
            return self._collected(case, folder)
        attacked = tuple(e for e in self._manifest.exercises if e.name in case.attacks)
        exercises = attacked or self._manifest.exercises
        case.build(self._course, replace(self._manifest, exercises=exercises), folder)
        return self._judged(case.name, folder)

    def _collected(self, case: Deliberate, folder: Path) -> Result:
        build_archive(case, folder / "inbox")
        (entry,) = collect(self._course, ASSIGNMENT, folder / "inbox", folder / "into")
        if entry.folder is None:
            reason = entry.refused or "nothing was handed in"
            return refused(self._manifest, case.name, reason, self._inputs, entry.notes, False)
        return self._judged(case.name, entry.folder)

    def _judged(self, name: str, folder: Path) -> Result:
        try:
            with _judges_without(self._switch), self._ended_after(_MOST_S):
                judged = self._held.judge(folder)
            return graded(self._manifest, name, judged.outcomes, self._inputs)
        except GraderFailed as failure:
            return grader_failed(self._manifest, name, str(failure), self._inputs)

    @contextmanager
    def _ended_after(self, seconds: float) -> Iterator[None]:
        """Kills a judge that takes longer: one without its defence may never end."""
        alarm = threading.Timer(seconds, self._held.close)
        alarm.start()
        try:
            yield
        finally:
            alarm.cancel()

    def _faults(self, case: Deliberate, result: Result, seen: Seen) -> list[str]:
        """What must not come of a case, whatever it was after."""
        faults = [f"it leaves {each}" for each in seen.left]
        if canaries.WORD in seen.text:
            faults.append("a canary is in what students read")
        if seen.spoilt:
            faults.append(seen.spoilt)
        if is_archive(case) and result.verdict == "refused":
            return faults
        faults += [
            f"{exercise.name} has {exercise.points:g} of {exercise.out_of:g} points"
            for exercise in result.exercises
            if exercise.name not in case.attacks and exercise.points != exercise.out_of
        ]
        return faults + case.surprises(result)


@contextmanager
def arena(tier: str, attacked: Iterable[str], without: str | None = None) -> Iterator[Arena]:
    """An arena in a tier, ours without a defence, if one is named."""
    switch = DEFENCES[without] if without else Switch()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gradus-arena-")))
        course = small_course(folder / "course", attacked)
        with _libraries_without(switch):
            opened = court.court(course, course.manifest(ASSIGNMENT), _SEED, tier)
            held = stack.enter_context(opened)
        yield Arena(folder, course, held, switch)


@contextmanager
def _libraries_without(switch: Switch) -> Iterator[None]:
    """Folders of libraries that are built meanwhile lack these defences."""
    build = court.libraries.build

    def weakened(*arguments: Any, **named: Any) -> Path:
        folder: Path = build(*arguments, **named)
        for name, lines in switch.sandbox.items():
            with (folder / "boundary" / f"{name}.py").open("a") as module:
                module.write(f"\n{lines}\n")
        return folder

    with mock.patch.object(court.libraries, "build", weakened):
        yield


@contextmanager
def _judges_without(switch: Switch) -> Iterator[None]:
    """Judges that are started meanwhile lack these defences."""
    start = subprocess.Popen

    def weakened(command: list[str], *arguments: Any, **named: Any) -> Any:
        if "autograder.service" in command:
            at = command.index("autograder.service")
            program = f"{switch.judge}\n{_SERVE}"
            command = [sys.executable, "-s", "-c", program, *command[at + 1 :]]
        return start(command, *arguments, **named)

    if not switch.judge:
        yield
        return
    with mock.patch.object(court.subprocess, "Popen", weakened):
        yield


@contextmanager
def _pages_without(switch: Switch) -> Iterator[None]:
    """Pages that are made meanwhile lack this defence."""
    if not switch.feedback:
        yield
        return
    usual = jinja2.Environment

    def environment(**named: Any) -> jinja2.Environment:
        return usual(**{**named, "autoescape": False})

    feedback._template.cache_clear()
    with mock.patch.object(feedback.jinja2, "Environment", environment):
        yield
    feedback._template.cache_clear()


def _earned(case: Deliberate, result: Result) -> str:
    """What an attacked exercise earned."""
    return ", ".join(
        f"{exercise.points:g} points of {exercise.name}"
        for exercise in result.exercises
        if exercise.name in case.attacks and exercise.points > 0
    )


def _losses(perfect: Result) -> str:
    """What a perfect submission has lost that came next, if anything."""
    if perfect.verdict != "graded":
        return f"the next is {perfect.verdict}: {perfect.message}"
    failed = [
        f"{test.test} is {test.verdict}" for test in perfect.tests if test.verdict != "passed"
    ]
    return f"of the next, {', '.join(failed[:3])}" if failed else ""
