"""What became of a case in one grader, and whether it got what it was after."""

import re
from dataclasses import dataclass, field

from tests.hostile.traces import Cost

_CLAIM = re.compile(r"ATTAINED\b.{0,60}")
# Markup of a submission's own, what a terminal obeys, what turns text around, texts without end.
_SMUGGLED = re.compile(
    "<gradus_hostile|[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]|x{5000}"
)


@dataclass(frozen=True)
class Seen:
    """What a grader has made of a case."""

    earned: str = ""  # which test of values an attacked exercise has passed, if any
    text: str = ""  # all that a student may read
    left: list[str] = field(default_factory=list)
    spoilt: str = ""  # what a perfect submission lost that came next, or why this has no grade
    cost: Cost = field(default_factory=Cost)
    faults: list[str] = field(default_factory=list)  # what else a protected grader must not show

    def reached(self, goal: str, slack: float = 1.0) -> str:
        """The evidence that the goal is reached, or nothing; see Cost.excess."""
        claim = _CLAIM.search(self.text) or _SMUGGLED.search(self.text)
        return {
            "points": self.earned,
            "claims": ascii(claim[0]) if claim else "",
            "survives": ", ".join(self.left[:3]),
            "spoils": self.spoilt,
            "starves": self.cost.excess(slack),
        }[goal]
