"""Exceptions of a submission: raised again here by an allow-list, their text safe to show."""

import pytest

from autograder.judge import verdict_of
from autograder.raised import StudentRaised
from autograder.verdicts import Stopped, Verdict


def raised_by(hall, text, **limits):
    """What a test sees when it calls `f`, of which this is the text."""
    student = hall.hand_in(text, **limits)
    with pytest.raises(StudentRaised) as caught:
        student.work.f()
    return caught.value


@pytest.mark.parametrize(
    "kind",
    [
        ArithmeticError, AssertionError, AttributeError, FileNotFoundError, FloatingPointError,
        ImportError, IndexError, KeyError, LookupError, NameError, NotImplementedError, OSError,
        OverflowError, RecursionError, RuntimeError, StopIteration, SyntaxError, TimeoutError,
        TypeError, ValueError, ZeroDivisionError, MemoryError, UnboundLocalError,
        ModuleNotFoundError,
    ],
)  # fmt: skip
def test_a_built_in_exception_is_caught_by_its_class(hall, kind):
    student = hall.hand_in(f"def f(x):\n    raise {kind.__name__}('no good')")
    with pytest.raises(kind, match="no good") as caught:
        student.work.f(1)
    assert isinstance(caught.value, StudentRaised)
    assert caught.value.where == "z1/work.py, line 2"


def test_a_subclass_is_caught_as_what_it_derives_from_and_shown_by_its_own_name(hall):
    text = "class TooShort(ValueError): pass\ndef f(): raise TooShort('3 < 4')"
    raised = raised_by(hall, text)
    assert isinstance(raised, ValueError)
    assert (raised.kind, raised.shown, str(raised)) == ("ValueError", "TooShort", "3 < 4")


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("{}['W9']", "'W9'"),
        ("{}[5]", "5"),
        ("raise KeyError", ""),
        ('raise KeyError("it\'s")', '"it\'s"'),
        ("raise ValueError('a', 2)", "('a', 2)"),
        ("raise OSError(2, 'No such file')", "[Errno 2] No such file"),
        ("int('x')", "invalid literal for int() with base 10: 'x'"),
    ],
)
def test_the_text_is_what_python_would_show(hall, statement, text):
    assert str(raised_by(hall, f"def f(): {statement}")) == text


@pytest.mark.parametrize(
    ("statement", "shown"),
    [
        ("import sys; sys.exit(0)", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("raise GeneratorExit", "GeneratorExit"),
        ("raise ExceptionGroup('several', [ValueError()])", "ExceptionGroup"),
        ("b'\\xff'.decode()", "UnicodeDecodeError"),
    ],
)
def test_what_is_not_on_the_list_is_only_an_exception_of_the_students(hall, statement, shown):
    raised = raised_by(hall, f"def f(): {statement}")
    assert type(raised) is StudentRaised
    assert raised.shown == shown
    assert verdict_of(raised, "call") is Verdict.RAISED


@pytest.mark.parametrize("name", ["GraderFailed", "Stopped", "Skipped", "Exit", "StudentRaised"])
def test_a_students_class_that_is_named_like_ours_is_not_ours(hall, name):
    raised = raised_by(
        hall, f"class {name}(Exception): __module__ = 'builtins'\ndef f(): raise {name}"
    )
    assert type(raised) is StudentRaised


def test_recursion_without_end_is_a_recursion_error(hall):
    raised = raised_by(hall, "def f(): return f()")
    assert isinstance(raised, RecursionError)
    assert verdict_of(raised, "call") is Verdict.RAISED


def test_a_memory_error_is_the_verdict_memory(hall):
    raised = raised_by(hall, "def f(): return bytearray(2**40)")
    assert verdict_of(raised, "call") is Verdict.MEMORY


def test_not_implemented_is_the_verdict_missing(hall):
    raised = raised_by(hall, "def f(): raise NotImplementedError('z1.work.f')")
    assert verdict_of(raised, "call") is Verdict.MISSING
    assert not raised.absent


EVIL_TEXT = """
    class Evil(ValueError):
        def __str__(self):
            {}
    def f():
        raise Evil
"""


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("raise RuntimeError", "(an exception without a readable text)"),
        ("return 5", "(an exception without a readable text)"),
        ("raise SystemExit", "(an exception without a readable text)"),
        ("return 'x' * 10_000_000", "x" * 500),
        ("return '\\x1b[2J\\x00a\\nb\\u202e'", "\ufffd[2J\ufffda b\ufffd"),
        ("return '\\ud800'", "?"),
        ("return self.__str__()", "(an exception without a readable text)"),
    ],
    ids=["raises", "number", "exits", "long", "control", "surrogate", "recursive"],
)  # fmt: skip
def test_a_text_is_short_and_printable_whatever_the_exception_does(hall, body, text):
    raised = raised_by(hall, EVIL_TEXT.format(body))
    assert isinstance(raised, ValueError)
    assert str(raised) == text


