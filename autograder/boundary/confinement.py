"""What a sandbox does to itself before the first line of a submission runs, tier by tier."""

import ctypes
import os
import resource
import signal
from collections.abc import Callable

from msgspec import Struct

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


class Confinement(Struct, array_like=True, frozen=True):
    """How one sandbox is confined."""

    tier: str
    folder: str  # holds the submission's package
    scratch: str  # the only folder it should write to; its home and working directory
    package: str
    cpu_s: int  # these four are backstops: the grader watches from outside
    memory_bytes: int
    file_bytes: int
    open_files: int


def prctl(option: int, value: int) -> None:
    """The system call.

    Raises:
        OSError: it failed.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def _enter_process(confinement: Confinement) -> None:
    """Limits only: no view of the disk, no network, no other user is taken away."""
    os.setsid()
    os.umask(0o077)
    os.chdir(confinement.scratch)
    os.environ.update(HOME=confinement.scratch, TMPDIR=confinement.scratch)
    limit = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: confinement.cpu_s,
        resource.RLIMIT_AS: _address_space() + confinement.memory_bytes,
        resource.RLIMIT_FSIZE: confinement.file_bytes,
        resource.RLIMIT_NOFILE: confinement.open_files,
    }
    for kind, most in limit.items():
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))


TIERS: dict[str, Callable[[Confinement], None]] = {"process": _enter_process}


def enter(confinement: Confinement) -> None:
    """Confines this process, and so its children, for good."""
    TIERS[confinement.tier](confinement)


def die_with_parent(parent: int) -> None:
    """This process is killed when `parent`, which forked it, ends."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before we could ask
        os._exit(1)


def _address_space() -> int:
    """Bytes that this process has mapped already."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[0]) * resource.getpagesize()
