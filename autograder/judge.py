"""The trusted pytest session, as a plugin: its fixtures lead to a submission, it notes outcomes."""

from collections import Counter
from collections.abc import Callable

import msgspec
import numpy as np
import pytest

from autograder.course import Course
from autograder.diagnosis import Diagnosis
from autograder.jobs import Assignment, Judged
from autograder.outcome import Outcome
from autograder.proxy import Student
from autograder.raised import StudentRaised, printable
from autograder.session import Session
from autograder.verdicts import GraderFailed, Verdict
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
        self._session: Session | None = None
        self._outcomes: dict[str, Outcome] = {}
        self._spent_s: dict[str, float] = {}
        self._unexplained: Counter[str] = Counter()  # wrong answers, by exercise
        self.serve: Callable[[list[pytest.Item]], None] = lambda items: None
        self.problems: list[str] = []
        self._uncollected = False

    @pytest.fixture
    def student(self, request: pytest.FixtureRequest) -> Student:
        """The submission, through the boundary."""
        return Student(self._begun(request.node), self._manifest)

    @pytest.fixture
    def source(self, request: pytest.FixtureRequest) -> "Source":
        """The submission's code, read in a process in which none of it has run."""
        return Source(self._begun(request.node), self._manifest.package)

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> np.random.Generator:
        """The test's random numbers: a stream of the secret seed."""
        return stream(self._seed, self.test_id(request.node))

    def test_id(self, item: pytest.Item) -> str:
        name = item.nodeid.partition("::")[2].replace("::", ".")
        return f"{self._visibility(item)}/{item.path.stem}.{name}"

    def outcomes_on(self, items: list[pytest.Item], session: Session) -> Judged:
        """Runs the tests on the submission of a session."""
        self._session = session
        for item, after in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
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
        """Runs a test and notes its outcome; pytest's own reports would cost more than the test."""
        during, failure = "setup", None
        try:
            item.ihook.pytest_runtest_setup(item=item)
            during = "call"
            item.ihook.pytest_runtest_call(item=item)
        except BaseException as raised:  # pytest's own outcomes are no Exceptions
            failure = raised
        self._note(item, failure, during)
        try:
            item.ihook.pytest_runtest_teardown(item=item, nextitem=nextitem)
        except BaseException as raised:
            self._note(item, raised, during="teardown")
        return True

    def _begun(self, item: pytest.Item) -> Session:
        assert self._session
        calls.clear()
        exercise = self._exercise(item)
        self._session.begin(self.test_id(item), self._visibility(item), exercise)
        return self._session

    def _note(self, item: pytest.Item, failure: BaseException | None, during: str) -> None:
        assert self._session
        test = self.test_id(item)
        bare = Outcome(
            test=test,
            exercise=self._exercise_name(item),
            visibility=self._visibility(item),
            title=self._title(item),
            contract=item.get_closest_marker("contract") is not None,
            verdict=Verdict.PASSED,
        )
        outcome = self._with_verdict(bare, failure, during)
        if outcome.verdict is Verdict.WRONG:
            outcome = msgspec.structs.replace(outcome, hint=self._hint(self._exercise(item)))
        self._outcomes[test] = outcome
        self._spent_s[test] = self._session.spent_s()

    def _hint(self, exercise: Exercise) -> str | None:
        """What explains the wrong answer at hand; no longer sought in an exercise beyond help."""
        assert self._session
        if self._unexplained[exercise.name] == _MOST_UNEXPLAINED:
            return None
        hint = self.diagnosis.hint(exercise, self._session.transcript)
        self._unexplained[exercise.name] += hint is None
        return hint

    def _with_verdict(self, bare: Outcome, failure: BaseException | None, during: str) -> Outcome:
        assert self._session
        replace = msgspec.structs.replace
        if stopped := self._session.stopped:
            outcome = replace(bare, verdict=stopped.verdict, came=str(stopped))
        elif failure is None:
            return bare
        else:
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
        if bare.visibility == "hidden" and outcome.verdict is not Verdict.GRADER_FAILED:
            return replace(bare, verdict=outcome.verdict)
        call = calls.last_call()
        return replace(
            outcome,
            called=printable(str(call)) if call else None,
            came=printable(outcome.came) if outcome.came else None,
        )

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
    ours = GraderFailed | OSError | MemoryError | pytest.skip.Exception | KeyboardInterrupt
    if during != "call" or isinstance(failure, ours):
        return Verdict.GRADER_FAILED
    return Verdict.WRONG
