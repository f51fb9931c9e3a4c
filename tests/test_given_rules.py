"""given.rules: loops are found where they hide, and vectorised code is not accused."""

import textwrap

import pytest
from given.rules import Violation, is_blank, violations


def loops(body, before=""):
    text = f"import numpy as np\n{textwrap.dedent(before)}\ndef f(x, y):\n"
    text += textwrap.indent(textwrap.dedent(body).strip(), "    ")
    return [v.what for v in violations(text, "f", "loops")]


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("for a in x: pass", "a for loop"),
        ("while x: x -= 1", "a while loop"),
        ("return [a for a in x]", "a list comprehension"),
        ("return {a for a in x}", "a set comprehension"),
        ("return {a: 1 for a in x}", "a dict comprehension"),
        ("return sum(a for a in x)", "a generator expression"),
        ("return list(map(abs, x))", "map"),
        ("return list(filter(None, x))", "filter"),
        ("return np.vectorize(abs)(x)", "np.vectorize"),
        ("return np.apply_along_axis(np.sum, 0, x)", "np.apply_along_axis"),
        ("return np.fromiter(x, float)", "np.fromiter"),
        ("return np.frompyfunc(abs, 1, 1)(x)", "np.frompyfunc"),
        ("from numpy import vectorize\nreturn vectorize(abs)(x)", "vectorize"),
        ("import functools\nreturn functools.reduce(max, x)", "functools.reduce"),
        ("def g():\n    for a in x: pass\nreturn g()", "a for loop"),
        ("g = lambda: [a for a in x]\nreturn g()", "a list comprehension"),
        ("exec('for a in x: pass')", "exec"),
        ("if x:\n    with y:\n        for a in x: pass", "a for loop"),
    ],
)
def test_a_loop_is_found(body, what):
    assert what in loops(body)


@pytest.mark.parametrize(
    "before",
    [
        "def g(x):\n    for a in x: pass",
        "def h(x):\n    for a in x: pass\ndef g(x): return h(x)",
        "g = lambda x: [a for a in x]",
        "def h(x): return [a for a in x]\ng = h",
        "def h(x): return [a for a in x]\ng = np.sum if np else h",
        "class g:\n    def __init__(self, x):\n        for a in x: pass",
        "if True:\n    def g(x): return [a for a in x]",
        "try:\n    from fast import g\nexcept ImportError:\n    def g(x): return [a for a in x]",
        "def g(x): return g(x[1:]) if len(x) else 0",
    ],
)
def test_a_loop_in_a_helper_of_the_module_is_found(before):
    assert loops("return g(x)", before)


@pytest.mark.parametrize(
    "body",
    [
        "return x @ y",
        "return np.add.reduce(x, axis=0) + np.maximum.accumulate(y)",
        "return x.sum(axis=1)",
        "slow = x + 1\nreturn slow",
        "'''for a in x'''\nreturn x",
        "raise NotImplementedError('a1.losses.f')",
    ],
)
def test_vectorised_code_is_not_accused(body):
    assert loops(body, "def slow(x):\n    for a in x: pass") == []


def test_a_violation_names_the_line():
    assert violations("def f(x):\n    y = 1\n    while x: pass\n", "f", "loops") == [
        Violation(3, "a while loop")
    ]


CLASSES = """
class Base:
    def norm(self, x):
        return [a for a in x]

    def plain(self, x):
        return x.sum()

class Linear(Base):
    def train(self, X):
        return self.norm(X)

    def predict(self, X):
        return self.plain(X)

    def named(self, X):
        return Base.norm(self, X)
"""


@pytest.mark.parametrize(("method", "found"), [("train", 1), ("predict", 0), ("named", 1)])
def test_methods_of_the_class_and_its_bases_are_followed(method, found):
    assert len(violations(CLASSES, f"Linear.{method}", "loops")) == found


def test_a_method_may_be_inherited():
    assert violations(CLASSES, "Linear.norm", "loops")


def test_a_name_bound_again_counts_as_what_it_is_last():
    text = "def slow(x):\n    return [a for a in x]\ndef f(x):\n    return x\nf = slow\n"
    assert violations(text, "f", "loops") == [Violation(2, "a list comprehension")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("def f(:\n", "not Python"),
        ("x = 1\n", "there is no f"),
        ("f = (" + "(" * 5000, "Python"),
        ("def f():\n    return '\0'", "Python"),
        ("x = " + "-" * 100_000 + "1\ndef f(): pass", "Python"),
    ],
)
def test_an_unreadable_file_is_a_violation_and_not_an_error(text, words):
    found = violations(text, "f", "loops")
    assert len(found) == 1
    assert words in found[0].what


def test_an_unknown_rule_is_the_tests_fault():
    with pytest.raises(ValueError, match="loops"):
        violations("", "f", "goto")


@pytest.mark.parametrize(
    ("body", "blank"),
    [
        ('"""Text."""\n    raise NotImplementedError("a1.x.f")', True),
        ("raise NotImplementedError", True),
        ("return 1", False),
        ("x = 1\n    raise NotImplementedError", False),
        ("pass", False),
    ],
)
def test_a_blank_body_is_recognised(body, blank):
    assert is_blank(f"class A:\n  def f(self):\n    {body}\n", "A.f") is blank


def test_a_missing_function_is_not_blank_but_missing():
    with pytest.raises(LookupError):
        is_blank("x = 1", "f")
