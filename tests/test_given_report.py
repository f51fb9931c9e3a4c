"""given.report: the table as plain text."""

import pytest

from given.report import Row, read_rows, table, write_rows

WRONG = Row(
    "The gradient is right.",
    "wrong",
    called="losses.f(W: float64 (5, 7), X: float64 (4, 5), y: int64 (4,), more: float64 (3, 4, 5))",
    promised="1 at [0, 1], shape (5, 7)",
    came="2 there; 35 of 35 entries differ",
    symptom="twice",
    exercise="softmax",
)


def test_rows_of_one_exercise_stand_together_in_any_order():
    rows = [Row("a", "passed", exercise=e) for e in ("x", "y", "x")]
    text = table([*rows, Row("b", "raised", came="E: f", exercise="y")])
    assert text.index("x: 2 of 2 passed") < text.index("y: 1 of 2 passed")
    assert text.count("passed\n---") == 2


def test_a_passed_row_says_only_its_title():
    assert table([Row("Title", "passed", called="f()", exercise="x")]).endswith("passed   Title")


def test_a_long_call_is_wrapped_between_its_arguments():
    lines = table([WRONG]).splitlines()
    assert max(map(len, lines)) <= 100
    assert any(line.endswith("y: int64 (4,),") for line in lines)
    assert any(line.strip() == "more: float64 (3, 4, 5))" for line in lines)


def test_no_rows_are_said():
    assert table([]) == "no test was run"


def test_rows_come_back_from_the_file(tmp_path):
    write_rows([WRONG], tmp_path / "rows.json")
    assert read_rows(tmp_path / "rows.json") == [WRONG]


@pytest.mark.parametrize("field", ["promised", "came", "symptom", "where", "printed"])
def test_every_detail_has_its_line(field):
    row = Row("t", "wrong", exercise="x", **{field: "some words"})
    assert f"{field:<9} some words" in table([row])
