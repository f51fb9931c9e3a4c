"""The trusted pytest session, as a plugin: its fixtures lead to a submission, it notes outcomes."""

from collections import Counter
from collections.abc import Callable
from itertools import groupby, pairwise
from typing import Any

import msgspec
import numpy as np
import pytest

from autograder.case import OURS, Case, plain_call
from autograder.course import Course
from autograder.diagnosis import Diagnosis
from autograder.jobs import Assignment, Judged
from autograder.outcome import Outcome
from autograder.patience import Patience
from autograder.proxy import Student
from autograder.raised import StudentRaised, printable
from autograder.session import Session, global_seed
from autograder.verdicts import GraderFailed, Stopped, Verdict
from given import calls, rules
from given.assertions import Mismatch
from given.manifest import Exercise, Manifest
from given.report import failed_row
from given.seeds import stream
from given.testing import title_of

_MOST_UNEXPLAINED = 5  # wrong answers of an exercise, before no more hints are sought


class Judge:
    """The plugin of the session."""

    def __init__(self, course: Course, manifest: Manifest, assignment: Assignment) -> None:
        self._manifest = manifest
        self._seed = assignment.seed
        self._public = course.folder(assignment.name) / "tests"
        self.diagnosis = Diagnosis(course, manifest)
        self._cases: dict[pytest.Item, Case] = {}
        self._together: list[Case] = []  # run in one go
        self._session: Session | None = None
        self._outcomes: dict[str, Outcome] = {}
        self._spent_s: dict[str, float] = {}
        self._unexplained: Counter[str] = Counter()  # wrong answers, by exercise
        self._patience = Patience()
        self.serve: Callable[[list[pytest.Item]], None] = lambda items: None
        self.problems: list[str] = []
        self._uncollected = False

    @pytest.fixture
    def student(self, request: pytest.FixtureRequest) -> Any:
        """The submission, through the boundary."""
        self._begin(self._cases[request.node])
        return self._given("student", self._cases[request.node])

    @pytest.fixture
    def source(self, request: pytest.FixtureRequest) -> Any:
        """The submission's code, read in a process in which none of it has run."""
        self._begin(self._cases[request.node])
        return self._given("source", self._cases[request.node])

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> Any:
        """The test's random numbers: a stream of the secret seed."""
        return self._given("rng", self._cases[request.node])

    def outcomes_on(self, items: list[pytest.Item], session: Session) -> Judged:
        """Runs the tests on the submission of a session.

        Plain ones that follow each other run inside one call of pytest's protocol, whose wrappers
        (warnings are caught, asserts explained) do the same for each test.
        """
        self._session = session
        self._student = Student(session, self._manifest)
        cases = [self._cases[item] for item in items]
        by_pytest = [case.item for case in cases if case.call is None]
        following = dict(pairwise([*by_pytest, None]))
        for _, together in groupby(cases, lambda case: None if case.call else case.item):
            self._together = list(together)
            first = self._together[0].item
            first.config.hook.pytest_runtest_protocol(item=first, nextitem=following.get(first))
        session.close()
        self.diagnosis.close()
        return Judged(list(self._outcomes.values()), self._spent_s)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Sorts public before hidden, so that either needs one sandbox, and each by exercise.

        First come those that read the code: they need a sandbox in which none of it has run.
        """
        order = [exercise.name for exercise in self._manifest.exercises]
        known = [item for item in items if self._exercise_name(item) in order]
        self.problems += [
            f"{item.nodeid} belongs to no exercise of the manifest"
            for item in items
            if item not in known
        ]
        for visibility in ("public", "hidden") if not self._uncollected else ():
            tested = {self._exercise_name(i) for i in known if self._visibility(i) == visibility}
            untested = [name for name in order if name not in tested]
            self.problems += [f"exercise {name} has no {visibility} test" for name in untested]
        self._check_rules(known)
        self._cases = {item: self._case(item) for item in known}
        items[:] = sorted(
            known,
            key=lambda item: (
                self._visibility(item) == "hidden",
                not _reads_code(item),
                order.index(self._exercise_name(item)),
            ),
        )

    def _check_rules(self, items: list[pytest.Item]) -> None:
        """A problem for each rule of the manifest that is unknown, or in no public test."""
        held = {
            self._exercise_name(item)
            for item in items
            if self._visibility(item) == "public" and _reads_code(item)
        }
        for exercise in self._manifest.exercises:
            for function in exercise.functions:
                unknown = sorted({*function.forbid} - {*rules.KINDS})
                if unknown:
                    self.problems.append(f"{function.name} forbids {unknown[0]}, which is no rule")
                elif function.forbid and exercise.name not in held:
                    self.problems.append(
                        f"{function.name} forbids {function.forbid[0]}, but no public test of "
                        f"{exercise.name} takes the fixture source"
                    )

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._uncollected = True
            last = report.longreprtext.strip().splitlines()[-1].removeprefix("E").strip()
            self.problems.append(f"{report.nodeid} cannot be collected: {last}")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Judges submissions until there are no more, instead of running the tests once."""
        self.serve(session.items)
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool:
        """Runs the tests at hand and notes their outcomes; pytest's reports would cost more."""
        for case in self._together:
            if lost := self._patience.lost(case.exercise.name):
                self._note_lost(case, lost)
            elif case.call:
                self._note(case, *self._called(case, case.call))
            else:
                self._note(case, *self._run(item))
        if self._together[-1].call is None:
            self._tear_down(self._together[-1], nextitem)
        return True

    def _called(self, case: Case, call: Callable[..., Any]) -> tuple[BaseException | None, str]:
        """What went wrong in a plain test, and when."""
        during = "setup"
        try:
            self._begin(case)
            taken = {name: self._given(name, case) for name in case.takes}
            during = "call"
            call(**taken)
        except BaseException as raised:  # pytest's own outcomes are no Exceptions
            return raised, during
        return None, during

    def _run(self, item: pytest.Item) -> tuple[BaseException | None, str]:
        """What went wrong in a test that pytest runs, and when."""
        during = "setup"
        try:
            item.ihook.pytest_runtest_setup(item=item)
            during = "call"
            item.ihook.pytest_runtest_call(item=item)
        except BaseException as raised:
            return raised, during
        return None, during

    def _tear_down(self, case: Case, after: pytest.Item | None) -> None:
        try:
            case.item.ihook.pytest_runtest_teardown(item=case.item, nextitem=after)
        except BaseException as raised:
            self._note(case, raised, during="teardown")

    def _begin(self, case: Case) -> None:
        assert self._session
        calls.clear()
        if case.uses_submission:
            self._session.begin(case.test, case.passed.visibility, case.exercise)

    def _given(self, fixture: str, case: Case) -> "Student | Source | np.random.Generator":
        """The value of a fixture of ours."""
        assert self._session
        if fixture == "rng":
            return stream(self._seed, case.test)
        if fixture == "source":
            return Source(self._session, self._manifest.package)
        return self._student

    def _note(self, case: Case, failure: BaseException | None, during: str) -> None:
        assert self._session
        stopped = self._session.stopped if case.uses_submission else None
        outcome = case.passed
        if failure or stopped:
            outcome = _failed(case, failure, stopped, during)
        if outcome.verdict is Verdict.WRONG:
            outcome = msgspec.structs.replace(outcome, hint=self._hint(case.exercise))
        if outcome.verdict is Verdict.TIME:
            self._patience.note(case.exercise.name)
        self._outcomes[case.test] = outcome
        self._spent_s[case.test] = self._session.spent_s() if case.uses_submission else 0.0

    def _note_lost(self, case: Case, why: str) -> None:
        came = None if case.is_hidden else why
        lost = msgspec.structs.replace(case.passed, verdict=Verdict.TIME, came=came)
        self._outcomes[case.test] = lost
        self._spent_s[case.test] = 0.0

    def _hint(self, exercise: Exercise) -> str | None:
        """What explains the wrong answer at hand; no longer sought in an exercise beyond help."""
        assert self._session
        if self._unexplained[exercise.name] == _MOST_UNEXPLAINED:
            return None
        hint = self.diagnosis.hint(exercise, self._session.transcript)
        self._unexplained[exercise.name] += hint is None
        return hint

    def _case(self, item: pytest.Item) -> Case:
        """What is known of a test; what a test draws from the seed is drawn before any fork."""
        name, visibility = item.nodeid.partition("::")[2].replace("::", "."), self._visibility(item)
        exercise = self._exercise(item)
        passed = Outcome(
            test=f"{visibility}/{item.path.stem}.{name}",
            exercise=exercise.name,
            visibility=visibility,
            title=self._title(item),
            contract=item.get_closest_marker("contract") is not None,
            verdict=Verdict.PASSED,
        )
        global_seed(self._seed, passed.test)
        takes = OURS & {*getattr(item, "fixturenames", ())}
        return Case(item, exercise, passed, takes, plain_call(item))

    def _visibility(self, item: pytest.Item) -> str:
        return "public" if item.path.is_relative_to(self._public) else "hidden"

    def _title(self, item: pytest.Item) -> str:
        """What a student reads; the parameters of a hidden test may be its expected numbers."""
        title, parameters = title_of(item), f" [{item.name.partition('[')[2]}"
        return title.removesuffix(parameters) if self._visibility(item) == "hidden" else title

    def _exercise_name(self, item: pytest.Item) -> str:
        return item.path.stem.removeprefix("test_")

    def _exercise(self, item: pytest.Item) -> Exercise:
        return self._manifest.exercise(self._exercise_name(item))


