"""Judges at work: the processes that grade submissions, one submission at a time each."""

import contextlib
import hashlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from autograder import service
from autograder.boundary import frames
from autograder.course import CHECKOUT, Course
from autograder.jobs import Assignment, Job, Judged
from autograder.sandbox import libraries
from autograder.verdicts import GraderFailed
from autograder.workspace import workspace
from given.manifest import Manifest

_PATIENCE_S = 60.0


class JudgeProcess:
    """A running judge.

    Raises:
        GraderFailed: the suites cannot be used.
    """

    def __init__(self, assignment: Assignment) -> None:
        self._connection, theirs = socket.socketpair()
        with theirs:
            try:
                self._process = _start(theirs.fileno(), assignment)
            except GraderFailed:
                self._connection.close()
                raise
        try:
            self._send(msgspec.msgpack.encode(assignment))
            self._receive()
        except GraderFailed:
            self.close()
            raise

    def judge(self, job: Job) -> Judged:
        """The outcomes of all tests.

        Raises:
            GraderFailed: it could not be judged.
        """
        self._send(msgspec.msgpack.encode(job))
        return self._receive()

    def close(self) -> None:
        """Has an idle judge end itself, and what it started."""
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)  # also for forks that hold it
        self._connection.close()
        try:
            self._process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.kill()
            self._process.wait()

    def kill(self) -> None:
        """Ends a judge that may be at work; its zygotes notice, and end what is below them."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def _send(self, structure: bytes) -> None:
        try:
            self._connection.sendall(frames.pack(structure, []))
        except OSError as failure:
            raise GraderFailed(f"the judge cannot be reached: {failure}") from None

    def _receive(self) -> Judged:
        try:
            frame = frames.receive(self._connection)
            if frame is None:
                raise GraderFailed(f"the judge ended (exit {self._process.wait()})")
            judged = msgspec.msgpack.decode(frame.structure, type=Judged)
        except (OSError, frames.BrokenFrame, msgspec.MsgspecError) as failure:
            self.kill()
            raise GraderFailed(f"the judge cannot be heard: {failure}") from None
        if judged.failure is not None:
            raise GraderFailed(judged.failure)
        return judged


@dataclass(frozen=True)
class Court:
    """Judges submissions in whichever process it is called; idle judges wait there for more."""

    assignment: Assignment

    def judge(self, submission: Path) -> Judged:
        """The outcomes on the package in a folder; see JudgeProcess.judge."""
        judges = _JUDGES.setdefault(self._key, Judges())
        try:
            judge_process = judges.idle.pop()
        except IndexError:
            judge_process = JudgeProcess(self.assignment)
        judges.at_work.add(judge_process)
        try:
            return judge_process.judge(Job(str(submission)))
        finally:
            judges.at_work.discard(judge_process)
            if judge_process.is_alive():
                judges.idle.append(judge_process)
            else:
                judge_process.close()

    def close(self) -> None:
        """Ends the judges of this process, also those at work; those of others end with them."""
        judges = _JUDGES.pop(self._key, Judges())
        for judge_process in [*judges.at_work]:
            judge_process.kill()
        while judges.idle:
            judges.idle.pop().close()

    @property
    def _key(self) -> tuple[int, bytes]:
        """A fork has no use for the judges of its parent."""
        return os.getpid(), msgspec.msgpack.encode(self.assignment)


@dataclass(frozen=True)
class Judges:
    """The judges of one court in one process."""

    idle: list[JudgeProcess] = field(default_factory=list)
    at_work: set[JudgeProcess] = field(default_factory=set)


_JUDGES: dict[tuple[int, bytes], Judges] = {}


def _start(descriptor: int, assignment: Assignment) -> subprocess.Popen[bytes]:
    """A judge in a session of its own: Ctrl-C reaches the grader, which decides what becomes of it.

    Raises:
        GraderFailed: it cannot be started.
    """
    # secret: of a known one a submission could choose keys that make our dicts slow
    hash_seed = str(_hash_seed("judge", assignment.seed))
    try:
        return subprocess.Popen(
            [sys.executable, "-s", "-m", "autograder.service", str(descriptor)],
            env={
                **service.environment(),
                "TMPDIR": assignment.scratch,
                "PYTHONHASHSEED": hash_seed,
            },
            cwd=CHECKOUT,  # the folder of a course may have an `autograder` of its own
            stdin=subprocess.DEVNULL,
            pass_fds=[descriptor],
            start_new_session=True,
        )
    except OSError as failure:
        raise GraderFailed(f"no judge can be started: {failure}") from None


@contextmanager
def court(course: Course, manifest: Manifest, seed: str, tier: str) -> Iterator[Court]:
    """A court for one assignment under one seed, with the folders of libraries that it needs."""
    with workspace() as folder:
        scratch = folder / "scratch"
        scratch.mkdir()
        earlier = [course.package_folder(package) for package in manifest.earlier]
        sets = sorted({tuple(sorted(e.libraries)) for e in manifest.exercises})
        folders = {
            " ".join(names): str(libraries.build(folder / str(number), names, earlier))
            for number, names in enumerate(sets)
        }
        held = Court(
            Assignment(
                course=str(course.root),
                name=manifest.name,
                seed=seed,
                tier=tier,
                scratch=str(scratch),
                hash_seed=_hash_seed("worker", seed),
                libraries=folders,
            )
        )
        try:
            yield held
        finally:
            held.close()


def _hash_seed(whose: str, seed: str) -> int:
    """PYTHONHASHSEED of a kind of process: a one-way hash of the run's seed."""
    digest = hashlib.blake2b(f"hash seed of a {whose}\0{seed}".encode(), digest_size=4).digest()
    return int.from_bytes(digest)
