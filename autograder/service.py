"""The process of a judge: it collects the suites once and forks for each submission."""

import contextlib
import gc
import os
import select
import signal
import socket
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec
import numpy.ma  # noqa: F401 - np.unique would load it in every fork
import pytest

from autograder.boundary import frames, kernel
from autograder.boundary.confinement import limit_memory
from autograder.boundary.zygote import kill_descendants
from autograder.course import Course, read_course
from autograder.diagnosis import make_importable
from autograder.jobs import Assignment, Job, Judged
from autograder.judge import Judge
from autograder.sandbox.zygote import Zygote
from autograder.session import Libraries, Session
from autograder.verdicts import GraderFailed
from given.manifest import Manifest

_SEALED = Path(__file__).with_name("sealed.ini")
_MEMORY_TIMES = 2  # the submission's: its answers, and what a test makes of them
_UNUSED_PLUGINS = (
    "cacheprovider",
    "faulthandler",
    "logging",
    "threadexception",
    "unraisableexception",
)


def main(descriptor: int) -> None:
    """Serves the grader at the other end of the socket: first an Assignment, then submissions."""
    _be_silent()
    kernel.prctl(kernel.PR_SET_CHILD_SUBREAPER, 1)  # such orphans come to us
    with socket.socket(fileno=descriptor) as connection:
        first = frames.receive(connection)
        if first is None:
            return
        try:
            assignment = msgspec.msgpack.decode(first.structure, type=Assignment)
            course = read_course(Path(assignment.course))
            manifest = course.manifest(assignment.name)
            make_importable(course, manifest)
            arguments = sealed_arguments(course, _suites(course, manifest))
            judge = Judge(course, manifest, assignment)
        except GraderFailed as failure:
            _send(connection, Judged(failure=str(failure)))
            return
        except Exception as failure:
            _send(connection, Judged(failure=f"{type(failure).__name__}: {failure}"))
            return
        service = Service(connection, judge, assignment, manifest)
        judge.serve = service.run
        status = pytest.main(arguments, plugins=[judge])
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
            with contextlib.suppress(ConnectionError):  # the grader was killed
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
                judged = self._judged(items, job)
                _send(self._connection, judged)
                os._exit(0 if judged.failure is None else 1)
            finally:
                os._exit(1)
        status = self._end_of(pid)
        if status != 0:
            self._close_zygotes()  # in the middle of an order, perhaps
        if os.WIFSIGNALED(status):
            _send(
                self._connection, Judged(failure=f"the judge was killed by {os.WTERMSIG(status)}")
            )

    def _judged(self, items: list[pytest.Item], job: Job) -> Judged:
        try:
            limit_memory(2**20 * _MEMORY_TIMES * self._manifest.limits.memory_mb)
            return self._judge.outcomes_on(
                items,
                Session(self._zygotes, Path(job.folder), self._manifest, self._assignment.seed),
            )
        except BaseException as failure:
            return Judged(failure=f"{type(failure).__name__}: {failure}")

    def _end_of(self, pid: int) -> int:
        """Waits for a fork, as os.waitpid does; one whose grader is gone is killed."""
        ended = os.pidfd_open(pid)
        try:
            poll = select.poll()
            poll.register(ended, select.POLLIN)
            poll.register(self._connection, 0)  # only that it was closed
            if any(descriptor != ended for descriptor, _ in poll.poll()):
                os.kill(pid, signal.SIGKILL)
        finally:
            os.close(ended)
        return os.waitpid(pid, 0)[1]

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
        kill_descendants()  # what a zygote that was killed itself has left


def _send(connection: socket.socket, judged: Judged) -> None:
    connection.sendall(frames.pack(msgspec.msgpack.encode(judged), []))


def sealed_arguments(course: Course, tests: Iterable[Path]) -> list[str]:
    """How pytest is called on folders or files of tests: with our settings and nobody's plugins."""
    sealed = ["-c", str(_SEALED), f"--rootdir={course.root}", "--import-mode=importlib"]
    sealed.append(f"--confcutdir={course.root}")  # or every folder above would be listed
    without = [*(f"-pno:{plugin}" for plugin in _UNUSED_PLUGINS)]
    return [*sealed, *without, "--noconftest", "-s", "-q", *map(str, tests)]


def _suites(course: Course, manifest: Manifest) -> tuple[Path, Path]:
    """The folders of public and hidden tests.

    Raises:
        GraderFailed: one is not there.
    """
    folders = course.folder(manifest.name) / "tests", course.suites(manifest)
    for folder in folders:
        if not folder.is_dir():
            raise GraderFailed(f"there is no folder of tests {folder}")
    return folders


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