def _failed(
    case: Case, failure: BaseException | None, stopped: Stopped | None, during: str
) -> Outcome:
    """The outcome of a test that raised, or whose submission was stopped."""
    replace, bare = msgspec.structs.replace, case.passed
    if stopped:
        outcome = replace(bare, verdict=stopped.verdict, came=str(stopped))
    else:
        assert failure
        verdict = verdict_of(failure, during)
        row = failed_row(bare.title, bare.exercise, failure, None)
        came, where = row.came, row.where
        if isinstance(failure, StudentRaised):
            came = f"{failure.shown}: {failure}" if verdict is Verdict.RAISED else came
            came = str(failure) if failure.absent else came
            where = failure.where or None
        outcome = replace(
            bare, verdict=verdict, promised=row.promised, came=came,
            symptom=row.symptom, where=where,
        )  # fmt: skip
    if case.is_hidden and outcome.verdict is not Verdict.GRADER_FAILED:
        return replace(bare, verdict=outcome.verdict)
    call = calls.last_call()
    return replace(
        outcome,
        called=printable(str(call)) if call else None,
        came=printable(outcome.came) if outcome.came else None,
    )


class Source:
    """What the fixture `source` is at grading; see given.testing.Source."""

    def __init__(self, session: Session, package: str) -> None:
        self._session = session
        self._package = package

    def forbids(self, function: str, kind: str) -> None:
        """Passes if the function breaks no rule of this kind.

        Raises:
            Mismatch: it does; every place is named.
        """
        found = self._session.inspect(function, kind)
        if found:
            places = printable(rules.places(self._package, found[:5]))
            raise Mismatch(f"{function} without {kind}", places)


def _reads_code(item: pytest.Item) -> bool:
    return "source" in getattr(item, "fixturenames", ())


def verdict_of(failure: BaseException, during: str) -> Verdict:
    """Whose fault a failure is, and which."""
    if isinstance(failure, StudentRaised):
        if failure.absent or isinstance(failure, NotImplementedError):
            return Verdict.MISSING
        return Verdict.MEMORY if isinstance(failure, MemoryError) else Verdict.RAISED
    ours = GraderFailed | OSError | pytest.skip.Exception | KeyboardInterrupt
    if during != "call" or isinstance(failure, ours):
        return Verdict.GRADER_FAILED
    if isinstance(failure, MemoryError):  # what it answered makes the test itself too large
        return Verdict.MEMORY
    return Verdict.WRONG
