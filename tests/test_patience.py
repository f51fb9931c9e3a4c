"""When the grader gives up on code that runs out of time in one test after the other."""

import pytest

from autograder import results
from autograder.grading import grade_class
from autograder.patience import Patience

ENDLESS = "def total(values):\n    while True:\n        pass\n"
MORE = """

import pytest


@pytest.mark.parametrize("number", range(8))
def test_more(student, number):
    student.sums.total([1.0])
"""


def noted(counts: dict[str, int]) -> Patience:
    patience = Patience()
    for exercise, count in counts.items():
        for _ in range(count):
            patience.note(exercise)
    return patience


def test_four_tests_out_of_time_do_not_end_an_exercise():
    assert noted({"softmax": 4}).lost("softmax") is None


def test_five_tests_out_of_time_end_their_exercise():
    said = noted({"softmax": 5}).lost("softmax")
    assert said == "not run: 5 tests of this exercise had run out of time"


def test_five_tests_out_of_time_do_not_end_another_exercise():
    assert noted({"softmax": 5}).lost("svm") is None


def test_fifteen_tests_out_of_time_end_the_submission():
    said = noted({"softmax": 5, "svm": 5, "linear": 4, "vote": 1}).lost("search")
    assert said == "not run: 15 tests of this submission had run out of time"


@pytest.fixture(scope="module")
def endless(module_toy):
    """The result of a function that never returns, which has ten tests or more."""
    manifest = module_toy.solved / "assignment.toml"
    manifest.write_text(manifest.read_text().replace("\ncpu_s = 2.0", "\ncpu_s = 0.2"))
    public = module_toy.solved / "tests" / "test_total.py"
    public.write_text(public.read_text() + MORE)
    grade_class(module_toy.run(), [module_toy.hand_in("endless", ENDLESS)], jobs=1)
    return results.read(module_toy.into, "endless")


def of_total(result, visibility: str) -> list:
    return [t for t in result.tests if (t.exercise, t.visibility) == ("total", visibility)]


def test_what_is_not_run_has_the_verdict_time(endless):
    assert {t.verdict for t in endless.tests if t.exercise == "total"} == {"time"}


def test_a_public_test_that_is_not_run_says_so(endless):
    said = [t.came.partition(":")[0] for t in of_total(endless, "public")]
    assert said[:5] == ["it took more than 0.2 s of computing"] * 5
    assert set(said[5:]) == {"not run"}


def test_a_hidden_test_that_is_not_run_tells_nothing(endless):
    assert {t.came for t in of_total(endless, "hidden")} == {None}


def test_another_exercise_is_still_run(endless):
    assert "time" not in {t.verdict for t in endless.tests if t.exercise != "total"}
