"""One exchange with a worker: a request out, its reply back before a limit is reached."""

import math
import os
import select
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import msgspec

from autograder.boundary import frames, messages
from autograder.sandbox.usage import Usage
from autograder.verdicts import Stopped, Verdict
from given.manifest import Limits

_LOOK_S = 0.05  # between two looks at /proc
_GROWTH = 160  # bytes that a byte of structure becomes at most: an empty list takes four of them
_PIECE_BYTES = 2**16  # of an answer that are taken at once, more where more is sure to come


class Meter:
    """What runs below a zygote uses, as it was at most 50 ms ago: looks at /proc cost something.

    CPU time that is no longer shown, for nobody collected it when its process ended, stays counted.
    """

    def __init__(self, usage: Callable[[], Usage]) -> None:
        self._usage = usage
        self._seen: Usage | None = None
        self._seen_at_s = 0.0
        self._shown_s = self._cpu_s = 0.0

    def __call__(self) -> Usage:
        now_s = time.monotonic()
        if self._seen is None or now_s - self._seen_at_s >= _LOOK_S:
            self._seen, self._seen_at_s = self._counted(self._usage()), now_s
        return self._seen

    def _counted(self, shown: Usage) -> Usage:
        self._cpu_s += max(0.0, shown.cpu_s - self._shown_s)
        self._shown_s = shown.cpu_s
        return replace(shown, cpu_s=self._cpu_s)

    def forget(self) -> None:
        """The next look is a fresh one: processes have been ended meanwhile."""
        self._seen = None


class Watch:
    """Keeps an eye on what a submission uses, test by test and over the exercise.

    Args:
        usage: of all that runs below the zygote; perhaps a Meter. What is used between its last
            look and the start of a test is charged to that test.
    """

    def __init__(self, usage: Callable[[], Usage], limits: Limits) -> None:
        self._usage = usage
        self._limits = limits
        self._exercise_spent_s = 0.0  # CPU of the tests before
        self._next_look_s = 0.0
        self._printed_bytes = self._answered_bytes = 0
        self._calls = 0

    def begin_test(self, cpu_s: float | None = None) -> None:
        """A test starts; `cpu_s` is what had been used by then, where that is known."""
        self._cpu_start_s = self._usage().cpu_s if cpu_s is None else cpu_s
        self._wall_start_s = time.monotonic()
        self._answered_bytes = self._printed_bytes = self._calls = 0

    def end_test(self) -> tuple[float, float]:
        """CPU seconds of the test, and what has been used by now, where the next one may start."""
        end_s = self._usage().cpu_s
        spent_s = end_s - self._cpu_start_s
        self._exercise_spent_s += spent_s
        return spent_s, end_s

    def ask(self) -> None:
        """Notes a request of the test.

        Raises:
            Stopped: there are too many for one test.
        """
        if self._exercise_spent_s > self._limits.exercise_cpu_s:
            raise Stopped(Verdict.TIME, self._exercise_text())
        self._calls += 1
        if self._calls > self._limits.calls:
            text = f"it took more than {self._limits.calls} calls in one test: an endless iterator?"
            raise Stopped(Verdict.KILLED, text)

    def hear(self, output: bytes) -> None:
        """Notes what the submission printed.

        Raises:
            Stopped: more than it may.
        """
        self._printed_bytes += len(output)
        if self._printed_bytes > 1024 * self._limits.output_kb:
            raise Stopped(Verdict.KILLED, f"it printed more than {self._limits.output_kb} kB")

    def receive(self, answer_bytes: int) -> None:
        """Notes how large a piece of an answer is, or becomes.

        Raises:
            Stopped: there are too many for one test: an endless iterator?
        """
        self._answered_bytes += answer_bytes
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

    def _exercise_text(self) -> str:
        most_s = self._limits.exercise_cpu_s
        return f"the exercise took more than {most_s:g} s of computing in all"

    def _compare(self) -> None:
        limits, usage = self._limits, self._usage()
        if usage.cpu_s - self._cpu_start_s > limits.cpu_s:
            raise Stopped(Verdict.TIME, f"it took more than {limits.cpu_s:g} s of computing")
        if self._exercise_spent_s + usage.cpu_s - self._cpu_start_s > limits.exercise_cpu_s:
            raise Stopped(Verdict.TIME, self._exercise_text())
        if time.monotonic() - self._wall_start_s > limits.wall_s:
            raise Stopped(Verdict.TIME, f"no answer came within {limits.wall_s:g} s")
        if usage.processes > limits.processes:
            text = f"it ran more than {limits.processes} processes and threads"
            raise Stopped(Verdict.KILLED, text)
        if usage.exceeds(2**20 * limits.memory_mb):
            raise Stopped(Verdict.MEMORY, f"it used more than {limits.memory_mb} MB")


class Channel:
    """The grader's end of a worker's socket."""

    def __init__(self, connection: socket.socket, output: int, watch: Watch) -> None:
        self.watch = watch
        self._connection = connection
        self._connection.setblocking(False)
        self._output = output
        self._unasked = b""  # what came behind a reply
        self._poll = select.poll()
        self._poll.register(connection, select.POLLIN)
        self._poll.register(output, select.POLLIN)

    def exchange(self, request: bytes) -> frames.Frame:
        """The reply to a request; both are frames.

        Raises:
            Stopped: none came in time, or it is not a frame, or nobody asked for it.
            EOFError: the worker has closed its end.
        """
        self.watch.ask()
        if self._unasked or (self._events(0)[0] and self._arrived(1) is not None):
            raise Stopped(Verdict.KILLED, "it sent something that nobody had asked for")
        assembler = frames.Assembler()
        unsent = memoryview(request)[self._sent(request) :]
        if unsent:
            self._poll.modify(self._connection, select.POLLIN | select.POLLOUT)
        while True:
            self.watch.look()
            readable, writable = self._events(math.ceil(1000 * self.watch.patience_s()))
            if writable:
                unsent = unsent[self._sent(unsent) :]
                if not unsent:
                    self._poll.modify(self._connection, select.POLLIN)
            if readable and (frame := self._read(assembler)):
                return frame

    def close(self) -> None:
        self._connection.close()

    def _events(self, patience_ms: int) -> tuple[bool, bool]:
        """Whether the socket can be read, and written; hears the output meanwhile."""
        seen = 0
        for descriptor, event in self._poll.poll(patience_ms):
            if descriptor != self._output:
                seen = event
                continue
            if not event & select.POLLIN:  # all of its ends are closed
                self._poll.unregister(self._output)
            with suppress(BlockingIOError):  # the submission has read its own words
                self.watch.hear(os.read(self._output, 2**16))
        return bool(seen & ~select.POLLOUT), bool(seen & select.POLLOUT)

    def _sent(self, unsent: bytes | memoryview) -> int:
        try:
            return self._connection.send(unsent)
        except BlockingIOError:
            return 0
        except OSError:
            return len(unsent)  # it has closed; reading says so

    def _read(self, assembler: frames.Assembler) -> frames.Frame | None:
        try:
            most = max(_PIECE_BYTES, min(assembler.wanted(), 2**20))
            piece = self._arrived(most) or b""
            while piece:
                cut = assembler.wanted()
                frame, piece = assembler.add(piece[:cut]), piece[cut:]
                if frame is not None:
                    self.watch.receive(_GROWTH * len(frame.structure))
                    self._unasked = piece
                    return frame
        except frames.BrokenFrame as problem:
            raise Stopped(Verdict.KILLED, f"its answer is not readable: {problem}") from None
        return None

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
        self.watch.receive(len(piece))
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
