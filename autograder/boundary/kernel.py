"""System calls that Python does not offer, by way of the C library."""

import ctypes
import os
import platform

_libc = ctypes.CDLL(None, use_errno=True)

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP = 1, 4, 22
PR_CAPBSET_READ, PR_CAPBSET_DROP = 23, 24
PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 36, 38

NEW_MOUNTS, NEW_CGROUPS, NEW_UTS, NEW_IPC = 0x20000, 0x2000000, 0x4000000, 0x8000000
NEW_USER, NEW_PIDS, NEW_NETWORK = 0x10000000, 0x20000000, 0x40000000

MS_BIND, MS_REC, MS_PRIVATE = 0x1000, 0x4000, 0x40000
MNT_DETACH = 2
MOUNT_READ_ONLY, MOUNT_NO_SUID, MOUNT_NO_DEVICES = 1, 2, 4  # of mount_setattr

_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
_MOUNT_SETATTR = 442  # the same everywhere, as all younger ones
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000
_CAPABILITY_VERSION = 0x20080522


class _MountAttributes(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_uint64) for name in ("set", "clear", "propagation", "userns"))


def system_call(name: str, number: int, *arguments: object) -> int:
    """What the system call of that number returns; `name` is for the message.

    Raises:
        OSError: it failed.
    """
    return _checked(name, _libc.syscall(ctypes.c_long(number), *map(_argument, arguments)))


def prctl(option: int, value: int, further: int = 0) -> int:
    """The system call.

    Raises:
        OSError: it failed.
    """
    return _checked("prctl", _libc.prctl(option, *map(ctypes.c_ulong, (value, further, 0, 0))))


def unshare(namespaces: int) -> None:
    """Gives this process namespaces of its own; for NEW_PIDS, its children.

    Raises:
        OSError: it may not.
    """
    _checked("unshare", _libc.unshare(ctypes.c_int(namespaces)))


def enter_namespace(descriptor: int, kind: int) -> None:
    """Moves this process into a namespace; for NEW_PIDS, its children.

    Raises:
        OSError: it may not.
    """
    _checked("setns", _libc.setns(descriptor, kind))


def mount(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
    """Mounts a file system, or with MS_BIND a file or folder.

    Raises:
        OSError: it may not.
    """
    texts = (text.encode() or None for text in (source, target, kind))
    mounted = _libc.mount(*texts, ctypes.c_ulong(flags), options.encode() or None)
    _checked(f"mount {target}", mounted)


def restrict_mounts(top: str, attributes: int) -> None:
    """Sets attributes of the mount at `top` and of all mounts below it.

    Raises:
        OSError: it may not.
    """
    wanted = _MountAttributes(set=attributes)
    arguments = (_AT_FDCWD, top.encode(), _AT_RECURSIVE, ctypes.byref(wanted))
    system_call(f"mount_setattr {top}", _MOUNT_SETATTR, *arguments, ctypes.sizeof(wanted))


def make_root(folder: str) -> None:
    """Makes a mount point the root of the file system; what was there before is gone.

    Raises:
        OSError: it may not.
    """
    os.chdir(folder)
    system_call("pivot_root", _PIVOT_ROOT[platform.machine()], b".", b".")
    _checked("umount2", _libc.umount2(b".", MNT_DETACH))  # the old root lies on top
    os.chdir("/")


def drop_capabilities() -> None:
    """Gives up every capability, and every way to get one.

    Raises:
        OSError: it may not.
    """
    capability = 0
    while _libc.prctl(PR_CAPBSET_READ, ctypes.c_ulong(capability), 0, 0, 0) >= 0:
        _libc.prctl(PR_CAPBSET_DROP, ctypes.c_ulong(capability), 0, 0, 0)  # may be gone already
        capability += 1
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    _checked("capset", _libc.capset(header, (ctypes.c_uint32 * 6)()))
    prctl(PR_SET_NO_NEW_PRIVS, 1)


def _argument(value: object) -> object:
    return ctypes.c_long(value) if isinstance(value, int) else value


def _checked(name: str, returned: int) -> int:
    if returned < 0:
        raise OSError(number := ctypes.get_errno(), f"{name}: {os.strerror(number)}")
    return returned
