"""The sandbox tiers of this machine, strongest first."""

import platform
from dataclasses import dataclass
from pathlib import Path

from autograder.course import BadInput

WEAK = (
    "the sandbox tier 'process' limits time, memory and output, but hides neither the disk nor the "
    "network from a submission: grade only people whom you trust with this account"
)


@dataclass(frozen=True)
class Tier:
    """A tier, and why it can or cannot be had here."""

    name: str
    available: bool
    reason: str


def probe() -> list[Tier]:
    """The tiers, strongest first."""
    return [_process()]


def choose(name: str | None = None) -> str:
    """The strongest tier of this machine, or the one asked for.

    Raises:
        BadInput: it cannot be had here.
    """
    tiers = probe()
    for tier in tiers:
        if tier.name == name or (name is None and tier.available):
            if not tier.available:
                raise BadInput(f"no sandbox tier {tier.name!r} here: {tier.reason}")
            return tier.name
    known = "; ".join(f"{tier.name}: {tier.reason}" for tier in tiers)
    raise BadInput(f"no sandbox tier {name or 'at all'} on this machine ({known})")


def _process() -> Tier:
    if platform.system() != "Linux":
        return Tier("process", False, f"grading needs Linux, this is {platform.system()}")
    if not Path("/proc/self/task").is_dir() or not list(Path("/proc/self/task").glob("*/children")):
        return Tier("process", False, "/proc does not list the children of a process")
    return Tier(
        "process", True, "limits of time, memory, processes and output, watched from outside"
    )
