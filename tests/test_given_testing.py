"""given.testing and given.check: what a student reads, in a tree as it is released."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import given.assertions
from given.recording import Absent
from given.testing import Source

ROOT = Path(given.__path__[0])
STUDENT_TREE = ROOT.parent / "student_tree"
MANIFEST = """
name = "z9_toy"
package = "z9"
title = "Toy"
[[exercise]]
name = "squares"
title = "Squares"
points = 3
functions = [
    { name = "squares.total", signature = "(W, reg=0.0)", forbid = ["loops"] },
    { name = "squares.blank", signature = "(W)" },
]
[[exercise]]
name = "models"
title = "Models"
points = "1/2"
optional = true
functions = [{ name = "models.Model.train", signature = "(self, X)" }]
"""
SQUARES = '''
import numpy as np

def total(W, reg=0.0):
    print("I was here")
    if reg < 0:
        return 1 / 0
    return 2 * np.sum(W**2)

def looped(W):
    return sum([w for w in W])

def nothing(W):
    W += 1

def blank(W):
    """Not yet."""
    raise NotImplementedError("z9.squares.blank")
'''
MODELS = """
import numpy as np

class Model:
    def train(self, X):
        self.W = np.random.normal(size=3)
        return [1.0, 2.0]
"""
TEST_SQUARES = '''
import numpy as np
import pytest
from given.testing import assert_close, contract

def test_total(student):
    """The total of squares.

    More text.
    """
    assert_close(student.squares.total(np.array([[1.0, 2.0, 3.0]])), 14.0)

def test_a_negative_strength_is_an_error(student):
    student.squares.total(np.ones(3), reg=-1)

def test_blank_is_blank(student):
    assert_close(student.squares.blank(np.ones(3)), 1.0)

def test_two_answers_come(student):
    loss, gradient = student.squares.nothing(np.ones(3))

def test_value_error(student):
    with pytest.raises(ValueError):
        student.squares.total(np.ones(3))

def test_absent(student):
    student.squares.gradient(np.ones(3))

@contract
def test_total_has_no_loops(source):
    source.forbids("squares.total", "loops")

@contract
def test_looped_has_no_loops(source):
    source.forbids("squares.looped", "loops")

@contract
def test_blank_has_no_loops(source):
    source.forbids("squares.blank", "loops")

def test_plain(student):
    assert student.squares.total(np.ones(2)) == 5, "five were promised"

def test_own_value(student):
    W = np.full(2, 1e200)
    with np.errstate(over="ignore"):
        assert_close(1.0, student.squares.total(W))

@pytest.mark.skip(reason="later")
def test_later(student):
    pass
'''
TEST_MODELS = '''
import numpy as np
import pytest
from given.testing import assert_close

@pytest.mark.parametrize("n", [1, 2])
def test_train_returns_a_history(student, n):
    """train: a history."""
    assert_close(student.models.Model().train(np.ones(n)), [1.0, 2.0])

def test_rng(rng):
    from given.seeds import PUBLISHED, stream
    assert rng.integers(2**60) == stream(PUBLISHED, "public/test_models.test_rng").integers(2**60)

def test_global_numbers_are_the_same_in_every_run(student):
    model = student.models.Model()
    model.train(None)
    assert_close(model.W, [WEIGHTS])
'''


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    root = tmp_path_factory.mktemp("z9_toy")
    shutil.copytree(ROOT, root / "given", ignore=shutil.ignore_patterns("__pycache__"))
    for path in STUDENT_TREE.iterdir():
        shutil.copy(path, root)
    files = {
        "assignment.toml": MANIFEST,
        "z9/__init__.py": "",
        "z9/squares.py": SQUARES,
        "z9/models.py": MODELS,
        "tests/test_squares.py": TEST_SQUARES,
        "tests/test_models.py": TEST_MODELS.replace("[WEIGHTS]", "np.zeros(3)"),
    }
    for name, text in files.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text)
    return root


def python(tree, *arguments, **more):
    """Runs Python in the tree as a student does: nothing of our own settings comes along."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "GRADUS"))}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=more.pop("cwd", tree),
        env=kept,
        capture_output=True,
        text=True,
        check=False,
        **more,
    )


