"""Runs the tests of an exercise in a notebook's kernel: part of the nbgrader assignment.

As cheap as can be: no pytest session, every test function called once with what it asks for.
"""

import importlib.util
import inspect
from pathlib import Path

from given.recording import Recorder, Student
from given.seeds import stream
from given.testing import Source


def share(exercise: str, package: str) -> float:
    """The share of an exercise's tests, public and hidden, that pass."""
    outcomes = [
        passes(test, package)
        for name in (f"test_{exercise}", f"test_{exercise}_hidden")
        for test in tests_in(Path("tests") / f"{name}.py")
    ]
    return sum(outcomes) / len(outcomes)


def tests_in(path: Path) -> list:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [value for name, value in vars(module).items() if name.startswith("test_")]


def passes(test, package: str) -> bool:
    return all(passes_with(case, test, package) for case in cases(test))


def cases(test) -> list[dict[str, object]]:
    """The parameters of each call of a test, which has one list of them at most."""
    for mark in getattr(test, "pytestmark", []):
        if mark.name == "parametrize":
            names = [name.strip() for name in mark.args[0].split(",")]
            rows = [value if len(names) > 1 else (value,) for value in mark.args[1]]
            return [dict(zip(names, row, strict=True)) for row in rows]
    return [{}]


def passes_with(case: dict[str, object], test, package: str) -> bool:
    recorder = Recorder(package)
    given = {
        "student": Student(recorder),
        "source": Source(package),
        "rng": stream("by hand", test.__name__),
        **case,
    }
    try:
        test(**{name: given[name] for name in inspect.signature(test).parameters})
    except Exception:
        return False
    finally:
        recorder.undo()
    return True
