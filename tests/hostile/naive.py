"""A case in the hands of a naive grader: pytest in its own process, see tests.naive_grader."""

import ast
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

from autograder.boundary.zygote import descendants
from autograder.deliberate import Deliberate
from given.manifest import Manifest
from tests import naive_grader
from tests.hostile import canaries, traces
from tests.hostile.seen import Seen
from tests.hostile.submissions import build_archive, is_archive
from tests.hostile.tables import ASSIGNMENT, EXERCISES, FULL
from tests.hostile.variants import RESULTS, VARIANTS, Variant

LIMIT_S = 20.0
_SUPERVISED = "import subprocess, sys; sys.exit(subprocess.run(sys.argv[1:]).returncode)"


def seen_by_naive(case: Deliberate, folder: Path) -> Seen:
    """What a naive grader makes of a case, and of a perfect submission after it.

    Args:
        folder: new; the grader works below it.
    """
    folder.mkdir()
    attacked = _restricted(FULL.manifest(ASSIGNMENT), case.attacks)
    meter = traces.Meter((folder / "graded",))
    with canaries.planted():
        _hand_in(case, attacked, folder / "submission")
        with meter.running():
            status, text = _run(case, attacked, folder, "graded")
        places = [p for p in folder.iterdir() if p.name not in ("submission", "graded")]
        left = traces.leftovers(places)
        spoilt = _spoilt(folder) if case.goal == "spoils" else ""
        traces.clear(places)
    earned = _earned(_variant(case), status, text, folder / "graded")
    return Seen(earned, text, left, spoilt, meter.cost)


def _hand_in(case: Deliberate, attacked: Manifest, into: Path) -> None:
    if is_archive(case):
        archive = build_archive(case, into.with_name("inbox"))
        _unpack_by_hand(archive, into)
    else:
        case.build(FULL, attacked, into)


def _unpack_by_hand(archive: Path, into: Path) -> None:
    """As scripts do it that trust the names in an archive."""
    into.mkdir(parents=True)
    if tarfile.is_tarfile(archive):
        with tarfile.open(archive) as members:
            members.extractall(into, filter="fully_trusted")
        return
    with zipfile.ZipFile(archive) as members:
        for info in members.infolist():
            target = Path(os.path.join(into, info.filename))
            if info.is_dir():
                target.mkdir(parents=True, exist_ok=True)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            if (info.external_attr >> 16) & 0o170000 == 0o120000:
                target.symlink_to(members.read(info).decode())
            else:
                target.write_bytes(members.read(info))


def _run(case: Deliberate, manifest: Manifest, folder: Path, name: str) -> tuple[int, str]:
    """Exit status and text of the pytest process."""
    into, home = folder / name, folder / "home"
    home.mkdir(exist_ok=True)
    naive_grader.lay_out(FULL, manifest, folder / "submission", into)
    variant = _variant(case)
    with (into / "conftest.py").open("a") as conftest:
        conftest.write(variant.conftest)
    process = subprocess.Popen(
        [sys.executable, "-c", _SUPERVISED, *naive_grader.command("--tb=line", "-rA")],
        cwd=into,
        env={
            **naive_grader.environment(),
            "COLUMNS": "400",
            "HOME": str(home),
            canaries.VARIABLE: os.environ[canaries.VARIABLE],
            **({"PYTHONPATH": str(into)} if variant.is_on_path else {}),
        },
        stdin=subprocess.DEVNULL,
        stdout=(log := (folder / "log").open("wb")),
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    with log:
        try:
            status = process.wait(LIMIT_S)
        except subprocess.TimeoutExpired:
            status = -signal.SIGALRM
        _end(process)
    report = into / naive_grader.REPORT
    told = report.read_bytes() if report.is_file() else b""
    with (folder / "log").open("rb") as written:
        return status, (written.read(2**20) + told).decode("utf-8", "replace")


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kills what is still below the supervisor, and it; marked processes are left to be found."""
    for pid in {*descendants(process.pid), process.pid} - {*traces.marked_processes()}:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()


def _variant(case: Deliberate) -> Variant:
    return VARIANTS.get(case.unprotected or "naive", VARIANTS["naive"])


def _earned(variant: Variant, status: int, text: str, folder: Path) -> str:
    """The first test of values that has passed, or that all have: pytest ended with 0."""
    if status == 0 and variant.reads == "junit":
        return "pytest ended with 0"
    passed = {"junit": _by_report, "json": _by_results, "stdout": _by_stdout}[variant.reads]
    for module, name in passed(folder, text):
        if name not in _contracts(folder / "tests" / f"{module}.py"):
            return f"{module}.{name} passed"
    return ""


def _by_report(folder: Path, text: str) -> Iterator[tuple[str, str]]:
    """The tests that have passed by the junit file, each as its module and its name."""
    with suppress(OSError, ElementTree.ParseError):
        for case in ElementTree.parse(folder / naive_grader.REPORT).findall(".//testcase"):
            if not any(part.tag in ("failure", "error", "skipped") for part in case):
                yield case.get("classname", "").rpartition(".")[2], case.get("name", "")


def _by_results(folder: Path, text: str) -> Iterator[tuple[str, str]]:
    """The same, by the file that a hook has written."""
    with suppress(OSError, ValueError):
        for test, outcome in json.loads((folder / RESULTS).read_text()).items():
            if outcome == "passed":
                yield _parts(test)


def _by_stdout(folder: Path, text: str) -> Iterator[tuple[str, str]]:
    """The same, by pytest's lines."""
    for line in text.splitlines():
        if line.startswith("PASSED ") and "::" in line:
            yield _parts(line.split()[1])


def _parts(test: str) -> tuple[str, str]:
    file, _, name = test.partition("::")
    return Path(file).stem, name


def _contracts(file: Path) -> set[str]:
    """The tests in a file that are contracts."""
    if not file.is_file():
        return set()
    return {
        node.name
        for node in ast.parse(file.read_text()).body
        if isinstance(node, ast.FunctionDef)
        and any(isinstance(d, ast.Name) and d.id == "contract" for d in node.decorator_list)
    }


def _spoilt(folder: Path) -> str:
    """What a perfect submission loses that is graded in the same place, with the same home."""
    manifest = _restricted(FULL.manifest(ASSIGNMENT), EXERCISES)
    shutil.rmtree(folder / "submission")
    shutil.copytree(FULL.folder(ASSIGNMENT) / "a1", folder / "submission" / "a1")
    perfect = Deliberate("perfect", folder, "solved", {}, None, None, "graded")
    status, _ = _run(perfect, manifest, folder, "graded_next")
    return "" if status == 0 else f"pytest ended with {status} on a perfect submission"


def _restricted(manifest: Manifest, names: tuple[str, ...]) -> Manifest:
    return replace(manifest, exercises=tuple(manifest.exercise(name) for name in names))