@pytest.fixture(scope="module")
def run(tree, tmp_path_factory):
    """One run of all tests: the output, and the rows by title."""
    report = tmp_path_factory.mktemp("report") / "rows.json"
    ended = python(tree, "-m", "pytest", "tests", f"--gradus-report={report}")
    return ended, {row["title"]: row for row in json.loads(report.read_text())}


def test_the_output_is_the_table_and_nothing_else(run):
    ended, _ = run
    assert ended.stdout.strip().startswith("models: ")
    assert "squares: 1 of 12 passed" in ended.stdout
    assert "short test summary" not in ended.stdout
    assert "Traceback" not in ended.stdout
    assert ended.returncode == 1
    assert ended.stderr == ""


def test_the_table_fits_into_100_columns_of_plain_text(run):
    lines = run[0].stdout.splitlines()
    assert max(map(len, lines)) <= 100
    assert all(line.isascii() for line in lines)


def test_a_wrong_value_says_what_was_called_promised_and_came(run):
    row = run[1]["The total of squares."]
    assert row["verdict"] == "wrong"
    assert row["called"] == "squares.total(W: float64 (1, 3))"
    assert (row["promised"], row["came"]) == ("14", "28")
    assert row["symptom"] == "the answer is 2 times the promised one"
    assert row["exercise"] == "squares"
    assert row["printed"] == "I was here"


def test_an_exception_names_the_students_line(run):
    row = run[1]["a negative strength is an error"]
    assert (row["verdict"], row["came"]) == ("raised", "ZeroDivisionError: division by zero")
    assert row["where"] == "z9/squares.py, line 7: return 1 / 0"
    assert row["called"] == "squares.total(W: float64 (3,), reg: -1)"


@pytest.mark.parametrize("title", ["blank is blank", "blank has no loops"])
def test_a_blank_body_is_missing(run, title):
    row = run[1][title]
    assert row["verdict"] == "missing"
    assert row["came"] == "not written yet (z9.squares.blank)"


def test_a_function_that_is_not_there_is_missing(run):
    row = run[1]["absent"]
    assert (row["verdict"], row["came"]) == ("missing", "z9.squares has no gradient")


def test_a_forgotten_return_is_named(run):
    row = run[1]["two answers come"]
    assert row["verdict"] == "raised"
    assert row["symptom"] == "squares.nothing returned None: is there a return?"


def test_an_exception_that_did_not_come_is_named(run):
    row = run[1]["value error"]
    assert row["verdict"] == "wrong"
    assert row["promised"] == "ValueError is raised"
    assert row["came"] == "nothing was raised; it returned float64 6.0"


def test_forbidden_loops_are_named_with_their_line(run):
    assert run[1]["total has no loops"]["verdict"] == "passed"
    row = run[1]["looped has no loops"]
    assert row["promised"] == "squares.looped without loops"
    assert row["came"] == "a list comprehension in line 11 of z9/squares.py"


@pytest.fixture
def source(tmp_path, monkeypatch):
    """The source of a package z8 whose __init__ must not run."""
    (tmp_path / "z8").mkdir()
    (tmp_path / "z8/__init__.py").write_text("raise SystemExit")
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path / "z8", Source("z8")


def test_loops_of_other_modules_are_named_with_their_file(source):
    folder, read = source
    (folder / "work.py").write_text("from .impl import g\ndef f(x):\n    while x: g(x)\n")
    (folder / "impl.py").write_text("def g(x):\n    return [a for a in x]\n")
    with pytest.raises(given.assertions.Mismatch) as caught:
        read.forbids("work.f", "loops")
    assert caught.value.promised == "work.f without loops"
    assert caught.value.came == (
        "a while loop in line 3 of z8/work.py; a list comprehension in line 2 of z8/impl.py"
    )


def test_a_file_from_a_windows_editor_is_read(source):
    folder, read = source
    (folder / "work.py").write_bytes(b"\xef\xbb\xbfdef f(x):\r\n    return x\r\n")
    read.forbids("work.f", "loops")


