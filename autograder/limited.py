"""A child that answers questions within limits."""

import os
import resource
import signal
from collections.abc import Callable
from multiprocessing import Pipe
from multiprocessing.connection import Connection


class LimitedChild:
    """A fork of this process; once it passes a limit it is gone, and answers nothing any more.

    Args:
        answer: run in the child on each question; an exception answers nothing.
        cpu_s: for all questions together.
        wall_s: for one.
    """

    def __init__(self, answer: Callable[[bytes], bytes], cpu_s: int, wall_s: float) -> None:
        self._wall_s = wall_s
        self._ours, theirs = Pipe()
        self._pid = os.fork()
        if not self._pid:
            self._ours.close()
            _serve(theirs, answer, cpu_s)
        theirs.close()

    def ask(self, question: bytes) -> bytes:
        """The child's answer; nothing if it has none."""
        if self._ours.closed:
            return b""
        try:
            self._ours.send_bytes(question)
            if self._ours.poll(self._wall_s):
                return self._ours.recv_bytes()
        except (OSError, EOFError):
            pass  # it has passed a limit
        self.close()
        return b""

    def close(self) -> None:
        """Ends the child."""
        if not self._ours.closed:
            self._ours.close()
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)


def _serve(
    questions: "Connection[bytes, bytes]", answer: Callable[[bytes], bytes], cpu_s: int
) -> None:
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
        while True:
            question = questions.recv_bytes()
            try:
                said = answer(question)
            except Exception:  # whatever a variant does
                said = b""
            questions.send_bytes(said)
    finally:
        os._exit(0)
