"""Two ways to the same result, timed in turn in one process."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Task = Callable[[], object]


@dataclass(frozen=True)
class Comparison:
    """Two ways to the same result."""

    what: str
    ours: Task
    baseline: Task
    scale: float = 1.0  # of the baseline's time
    at_least: float = 0.0  # wanted of baseline / ours


def report_all(comparisons: Sequence[Comparison]) -> int:
    """Prints a row a comparison; 1 if one of them misses what is wanted, as an exit status."""
    print(f"{'':<58}{'ours s':>10}{'baseline s':>12}{'ratio':>9}{'wanted':>9}")
    met = [report(comparison) for comparison in comparisons]
    return 0 if all(met) else 1


def report(comparison: Comparison, repeats: int = 5) -> bool:
    """Prints the row of a comparison, the two ways in turn, the best of each; whether it is met."""
    ours, baseline = [], []
    for _ in range(repeats):
        ours.append(cpu_s(comparison.ours))
        baseline.append(cpu_s(comparison.baseline) * comparison.scale)
    ratio = min(baseline) / min(ours)
    print(
        f"{comparison.what:<58}{min(ours):>10.4f}{min(baseline):>12.4f}"
        f"{ratio:>9.2f}{comparison.at_least:>9.2f}"
    )
    return ratio >= comparison.at_least


def cpu_s(task: Task) -> float:
    """CPU seconds of one run."""
    before = time.process_time()
    task()
    return time.process_time() - before
