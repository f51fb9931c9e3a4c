"""What a test imports (assertions, contract), and the pytest plugin of the student's folder.

The grader imports the assertions from here too, but brings fixtures of its own: importing this
module needs no student's tree.
"""

import importlib.util
import os
import random
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from given import calls, rules
from given.assertions import Mismatch, assert_close, assert_labels, assert_mask
from given.manifest import read_manifest
from given.recording import Absent, Recorder, Student
from given.report import Row, failed_row, table, write_rows
from given.seeds import PUBLISHED, stream
from given.tree import NoTree, find_tree

__all__ = ["Mismatch", "assert_close", "assert_labels", "assert_mask", "contract"]

contract = pytest.mark.contract
ROWS = pytest.StashKey[list[Row]]()
LONGEST_PRINT = 500


class Source:
    """The code of the student's package, as text."""

    def __init__(self, package: str) -> None:
        self._package = package

    def forbids(self, name: str, kind: str) -> None:
        """Passes if the function breaks no rule of this kind.

        Args:
            name: dotted, below the package: "losses.softmax_loss_vectorized".
            kind: "loops".

        Raises:
            Mismatch: it does; the first places are named.
            NotImplementedError: it is not written yet.
            Unreadable: a module of the package cannot be read.
        """
        module = name.partition(".")[0]
        if self._text(module) is None:
            raise Absent(f"there is no module {self._package}.{module}")
        broken = rules.violations(name, kind, self._text, self._package)
        if not broken and rules.is_blank(name, self._text, self._package):
            raise NotImplementedError(f"{self._package}.{name}")
        if broken:
            raise Mismatch(f"{name} without {kind}", rules.places(self._package, broken[:5]))

    def _text(self, module: str) -> str | None:
        spec = importlib.util.find_spec(self._package)
        places = (spec.submodule_search_locations if spec else None) or []
        texts = (rules.read_module(Path(place), module) for place in places)
        return next((text for text in texts if text is not None), None)


@pytest.fixture
def student(request: pytest.FixtureRequest) -> Iterator[Student]:
    """The student's package; `student.losses` is its module losses."""
    recorder = Recorder(_package(request.node))
    numpy_state, python_state = np.random.get_state(), random.getstate()
    seed = int(stream(PUBLISHED, f"{test_id(request.node)}/global").integers(2**32))
    np.random.seed(seed)
    random.seed(seed)
    yield Student(recorder)
    recorder.undo()
    np.random.set_state(numpy_state)
    random.setstate(python_state)


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> np.random.Generator:
    """The test's own random numbers: the same in every run here, others at grading."""
    return stream(PUBLISHED, test_id(request.node))


@pytest.fixture
def source(request: pytest.FixtureRequest) -> Source:
    """The student's code, for rules on how a function is written."""
    return Source(_package(request.node))


def test_id(item: pytest.Item) -> str:
    """ "public/test_softmax.test_name[param]"."""
    name = item.nodeid.partition("::")[2].replace("::", ".")
    return f"public/{item.path.stem}.{name}"


test_id.__test__ = False  # type: ignore[attr-defined]


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("gradus")
    group.addoption("--gradus-report", metavar="FILE", help="write the table's rows as JSON")
    parser.addini("gradus_package", "the package under test, where no assignment.toml names it")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "contract: a test of shape, dtype or another formality")
    config.stash[ROWS] = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Hangs the row on the report, where it survives the way between processes."""
    report = yield
    row = _row(item, call, report)
    report.gradus_row = None if row is None else asdict(row)
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    calls.clear()


class Collector:
    """Gathers the rows of a session; a plugin object because only it knows its config."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if row := getattr(report, "gradus_row", None):
            self.config.stash[ROWS].append(Row(**row))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            lines = str(report.longrepr).strip().splitlines()
            came = lines[-1] if lines else "the test file cannot be read"
            title = Path(report.nodeid).name or "the tests"
            row = Row(title, "raised", came=came, exercise=_exercise(report.nodeid))
            self.config.stash[ROWS].append(row)


def pytest_sessionstart(session: pytest.Session) -> None:
    session.config.pluginmanager.register(Collector(session.config))


def pytest_report_teststatus(
    report: pytest.TestReport, config: pytest.Config
) -> tuple[str, str, str] | None:
    """No dots while the table is the answer; `-vv` brings pytest's own words back."""
    if config.get_verbosity() >= 0:
        return None
    if report.when == "call" or not report.passed:
        return report.outcome, "", ""
    return "", "", ""


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    rows = config.stash[ROWS]
    terminalreporter.write_line(table(rows))


def pytest_sessionfinish(session: pytest.Session) -> None:
    path = session.config.getoption("gradus_report")
    if path and not hasattr(session.config, "workerinput"):
        rows = session.config.stash[ROWS]
        write_rows(rows, Path(path))


def _row(item: pytest.Item, call: pytest.CallInfo[None], report: pytest.TestReport) -> Row | None:
    """The row of a finished test; None for the phases that say nothing."""
    title, exercise = title_of(item), _exercise(item.nodeid)
    if report.skipped:
        return Row(title, "skipped", exercise=exercise)
    if report.passed:
        return Row(title, "passed", exercise=exercise) if report.when == "call" else None
    if call.excinfo is None:
        return Row(title, "wrong", exercise=exercise)
    row = failed_row(title, exercise, call.excinfo.value, _package_folder(item))
    if printed := report.capstdout.strip():
        row = Row(**{**asdict(row), "printed": printed[-LONGEST_PRINT:]})
    return row


def title_of(item: pytest.Item) -> str:
    """The first line of the test's docstring, or its name with spaces."""
    function = getattr(item, "function", None)
    lines = (getattr(function, "__doc__", None) or "").strip().splitlines()
    bare, bracket, parameters = item.name.partition("[")
    title = lines[0] if lines else bare.removeprefix("test_").replace("_", " ")
    return f"{title} [{parameters}" if bracket else title


def _exercise(nodeid: str) -> str:
    return Path(nodeid.partition("::")[0]).stem.removeprefix("test_")


def _package(item: pytest.Item) -> str:
    named = os.environ.get("GRADUS_PACKAGE") or item.config.getini("gradus_package")
    if named:
        return str(named)
    try:
        return read_manifest(find_tree(item.path.parent)).package
    except NoTree as failure:
        raise pytest.UsageError(str(failure)) from None


def _package_folder(item: pytest.Item) -> Path:
    """Where the package lies, found without importing it."""
    try:
        package = _package(item)
        spec = importlib.util.find_spec(package)
    except Exception:  # no tree, or a package that cannot be found: no line of it to name
        return item.path.parent / "?"
    places = list(spec.submodule_search_locations or []) if spec else []
    return Path(places[0]) if places else item.path.parent / package
