"""The trusted pytest session: it collects the suites once and forks for each submission."""

import gc
import os
import socket
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, cast

import msgspec
import numpy as np
import numpy.ma  # which np.unique would load in every fork
import pytest

from autograder.boundary import frames
from autograder.course import Course, read_course
from autograder.diagnosis import Diagnosis, make_importable
from autograder.outcome import Outcome
from autograder.proxy import Student
from autograder.raised import StudentRaised, printable
from autograder.sandbox.zygote import Zygote
from autograder.session import Libraries, Session
from autograder.variants import VariantSession
from autograder.verdicts import GraderFailed, Verdict
from given import calls
from given.assertions import Mismatch
from given.manifest import Exercise, Manifest
from given.report import failed_row
from given.seeds import stream
from given.testing import title_of

_SEALED = Path(__file__).with_name("sealed.ini")
_UNUSED_PLUGINS = [
    "cacheprovider",
    "faulthandler",
    "logging",
    "threadexception",
    "unraisableexception",
]
_MOST_UNEXPLAINED = 5  # wrong answers of an exercise, before no more hints are sought


class Assignment(msgspec.Struct, frozen=True):
    """What a judge needs to know, sent to it once."""

    course: str
    name: str
    seed: str
    tier: str
    hash_seed: int
    libraries: dict[str, str]  # folder of libraries, by their names with spaces between
    scratch: str  # where temporary files go; removed with the court


class Submission(msgspec.Struct, tag="submission", frozen=True):
    """A job: judge the package in this folder."""

    folder: str


class Variant(msgspec.Struct, tag="variant", frozen=True):
    """A job: judge the solved package with a misconception in it."""

    misconception: str


Job = Submission | Variant


class Judged(msgspec.Struct, frozen=True):
    """The answer to one submission, or to the start (without outcomes)."""

    outcomes: list[Outcome] = []
    spent_s: dict[str, float] = {}  # CPU seconds of the submission, by test
    failure: str | None = None  # ours


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
        items[:] = sorted(
            known,
            key=lambda item: (
                self._visibility(item) == "hidden",
                "source" not in getattr(item, "fixturenames", ()),
                order.index(self._exercise_name(item)),
            ),
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
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport:
        """Notes the outcome, in place of a report with a traceback: that costs more than a test."""
        failure = call.excinfo.value if call.excinfo else None
        if call.when == "call" or failure is not None:
            self._note(item, failure, during=call.when)
        outcome: Literal["passed", "failed"] = "passed" if failure is None else "failed"
        when = cast(Literal["setup", "call", "teardown"], call.when)
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, when)

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
            places = "; ".join(f"{what} in line {line}" for line, what in found[:5])
            module = function.partition(".")[0]
            came = f"{printable(places)} of {self._package}/{module}.py"
            raise Mismatch(f"{function} without {kind}", came)


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


def main(descriptor: int) -> None:
    """Serves the grader at the other end of the socket: first an Assignment, then submissions."""
    _be_silent()
    with socket.socket(fileno=descriptor) as connection:
        first = frames.receive(connection)
        if first is None:
            return
        try:
            assignment = msgspec.msgpack.decode(first.structure, type=Assignment)
            course = read_course(Path(assignment.course))
            manifest = course.manifest(assignment.name)
            make_importable(course, manifest)
            _check_folders(course, manifest)
            judge = Judge(course, manifest, assignment)
        except GraderFailed as failure:
            _send(connection, Judged(failure=str(failure)))
            return
        except Exception as failure:
            _send(connection, Judged(failure=f"{type(failure).__name__}: {failure}"))
            return
        service = Service(connection, judge, assignment, manifest)
        judge.serve = service.run
        status = pytest.main(_arguments(course, assignment.name, manifest), plugins=[judge])
        if not service.started:
            problems = "; ".join(judge.problems) or f"pytest ended with {status!r}"
            _send(connection, Judged(failure=f"the suites cannot be used: {problems}"))


