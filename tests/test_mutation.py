"""Each operator of mutation, by the source that goes in and the lines that come out."""

import sys
import types

import pytest

from autograder.mutants import mutation
from autograder.mutants.mutation import mutants_of
from autograder.verdicts import GraderFailed


def module(body: str, parameters: str = "x, y") -> str:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return f'def f({parameters}):\n    """Adds 1 + 1."""\n{lines}'


def changes(body: str, operator: str, parameters: str = "x, y") -> list[str]:
    """What an operator makes of the last line of a body."""
    made = mutants_of(module(body, parameters), "code.f")
    return [m.line.partition(" -> ")[2] for m in made if m.operator == operator]


@pytest.mark.parametrize(
    ("operator", "body", "becomes"),
    [
        ("constant", "return x ** 2", ["return x ** 3", "return x ** 1"]),
        ("constant", "return x[0]", ["return x[1]", "return x[-1]"]),
        ("constant", "return 0.5 * x", ["return 1.5 * x", "return -0.5 * x"]),
        ("constant", "return f(x, True)", ["return f(x, False)"]),
        ("axis", "return x.sum(axis=0)", ["return x.sum(axis=1)"]),
        ("axis", "return x.sum(axis=1)", ["return x.sum(axis=0)"]),
        ("axis", "return x.sum(axis=-1)", ["return x.sum(axis=0)"]),
        ("operator", "return x + y", ["return x - y"]),
        ("operator", "return x - y", ["return x + y"]),
        ("operator", "return x * y", ["return x / y"]),
        ("operator", "return x / y", ["return x * y"]),
        ("operator", "return -x", ["return x"]),
        ("operator", "return not x", ["return x"]),
        ("operator", "x += y", ["x -= y"]),
        ("operator", "return x < y", ["return x >= y"]),
        ("operator", "return x == y", ["return x != y"]),
        ("operator", "return x and y", ["return x or y"]),
        ("boundary", "return x < y", ["return x <= y"]),
        ("boundary", "return x >= y", ["return x > y"]),
        ("boundary", "return 0 < x < y", ["return 0 <= x < y", "return 0 < x <= y"]),
        ("dropped term", "return x + y", ["return x", "return y"]),
        ("dropped term", "return x - y", ["return x", "return -y"]),
        ("dropped term", "x += y", ["pass"]),
        ("dropped term", "x[0] = y", ["pass"]),
        ("keepdims", "return x.sum(keepdims=True)", ["return x.sum(keepdims=False)"]),
        ("keepdims", "return x.sum(keepdims=False)", ["return x.sum(keepdims=True)"]),
        ("extreme", "return x.max()", ["return x.min()"]),
        ("extreme", "return np.argmin(x)", ["return np.argmax(x)"]),
        ("extreme", "return np.maximum(x, 0)", ["return np.minimum(x, 0)", "return np.max(x, 0)"]),
        ("extreme", "return max(x, y)", ["return min(x, y)"]),
    ],
)
def test_an_operator_makes_just_these_mutants(operator, body, becomes):
    assert changes(body, operator) == becomes


def test_another_variable_stands_in_every_place_where_mutants_are_few():
    assert sorted(changes("return x @ y", "variable")) == ["return x @ x", "return y @ y"]


def test_a_wrong_variable_is_bound_in_an_earlier_line():
    body = "a = x\nb = a\nreturn b"
    assert sorted(changes(body, "variable", "x")) == ["b = x", "return a", "return x"]


def test_the_variable_of_a_comprehension_is_none_of_the_function():
    body = "a = [b for b in x]\nreturn a"
    assert sorted(changes(body, "variable", "x")) == ["return x"]


def test_of_wrong_variables_a_few_suffice_where_the_other_operators_give_enough():
    body = "a = x + 1\nb = y + 2\nc = a + b + 3\nreturn a * b * c * x * y"
    assert len(changes(body, "variable")) == 5


def test_an_axis_is_no_constant():
    assert changes("return x.sum(axis=1)", "constant") == []


@pytest.mark.parametrize(
    "body",
    [
        "raise ValueError(1 + 1)",
        "print(1 + 1)",
        "if x % 100 == 0:\n    print(x)",
        "return f'{1 + 1}'",
        "return 'text'",
    ],
)
def test_what_tests_of_values_cannot_see_is_left(body):
    assert mutants_of(module(body, ""), "code.f") == []


def test_only_the_body_changes():
    source = 'LIMIT = 1\n\n\ndef f(x=1) -> "1 + 1":\n    """1."""\n    return x - 1\n'
    assert {m.text.partition("return")[0] for m in mutants_of(source, "code.f")} == {
        'def f(x=1) -> \'1 + 1\':\n    """1."""\n    '
    }


def test_a_method_is_found_in_its_class_alone():
    source = "class A:\n    def f(self, x):\n        return x + 1\n\n\ndef f(x):\n    return x\n"
    lines = [m.line for m in mutants_of(source, "code.A.f")]
    assert lines[0] == "return x + 1 -> return x - 1"
    assert "self" not in "".join(line.partition("->")[2] for line in lines)


def test_equal_changes_of_equal_lines_are_told_apart():
    lines = [m.line for m in mutants_of(module("x += y\nx += y"), "code.f")]
    assert "x += y -> pass" in lines
    assert "x += y -> pass (2)" in lines


def test_a_function_that_is_not_there_is_our_fault():
    with pytest.raises(GraderFailed, match="no function g"):
        mutants_of(module("return x"), "code.g")


SOURCE = """
import functools
class Sum:
    def add(self, x):
        return x + 1
    @staticmethod
    def twice(x):
        return x * 2
def outer(x):
    def add(x):
        return x + 1
    return add(x)
@functools.cache
def cached(x):
    return x + 1
"""


@pytest.fixture
def package(tmp_path, monkeypatch) -> types.ModuleType:
    """An imported package m1 with the module `code`."""
    (tmp_path / "m1").mkdir()
    (tmp_path / "m1" / "__init__.py").touch()
    (tmp_path / "m1" / "code.py").write_text(SOURCE)
    monkeypatch.syspath_prepend(tmp_path)
    yield __import__("m1.code").code
    for name in ("m1.code", "m1"):
        sys.modules.pop(name)


@pytest.mark.parametrize(
    ("function", "change", "call", "came"),
    [
        ("code.Sum.add", "x + 1 -> return x - 1", lambda code: code.Sum().add(5), 4),
        ("code.Sum.twice", "x * 2 -> return x * 3", lambda code: code.Sum.twice(5), 15),
        ("code.outer", "x + 1 -> return x + 2", lambda code: code.outer(5), 7),
        ("code.cached", "x + 1 -> return x + 0", lambda code: code.cached(5), 5),
    ],
)
def test_an_installed_mutant_answers_in_place_of_the_function(
    package, function, change, call, came
):
    (mutant,) = (m for m in mutants_of(SOURCE, function) if m.line == f"return {change}")
    known_elsewhere = package.Sum.add
    mutation.install("m1", function, mutant.text)
    assert call(package) == came
    assert package.Sum.add is known_elsewhere
