"""One exchange with a worker: a request out, its reply back before a limit is reached."""

import math
import os
import select
import signal
import socket
import time
from collections.abc import Callable

import msgspec

from autograder.boundary import frames, messages
from autograder.sandbox.usage import Usage
from autograder.verdicts import Stopped, Verdict
from given.manifest import Limits

_LOOK_S = 0.05  # between two looks at /proc


class Watch:
    """Keeps an eye on what a submission uses, test by test and over the exercise."""

    def __init__(self, usage: Callable[[], Usage], limits: Limits) -> None:
        self._usage = usage
        self._limits = limits
        self._exercise_spent_s = 0.0  # CPU of the tests before
        self._next_look_s = 0.0
        self._printed_bytes = 0

    def begin_test(self, cpu_s: float | None = None) -> None:
        """A test starts; `cpu_s` is what had been used by then, where that is known."""
        self._cpu_start_s = self._usage().cpu_s if cpu_s is None else cpu_s
        self._wall_start_s = time.monotonic()
        self._answered_bytes = self._printed_bytes = 0

    def end_test(self) -> tuple[float, float]:
        """CPU seconds of the test, and what has been used by now, where the next one may start."""
        end_s = self._usage().cpu_s
        spent_s = end_s - self._cpu_start_s
        self._exercise_spent_s += spent_s
        return spent_s, end_s

    def hear(self, output: bytes) -> None:
        """Notes what the submission printed.

        Raises:
            Stopped: more than it may.
        """
        self._printed_bytes += len(output)
        if self._printed_bytes > 1024 * self._limits.output_kb:
            raise Stopped(Verdict.KILLED, f"it printed more than {self._limits.output_kb} kB")

    def receive(self, answer: bytes) -> None:
        """Notes a piece of an answer.

        Raises:
            Stopped: there are too many for one test: an endless iterator?
        """
        self._answered_bytes += len(answer)
        if self._answered_bytes > 2**20 * self._limits.memory_mb:
            text = f"its answers to one test hold more than {self._limits.memory_mb} MB"
            raise Stopped(Verdict.MEMORY, text)

    def patience_s(self) -> float:
        """Seconds until the next look is due; looks are that rare because they cost something."""
        return max(0.0, self._next_look_s - time.monotonic())

    def look(self) -> None:
        """Compares usage with the limits, when that is due.

        Raises:
            Stopped: one is passed.
        """
        if self.patience_s() > 0:
            return
        self._compare()
        self._next_look_s = time.monotonic() + _LOOK_S

    def _compare(self) -> None:
        limits, usage = self._limits, self._usage()
        if usage.cpu_s - self._cpu_start_s > limits.cpu_s:
            raise Stopped(Verdict.TIME, f"it took more than {limits.cpu_s:g} s of computing")
        if self._exercise_spent_s + usage.cpu_s - self._cpu_start_s > limits.exercise_cpu_s:
            text = f"the exercise took more than {limits.exercise_cpu_s:g} s of computing in all"
            raise Stopped(Verdict.TIME, text)
        if time.monotonic() - self._wall_start_s > limits.wall_s:
            raise Stopped(Verdict.TIME, f"no answer came within {limits.wall_s:g} s")
        if usage.processes > limits.processes:
            raise Stopped(Verdict.KILLED, f"it ran more than {limits.processes} processes")
        if usage.memory_bytes > 2**20 * limits.memory_mb:
            raise Stopped(Verdict.MEMORY, f"it used more than {limits.memory_mb} MB")


class Channel:
    """The grader's end of a worker's socket."""

    def __init__(self, connection: socket.socket, output: int, watch: Watch) -> None:
        self.watch = watch
        self._connection = connection
        self._connection.setblocking(False)
        self._output = output
        self._is_heard = True

    def exchange(self, request: bytes) -> frames.Frame:
        """The reply to a request; both are frames.

        Raises:
            Stopped: none came in time, or it is not a frame, or nobody asked for it.
        """
        if select.select([self._connection], [], [], 0)[0] and self._arrived(1) is not None:
            raise Stopped(Verdict.KILLED, "it sent something that nobody had asked for")
        unsent, assembler = memoryview(request), frames.Assembler()
        while True:
            self.watch.look()
            readable, writable = self._wait(bool(unsent))
            if writable:
                unsent = unsent[self._sent(unsent) :]
            if readable and (frame := self._read(assembler)):
                return frame

    def close(self) -> None:
        self._connection.close()

    def _wait(self, sending: bool) -> tuple[bool, bool]:
        """Whether the socket can be read, and written; hears the output meanwhile."""
        poll = select.poll()
        poll.register(self._connection, select.POLLIN | (select.POLLOUT if sending else 0))
        if self._is_heard:
            poll.register(self._output, select.POLLIN)
        events = dict(poll.poll(math.ceil(1000 * self.watch.patience_s())))
        if spoken := events.pop(self._output, 0):
            self._is_heard = bool(spoken & select.POLLIN)  # or all of its ends are closed
            self.watch.hear(os.read(self._output, 2**16))
        seen = events.get(self._connection.fileno(), 0)
        return bool(seen & ~select.POLLOUT), bool(seen & select.POLLOUT)

    def _sent(self, unsent: memoryview) -> int:
        try:
            return self._connection.send(unsent)
        except BlockingIOError:
            return 0
        except OSError:
            return len(unsent)  # it has closed; reading says so

    def _read(self, assembler: frames.Assembler) -> frames.Frame | None:
        try:
            piece = self._arrived(min(assembler.wanted(), 2**20))
            return assembler.add(piece) if piece is not None else None
        except frames.BrokenFrame as problem:
            raise Stopped(Verdict.KILLED, f"its answer is not readable: {problem}") from None

    def _arrived(self, most: int) -> bytes | None:
        """What has come, up to `most` bytes; None where nothing has.

        Raises:
            EOFError: the worker has closed its end.
        """
        try:
            piece = self._connection.recv(most)
        except BlockingIOError:
            return None
        except OSError:
            piece = b""
        if not piece:
            raise EOFError
        self.watch.receive(piece)
        return piece


def decoded(frame: frames.Frame) -> messages.Reply:
    """The reply in a frame.

    Raises:
        Stopped: there is none.
    """
    try:
        reply: messages.Reply = messages.decode_reply(frame.structure)
        return reply
    except (msgspec.MsgspecError, RecursionError, ValueError, MemoryError) as problem:
        text = f"its answer is not readable: {str(problem)[:100]}"
        raise Stopped(Verdict.KILLED, text) from None


def ending(status: int) -> Stopped:
    """Why a worker that ended by itself did so; `status` as os.waitpid gives it."""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number == signal.SIGXCPU:
            return Stopped(Verdict.TIME, "it took too much computing")
        name = signal.strsignal(number) or f"signal {number}"
        return Stopped(Verdict.KILLED, f"its process crashed in the middle of a call ({name})")
    code = os.waitstatus_to_exitcode(status)
    return Stopped(
        Verdict.KILLED, f"its process ended itself in the middle of a call (exit {code})"
    )
