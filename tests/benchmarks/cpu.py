"""CPU seconds of a command, with all that it starts."""

import os
import resource
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from autograder.boundary.kernel import PR_SET_CHILD_SUBREAPER, prctl

LIMIT_S = 1200.0


def cpu_s(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> float:
    """User and system time of a command and of everything below it, waited for to the last.

    Raises:
        RuntimeError: it ended neither with 0 nor, as pytest does after a failed test, with 1.
    """
    prctl(PR_SET_CHILD_SUBREAPER, 1)  # what outlives its parent is waited for, and counted, here
    before_s = _waited_for_s()
    finished = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=LIMIT_S
    )
    with suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    if finished.returncode not in (0, 1):
        raise RuntimeError(f"{command} ended with {finished.returncode}: {finished.stderr[-1000:]}")
    return _waited_for_s() - before_s


def _waited_for_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