class Service:
    """Judges one submission after the other, each in a fork of its own."""

    def __init__(
        self, connection: socket.socket, judge: Judge, assignment: Assignment, manifest: Manifest
    ) -> None:
        self.started = False
        self._connection = connection
        self._judge = judge
        self._assignment = assignment
        self._manifest = manifest
        self._zygotes: dict[Libraries, Zygote] = {}

    def run(self, items: list[pytest.Item]) -> None:
        """Serves until the grader closes the connection."""
        if self._judge.problems:
            return
        self.started = True
        gc.collect()
        gc.freeze()  # or the collector would write to, and so copy, all that forks share
        _send(self._connection, Judged())
        try:
            while (frame := frames.receive(self._connection)) is not None:
                job = msgspec.msgpack.decode(frame.structure, type=Job)
                self._judge_in_fork(items, job)
        finally:
            self._close_zygotes()

    def _judge_in_fork(self, items: list[pytest.Item], job: Job) -> None:
        self._start_zygotes()
        pid = os.fork()
        if not pid:
            try:
                judged = self._judge.outcomes_on(items, self._session(job))
                _send(self._connection, judged)
                os._exit(0)
            except BaseException as failure:
                text = f"{type(failure).__name__}: {failure}"
                _send(self._connection, Judged(failure=text))
                os._exit(1)
        status = os.waitpid(pid, 0)[1]
        if status != 0:
            self._close_zygotes()  # in the middle of an order, perhaps
        if os.WIFSIGNALED(status):
            _send(
                self._connection, Judged(failure=f"the judge was killed by {os.WTERMSIG(status)}")
            )

    def _session(self, job: Job) -> Session:
        seed = self._assignment.seed
        if isinstance(job, Variant):
            misconception = self._judge.diagnosis.misconception(job.misconception)
            return VariantSession(misconception, self._manifest, seed)
        return Session(self._zygotes, Path(job.folder), self._manifest, seed)

    def _start_zygotes(self) -> None:
        if not all(zygote.is_well() for zygote in self._zygotes.values()):
            self._close_zygotes()
        if not self._zygotes:
            for names, folder in self._assignment.libraries.items():
                libraries = tuple(names.split())
                self._zygotes[libraries] = Zygote(
                    Path(folder), libraries, self._assignment.hash_seed, self._assignment.tier
                )

    def _close_zygotes(self) -> None:
        for zygote in self._zygotes.values():
            zygote.close()
        self._zygotes.clear()


def _send(connection: socket.socket, judged: Judged) -> None:
    connection.sendall(frames.pack(msgspec.msgpack.encode(judged), []))


def _arguments(course: Course, name: str, manifest: Manifest) -> list[str]:
    public, hidden = course.folder(name) / "tests", course.suites(manifest)
    sealed = ["-c", str(_SEALED), f"--rootdir={course.root}", "--import-mode=importlib"]
    without = [*(f"-pno:{plugin}" for plugin in _UNUSED_PLUGINS)]
    return [*sealed, *without, "--noconftest", "-s", "-q", str(public), str(hidden)]


def _check_folders(course: Course, manifest: Manifest) -> None:
    """Passes where both suites are.

    Raises:
        GraderFailed: one is not.
    """
    for folder in (course.folder(manifest.name) / "tests", course.suites(manifest)):
        if not folder.is_dir():
            raise GraderFailed(f"there is no folder of tests {folder}")


def _be_silent() -> None:
    silence = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1):
        os.dup2(silence, descriptor)


def environment() -> Mapping[str, str]:
    """The scrubbed environment of a judge."""
    kept = ("PATH", "HOME", "TMPDIR", "LANG", "GRADUS_DATA")
    threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        **dict.fromkeys(threads, "1"),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
    }


if __name__ == "__main__":
    main(int(sys.argv[1]))
