"""How a worker ended in the middle of a call, and whose fault that is."""

import os
import signal
from dataclasses import dataclass

from autograder.verdicts import GraderFailed, Stopped, Verdict


@dataclass(frozen=True)
class Ending:
    """The end of a worker that has closed its connection."""

    status: int  # as os.waitpid gives it
    by_itself: bool = True  # or by our signal, because it went on without a connection
    memory_mb: int | None = None  # the limit of its sandbox, where the kernel has enforced it
    may_signal: bool = True  # a submission could have sent the signal itself

    def stopped(self) -> Stopped:
        """Why the submission is stopped.

        Raises:
            GraderFailed: somebody else has killed the worker.
        """
        if not self.by_itself:
            return Stopped(Verdict.KILLED, "it closed its connection in the middle of a call")
        if os.WIFSIGNALED(self.status):
            return self._by_signal(os.WTERMSIG(self.status))
        code = os.waitstatus_to_exitcode(self.status)
        return Stopped(
            Verdict.KILLED, f"its process ended itself in the middle of a call (exit {code})"
        )

    def _by_signal(self, number: int) -> Stopped:
        if number == signal.SIGXCPU:
            return Stopped(Verdict.TIME, "it took too much computing")
        if number == signal.SIGKILL and self.memory_mb:
            return Stopped(Verdict.MEMORY, f"it used more than {self.memory_mb} MB")
        if number == signal.SIGKILL and not self.may_signal:
            raise GraderFailed("a worker was killed from outside: is the machine out of memory?")
        name = signal.strsignal(number) or f"signal {number}"
        return Stopped(Verdict.KILLED, f"its process crashed in the middle of a call ({name})")
