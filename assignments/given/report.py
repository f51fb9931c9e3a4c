"""Rows of an answer to the student, and the table they make."""

import json
import re
import textwrap
import traceback
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import pytest

from given.assertions import Mismatch, UnfitPromise
from given.calls import last_call, type_name
from given.recording import Absent

WIDTH = 100
INDENT = 13
LONGEST_MESSAGE = 400
NO_BREAK = "\u00a0"
SHAPE = re.compile(r"(?:\w+: )?(?:\w+ )?\(\d+,[\d, ]*\)")  # "X: float64 (4, 5)": stays together
DETAILS = ("called", "promised", "came", "symptom", "where", "printed")


@dataclass(frozen=True)
class Row:
    """What one test says to a student."""

    title: str
    verdict: str  # passed, wrong, raised, missing, skipped
    called: str | None = None
    promised: str | None = None
    came: str | None = None
    symptom: str | None = None
    exercise: str = ""  # whose test it is: "softmax"
    where: str | None = None
    printed: str | None = None


def failed_row(title: str, exercise: str, failure: BaseException, package: Path | None) -> Row:
    """The row of a test that ended with `failure`.

    Args:
        package: the folder of the student's package, whose lines `where` may name; None: none.
    """
    call = last_call()
    called = str(call) if call else None
    if isinstance(failure, Mismatch):
        return Row(
            title, "wrong", called, failure.promised, failure.came, failure.symptom, exercise
        )
    if isinstance(failure, UnfitPromise) and call:
        came = "the test's own value, made of your answers, cannot be compared"
        return Row(title, "wrong", called, came=came, symptom=_text(failure), exercise=exercise)
    message = _text(failure)
    if isinstance(failure, Absent):
        return Row(title, "missing", came=message, exercise=exercise)
    if isinstance(failure, NotImplementedError):
        what = message or (call.name if call else exercise)
        return Row(title, "missing", came=f"not written yet ({what})", exercise=exercise)
    if isinstance(failure, AssertionError | pytest.fail.Exception):
        return _asserted(title, exercise, message, called, returned=call.returned if call else None)
    came = f"{type_name(type(failure))}: {message}" if message else type_name(type(failure))
    symptom = None
    where = _where(failure, package) if package else None
    if where is None and call and call.returned == "None":
        symptom = f"{call.name} returned None: is there a return?"
    return Row(title, "raised", called, came=came, symptom=symptom, exercise=exercise, where=where)


def table(rows: Sequence[Row]) -> str:
    """Plain text, at most 100 columns: one line a row, and what is known of each failure."""
    if not rows:
        return "no test was run"
    blocks = []
    for exercise in dict.fromkeys(row.exercise for row in rows):
        members = [row for row in rows if row.exercise == exercise]
        passed = sum(row.verdict == "passed" for row in members)
        head = f"{exercise}: {passed} of {len(members)} passed"
        blocks.append("\n".join([head, "-" * len(head), *(_block(row) for row in members)]))
    return "\n\n".join(blocks)


def write_rows(rows: Iterable[Row], path: Path) -> None:
    """The rows as JSON, for `read_rows`."""
    path.write_text(json.dumps([asdict(row) for row in rows], indent=1), encoding="utf-8")


def read_rows(path: Path) -> list[Row]:
    names = {f.name for f in fields(Row)}
    entries = json.loads(path.read_text(encoding="utf-8"))
    return [Row(**{k: v for k, v in entry.items() if k in names}) for entry in entries]


def _block(row: Row) -> str:
    lines = _wrapped(f"  {row.verdict:<9}", row.title, len("  passed   "))
    if row.verdict != "passed":
        for name in DETAILS:
            if (text := getattr(row, name)) is not None:
                lines += _wrapped(f"{'':<{INDENT}}{name:<9} ", text, INDENT + 10)
    return "\n".join(lines)


def _wrapped(head: str, text: str, indent: int) -> list[str]:
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        kept = SHAPE.sub(lambda match: match[0].replace(" ", NO_BREAK), paragraph)
        lines += textwrap.wrap(
            kept,
            WIDTH,
            initial_indent=" " * indent if lines else head,
            subsequent_indent=" " * indent,
            break_on_hyphens=False,
        ) or [head.rstrip()]
    return [line.replace(NO_BREAK, " ") for line in lines]


def _asserted(
    title: str, exercise: str, message: str, called: str | None, returned: str | None
) -> Row:
    """A plain assert of the test, or `pytest.raises` that saw nothing raised."""
    if message.startswith("DID NOT RAISE"):
        kind = message.removeprefix("DID NOT RAISE").strip().removeprefix("<class '")
        promised = f"{kind.removesuffix(chr(62)).rstrip(chr(39))} is raised"
        came = f"nothing was raised; it returned {returned}" if returned else "nothing was raised"
        return Row(title, "wrong", called, promised, came, exercise=exercise)
    came = "\n".join(message.splitlines()[:3]) or "something else"
    return Row(title, "wrong", called, came=came, exercise=exercise)


def _text(failure: BaseException) -> str:
    try:
        text = str(failure)
    except Exception:  # the student's own exception cannot say what it is
        return "(without a readable message)"
    text = "".join(c if c.isprintable() or c == "\n" else "?" for c in text)
    return text if len(text) <= LONGEST_MESSAGE else text[: LONGEST_MESSAGE - 3] + "..."


def _where(failure: BaseException, package: Path) -> str | None:
    """File and line in the student's package where it happened."""
    if isinstance(failure, SyntaxError) and failure.filename:
        return _place(Path(failure.filename), failure.lineno or 1, None, package)
    for frame in reversed(traceback.extract_tb(failure.__traceback__)):
        if place := _place(Path(frame.filename), frame.lineno or 1, frame.line, package):
            return place
    return None


def _place(path: Path, line: int, code: str | None, package: Path) -> str | None:
    try:
        name = path.resolve().relative_to(package.resolve().parent).as_posix()
    except ValueError:
        return None
    if not name.startswith(f"{package.name}/"):
        return None
    return f"{name}, line {line}" + (f": {code}" if code else "")