def test_a_function_that_is_blank_in_another_module_is_not_written_yet(source):
    folder, read = source
    (folder / "work.py").write_text("from z8.impl import f")
    (folder / "impl.py").write_text("def f(x):\n    raise NotImplementedError")
    with pytest.raises(NotImplementedError, match=r"z8\.work\.f"):
        read.forbids("work.f", "loops")


def test_a_module_that_is_not_there_is_absent(source):
    with pytest.raises(Absent, match=r"no module z8\.nothing"):
        source[1].forbids("nothing.f", "loops")


def test_a_plain_assert_shows_its_message(run):
    row = run[1]["plain"]
    assert row["verdict"] == "wrong"
    assert row["came"].startswith("five were promised")


def test_a_promise_made_of_the_students_own_nan_is_the_students(run):
    row = run[1]["own value"]
    assert row["verdict"] == "wrong"
    assert "made of your answers" in row["came"]


def test_a_skipped_test_is_neither_passed_nor_wrong(run):
    assert run[1]["later"]["verdict"] == "skipped"


def test_parameters_stand_behind_the_title(run):
    assert run[1]["train: a history. [1]"]["verdict"] == "passed"
    assert run[1]["train: a history. [2]"]["verdict"] == "passed"


def test_rng_is_the_published_stream_of_the_test(run):
    assert run[1]["rng"]["verdict"] == "passed"


def test_numbers_of_the_global_generators_repeat(tree, run):
    again = python(tree, "-m", "pytest", "tests/test_models.py", "-k", "global")
    row = run[1]["global numbers are the same in every run"]
    assert row["came"].split(" there")[0] in again.stdout


def test_tests_can_be_chosen_and_tracebacks_asked_for(tree):
    ended = python(tree, "-m", "pytest", "tests/test_squares.py", "-k", "negative", "--tb=short")
    assert "squares: 0 of 1 passed" in ended.stdout
    assert "z9/squares.py:7: in total" in ended.stdout


def test_no_chosen_test_is_said(tree):
    ended = python(tree, "-m", "pytest", "tests", "-k", "nowhere")
    assert "no test was run" in ended.stdout


def test_the_tests_run_from_a_folder_below(tree):
    ended = python(tree, "-m", "pytest", "test_models.py", cwd=tree / "tests")
    assert "train: a history. [1]" in ended.stdout


def test_importing_given_testing_needs_no_tree(tmp_path):
    ended = python(
        tmp_path,
        "-c",
        f"import sys; sys.path.insert(0, {str(ROOT.parent)!r})\n"
        + ("from given.testing import assert_close, contract; assert_close(1.0, 1.0)"),
    )
    assert ended.returncode == 0, ended.stderr


def changed(tree, tmp_path, name, text):
    copy = tmp_path / "copy"
    shutil.copytree(tree, copy, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / name).write_text(text)
    return copy


def test_a_syntax_error_names_file_and_line(tree, tmp_path):
    copy = changed(tree, tmp_path, "z9/squares.py", "def total(W:\n    return 1\n")
    ended = python(copy, "-m", "pytest", "tests/test_squares.py", "-k", "test_total")
    assert "SyntaxError" in ended.stdout
    assert "z9/squares.py, line 1" in ended.stdout


def test_a_test_file_that_cannot_be_read_is_a_row(tree, tmp_path):
    copy = changed(tree, tmp_path, "tests/test_models.py", "import nowhere_at_all\n")
    ended = python(copy, "-m", "pytest", "tests/test_models.py")
    assert "models: 0 of 1 passed" in ended.stdout
    assert "nowhere_at_all" in ended.stdout


CHECK = "from given.check import check\n"


def test_check_prints_the_table_in_a_script(tree):
    ended = python(tree, "-c", CHECK + "answer = check('squares')\nprint(len(answer.rows))")
    assert ended.stdout.startswith("squares: 1 of 12 passed")
    assert ended.stdout.endswith("12\n")


def test_check_without_a_name_says_where_one_stands(tree):
    ended = python(tree, "-c", CHECK + "check()")
    lines = ended.stdout.splitlines()
    assert (
        lines[0] == "squares            1 of 12 tests passed, 3 not written yet (3 points possible)"
    )
    assert lines[1] == "models             3 of 4 tests passed (0.5 points possible, optional)"


