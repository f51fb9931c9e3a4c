"""Whether the methods of the course come in their order on `scenes`: `make ladder`.

Each seed redraws the images and the nets. Exit status 1: a rung is less than 3 points above the one
below it in some seed, or the best net leaves no room at the top.
"""

import statistics
import sys
from collections.abc import Sequence
from itertools import pairwise

from coursedata import Dataset, Split, scenes

RUNGS = ("nearest_neighbours", "linear", "features", "fully_connected", "convolutional")
ABOVE = "mirrored_convolutional"
SEEDS = (1, 2, 3, 4, 5)
TRAIN, VALIDATION, TEST = 8_000, 1_000, 2_000
SMALLEST_GAP, CEILING = 3.0, 97.0  # points of accuracy


def drawn(seed: int, train: int, validation: int, test: int) -> Dataset:
    """Fresh scenes, which no other seed and no part shares."""
    batches = [scenes(n, 100 * seed + part) for part, n in enumerate((train, validation, test))]
    names = batches[0].class_names
    parts = [Split(batch.images, batch.labels, names) for batch in batches]
    return Dataset("scenes", parts[0], parts[1], parts[2], names)


def measured(images: Dataset, seed: int) -> list[float]:
    """The test accuracy of each rung, then of the best net, in points."""
    from tests.benchmarks import ladder_methods  # imports torch and scikit-learn

    return [100 * getattr(ladder_methods, name)(images, seed) for name in (*RUNGS, ABOVE)]


def smallest_gap(row: Sequence[float]) -> float:
    """How far the closest two neighbouring rungs are apart; below 0 where the order is lost."""
    return min(upper - lower for lower, upper in pairwise(row[: len(RUNGS)]))


def faults(rows: Sequence[Sequence[float]]) -> list[str]:
    """What is wrong with the ladder, a sentence each; one row a seed."""
    found = []
    for lower, upper in pairwise(range(len(RUNGS))):
        gap = min(row[upper] - row[lower] for row in rows)
        if gap < SMALLEST_GAP:
            found.append(f"{RUNGS[upper]} is only {gap:.1f} points above {RUNGS[lower]}")
    if (best := max(map(max, rows))) > CEILING:
        found.append(f"a net reaches {best:.1f}, above the ceiling of {CEILING:.0f}")
    return found


def line(title: object, values: Sequence[float]) -> str:
    """A row of the table."""
    return f"{title!s:>6}" + "".join(f"{value:{len(ABOVE) + 1}.1f}" for value in values)


def main() -> int:
    columns = (*RUNGS, ABOVE, "smallest gap")
    print("  seed" + "".join(f"{name:>{len(ABOVE) + 1}}" for name in columns))
    rows = []
    for seed in SEEDS:
        rows.append(measured(drawn(seed, TRAIN, VALIDATION, TEST), seed))
        print(line(seed, [*rows[-1], smallest_gap(rows[-1])]), flush=True)
    by_method = list(zip(*rows, strict=True))
    print(line("mean", [statistics.mean(figures) for figures in by_method]))
    print(line("spread", [statistics.stdev(figures) for figures in by_method]))
    found = faults(rows)
    print("\n".join(found) or f"every gap is at least {SMALLEST_GAP} points in every seed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
