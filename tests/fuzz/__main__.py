"""`python -m tests.fuzz [--seed 1] [--inputs 1000000] [--jobs 2]`: 1 is a broken promise."""

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import pairwise
from pathlib import Path

from autograder.course import CHECKOUT
from tests.fuzz import campaign, extremes, replay
from tests.fuzz.campaign import Around, Tally
from tests.fuzz.inputs import MUTATED, Inputs
from tests.fuzz.reach import Reach, Recorder
from tests.fuzz.recording import recorded

FOLDER = Path("build/fuzz")
A_PASS = 60_000  # inputs; the branches that the first ones take are recorded
OUTCOMES = ("returned", "raised", "stopped", "broken")


def main() -> int:
    parser = argparse.ArgumentParser(description="Sends inputs to what receives replies.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    start_s = time.monotonic()
    exchanges = recorded()
    inputs, recorder = Inputs(options.seed, exchanges), Recorder()
    tally = Tally()
    for numbers, around in passes(options.inputs, recorder):
        tally.add(campaign.run(inputs, numbers, options.jobs, around))
        print(f"{tally.inputs} inputs, {tally.broken} broken", file=sys.stderr, flush=True)
    took_s = time.monotonic() - start_s
    print(f"seed {options.seed}; {len(exchanges)} recorded exchanges; {took_s:.0f} s")
    print(table(tally))
    if options.inputs > len(extremes.ALL):
        print(reach_table(recorder.reached()))
    for what, numbers in tally.found.items():
        print(f"BROKEN {what}; inputs {numbers}")
        print(f"    {replay.save(CHECKOUT / FOLDER, inputs, numbers[0])}")
    return bool(tally.broken or tally.inputs != options.inputs)


def passes(count: int, recorder: Recorder) -> Iterator[tuple[range, Around]]:
    """The numbers of all inputs, the largest ones in the first pass.

    The second pass is recorded; in all, that would take too long.
    """
    starts = [0, *range(len(extremes.ALL), count, A_PASS)]
    for number, (start, end) in enumerate(pairwise([*starts, count])):
        yield range(start, end), recorder.recording if number == 1 else nullcontext


def table(tally: Tally) -> str:
    """Inputs by kind and outcome, and what they cost."""
    rows = [f"{'inputs':20}{'all':>10}" + "".join(f"{name:>10}" for name in OUTCOMES)]
    together = {"all": dict(tally.count())}
    for kind, counts in {**tally.outcomes, **together}.items():
        numbers = [sum(counts.values()), *(counts.get(name, 0) for name in OUTCOMES)]
        rows.append(f"{kind:20}" + "".join(f"{number:>10}" for number in numbers))
    mutated = sum(sum(tally.outcomes.get(kind, {}).values()) for kind in MUTATED)
    rows.append(f"mutations of valid frames: {mutated / max(tally.inputs, 1):.1%}")
    rows.append(f"came again as what they were: {tally.stable}")
    rows.append(
        f"most memory: {tally.peak_bytes / 2**20:.0f} MB; "
        f"at most {tally.largest_share:.0%} of the cap for its size"
    )
    rows.append(f"most CPU: {tally.slowest_s:.2f} s, input {tally.slowest}")
    return "\n".join(rows)


def reach_table(reached: list[Reach]) -> str:
    """Lines and branches by file, and those that were not reached."""
    rows = [f"{'reached':36}{'lines':>12}{'branches':>12}  not reached"]
    for part in reached:
        lines = f"{part.lines - len(part.missing_lines)}/{part.lines}"
        branches = f"{part.branches - len(part.missing_branches)}/{part.branches}"
        missing = ", ".join(f"{start}->{end}" for start, end in part.missing_branches)
        rows.append(f"{part.file:36}{lines:>12}{branches:>12}  {missing}")
    return "\n".join(rows)


if __name__ == "__main__":
    sys.exit(main())
