"""The table of all hostile submissions: `python -m tests.hostile [CASE ...] [--tier TIER ...]`.

Ends with 1 if a case fails where nothing stops it, or is not stopped where something must.
"""

import argparse
import sys
import time
from collections.abc import Iterator

from autograder import tiers
from autograder.deliberate import Deliberate
from tests.hostile.tables import hostile_cases
from tests.hostile.trial import PROTECTED, Finding, Trials, available_tiers

_FEW = 20  # cases of which the evidence is shown


def main() -> int:
    options = _parser().parse_args()
    cases = hostile_cases()
    if unknown := sorted({*options.cases} - {*cases}):
        print(f"no hostile submission {unknown[0]}", file=sys.stderr)
        return 2
    chosen = [cases[name] for name in options.cases or cases]
    reasons = available_tiers()
    for tier in (missing := [tier for tier in options.tier if reasons.get(tier, "unknown")]):
        print(f"tier {tier} cannot be had here: {reasons.get(tier, 'unknown')}", file=sys.stderr)
    shown = [tier for tier in options.tier if tier not in missing]
    wrong = _show(chosen, shown, without_unprotected=options.protected_only)
    print(f"{len(chosen)} hostile submissions, {wrong} findings to look at")
    return int(bool(wrong or missing))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("cases", nargs="*", metavar="CASE", help="all by default")
    parser.add_argument("--tier", nargs="+", default=[*PROTECTED], help="to be shown")
    parser.add_argument("--protected-only", action="store_true", help="leave out the unprotected")
    return parser


def _show(chosen: list[Deliberate], shown: list[str], without_unprotected: bool) -> int:
    """Prints a line a case; how many findings are not as they should be."""
    weakened = next((tier for tier in shown), tiers.choose())
    trials = Trials(weakened)
    wrong = 0
    print(f"{'case':45} {'aims at':9} {'unprotected':12} {' '.join(f'{t:9}' for t in shown)}")
    try:
        for case in chosen:
            start_s = time.monotonic()
            findings = list(_findings(trials, case, shown, without_unprotected))
            words = " ".join(
                f"{finding.word:{9 + 3 * (not i)}}" for i, finding in enumerate(findings)
            )
            took = f"{time.monotonic() - start_s:.1f} s"
            print(f"{case.name:45} {case.goal or '':9} {words} {took}", flush=True)
            for finding in findings:
                if not finding.is_right:
                    wrong += 1
                if finding.why and (not finding.is_right or len(chosen) < _FEW):
                    print(f"    {finding.why[:600]}", flush=True)
    finally:
        trials.close()
    return wrong


def _findings(
    trials: Trials, case: Deliberate, shown: list[str], without_unprotected: bool
) -> Iterator[Finding]:
    if not without_unprotected:
        yield trials.unprotected(case)
    for tier in shown:
        yield trials.protected(case, tier)


if __name__ == "__main__":
    sys.exit(main())
