"""One case in one column: whether it got what it was after, and whether that is as it should be."""

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from autograder import tiers
from autograder.deliberate import Deliberate
from autograder.result import Result
from tests.hostile.arena import Arena, arena
from tests.hostile.defences import DEFENCES
from tests.hostile.naive import seen_by_naive
from tests.hostile.seen import Seen
from tests.hostile.tables import EXERCISES
from tests.hostile.traces import slack_of_the_machine
from tests.hostile.variants import VARIANTS

PROTECTED = ("strong", "landlock")


@dataclass(frozen=True)
class Finding:
    """A cell of the table."""

    word: str
    is_right: bool
    why: str = ""


class Trials:
    """Graders of all kinds, each opened when it is first needed; to be closed at the end."""

    def __init__(self, weakened_tier: str | None = None) -> None:
        self._tier = weakened_tier  # of ours with a defence switched off
        self._arenas: dict[tuple[object, ...], Arena] = {}
        self._stack = ExitStack()

    def unprotected(self, case: Deliberate) -> Finding:
        """The case where it must succeed."""
        where, goal = case.unprotected or "naive", case.goal or "points"
        if where in VARIANTS:
            with tempfile.TemporaryDirectory(prefix="gradus-naive-") as folder:
                seen = seen_by_naive(case, Path(folder) / "grader")
        else:
            tier = DEFENCES[where].tier or self._tier or tiers.choose()
            seen = self._arena(case, tier, where).seen(case)
        if evidence := seen.reached(goal):
            return Finding("succeeded", True, f"{where}: {evidence}")
        return Finding("failed", False, f"{where}: {_sketch(seen)}")

    def protected(self, case: Deliberate, tier: str) -> Finding:
        """The case where it must fail, and nothing else may be amiss."""
        seen = self._arena(case, tier, None).seen(case)
        evidence = seen.reached(case.goal or "points", slack_of_the_machine())
        reached = [f"it succeeded: {evidence}"] if evidence else []
        if wrong := [*reached, *seen.faults]:
            return Finding("BROKEN", False, "; ".join(wrong))
        return Finding("defended", True)

    def control(self, case: Deliberate, tier: str) -> Result:
        """The result of a submission that is not hostile."""
        return self._arena(case, tier, None).grade(case)

    def close(self) -> None:
        self._stack.close()
        self._arenas.clear()

    def _arena(self, case: Deliberate, tier: str, without: str | None) -> Arena:
        attacked = tuple(sorted({*case.attacks} - {*EXERCISES}))
        key = attacked, tier, without
        if key not in self._arenas:
            self._arenas[key] = self._stack.enter_context(arena(tier, attacked, without))
        return self._arenas[key]


def available_tiers() -> dict[str, str]:
    """Why a tier cannot be had here, by its name; nothing where it can."""
    known = {tier.name: "" if tier.available else tier.reason for tier in tiers.probe()}
    return {name: known.get(name, "this engine does not know it") for name in PROTECTED} | known


def _sketch(seen: Seen) -> str:
    """What is known of an attack that failed."""
    return "; ".join(
        part
        for part in (
            seen.earned,
            *seen.left,
            seen.spoilt,
            *seen.faults,
            f"{seen.cost.wall_s:.1f} s",
        )
        if part
    )
