"""The hostile submissions, and the small course on which they are graded."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from autograder.course import CHECKOUT, Course, read_course
from autograder.deliberate import Deliberate, deliberate_submissions
from given.manifest import FILE_NAME

ASSIGNMENT = "a1_linear"
EXERCISES = ("softmax", "vote")  # the first is attacked as a rule, the second is not
LIMITS = """
[limits]
cpu_s = 1.0
exercise_cpu_s = 2.0
wall_s = 2.5
memory_mb = 128
processes = 16
output_kb = 64
file_mb = 4
"""
CONTROLS = ("perfect", "perfect_but_messy", "partial", "blank")

FULL = read_course(CHECKOUT)


def known_cases() -> dict[str, Deliberate]:
    """All deliberate submissions of the assignment, by name."""
    manifest = FULL.manifest(ASSIGNMENT)
    return {case.name: case for case in deliberate_submissions(FULL, manifest)}


def hostile_cases() -> dict[str, Deliberate]:
    """Those that are hostile, by name."""
    return {name: case for name, case in known_cases().items() if case.is_hostile}


def small_course(root: Path, attacked: Iterable[str]) -> Course:
    """A course in the new folder `root`: few exercises, tight limits, the tests that they have."""
    names = {*EXERCISES, *attacked}
    origin = FULL.folder(ASSIGNMENT)
    folder = root / "assignments" / ASSIGNMENT
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(origin / "a1", folder / "a1", ignore=ignored)
    (folder / FILE_NAME).write_text(_cut((origin / FILE_NAME).read_text(), names))
    shutil.copy(FULL.root / "course.toml", root)
    shutil.copytree(FULL.oracles, root / "autograder" / "oracles", ignore=ignored)
    manifest = FULL.manifest(ASSIGNMENT)
    for place in (origin / "tests", FULL.suites(manifest), FULL.misconceptions(manifest)):
        target = root / place.relative_to(FULL.root)
        target.mkdir(parents=True)
        for name in names:
            for file in (place / f"test_{name}.py", place / f"{name}.py"):
                if file.is_file():
                    shutil.copy(file, target)
    return read_course(root)


def _cut(manifest: str, names: set[str]) -> str:
    """The text of a manifest with these exercises only, and LIMITS."""
    head, *exercises = manifest.split("[[exercise]]")
    kept = [text for text in exercises if text.split('"')[1] in names]
    return "[[exercise]]".join([head.partition("[limits]")[0] + LIMITS, *kept])