def test_an_endless_text_is_a_matter_of_time(hall):
    student = hall.hand_in(EVIL_TEXT.format("\n            while True: pass"), cpu_s=0.2)
    with pytest.raises(Stopped, match=r"more than 0.2 s of computing"):
        student.work.f()


def test_a_metaclass_cannot_forge_a_class_of_ours(hall):
    raised = raised_by(
        hall,
        "class Meta(type):\n    __name__ = 'OSError'\n"
        "class A(Exception, metaclass=Meta): pass\ndef f(): raise A('x')",
    )
    assert type(raised) is StudentRaised
    assert not isinstance(raised, OSError)


# where, and what is not there


def test_the_last_line_of_the_students_own_is_named(hall):
    files = {
        "helpers/__init__.py": "",
        "helpers/deep.py": "import numpy\n\ndef g():\n    return numpy.linalg.inv([[0.0]])",
    }
    student = hall.hand_in("from z1.helpers.deep import g\ndef f(): return g()", files)
    with pytest.raises(ValueError, match="Singular matrix") as caught:
        student.work.f()
    assert (caught.value.shown, caught.value.where) == ("LinAlgError", "z1/helpers/deep.py, line 4")


def test_code_of_no_file_is_blamed_on_the_line_that_ran_it(hall):
    raised = raised_by(hall, "def f():\n    exec(compile('1/0', 'no\\0file', 'exec'))")
    assert raised.where == "z1/work.py, line 2"
    raised = raised_by(hall, "def f():\n\n    exec('(')")
    assert (raised.shown, raised.where) == ("SyntaxError", "z1/work.py, line 3")


@pytest.mark.parametrize(
    ("text", "kind", "where"),
    [
        ("x = 1\ndef f(:\n    pass", SyntaxError, "z1/work.py, line 2"),
        ("def f():\nreturn 1", IndentationError, "z1/work.py, line 2"),
        ("x = 1\n1 / 0\ndef f(): pass", ZeroDivisionError, "z1/work.py, line 2"),
        ("from z1.nothing import g\ndef f(): pass", ModuleNotFoundError, "z1/work.py, line 1"),
        ("from z1 import nothing\ndef f(): pass", ImportError, "z1/work.py, line 1"),
        ("raise SystemExit(0)", StudentRaised, "z1/work.py, line 1"),
        ("x = '\0'", (SyntaxError, ValueError), ""),
    ],
)
def test_a_module_that_cannot_be_imported_raises_at_its_line(hall, text, kind, where):
    raised = raised_by(hall, text)
    assert isinstance(raised, kind)
    assert where in raised.where
    assert not raised.absent
    assert verdict_of(raised, "call") is Verdict.RAISED


def test_bytes_that_are_no_text_raise_a_syntax_error(hall):
    student = hall.hand_in(files={"work.py": b"x = '\xff\xfe'\ndef f(): pass\n"})
    with pytest.raises(SyntaxError):
        student.work.f()


def test_a_byte_order_mark_and_another_encoding_are_fine(hall):
    student = hall.hand_in(files={"work.py": b"\xef\xbb\xbfdef f(): return 1\n"})
    assert student.work.f() == 1
    student = hall.hand_in(
        files={"work.py": "# coding: latin-1\ndef f(): return 'é'\n".encode("latin-1")}
    )
    assert student.work.f() == "é"


def test_a_circular_import_is_an_import_error(hall):
    files = {"other.py": "from z1.work import f\nx = 1\n"}
    student = hall.hand_in("from z1.other import x\ndef f(): return x\n", files)
    with pytest.raises(ImportError, match="circular import"):
        student.work.f()


def test_an_absent_module_is_missing(hall):
    student = hall.hand_in("def f(): pass")
    with pytest.raises(AttributeError, match=r"z1/nothing.py is not there") as caught:
        student.nothing.f()
    assert verdict_of(caught.value, "call") is Verdict.MISSING


@pytest.mark.parametrize("name", ["g", "Net", "f2"])
def test_an_absent_function_is_missing(hall, name):
    student = hall.hand_in("def f(): pass")
    with pytest.raises(AttributeError, match=rf"z1/work.py has no {name}") as caught:
        getattr(student.work, name)(1)
    assert verdict_of(caught.value, "call") is Verdict.MISSING


def test_a_package_that_is_not_there_is_missing(hall, tmp_path):
    student = hall.open(tmp_path / "nothing")
    with pytest.raises(AttributeError, match=r"z1/work.py is not there"):
        student.work.f()


def test_an_attribute_error_inside_a_function_is_not_missing(hall):
    raised = raised_by(hall, "def f(): return (1).nothing")
    assert not raised.absent
    assert verdict_of(raised, "call") is Verdict.RAISED


def test_after_an_exception_the_worker_goes_on(hall):
    student = hall.hand_in("n = 0\ndef f():\n    global n\n    n += 1\n    raise ValueError(n)")
    for text in ("1", "2"):
        with pytest.raises(ValueError, match=text):
            student.work.f()
