"""Judges at work: the processes that grade submissions, one submission at a time each."""

import hashlib
import queue
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from autograder import judge
from autograder.boundary import frames
from autograder.course import Course
from autograder.judge import Assignment, Job, Judged, Submission
from autograder.sandbox import libraries
from autograder.verdicts import GraderFailed
from given.manifest import Manifest


class JudgeProcess:
    """A running judge.

    Raises:
        GraderFailed: the suites cannot be used.
    """

    def __init__(self, assignment: Assignment) -> None:
        self._connection, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-s", "-m", "autograder.judge", str(theirs.fileno())],
                env=judge.environment(),
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
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
        self._connection.close()
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

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
        except OSError as failure:
            raise GraderFailed(f"the judge cannot be heard: {failure}") from None
        if frame is None:
            raise GraderFailed(f"the judge ended (exit {self._process.wait()})")
        judged = msgspec.msgpack.decode(frame.structure, type=Judged)
        if judged.failure is not None:
            raise GraderFailed(judged.failure)
        return judged


@dataclass(frozen=True)
class Court:
    """Judges submissions in whichever process it is called; idle judges wait there for more."""

    assignment: Assignment

    def judge(self, submission: Path) -> Judged:
        """The outcomes on the package in a folder; see JudgeProcess.judge."""
        return self.judge_job(Submission(str(submission)))

    def judge_job(self, job: Job) -> Judged:
        """See JudgeProcess.judge."""
        idle = _IDLE.setdefault(self._key, queue.SimpleQueue())
        try:
            judge_process = idle.get_nowait()
        except queue.Empty:
            judge_process = JudgeProcess(self.assignment)
        try:
            return judge_process.judge(job)
        finally:
            if judge_process.is_alive():
                idle.put(judge_process)
            else:
                judge_process.close()

    def close(self) -> None:
        """Ends the idle judges of this process; those of others end with them."""
        idle = _IDLE.pop(self._key, None)
        while idle is not None and not idle.empty():
            idle.get().close()

    @property
    def _key(self) -> bytes:
        return msgspec.msgpack.encode(self.assignment)


_IDLE: dict[bytes, "queue.SimpleQueue[JudgeProcess]"] = {}


@contextmanager
def court(course: Course, manifest: Manifest, seed: str, tier: str) -> Iterator[Court]:
    """A court for one assignment under one seed, with the folders of libraries that it needs."""
    digest = hashlib.blake2b(f"hash seed\0{seed}".encode(), digest_size=4).digest()
    folder = Path(tempfile.mkdtemp(prefix="gradus-libraries-"))
    try:
        sets = sorted({tuple(sorted(e.libraries)) for e in manifest.exercises})
        folders = {
            " ".join(names): str(
                libraries.build(folder / str(number), names, course, manifest.earlier)
            )
            for number, names in enumerate(sets)
        }
        held = Court(
            Assignment(
                course=str(course.root),
                name=manifest.name,
                seed=seed,
                tier=tier,
                hash_seed=int.from_bytes(digest) % 2**32,
                libraries=folders,
            )
        )
        try:
            yield held
        finally:
            held.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
