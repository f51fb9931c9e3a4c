"""What was found about the tests: by trying lazy variants, misconceptions and mutants."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.mutants.mutation import Mutant
from autograder.mutants.survivors import Key

SHARE = 0.95  # of all mutants, that the hidden tests must reject


@dataclass(frozen=True)
class Finding:
    """What became of one variant; `problem` says what is wrong with the tests, if anything."""

    group: str  # of rows in the report: an exercise, or a file of misconceptions
    name: str
    rejected_by: int = 0  # tests
    hints: int = 0  # of them, those that name this misconception
    others: Mapping[str, int] = field(
        default_factory=dict
    )  # without a hint, where another answers alike
    problem: str | None = None


@dataclass(frozen=True)
class Survivor:
    """A mutant that no hidden test rejects."""

    mutant: Mutant
    reason: str | None  # why it must survive, as reviewed
    note: str  # what a test said nevertheless, or nothing


@dataclass(frozen=True)
class Mutation:
    """What became of the mutants of a function."""

    function: str
    made: int
    survivors: tuple[Survivor, ...]

    @property
    def rejected(self) -> int:
        return self.made - len(self.survivors)


@dataclass(frozen=True)
class Findings:
    """All that was found."""

    variants: tuple[Finding, ...]
    mutations: tuple[Mutation, ...] = ()
    stale: tuple[Key, ...] = ()  # reasons of survivors that are none

    @property
    def share(self) -> float:
        """The part of all mutants that the hidden tests reject; 1 where there are none."""
        made = sum(m.made for m in self.mutations)
        return sum(m.rejected for m in self.mutations) / made if made else 1.0

    @property
    def gaps(self) -> list[str]:
        """What is wrong with the tests, a sentence each."""
        found = [f"{f.name}: {f.problem}" for f in self.variants if f.problem]
        for survivor in (s for m in self.mutations for s in m.survivors if s.reason is None):
            found.append(f"{survivor.mutant.function}: {survivor.mutant.line} survives")
        found += [f"{function}: {line} is no survivor" for function, line in self.stale]
        if self.share < SHARE:
            found.append(f"hidden tests reject {self.share:.1%} of the mutants, not {SHARE:.0%}")
        return found