def test_check_of_some_words_runs_the_tests_that_have_one_of_them(tree):
    ended = python(tree, "-c", CHECK + "check('squares', 'no_loops absent')")
    assert ended.stdout.startswith("squares: 1 of 4 passed")


def test_check_of_a_word_that_no_test_has_says_so(tree):
    ended = python(tree, "-c", CHECK + "check('models', 'nonesuch')")
    assert ended.stdout == "no test of models has a name with 'nonesuch'\n"


def test_check_of_something_else_than_words_says_so(tree):
    ended = python(tree, "-c", CHECK + "check('models', 'a-b')")
    assert ended.stdout == "'a-b' is no word of a test's name\n"


def test_check_of_an_unknown_name_lists_the_names(tree):
    ended = python(tree, "-c", CHECK + "check('sofmax')")
    assert ended.stdout == "there is no exercise 'sofmax'; there are: squares, models\n"


def test_check_outside_of_a_tree_says_so(tree, tmp_path):
    setup = f"import sys; sys.path.insert(0, {str(tree)!r})\n"
    ended = python(tmp_path, "-c", setup + CHECK + "check('squares')")
    assert "open the assignment's folder first" in ended.stdout
    assert ended.returncode == 0


def test_check_stops_a_function_that_does_not_end(tree, tmp_path):
    endless = SQUARES.replace('print("I was here")', "while True: pass")
    copy = changed(tree, tmp_path, "z9/squares.py", endless)
    ended = python(copy, "-c", CHECK + "check('squares', time_limit_s=2)", timeout=60)
    assert ended.stdout.startswith("stopped after 2 s: is there a loop without an end in squares?")


def test_check_says_so_when_the_process_dies(tree, tmp_path):
    dying = SQUARES.replace('print("I was here")', "import os; os._exit(5)")
    copy = changed(tree, tmp_path, "z9/squares.py", dying)
    ended = python(copy, "-c", CHECK + "check('squares')")
    assert "ended without an answer (exit status 5)" in ended.stdout


def test_check_sees_the_file_as_it_is_saved_now(tree, tmp_path):
    copy = changed(tree, tmp_path, "z9/models.py", "")
    code = CHECK + (
        "import pathlib, z9.models\n"
        f"pathlib.Path('z9/models.py').write_text({MODELS!r})\n"
        "check('models')"
    )
    assert "passed   train: a history. [1]" in python(copy, "-c", code).stdout


def test_debug_raises_the_first_failure_from_the_tests_frame_on(tree):
    code = CHECK + (
        "import traceback, sys, z9.squares as mine\n"
        "try:\n"
        "    check('squares', debug=True)\n"
        "except AssertionError as failure:\n"
        "    names = [f.name for f in traceback.extract_tb(failure.__traceback__)]\n"
        "    print('FRAMES', names, sys.modules['z9.squares'] is mine)\n"
    )
    ended = python(tree, "-c", code)
    frames = ended.stdout.partition("FRAMES")[2]
    assert "['<module>', 'check', '_checked_here', 'test_total']" in frames
    assert frames.endswith("True\n")


def test_debug_of_passing_tests_is_a_table(tree, tmp_path):
    passing = TEST_MODELS.partition("def test_global")[0]
    copy = changed(tree, tmp_path, "tests/test_models.py", passing)
    ended = python(copy, "-c", CHECK + "print('ANSWER', check('models', debug=True))")
    assert "ANSWER models: 3 of 3 passed" in ended.stdout


def test_an_exercise_without_tests_is_said(tree, tmp_path):
    copy = changed(tree, tmp_path, "notes.txt", "")
    (copy / "tests/test_models.py").unlink()
    ended = python(copy, "-c", CHECK + "check('models')")
    assert ended.stdout.startswith("there are no tests of models in")


def test_an_answer_shows_in_a_notebook_as_text():
    from given.check import Answer

    answer = Answer("1 < 2")
    assert repr(answer) == "1 < 2"
    assert "1 &lt; 2" in answer._repr_html_()
