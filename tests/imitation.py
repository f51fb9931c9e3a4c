"""Runs a command as on another machine: `python -m tests.imitation PLACE COMMAND...`.

Places: `nobody` (an unprivileged user; needs root to become one), `container` (whose filter refuses
namespaces), `bare` (which has no landlock either), `no-new-namespaces` (a user namespace that
forbids more of them).
"""

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

from autograder.boundary import kernel, seccomp

_NOBODY = 65534
_KEPT = "/mnt"  # any folder will do to keep a mount at
_NAMESPACES = ("unshare", "setns", "mount", "umount2", "pivot_root", "mount_setattr")


def nobody() -> None:
    """Becomes an unprivileged user, for whom the interpreter's folder is within reach."""
    prefix = Path(os.path.realpath(sys.base_prefix))
    kernel.unshare(kernel.NEW_MOUNTS)
    kernel.mount("", "/", flags=kernel.MS_REC | kernel.MS_PRIVATE)
    closed = [str(folder) for folder in prefix.parents if not folder.stat().st_mode & stat.S_IXOTH]
    if closed:
        kernel.mount(str(prefix), _KEPT, flags=kernel.MS_BIND)
        kernel.mount("tmpfs", closed[-1], "tmpfs", options="mode=755")
        prefix.mkdir(parents=True)
        kernel.mount(_KEPT, str(prefix), flags=kernel.MS_BIND)
    os.setgroups([])
    os.setresgid(_NOBODY, _NOBODY, _NOBODY)
    os.setresuid(_NOBODY, _NOBODY, _NOBODY)


def container() -> None:
    """Has a filter as containers have it."""
    _refuse(*_NAMESPACES)


def bare() -> None:
    """Has neither namespaces nor landlock, as an old kernel."""
    _refuse(*_NAMESPACES, "landlock_create_ruleset")


def no_new_namespaces() -> None:
    """Is root without rights in a user namespace that allows no other."""
    user = os.geteuid()
    kernel.unshare(kernel.NEW_USER)
    with open("/proc/self/uid_map", "w") as users:
        users.write(f"0 {user} 1")
    with open("/proc/sys/user/max_user_namespaces", "w") as most:
        most.write("0")
    kernel.drop_capabilities()


def _refuse(*names: str) -> None:
    known = {**seccomp.DENIED, "landlock_create_ruleset": (444, 444)}
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    seccomp.load(seccomp.refusing({name: known[name] for name in names}))


PLACES: dict[str, Callable[[], None]] = {
    "nobody": nobody,
    "container": container,
    "bare": bare,
    "no-new-namespaces": no_new_namespaces,
}

if __name__ == "__main__":
    PLACES[sys.argv[1]]()
    os.execv(sys.argv[2], sys.argv[2:])
