"""Mutants that no hidden test can reject, each with a reason: a file an exercise, reviewed by hand.

`suites/a1/survivors/softmax.toml` has a table for each function, in which a line of the solved code
and what the mutant makes of it, "before -> after", stands for its reason.
"""

import tomllib
from collections.abc import Mapping, Sequence

from autograder.course import BadInput, Course
from given.manifest import Exercise, Manifest

Key = tuple[str, str]  # a function, and "before -> after"


def read_survivors(
    course: Course, manifest: Manifest, exercises: Sequence[Exercise]
) -> dict[Key, str]:
    """The reason of each reviewed survivor of the exercises.

    Raises:
        BadInput: a file is not of this form, or of no exercise.
    """
    folder = course.suites(manifest) / "survivors"
    reasons: dict[Key, str] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            exercise = manifest.exercise(path.stem)
            if exercise in exercises:
                reasons |= _reasons(exercise, tomllib.loads(path.read_text(encoding="utf-8")))
        except (KeyError, ValueError) as problem:
            raise BadInput(f"{path}: {problem.args[0]}") from None
    return reasons


def _reasons(exercise: Exercise, tables: Mapping[str, object]) -> dict[Key, str]:
    reasons: dict[Key, str] = {}
    for function, table in tables.items():
        if function not in {f.name for f in exercise.functions} or not isinstance(table, dict):
            raise ValueError(f"{function} is no function of {exercise.name}")
        for line, reason in table.items():
            if not isinstance(reason, str) or not reason.strip():
                raise ValueError(f"{function}: {line!r} has no reason")
            reasons[function, line] = reason
    return reasons
