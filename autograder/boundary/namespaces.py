"""Namespaces: a process sees its own processes, files and network, and nothing of the machine's.

The zygote gets a view of the disk and an empty network; each sandbox, below it, processes, users,
mounts and files in memory of its own.
"""

import contextlib
import os
from collections.abc import Iterable, Iterator

from . import kernel

SUBMISSION, SCRATCH = "/submission", "/scratch"
_PLACES = (SUBMISSION, SCRATCH, "/dev/shm", "/proc")  # of the view, where sandboxes mount
_ROOT = "/sys"  # any folder will do to build the view on
_USER = 1000  # inside; outside it is whoever grades, or nobody where that is root
_NOBODY = 65534
_LOCKED_IN = kernel.MOUNT_NO_SUID | kernel.MOUNT_NO_DEVICES


def become_first() -> None:
    """Forks: the child that returns is the first process of its world, and ends with the parent.

    Raises:
        OSError: namespaces are refused.
    """
    wanted = kernel.NEW_MOUNTS | kernel.NEW_PIDS | kernel.NEW_NETWORK | kernel.NEW_UTS
    user, group = os.geteuid(), os.getegid()
    try:
        kernel.unshare(wanted)
    except PermissionError:  # not the machine's root: in a user namespace of its own it may
        kernel.unshare(wanted | kernel.NEW_USER)
        _map(user, group)
    if child := os.fork():
        _outlive(child)
    kernel.prctl(kernel.PR_SET_PDEATHSIG, 9)


def make_view(
    shown: Iterable[str], hidden: Iterable[str], uncovered: Iterable[str], devices: Iterable[str]
) -> None:
    """Makes these paths, to be read only, all that there is of the disk.

    Args:
        hidden: folders below shown ones that are empty but for what is `uncovered` in them.

    Raises:
        OSError: mounts are refused.
    """
    kernel.mount("", "/", flags=kernel.MS_REC | kernel.MS_PRIVATE)
    kernel.mount("tmpfs", _ROOT, "tmpfs", options="mode=755,size=1m")
    for place in _PLACES:
        os.makedirs(f"{_ROOT}{place}")
    for path in shown:
        _bind(path)
    for path in hidden:
        kernel.mount("tmpfs", f"{_ROOT}{path}", "tmpfs", options="mode=755,size=1m")
    for path in uncovered:
        _bind(path)
    devices = [device for device in devices if os.path.exists(device)]
    for device in devices:
        _make_place(device)
    kernel.restrict_mounts(_ROOT, kernel.MOUNT_READ_ONLY | _LOCKED_IN)
    for device in devices:
        kernel.mount(device, f"{_ROOT}{device}", flags=kernel.MS_BIND)
    kernel.mount("proc", f"{_ROOT}/proc", "proc")
    kernel.make_root(_ROOT)


def make_own(scratch_bytes: int) -> None:
    """Gives a sandbox, whose process is the first of its kind, mounts of its own.

    Raises:
        OSError: mounts are refused.
    """
    kernel.unshare(kernel.NEW_MOUNTS | kernel.NEW_IPC | kernel.NEW_UTS | kernel.NEW_CGROUPS)
    kernel.mount("tmpfs", SUBMISSION, "tmpfs", options="mode=755")
    options = f"mode=1777,size={scratch_bytes},nr_inodes=4096"
    kernel.mount("tmpfs", SCRATCH, "tmpfs", options=options)
    kernel.mount(SCRATCH, "/dev/shm", flags=kernel.MS_BIND)
    kernel.mount("proc", "/proc", "proc")


@contextlib.contextmanager
def writable_for_a_moment(folder: str) -> Iterator[None]:
    """The mount at `folder` can only be read after this."""
    yield
    kernel.restrict_mounts(folder, kernel.MOUNT_READ_ONLY | _LOCKED_IN)


def become_nobody() -> None:
    """Makes this process an unprivileged user, alone in a user namespace.

    Raises:
        OSError: user namespaces are refused.
    """
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(_NOBODY, _NOBODY, _NOBODY)
        os.setresuid(_NOBODY, _NOBODY, _NOBODY)
        kernel.prctl(kernel.PR_SET_DUMPABLE, 1)  # or its /proc/self would be root's
    user, group = os.geteuid(), os.getegid()
    kernel.unshare(kernel.NEW_USER)
    _map(user, group)


def fork_first(own: int) -> int:
    """os.fork, but the child is the first process of a namespace of processes.

    Args:
        own: a descriptor of the caller's own namespace of processes.

    Raises:
        OSError: it is refused.
    """
    kernel.unshare(kernel.NEW_PIDS)
    if child := os.fork():
        kernel.enter_namespace(own, kernel.NEW_PIDS)  # a second one may be made from here only
    return child


def _map(user: int, group: int) -> None:
    """The one user and group of a new user namespace."""
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{_USER} {user} 1"),
        ("gid_map", f"{_USER} {group} 1"),
    ):
        descriptor = os.open(f"/proc/self/{name}", os.O_WRONLY)
        try:
            os.write(descriptor, text.encode())
        finally:
            os.close(descriptor)


def _bind(path: str) -> None:
    if os.path.exists(path):
        _make_place(path)
        kernel.mount(path, f"{_ROOT}{path}", flags=kernel.MS_BIND | kernel.MS_REC)


def _make_place(path: str) -> None:
    """An empty file or folder to mount `path` on."""
    target = f"{_ROOT}{path}"
    if os.path.isdir(path):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o644))


def _outlive(child: int) -> None:
    """Waits for the child, then ends as it did."""
    os.closerange(3, 1024)
    status = os.waitpid(child, 0)[1]
    os._exit(os.waitstatus_to_exitcode(status) & 0x7F)
