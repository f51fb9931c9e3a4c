"""Reading a submission's code for forbidden loops: before any of it runs, whatever it does."""

import pytest

from autograder.judge import Source
from autograder.verdicts import Stopped
from given.assertions import Mismatch
from given.rules import Violation

LOOP = "import os\ndef f(x):\n    for _ in x:\n        pass\n    return 1\n"


def test_a_loop_is_found_with_its_line(hall):
    hall.hand_in(LOOP)
    assert hall.session.inspect("work.f", "loops") == [Violation("work", 3, "a for loop")]


def test_a_loop_in_a_helper_is_found(hall):
    hall.hand_in("def g(x): return [i for i in x]\ndef f(x): return g(x)")
    assert hall.session.inspect("work.f", "loops") == [Violation("work", 1, "a list comprehension")]


def test_no_loop_is_nothing(hall):
    student = hall.hand_in("def f(x): return x + 1")
    assert hall.session.inspect("work.f", "loops") == []
    assert student.work.f(1) == 2


def test_the_source_says_what_was_promised_and_where(hall):
    hall.hand_in(LOOP)
    with pytest.raises(Mismatch) as caught:
        Source(hall.session, "z1").forbids("work.f", "loops")
    assert caught.value.promised == "work.f without loops"
    assert caught.value.came == "a for loop in line 3 of z1/work.py"


REWRITES = """
try:
    open(__file__, "w").write("def f(x): return 1")
    done = True
except OSError:
    done = False
"""


def test_code_that_rewrites_its_file_does_not_change_what_is_read(hall, tier):
    text = LOOP + REWRITES
    student = hall.hand_in(text)
    assert student.work.f([]) == 1
    assert student.work.done is (tier == "process")  # elsewhere it is refused
    assert hall.session.inspect("work.f", "loops") == [Violation("work", 3, "a for loop")]
    hall.next_test()
    assert hall.session.inspect("work.f", "loops") == [Violation("work", 3, "a for loop")]


def test_code_is_not_run_to_be_read(hall):
    hall.hand_in(LOOP + "os._exit(0)\n", {"__init__.py": "raise SystemExit"})
    assert hall.session.inspect("work.f", "loops") == [Violation("work", 3, "a for loop")]


def test_what_is_not_written_yet_is_not_implemented(hall):
    hall.hand_in('def f(x):\n    """One."""\n    raise NotImplementedError("z1.work.f")\n')
    with pytest.raises(NotImplementedError, match=r"z1\.work\.f"):
        hall.session.inspect("work.f", "loops")


def test_an_absent_file_is_missing(hall):
    hall.hand_in("")
    with pytest.raises(AttributeError, match=r"z1/nothing.py is not there") as caught:
        hall.session.inspect("nothing.f", "loops")
    assert caught.value.absent


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("def f(:", "the file is not Python"),
        ("x = " + "(" * 300 + ")" * 300, "the file is not Python"),
        ("x = 1", "there is no f"),
    ],
    ids=["syntax", "brackets", "absent"],
)
def test_what_cannot_be_read_is_a_violation_that_says_so(hall, text, what):
    hall.hand_in(text)
    (found,) = hall.session.inspect("work.f", "loops")
    assert found.what.startswith(what)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"x = " + b"-" * 100_000 + b"1", "z1/work.py is nested too deeply to be read"),
        (b"def f(x): return '\xff'", "z1/work.py is not text"),
    ],
    ids=["deep", "bytes"],
)
def test_what_is_no_source_is_the_submissions_error(hall, content, what):
    hall.hand_in(files={"work.py": content})
    with pytest.raises(ValueError, match=what) as caught:
        hall.session.inspect("work.f", "loops")
    assert caught.value.shown == "Unreadable"


def test_a_function_of_another_exercise_is_read_on_this_ones_time(hall):
    hall.hand_in(LOOP, {"other.py": "def f(x): return 1"})
    assert hall.session.inspect("other.f", "loops") == []
    assert hall.session.spent_s() >= 0


def test_a_test_that_was_stopped_reads_nothing(hall):
    student = hall.hand_in("import os\ndef f(x): os._exit(0)")
    with pytest.raises(Stopped):
        student.work.f(1)
    with pytest.raises(Stopped, match="exit 0"):
        hall.session.inspect("work.f", "loops")
    assert not hall.processes()
