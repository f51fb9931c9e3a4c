"""Landlock: which files a process may open, whatever its user may; no namespaces are needed."""

import ctypes
import os
import stat
import struct
from collections.abc import Iterable

from . import kernel

_CREATE, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION, _PATH_BENEATH = 1, 1

_WRITE_FILE, _READ_FILE, _READ_DIRECTORY, _TRUNCATE = 1 << 1, 1 << 2, 1 << 3, 1 << 14
_READ = _READ_FILE | _READ_DIRECTORY
_RIGHTS = {1: 13, 2: 14, 3: 15, 5: 16}  # how many rights on files a version knows
_ALL_TCP, _ALL_SCOPES = 0b11, 0b11  # bind, connect; abstract sockets, signals
_HIERARCHY = (1 << 13) - 1  # may be used in a folder: all but moving between folders


def version() -> int:
    """The version that the kernel has.

    Raises:
        OSError: it has none.
    """
    return kernel.system_call("landlock", _CREATE, 0, 0, _VERSION)


def restrict(readable: Iterable[str], writable: Iterable[str] = ()) -> None:
    """From now on this process, and its children, open nothing but what lies below these paths.

    Nothing can be executed, no TCP port used, and, from version 6, no process outside be signalled.

    Raises:
        OSError: the kernel has no landlock.
    """
    known = version()
    rights = (1 << max(count for since, count in _RIGHTS.items() if since <= known)) - 1
    net, scopes = (_ALL_TCP if known >= 4 else 0), (_ALL_SCOPES if known >= 6 else 0)
    size = 24 if known >= 6 else 16 if known >= 4 else 8
    attributes = struct.pack("QQQ", rights, net, scopes)
    ruleset = kernel.system_call("landlock", _CREATE, attributes, size, 0)
    try:
        for path in readable:
            _allow(ruleset, path, _READ)
        for path in writable:
            _allow(ruleset, path, (_HIERARCHY | _TRUNCATE) & rights & ~1)  # 1: execute
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        kernel.system_call("landlock", _RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def without(shown: Iterable[str], hidden: set[str]) -> list[str]:
    """Paths that cover `shown` but for what is hidden, a set of folders."""
    paths = []
    for path in shown:
        if path in hidden:
            continue
        if any(folder.startswith(f"{path}/") for folder in hidden):
            paths += without((f"{path}/{name}" for name in sorted(os.listdir(path))), hidden)
        else:
            paths.append(path)
    return paths


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return  # nothing to open
    try:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            rights &= _READ_FILE | _WRITE_FILE | _TRUNCATE
        rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, descriptor), 12)
        kernel.system_call("landlock", _ADD_RULE, ruleset, _PATH_BENEATH, rule, 0)
    finally:
        os.close(descriptor)
