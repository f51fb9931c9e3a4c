"""The page that a student gets back."""

from fractions import Fraction
from html.parser import HTMLParser

import pytest

from autograder import feedback, results
from autograder.course import Course
from autograder.grading import grade_class
from autograder.outcome import Outcome
from autograder.result import Inputs, Result, graded, grader_failed, refused
from autograder.verdicts import Verdict
from given.manifest import Exercise, Function, Manifest

INPUTS = Inputs(
    "s", "m", "p", "h", "o", "mi", "so", "e", "g", "en", {"numpy": "2"}, "process", "id"
)
MANIFEST = Manifest(
    "t1_toy",
    "t1",
    "Sums",
    (
        Exercise("total", "Adding", Fraction(3), (Function("sums.total", "(values)"),)),
        Exercise("more", "More", Fraction(1), (Function("sums.more", "(x)"),), optional=True),
    ),
)
HOSTILE = "<script>alert('x')</script> & \"more\""
NO_END = {"meta", "br"}


class Checker(HTMLParser):
    """Notes the text, the tags, and whether they nest."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in NO_END:
            self.open.append(tag)
        assert not (tag in ("dl", "ul", "details", "section") and "p" in self.open)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, text: str) -> None:
        if self.open[-1:] != ["style"]:
            self.texts.append(text)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


def checked(result: Result, manifest: Manifest = MANIFEST) -> Checker:
    course = Course(None, "Vision & <learning>", "", {})
    html = feedback.page(course, manifest, result).decode()
    checker = Checker()
    checker.feed(html)
    checker.close()
    assert html.lstrip().startswith("<!DOCTYPE html>")
    assert checker.open == []
    return checker


def outcome(visibility: str, verdict: Verdict, name: str = "a", **details: str) -> Outcome:
    test = f"{visibility}/test_total.{name}"
    return Outcome(test, "total", visibility, f"Title of {name}", False, verdict, **details)


def page_of(*outcomes: Outcome, late: bool = False) -> Checker:
    return checked(graded(MANIFEST, "s1", outcomes, INPUTS, late=late))


@pytest.mark.parametrize("field", feedback.DETAILS)
def test_what_comes_from_a_submission_is_escaped(field):
    page = page_of(outcome("public", Verdict.RAISED, **{field: HOSTILE}))
    assert ("script" in page.tags, HOSTILE in page.text) == (False, True)


def test_what_is_missing_is_escaped():
    page = page_of(outcome("public", Verdict.MISSING, came=HOSTILE))
    assert ("script" in page.tags, HOSTILE in page.text) == (False, True)


def test_the_reason_of_a_refusal_is_escaped():
    page = checked(refused(MANIFEST, HOSTILE, HOSTILE, INPUTS, [HOSTILE], False))
    assert ("script" in page.tags, page.text.count(HOSTILE)) == (False, 3)


@pytest.mark.parametrize("verdict", [v for v in Verdict if v is not Verdict.GRADER_FAILED])
def test_every_verdict_makes_a_page(verdict):
    assert "Title of a" in page_of(outcome("public", verdict)).text


def test_a_public_failure_says_what_was_promised_and_what_came():
    told = {"promised": "6", "came": "24", "symptom": "off by a factor 4", "called": "sums.total"}
    text = page_of(outcome("public", Verdict.WRONG, **told)).text
    assert all(f"{name} {value}" in text for name, value in told.items())


def test_a_hint_is_given_for_public_and_hidden_tests():
    hint = "You multiply."
    for visibility in ("public", "hidden"):
        assert hint in page_of(outcome(visibility, Verdict.WRONG, hint=hint)).text


def test_a_hint_that_explains_several_tests_is_given_once():
    tests = [outcome("hidden", Verdict.WRONG, name, hint="You multiply.") for name in "abc"]
    text = page_of(*tests).text
    assert (text.count("You multiply."), "explains these 3 tests" in text) == (1, True)


def test_what_has_passed_is_folded_away():
    assert "details" in page_of(outcome("public", Verdict.PASSED)).tags


def test_a_contract_test_that_does_not_count_says_why():
    form = Outcome("public/test_total.form", "total", "public", "Form", True, Verdict.PASSED)
    assert "no points yet" in page_of(form, outcome("public", Verdict.WRONG)).text


def test_late_is_said():
    assert "handed in late" in page_of(outcome("public", Verdict.PASSED), late=True).text


def test_in_time_is_not_called_late():
    assert "late" not in page_of(outcome("public", Verdict.PASSED)).text


def test_a_fault_of_ours_shows_no_mark():
    text = checked(grader_failed(MANIFEST, "s1", "the judge ended", INPUTS)).text
    assert ("There is no mark yet" in text, " of 3" in text, "judge" in text) == (
        True,
        False,
        False,
    )


def test_a_refused_submission_shows_no_points_and_the_reason():
    text = checked(refused(MANIFEST, "s1", "It is no zip.", INPUTS, [], False)).text
    assert "0 of 3 points" in text
    assert "It is no zip." in text


def test_notes_for_the_instructor_are_not_shown():
    outcomes = [outcome("public", Verdict.PASSED)]
    notes = ["See s2: whose they are is not clear."]
    assert "s2" not in checked(graded(MANIFEST, "s1", outcomes, INPUTS, notes)).text


def test_optional_points_are_said_apart():
    text = page_of(outcome("public", Verdict.PASSED)).text
    assert "3 of 3 points and 0 of 1 optional ones" in text


def test_a_hidden_test_tells_its_title_and_verdict_only(toy):
    secret = (
        "\n\ndef test_a_secret(student):\n    '''The title.'''\n"
        "    assert student.sums.total(np.array([1234.5])) == 1234.5, 'secret-words'\n"
    )
    with open(toy.suites / "test_total.py", "a") as suite:
        suite.write(secret)
    texts = {
        "prints": "def total(values):\n    raise ValueError(values[0])\n",
        "zero": "total = len",
    }
    grade_class(toy.run(), toy.hand_in_all(texts))
    for student in texts:
        folder = results.folder(toy.into, student)
        for name in ("feedback.html", "result.json"):
            text = (folder / name).read_text()
            assert "The title." in text
            assert "1234" not in text
            assert "secret" not in text.replace("test_a_secret", "")


def test_a_real_exception_is_shown_escaped(toy):
    course, raising = toy.course, "def total(values):\n    raise ValueError('<b>bold</b>')\n"
    (result,) = grade_class(toy.run(), [toy.hand_in("raises", raising)])
    page = Checker()
    page.feed(feedback.page(course, toy.manifest, result).decode())
    assert ("ValueError: <b>bold</b>" in page.text, "b" in page.tags) == (True, False)
