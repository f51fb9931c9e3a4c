"""The sandbox tiers of this machine, strongest first; each is tried, not guessed."""

import platform
from dataclasses import dataclass
from pathlib import Path

from autograder.course import BadInput

WEAK = (
    "the sandbox tier 'process' limits time, memory and output, but hides neither the disk nor the "
    "network from a submission: grade only people whom you trust with this account"
)
_GIVES = {
    "strong": "its own processes, users, mounts, network; seccomp, landlock, limits",
    "landlock": "files by landlock, system calls by seccomp, limits; no namespaces",
    "process": "limits only; never chosen by itself",
}
_BY_NAME_ONLY = "process"


@dataclass(frozen=True)
class Tier:
    """A tier, and why it can or cannot be had here."""

    name: str
    available: bool
    reason: str


def probe() -> list[Tier]:
    """All tiers, strongest first."""
    return [_tried(name) for name in _GIVES]


def choose(name: str | None = None) -> str:
    """The strongest tier of this machine, or the one asked for.

    Raises:
        BadInput: it cannot be had here.
    """
    if name is not None and name not in _GIVES:
        raise BadInput(f"there is no sandbox tier {name!r}; there are: {', '.join(_GIVES)}")
    wanted = [name] if name else [tier for tier in _GIVES if tier != _BY_NAME_ONLY]
    refused = []
    for tier in map(_tried, wanted):
        if tier.available:
            return tier.name
        refused.append(f"{tier.name}: {tier.reason}")
    cure = "`autograder doctor` says what is missing"
    if name is None:
        cure += f"; `--tier {_BY_NAME_ONLY}` is for people whom you trust with this account"
    raise BadInput(f"no sandbox can be made here ({'; '.join(refused)}); {cure}")


def _tried(name: str) -> Tier:
    if platform.system() != "Linux":
        return Tier(name, False, f"grading needs Linux, this is {platform.system()}")
    if not Path("/proc/self/task").is_dir() or not list(Path("/proc/self/task").glob("*/children")):
        return Tier(name, False, "/proc does not list the children of a process")
    if name != _BY_NAME_ONLY:
        from autograder.sandbox import trial  # which other systems could not import

        if problem := trial.problem(name):
            return Tier(name, False, problem)
    return Tier(name, True, _GIVES[name])
