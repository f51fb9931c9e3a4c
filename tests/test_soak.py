"""A run leaves nothing behind and loses nothing: the soak in short, and what would make it fail."""

import subprocess
import sys

import pytest

from autograder.course import CHECKOUT
from tests.soak import growth, sameness
from tests.soak.growth import MEASURES, Growth, Sample
from tests.strongest import TIER

EXPECTED = {"right": b"<NAME>\0NAME", "wrong": b"<<NAME>>\0NAME"}


def seen(**changed: float) -> dict[str, float]:
    return {measure.name: 5.0 for measure in MEASURES} | changed


def grown(samples: list[Sample]) -> list[str]:
    return [each.measure.name for each in growth.growths(samples, 200) if each.is_too_much]


def run(folder, students: dict[str, str]):
    """A run's folder with these results, in which a student's kind says what the result holds."""
    for student, kind in students.items():
        result, page = EXPECTED[kind].replace(b"NAME", student.encode()).split(b"\0")
        place = folder / "results" / student
        place.mkdir(parents=True)
        (place / "result.json").write_bytes(result)
        (place / "feedback.html").write_bytes(page)
    rows = [f"{student},graded\n" for student in students]
    (folder / "table.csv").write_text("".join(["student,verdict\n", *rows]))
    return folder


def test_a_short_soak_of_the_strongest_tier_finds_nothing():
    words = ["--submissions", "40", "--kills", "2", "--tier", TIER]
    command = [sys.executable, "-m", "tests.soak", *words]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


# Growth


def test_what_stays_as_it_is_does_not_grow():
    assert grown([Sample(done, seen()) for done in range(200)]) == []


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_each_measure_can_grow_too_much(measure):
    more = {measure.name: 5.0 + measure.allowance + 1}
    samples = [Sample(done, seen(**(more if done > 100 else {}))) for done in range(200)]
    assert grown(samples) == [measure.name]


def test_a_result_that_is_just_written_is_no_growth():
    more = {"descriptors of the grader": 9.0}
    samples = [Sample(done, seen(**(more if done % 4 else {}))) for done in range(200)]
    assert grown(samples) == []


def test_one_odd_look_is_no_growth():
    samples = [Sample(done, seen(processes=9.0 if done == 190 else 5.0)) for done in range(200)]
    assert grown(samples) == []


def test_the_first_tenth_does_not_count():
    samples = [Sample(done, seen(processes=1.0 if done < 20 else 5.0)) for done in range(200)]
    assert grown(samples) == []


def test_a_run_that_nobody_looked_at_is_no_proof():
    with pytest.raises(ValueError, match="0 samples in the second tenth, 1 in the last"):
        growth.growths([Sample(195, seen())], 200)


def test_the_table_marks_what_grew():
    grew, stayed = (growth.table([Growth(MEASURES[0], 5.0, late)]) for late in (9.0, 6.0))
    assert ("GREW" in grew, "GREW" in stayed) == (True, False)


# Results


def test_equal_submissions_with_the_expected_results_differ_in_nothing(tmp_path):
    kinds = {"s1": "right", "s2": "wrong", "s3": "right"}
    assert sameness.differences(run(tmp_path, kinds), kinds, EXPECTED) == []


def test_a_changed_result_is_found(tmp_path):
    into = run(tmp_path, {"s1": "right", "s2": "wrong"})
    found = sameness.differences(into, {"s1": "right", "s2": "right"}, EXPECTED)
    assert found == ["s2 (right) has another result than one graded alone"]


def test_a_lost_result_is_found(tmp_path):
    kinds = {"s1": "right", "s2": "wrong"}
    into = run(tmp_path, kinds)
    (into / "results" / "s2" / "result.json").unlink()
    assert sameness.differences(into, kinds, EXPECTED) == ["s2 (wrong) has no result"]


def test_a_result_of_nobody_is_found(tmp_path):
    into = run(tmp_path, {"s1": "right", "s2": "wrong"})
    found = sameness.differences(into, {"s1": "right"}, EXPECTED)
    assert "s2 has a result and handed in nothing" in found


def test_a_row_too_many_is_found(tmp_path):
    into = run(tmp_path, {"s1": "right"})
    with open(into / "table.csv", "a") as table:
        table.write("s1,graded\n")
    found = sameness.differences(into, {"s1": "right"}, EXPECTED)
    assert found == ["the table has 2 rows for 1 students, or out of order"]


def test_a_result_written_twice_is_found_though_it_is_the_same(tmp_path):
    path = run(tmp_path, {"s1": "right"}) / "results" / "s1" / "result.json"
    before = sameness.written(tmp_path)
    content = path.read_bytes()
    path.with_name("new").write_bytes(content)
    path.with_name("new").replace(path)
    found = sameness.done_again(before, sameness.written(tmp_path))
    assert found == ["s1 was graded a second time"]


def test_a_result_that_vanishes_between_two_runs_is_found(tmp_path):
    before = sameness.written(run(tmp_path, {"s1": "right"}))
    assert sameness.done_again(before, {}) == ["s1 lost the result"]


def test_a_broken_off_writing_is_found(tmp_path):
    into = run(tmp_path, {"s1": "right"})
    (into / "results" / "s1" / ".result.json.abc").touch()
    assert sameness.left_behind(into) == ["results/s1/.result.json.abc was left behind"]
