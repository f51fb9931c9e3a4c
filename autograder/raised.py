"""Exceptions of a student's code, raised again on our side by an allow-list of built-in classes."""

import functools
import re

from autograder.boundary.messages import Raised

_ALLOWED = {
    kind.__name__: kind
    for kind in (
        ArithmeticError, AssertionError, AttributeError, BufferError, EOFError, FileNotFoundError,
        FloatingPointError, ImportError, IndentationError, IndexError, KeyError, LookupError,
        MemoryError, ModuleNotFoundError, NameError, NotImplementedError, OSError, OverflowError,
        PermissionError, RecursionError, ReferenceError, RuntimeError, StopIteration, SyntaxError,
        TabError, TimeoutError, TypeError, UnboundLocalError, ValueError, ZeroDivisionError,
    )
}  # fmt: skip

_ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")


class StudentRaised(Exception):
    """The student's code raised; an instance is also one of the built-in class, where allowed."""

    text: str
    kind: str  # of the built-in class
    shown: str  # the student's own class, printable
    where: str  # "a1/losses.py, line 12", or nothing
    absent: bool  # the file or the function is not there

    def __str__(self) -> str:
        return self.text


def as_exception(raised: Raised) -> StudentRaised:
    """The exception that a test sees for what the worker reports."""
    kind = raised.kind if raised.kind in _ALLOWED else "Exception"
    text = printable(raised.text)
    exception = _class(kind)(_unquoted(text) if kind == "KeyError" else text)
    exception.text = text
    exception.kind = kind
    exception.shown = printable(raised.shown)[:80]
    exception.where = printable(raised.where)[:120]
    exception.absent = raised.absent
    return exception


@functools.cache
def _class(kind: str) -> type[StudentRaised]:
    base = _ALLOWED.get(kind)
    return type(kind, (StudentRaised, base), {}) if base else StudentRaised


def _unquoted(text: str) -> str:
    """The key that a KeyError shows, where it is a text."""
    is_quoted = len(text) >= 2 and text[0] == text[-1] and text[0] in "'\""
    return text[1:-1] if is_quoted else text


def printable(text: str, most: int = 500) -> str:
    """`text` on one line, at most `most` characters, with nothing that a terminal would obey.

    Addresses are left out: they differ from run to run, and the same grade has the same bytes.
    """
    line = _ADDRESS.sub("0x...", " ".join(text.split()))[:most]
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)
