"""result.json: what is in it, and what it is read back from."""

import json
from dataclasses import replace
from fractions import Fraction

import jsonschema
import msgspec
import pytest

from autograder import results
from autograder.course import BadInput
from autograder.grading import grade_class
from autograder.outcome import Outcome
from autograder.result import (
    Inputs,
    Result,
    decode,
    encode,
    graded,
    grader_failed,
    refused,
    schema,
)  # fmt: skip
from autograder.verdicts import GraderFailed, Verdict
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


def outcome(name: str, verdict: Verdict = Verdict.PASSED, exercise: str = "total") -> Outcome:
    title = name.capitalize()
    return Outcome(f"public/test_{exercise}.{name}", exercise, "public", title, False, verdict)


def a_result() -> Result:
    outcomes = [outcome("a"), outcome("b", Verdict.WRONG), outcome("c", exercise="more")]
    return graded(MANIFEST, "s1", outcomes, INPUTS, ["A note."], late=True)


@pytest.fixture(scope="module")
def real_results(module_toy) -> list[bytes]:
    """What a class of every kind of verdict has in its folders."""
    late = replace(module_toy.hand_in("late", "total = 1\n"), late=True, notes=("Nested.",))
    refused_one = replace(late, student="refused", folder=None, refused="it is no zip")
    entries = [*module_toy.hand_in_all(), late, refused_one]
    graded_ones = grade_class(module_toy.run(), entries, jobs=2)
    folder = module_toy.into
    return [(results.folder(folder, r.student) / "result.json").read_bytes() for r in graded_ones]


def test_what_is_written_is_read_back():
    assert decode(encode(a_result())) == a_result()


def test_the_same_result_has_the_same_bytes():
    assert encode(decode(encode(a_result()))) == encode(a_result())


def test_the_schema_is_met_by_real_results(real_results):
    validator = jsonschema.Draft202012Validator(schema())
    problems = [p.message for text in real_results for p in validator.iter_errors(json.loads(text))]
    assert (len(real_results), problems) == (7, [])


def test_the_schema_refuses_what_is_no_result():
    table = json.loads(encode(a_result())) | {"verdict": "splendid"}
    assert not jsonschema.Draft202012Validator(schema()).is_valid(table)


def test_real_results_are_read_back(real_results):
    assert [encode(decode(text)) for text in real_results] == real_results


def test_another_version_is_refused():
    text = encode(msgspec.structs.replace(a_result(), version=2))
    with pytest.raises(msgspec.ValidationError, match="version 2, not 1"):
        decode(text)


def test_optional_points_are_not_in_the_total():
    result = a_result()
    totals = result.points, result.out_of, result.optional_points, result.optional_out_of
    assert totals == (1.5, 3.0, 1.0, 1.0)


def test_the_points_of_a_test_are_exact():
    thirds = [outcome(name) for name in "abcdefg"]
    assert graded(MANIFEST, "s1", thirds, INPUTS).tests[0].points == "3/7"


def test_a_refused_submission_has_nothing_and_the_reason():
    result = refused(MANIFEST, "s1", "it is no zip", INPUTS, ["A note."], True)
    assert (result.points, result.message, result.late) == (0.0, "it is no zip", True)


def test_what_the_grader_could_not_grade_has_no_points():
    result = grader_failed(MANIFEST, "s1", "the judge ended", INPUTS)
    assert (result.verdict, result.points, result.optional_points) == ("grader_failed", None, None)


def test_a_test_that_could_not_be_judged_leaves_no_result():
    with pytest.raises(GraderFailed):
        graded(MANIFEST, "s1", [outcome("a", Verdict.GRADER_FAILED)], INPUTS)


def test_a_hidden_test_keeps_no_detail_in_its_result(real_results):
    tests = [test for text in real_results for test in json.loads(text)["tests"]]
    details = {"called", "promised", "came", "symptom", "where"}
    leaking = [t["test"] for t in tests if t["visibility"] == "hidden" and details & set(t)]
    assert leaking == []


def test_the_title_of_a_hidden_test_has_no_parameters(real_results):
    tests = [test for text in real_results for test in json.loads(text)["tests"]]
    titles = {t["title"] for t in tests if t["test"].startswith("hidden/test_total.test_random")}
    assert titles == {"Random numbers are added."}


def test_what_cannot_be_read_counts_as_no_result(tmp_path):
    results.write(tmp_path, a_result())
    path = results.folder(tmp_path, "s1") / "result.json"
    path.write_bytes(path.read_bytes()[:-20])
    assert results.read(tmp_path, "s1") is None


def test_a_run_without_results_says_so(tmp_path):
    with pytest.raises(BadInput, match="there are no results in"):
        results.read_all(tmp_path)


def test_the_table_has_a_row_for_the_absent_and_no_zero_for_a_fault_of_ours(tmp_path):
    failed = grader_failed(MANIFEST, "s2", "the judge ended", INPUTS)
    path = results.write_table(tmp_path, [a_result(), failed], ["s3"])
    assert path.read_text().splitlines() == [
        "student,verdict,late,points,out_of,optional_points,total,more",
        "s1,graded,late,1.5,3.0,1.0,1.5,1.0",
        "s2,grader_failed,,,3.0,,,",
        "s3,absent,,,,,,",
    ]
