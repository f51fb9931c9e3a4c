"""What can become of a test, and whose fault it is."""

import enum
import errno
import shutil


class Verdict(enum.StrEnum):
    """All but the last are the submission's; one with nothing to grade is refused as a whole."""

    PASSED = "passed"
    WRONG = "wrong"
    RAISED = "raised"
    MISSING = "missing"  # not written yet, or not handed in
    TIME = "time"
    MEMORY = "memory"
    KILLED = "killed"  # crashed, exited, flooded, broke the protocol
    GRADER_FAILED = "grader_failed"


class Stopped(Exception):
    """A submission went past a limit or broke off; it was killed."""

    def __init__(self, verdict: Verdict, text: str) -> None:
        super().__init__(text)
        self.verdict = verdict


class GraderFailed(Exception):
    """Something on our side went wrong: no score, never a student's zero."""


_OF_THE_MACHINE = {
    errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO,
}  # fmt: skip


def is_of_the_machine(failure: BaseException | None) -> bool:
    """Whether something failed for want of room, descriptors or memory: it passes, then goes on."""
    if isinstance(failure, shutil.Error):
        return True  # many files, of which some could not be copied
    return isinstance(failure, OSError) and failure.errno in _OF_THE_MACHINE
