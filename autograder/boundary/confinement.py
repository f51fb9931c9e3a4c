"""What a zygote and a sandbox do to themselves before the first line of a submission runs."""

import os
import resource
import signal
from collections.abc import Callable

from msgspec import Struct

from . import kernel, landlock, namespaces, seccomp

_CPU_GRACE_S = 10  # between SIGXCPU, which says why, and SIGKILL
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")


class Cell(Struct, array_like=True, frozen=True):
    """What a zygote, and all that is forked from it, is confined to."""

    tier: str
    shown: list[str]  # all of the disk that can be read: interpreter, libraries
    hidden: list[str]  # folders below those that cannot
    uncovered: list[str]  # libraries inside those that can all the same
    scratch: str  # where sandboxes have their folders, in tiers without mounts


class Confinement(Struct, array_like=True, frozen=True):
    """How one sandbox is confined."""

    folder: str  # holds the submission's package
    scratch: str  # its home and working directory
    package: str
    cpu_s: int  # these are backstops: the grader watches from outside
    memory_bytes: int
    file_bytes: int
    open_files: int
    processes: int


def _cell_of_namespaces(cell: Cell) -> None:
    namespaces.become_first()
    namespaces.make_view(cell.shown, cell.hidden, cell.uncovered, DEVICES)


def _cell_of_landlock(cell: Cell) -> None:
    kernel.drop_capabilities()
    readable = landlock.without(cell.shown, set(cell.hidden))
    landlock.restrict(["/proc", *readable, *cell.uncovered], [*DEVICES, cell.scratch])


def _sandbox_of_namespaces(
    cell: Cell, confinement: Confinement, unpack: Callable[[], None]
) -> None:
    namespaces.make_own(confinement.file_bytes)
    with namespaces.writable_for_a_moment(confinement.folder):
        unpack()
    namespaces.become_nobody()
    _limit(confinement)
    _limit_processes(confinement.processes)
    landlock.restrict(["/"], [*DEVICES, confinement.scratch, "/dev/shm"])
    _lock()


def _sandbox_of_landlock(cell: Cell, confinement: Confinement, unpack: Callable[[], None]) -> None:
    unpack()
    _limit(confinement)
    landlock.restrict([*cell.shown, confinement.folder], DEVICES)
    _lock()
    seccomp.load(seccomp.program_without_changes())


def _sandbox_of_limits(cell: Cell, confinement: Confinement, unpack: Callable[[], None]) -> None:
    unpack()
    _limit(confinement)


def _no_cell(cell: Cell) -> None:
    """Nothing is taken away."""


TIERS = {
    "strong": (_cell_of_namespaces, _sandbox_of_namespaces),
    "landlock": (_cell_of_landlock, _sandbox_of_landlock),
    "process": (_no_cell, _sandbox_of_limits),
}


def enter_cell(cell: Cell) -> None:
    """Confines the zygote; in the strong tier what returns is a child, the first of its world.

    Raises:
        OSError: this machine refuses.
    """
    os.umask(0o022)
    TIERS[cell.tier][0](cell)


def enter_sandbox(cell: Cell, confinement: Confinement, unpack: Callable[[], None]) -> None:
    """Confines this process, and so its children, for good.

    Args:
        unpack: puts the submission into its folder; called while that can be written.

    Raises:
        OSError: this machine refuses.
    """
    os.setsid()
    os.umask(0o022)
    TIERS[cell.tier][1](cell, confinement, unpack)
    os.umask(0o077)
    os.chdir(confinement.scratch)
    os.environ.update(HOME=confinement.scratch, TMPDIR=confinement.scratch)


def enter_worker(cell: Cell) -> None:
    """Takes from a worker what the first process of its sandbox needs: signals.

    Raises:
        OSError: this machine refuses.
    """
    if cell.tier != "process":
        kernel.prctl(kernel.PR_SET_DUMPABLE, 1)  # its own /proc is its own again
        seccomp.load(seccomp.program_without_signals())


def prepare() -> None:
    """Works out once what each sandbox and each worker forked from here needs.

    Raises:
        OSError: this machine's architecture is not known.
    """
    seccomp.program()
    seccomp.program_without_signals()
    seccomp.program_without_changes()


def die_with_parent(parent: int) -> None:
    """This process is killed when `parent`, which forked it, ends."""
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before we could ask
        os._exit(1)


def limit_memory(more_bytes: int) -> None:
    """Bounds what this process, and each child of it, may map besides what it has mapped."""
    _set_limit(resource.RLIMIT_AS, _address_space() + more_bytes)


def _limit(confinement: Confinement) -> None:
    limit = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: confinement.file_bytes,
        resource.RLIMIT_NOFILE: confinement.open_files,
    }
    for kind, most in limit.items():
        _set_limit(kind, most)
    limit_memory(confinement.memory_bytes)
    _set_limit(resource.RLIMIT_CPU, confinement.cpu_s, _CPU_GRACE_S)


def _limit_processes(most: int) -> None:
    """Of a user who is in this sandbox only: elsewhere others of the same user would count."""
    _set_limit(resource.RLIMIT_NPROC, most)


def _set_limit(kind: int, most: int, grace: int = 0) -> None:
    """Sets a limit and, `grace` above it, the one that cannot be raised again."""
    known = resource.getrlimit(kind)[1]
    hard = most + grace if known == resource.RLIM_INFINITY else min(most + grace, known)
    resource.setrlimit(kind, (min(most, hard), hard))


def _lock() -> None:
    """The last step: nothing of what the process could do before can be done again."""
    kernel.drop_capabilities()
    seccomp.load(seccomp.program())
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)  # no child may look into it, or write


def _address_space() -> int:
    """Bytes that this process has mapped already."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[0]) * resource.getpagesize()
