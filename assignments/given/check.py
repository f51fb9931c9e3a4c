"""Runs public tests from a notebook: `check("softmax")`, or `check()` for where one stands."""

import html
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from given import assertions
from given.assertions import Mismatch
from given.manifest import Manifest, WrongManifest, read_manifest
from given.report import Row, read_rows, table
from given.tree import NoTree, find_tree

FEWEST_LINES = 15  # of pytest's own words, where there is no table


@dataclass(frozen=True)
class Answer:
    """What a check says: plain text, in a notebook as it stands."""

    text: str
    rows: tuple[Row, ...] = ()

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        style = "white-space: pre-wrap; font-family: monospace"
        return f'<pre style="{style}">{html.escape(self.text)}</pre>'


def check(
    name: str | None = None, only: str = "", *, debug: bool = False, time_limit_s: float = 120
) -> Answer:
    """The table of an exercise's public tests; without a name, where all exercises stand.

    The tests run in a fresh process, which sees the files as they are saved.

    Args:
        only: words; tests whose name has one of them are run, as for `check("softmax", "naive")`.
        debug: run in this process instead and raise the first failure again, for %debug.
        time_limit_s: a check that takes longer is stopped; not with `debug`.
    """
    try:
        root = find_tree()
        manifest = read_manifest(root)
    except (NoTree, WrongManifest) as failure:
        return _shown(Answer(str(failure)))
    names = [exercise.name for exercise in manifest.exercises]
    if name is not None and name not in names:
        return _shown(Answer(f"there is no exercise {name!r}; there are: {', '.join(names)}"))
    words = only.split()
    if unfit := [word for word in words if not word.isidentifier()]:
        return _shown(Answer(f"{unfit[0]!r} is no word of a test's name"))
    arguments = _arguments(root, manifest, name)
    if not arguments:
        return _shown(Answer(f"there are no tests of {name or manifest.name} in {root / 'tests'}"))
    arguments += ["-k", " or ".join(words)] if words else []
    if debug:
        return _checked_here(root, manifest, arguments)
    answer = _checked(root, manifest, name, arguments, time_limit_s)
    if words and answer.text == table([]):
        answer = Answer(f"no test of {name or manifest.name} has a name with {only!r}")
    return _shown(answer)


def _checked(
    root: Path, manifest: Manifest, name: str | None, arguments: list[str], time_limit_s: float
) -> Answer:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "rows.json"
        command = [sys.executable, "-m", "pytest", *arguments]
        try:
            ended = subprocess.run(
                [*command, f"--gradus-report={report}"],
                cwd=root,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=time_limit_s,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Answer(
                f"stopped after {time_limit_s:g} s: is there a loop without an end in"
                f" {name or 'one of the exercises'}? (check(..., time_limit_s=...) waits longer)"
            )
        if not report.exists():
            return Answer(_without_table(ended))
        rows = tuple(read_rows(report))
    return Answer(table(rows) if name else _standing(manifest, rows), rows)


def _environment() -> dict[str, str]:
    """No window opens, and options of an outer pytest stay outside."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTEST_ADDOPTS"}
    return {**kept, "MPLBACKEND": "Agg", "PYTHONIOENCODING": "utf-8"}


def _arguments(root: Path, manifest: Manifest, name: str | None) -> list[str]:
    chosen = [e for e in manifest.exercises if name in (None, e.name)]
    return [f"tests/{e.test_file}" for e in chosen if (root / "tests" / e.test_file).exists()]


def _standing(manifest: Manifest, rows: tuple[Row, ...]) -> str:
    """One line an exercise: tests passed, functions not written yet, points possible."""
    lines = []
    for exercise in manifest.exercises:
        mine = [row for row in rows if row.exercise == exercise.name]
        passed = sum(row.verdict == "passed" for row in mine)
        missing = sum(row.verdict == "missing" for row in mine)
        notes = f", {missing} not written yet" if missing else ""
        optional = ", optional" if exercise.optional else ""
        lines.append(
            f"{exercise.name:<16} {passed:>3} of {len(mine)} tests passed{notes}"
            f" ({float(exercise.points):g} points possible{optional})"
        )
    passed = sum(row.verdict == "passed" for row in rows)
    lines.append(f"{'all':<16} {passed:>3} of {len(rows)}; hidden tests at grading ask for more")
    return "\n".join(lines)


def _without_table(ended: subprocess.CompletedProcess[bytes]) -> str:
    words = (ended.stdout + b"\n" + ended.stderr).decode("utf-8", "replace").strip()
    tail = "\n".join(words.splitlines()[-FEWEST_LINES:])
    return f"the tests' process ended without an answer (exit status {ended.returncode})\n{tail}"


def _checked_here(root: Path, manifest: Manifest, arguments: list[str]) -> Answer:
    """Runs in this process; raises the first failure as the test met it."""
    import pytest

    failures = _FirstFailure()
    with tempfile.TemporaryDirectory() as folder, _fresh(manifest.package), _inside(root):
        report = Path(folder) / "rows.json"
        options = ["--maxfail=1", "--capture=no", "-W", "ignore", f"--gradus-report={report}"]
        pytest.main([*arguments, *options], plugins=[failures])
        rows = tuple(read_rows(report)) if report.exists() else ()
    if failures.first is not None:
        raise failures.first
    return Answer(table(rows), rows)


class _FirstFailure:
    """A pytest plugin that keeps the first exception, from the test's own frame on."""

    def __init__(self) -> None:
        self.first: BaseException | None = None

    def pytest_exception_interact(self, node: Any, call: Any) -> None:
        if self.first is None and call.excinfo is not None:
            found = call.excinfo.value
            trace = _from_file(found.__traceback__, str(node.path))
            if isinstance(found, Mismatch):
                _cut_before(trace, assertions.__file__)
            self.first = found.with_traceback(trace)


def _from_file(trace: TracebackType | None, path: str) -> TracebackType | None:
    """The traceback from the first frame in the file on; all of it where there is none."""
    here = trace
    while here is not None:
        if here.tb_frame.f_code.co_filename == path:
            return here
        here = here.tb_next
    return trace


def _cut_before(trace: TracebackType | None, path: str) -> None:
    """Ends the traceback where the file begins: %debug then opens in the test."""
    while trace is not None and trace.tb_next is not None:
        if trace.tb_next.tb_frame.f_code.co_filename == path:
            trace.tb_next = None
        trace = trace.tb_next


@contextmanager
def _fresh(package: str) -> Iterator[None]:
    """Package and tests are imported anew; afterwards the notebook has its own modules back."""
    ours = {n: m for n, m in sys.modules.items() if _belongs(n, package)}
    for name in ours:
        del sys.modules[name]
    try:
        yield
    finally:
        for name in [n for n in sys.modules if _belongs(n, package)]:
            del sys.modules[name]
        sys.modules.update(ours)


def _belongs(module: str, package: str) -> bool:
    first = module.partition(".")[0]
    return first in (package, "tests", "conftest") or first.startswith("test_")


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def _shown(answer: Answer) -> Answer:
    """Prints where nothing else would show the value: a script."""
    in_notebook = "IPython" in sys.modules and sys.modules["IPython"].get_ipython() is not None
    if not in_notebook and not hasattr(sys, "ps1"):
        encoding = sys.stdout.encoding or "utf-8"
        print(answer.text.encode(encoding, "replace").decode(encoding))
    return answer
