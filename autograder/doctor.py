"""What this machine lacks for a stronger sandbox, and how to get it."""

import os
import platform
from collections.abc import Sequence
from pathlib import Path

from autograder.tiers import Tier

_SETTINGS = {  # file: the value that forbids user namespaces, and the cure
    "/proc/sys/user/max_user_namespaces": (
        "0",
        "user namespaces are switched off: sudo sysctl user.max_user_namespaces=10000",
    ),
    "/proc/sys/kernel/unprivileged_userns_clone": (
        "0",
        "Debian's kernel keeps user namespaces for root: "
        "sudo sysctl kernel.unprivileged_userns_clone=1",
    ),
    "/proc/sys/kernel/apparmor_restrict_unprivileged_userns": (
        "1",
        "Ubuntu's AppArmor keeps user namespaces for programs that it knows: "
        "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0, or grade as root",
    ),
}
_CONTAINERS = ("/.dockerenv", "/run/.containerenv")
_DOCKER = (
    "a container's own filter refuses namespaces: docker run --security-opt seccomp=unconfined "
    "--security-opt apparmor=unconfined --security-opt systempaths=unconfined ..."
)
_COLAB = "Colab refuses namespaces and offers no cure: grade a class on a machine of your own"
_LANDLOCK = (
    "landlock needs Linux 5.13 or newer, with landlock among its security modules: "
    "add lsm=landlock,yama,apparmor to the kernel's command line (Debian 12 has it on)"
)


def advice(tiers: Sequence[Tier], root: Path = Path("/")) -> list[str]:
    """What to do so that the tiers that are not here can be had, a sentence each.

    Args:
        root: of the file system to look at.
    """
    refused = {tier.name for tier in tiers if not tier.available}
    if not refused:
        return []
    if platform.system() != "Linux":
        return ["grade on Linux: in a virtual machine, in WSL 2, or in a container"]
    found = []
    if "strong" in refused:
        found += [cure for path, (value, cure) in _SETTINGS.items() if _is(root, path, value)]
        if "COLAB_RELEASE_TAG" in os.environ:
            found.append(_COLAB)
        elif any((root / path.lstrip("/")).exists() for path in _CONTAINERS):
            found.append(_DOCKER)
        found = found or [f"namespaces are refused by whatever runs this machine; {_DOCKER}"]
    return [*found, *([_LANDLOCK] if "landlock" in refused else [])]


def accounting() -> str:
    """How the memory and the processes of a submission are limited on this machine."""
    from autograder.sandbox import cgroups  # which other systems could not import

    hierarchy = cgroups.find()
    if hierarchy:
        return f"by the kernel's control groups, version {hierarchy.version}"
    return (
        "watched from outside, twenty times a second: no control group can be written here (as "
        "root it can; else in one that was delegated, `systemd-run --user --scope -p Delegate=yes`)"
    )


def _is(root: Path, path: str, value: str) -> bool:
    try:
        return (root / path.lstrip("/")).read_text().strip() == value
    except OSError:
        return False
