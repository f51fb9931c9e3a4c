"""What grading costs beyond the tests themselves: `python -m tests.benchmarks.overhead`.

CPU seconds per submission for the same twenty submissions, by this grader, by a pytest process for
each and by `nbgrader autograde`; docs/benchmarks.md says how they are measured.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import own_time
from tests.benchmarks.cpu import cpu_s
from tests.benchmarks.nbgrader_course import NbgraderCourse

from autograder import results
from autograder.course import CHECKOUT, Course, read_course
from autograder.deliberate import deliberate_submissions
from given.manifest import Manifest
from tests import naive_grader

ASSIGNMENT = "a1_linear"
ORDINARY = [
    "perfect", "perfect_but_messy", "nearly_right", "partial", "wrong",
    "raising", "lazy_zeros", "blank", "missing_file", "syntax_error",
]  # fmt: skip
SIZE = 20

Shares = Mapping[str, float]


@dataclass(frozen=True)
class Cost:
    """CPU seconds per submission, the tests' own time included."""

    name: str
    cpu_s: float


@dataclass(frozen=True)
class Benchmark:
    course: Course
    manifest: Manifest
    submissions: Sequence[Path]
    folder: Path

    def ours(self) -> tuple[list[Cost], Shares]:
        """This grader: without and with its start, which is spread over the class."""
        (self.folder / "nobody").mkdir()
        fixed_s = self._grade(self.folder / "nobody", self.folder / "fixed")
        into = self.folder / "ours"
        all_s = self._grade(self.submissions[0].parent, into)
        found = results.read_all(into)
        if failed := [result.message for result in found if result.points is None]:
            raise RuntimeError(f"ours could not grade: {failed[0]}")
        shares = {result.student: (result.points or 0.0) / result.out_of for result in found}
        print(f"our start, once a class: {fixed_s:.2f} s", flush=True)
        each = Cost("ours, each further submission", (all_s - fixed_s) / SIZE)
        return [each, Cost(f"ours, start spread over {SIZE}", all_s / SIZE)], shares

    def pytest_processes(self) -> tuple[Cost, float, Shares]:
        """A pytest process each; in between, the tests' own time."""
        spent_s, own_s, shares = 0.0, 0.0, {}
        command = naive_grader.command("-p", own_time.__name__)
        for submission in self.submissions:
            laid_out = self.folder / "pytest" / submission.name
            naive_grader.lay_out(self.course, self.manifest, submission, laid_out)
            own = laid_out / "own_time.txt"
            environment = naive_grader.environment()
            environment |= {own_time.FILE: str(own), "PYTHONPATH": str(CHECKOUT)}
            spent_s += cpu_s(command, laid_out, environment)
            own_s += float(own.read_text(encoding="ascii"))
            share = naive_grader.reported_share(laid_out / naive_grader.REPORT)
            shares[submission.name] = float(share)
        return Cost("a pytest process each", spent_s / SIZE), own_s / SIZE, shares

    def nbgrader(self) -> tuple[list[Cost], Shares]:
        """`nbgrader autograde`: once for the class, and once for each."""
        graded = NbgraderCourse(
            self.course, self.manifest, self.submissions, self.folder / "nbgrader"
        )
        together_s = graded.autograde_together_s()
        shares = graded.shares()
        apart_s = graded.autograde_one_by_one_s()
        return [
            Cost("nbgrader autograde, one for all", together_s / SIZE),
            Cost("nbgrader autograde, one each", apart_s / SIZE),
        ], shares

    def _grade(self, submissions: Path, into: Path) -> float:
        command = [sys.executable, "-m", "tests.benchmarks.ours"]
        arguments = [ASSIGNMENT, str(submissions), str(into)]
        return cpu_s([*command, *arguments], CHECKOUT, dict(os.environ))


def hand_in(course: Course, manifest: Manifest, into: Path) -> list[Path]:
    """Twenty folders with what the ordinary students of a class hand in."""
    cases = {case.name: case for case in deliberate_submissions(course, manifest)}
    folders = []
    for number in range(SIZE):
        name = ORDINARY[number % len(ORDINARY)]
        folders.append(into / f"{name}_{number:02}")
        cases[name].build(course, manifest, folders[-1])
    return folders


def check(grader: str, shares: Shares) -> None:
    """Makes sure that a grader has graded.

    Raises:
        RuntimeError: it gave a perfect submission less than all, or an empty one something.
    """
    for student, share in shares.items():
        expected = {"perfect": 1.0, "blank": 0.0}.get(student.rpartition("_")[0], share)
        if abs(share - expected) > 1e-9:
            raise RuntimeError(f"{grader} gave {student} {share:.2f}, not {expected}")


def table(costs: Sequence[Cost], own_s: float) -> str:
    """A row a grader: seconds beyond the tests' own time, and how ours compares."""
    beyond = {cost.name: cost.cpu_s - own_s for cost in costs}
    ours_s = next(iter(beyond.values()))
    rows = [f"{'CPU seconds per submission':34}{'all':>8}{'beyond':>8}{'to ours':>9}"]
    for cost in costs:
        ratio = beyond[cost.name] / ours_s
        rows.append(f"{cost.name:34}{cost.cpu_s:8.3f}{beyond[cost.name]:8.3f}{ratio:8.1f}x")
    return "\n".join(rows)


def main() -> None:
    course = read_course(CHECKOUT)
    manifest = course.manifest(ASSIGNMENT)
    folder = Path(tempfile.mkdtemp(prefix="gradus-benchmark-"))
    try:
        submissions = hand_in(course, manifest, folder / "class")
        benchmark = Benchmark(course, manifest, submissions, folder)
        ours, shares = benchmark.ours()
        check("ours", shares)
        processes, own_s, shares = benchmark.pytest_processes()
        check("pytest", shares)
        print(f"the tests' own time, per submission: {own_s:.3f} s", flush=True)
        theirs, shares = benchmark.nbgrader()
        check("nbgrader", shares)
        print(table([*ours, processes, *theirs], own_s))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
