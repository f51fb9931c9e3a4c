"""Whether something grew: the second tenth of a run beside its last tenth."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

_FEWEST = 15  # submissions in a tenth


class Sample(NamedTuple):
    """What was seen at one moment, by the name of the measure."""

    done: int  # results by then
    seen: dict[str, float]


@dataclass(frozen=True)
class Measure:
    """One thing that should not grow.

    What comes and goes with each result is taken at its least: that is what is always there.
    """

    name: str
    unit: str
    allowance: float
    middle: Callable[[Sequence[float]], float] = median


_ROLES = ("grader", "judges", "zygotes")
MEASURES = (
    *(Measure(f"memory of the {role}", "MB", 2.0) for role in _ROLES),
    Measure("descriptors of the grader", "", 1, min),  # it may be writing a result
    *(Measure(f"descriptors of the {role}", "", 0) for role in _ROLES[1:]),
    *(Measure(f"threads of the {role}", "", 0) for role in _ROLES),
    *(Measure(f"mounts that the {role} see", "", 0) for role in _ROLES),
    Measure("processes", "", 0),
    Measure("temporary files", "", 0),
    Measure("control groups", "", 0),
)


@dataclass(frozen=True)
class Growth:
    measure: Measure
    early: float
    late: float

    @property
    def is_too_much(self) -> bool:
        return self.late - self.early > self.measure.allowance

    @property
    def said(self) -> str:
        return f"{self.measure.name} grew from {self.early:g} to {self.late:g} {self.measure.unit}"


def growths(samples: Sequence[Sample], total: int) -> list[Growth]:
    """How each measure changed between the second and the last tenth of `total` submissions.

    Raises:
        ValueError: nothing was seen in one of them.
    """
    width = max(total / 10, _FEWEST)
    early = [s for s in samples if total / 10 <= s.done < total / 10 + width]
    late = [s for s in samples if total - width <= s.done < total]
    if not early or not late:
        raise ValueError(f"{len(early)} samples in the second tenth, {len(late)} in the last")
    return [
        Growth(
            measure,
            measure.middle([sample.seen[measure.name] for sample in early]),
            measure.middle([sample.seen[measure.name] for sample in late]),
        )
        for measure in MEASURES
    ]


def table(found: Sequence[Growth]) -> str:
    """A row a measure."""
    rows = [f"  {'':32}{'second tenth':>14}{'last tenth':>12}{'allowed':>10}"]
    for each in found:
        unit = f", {each.measure.unit}" if each.measure.unit else ""
        rows.append(
            f"  {each.measure.name + unit:32}{each.early:>14.6g}{each.late:>12.6g}"
            f"{'+' + format(each.measure.allowance, 'g'):>10}{'  GREW' * each.is_too_much}"
        )
    return "\n".join(rows)
