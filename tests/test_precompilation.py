"""Code that is compiled once for a sandbox: the same as ever, or left to who imports it."""

import os
import signal
import sys
import time

import pytest

from autograder.boundary import precompilation, student_imports
from autograder.boundary.precompilation import compile_apart, joined, loaded
from autograder.boundary.student_imports import Compiled

PATIENCE_S = 20.0


@pytest.fixture
def package(tmp_path):
    """Writes z3, a student's package, and gives its folder."""

    def write(**files):
        for name, text in {"__init__": "", **files}.items():
            path = tmp_path / "z3" / f"{name.replace('__in_', '/')}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return str(tmp_path)

    return write


def names(folder):
    return set(loaded(compile_apart(folder, "z3", lambda _: None, PATIENCE_S)))


def test_each_module_is_compiled_under_the_name_that_imports_it(package):
    assert names(package(work="x = 1", deep__in___init__="", deep__in_part="")) == {
        "z3", "z3.work", "z3.deep", "z3.deep.part",
    }  # fmt: skip


def test_what_was_compiled_is_imported_without_its_text(package, monkeypatch):
    folder = package(work="def f():\n    return 7")
    compiled = loaded(compile_apart(folder, "z3", lambda _: None, PATIENCE_S))
    os.unlink(f"{folder}/z3/work.py")
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    student_imports.install(folder, "z3", compiled)
    try:
        from z3.work import f
    finally:
        for name in ("z3", "z3.work"):
            sys.modules.pop(name, None)
    assert f() == 7


def test_a_package_comes_before_a_module_of_its_name(package):
    folder = package(both="x = 1", both__in___init__="x = 2")
    modules = loaded(compile_apart(folder, "z3", lambda _: None, PATIENCE_S))
    assert modules["z3.both"].file == f"{folder}/z3/both/__init__.py"
    assert modules["z3.both"].is_package


@pytest.mark.parametrize(
    "text",
    [
        "def f(:",
        "\0",
        "x = 1 is 1",  # a warning, to be given where it is imported
        "(" * 300,
        "-" * 60_000 + "1",
        "#" * 100_000,
    ],
)
def test_what_does_not_compile_is_left_out(package, text):
    assert names(package(work="x = 1", bad=text)) == {"z3", "z3.work"}


def test_a_package_that_is_not_there_has_no_modules(tmp_path):
    assert names(str(tmp_path)) == set()


def test_the_compiling_process_keeps_the_descriptor_that_it_is_given(package):
    def confine(descriptor):
        os.closerange(3, descriptor)
        os.closerange(descriptor + 1, 1024)

    assert compile_apart(package(), "z3", confine, PATIENCE_S)


def crash(_):
    os.kill(os.getpid(), signal.SIGKILL)


def fail(_):
    raise OSError("the confinement cannot be entered")


@pytest.mark.parametrize("confine", [crash, fail])
def test_of_a_process_that_ends_early_nothing_is_taken(package, confine):
    assert compile_apart(package(), "z3", confine, PATIENCE_S) == b""


def test_a_process_that_hangs_is_ended_at_the_deadline(package):
    start_s = time.monotonic()
    assert compile_apart(package(), "z3", lambda _: time.sleep(60), 0.2) == b""
    assert time.monotonic() - start_s < 10


def test_a_process_that_sends_too_much_is_ended(package, monkeypatch):
    monkeypatch.setattr(precompilation, "LIMIT_BYTES", 10)
    assert compile_apart(package(), "z3", lambda _: None, PATIENCE_S) == b""


MODULES = {
    "z3": Compiled("/z3/__init__.py", True, b"abc"),
    "z3.w": Compiled("/z3/w.py", False, b""),
}


def test_what_is_joined_is_loaded():
    assert loaded(joined(MODULES)) == MODULES


@pytest.mark.parametrize("missing", range(1, len(joined(MODULES)) + 1))
def test_of_what_broke_off_nothing_is_loaded(missing):
    assert loaded(joined(MODULES)[:-missing]) == {}
