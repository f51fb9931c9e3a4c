"""given.rules: loops are found where they hide, and vectorised code is not accused."""

import contextlib
import textwrap
from functools import partial

import pytest

from given.rules import Unreadable, Violation, is_blank, places, read_module, violations


def found(name="f", work="", **modules):
    """Violations of `work.NAME` in the package z1, whose other modules are given by name."""
    modules = {"work": work, **modules}
    texts = {name.replace("__", "."): text for name, text in modules.items()}
    return violations(f"work.{name}", "loops", texts.get, "z1")


def blank(name="f", work="", **modules):
    return is_blank(f"work.{name}", {"work": work, **modules}.get, "z1")


def loops(body, before=""):
    text = f"import numpy as np\n{textwrap.dedent(before)}\ndef f(x, y):\n"
    text += textwrap.indent(textwrap.dedent(body).strip(), "    ")
    return [v.what for v in found(work=text)]


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
    text = "def f(x):\n    y = 1\n    while x: pass\n"
    assert found(work=text) == [Violation("work", 3, "a while loop")]


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


@pytest.mark.parametrize(("method", "count"), [("train", 1), ("predict", 0), ("named", 1)])
def test_methods_of_the_class_and_its_bases_are_followed(method, count):
    assert len(found(f"Linear.{method}", CLASSES)) == count


def test_a_method_may_be_inherited():
    assert found("Linear.norm", CLASSES)


def test_a_name_bound_again_counts_as_what_it_is_last():
    text = "def slow(x):\n    return [a for a in x]\ndef f(x):\n    return x\nf = slow\n"
    assert found(work=text) == [Violation("work", 2, "a list comprehension")]


@pytest.mark.parametrize(
    ("text", "words"),
    [("def f(:\n", "the file is not Python"), ("x = 1\n", "there is no f")],
)
def test_a_file_without_the_function_is_a_violation_and_not_an_error(text, words):
    (violation,) = found(work=text)
    assert violation.what.startswith(words)


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "-" * 100_000 + "1\ndef f(): pass",
        "def f(x): return " + "(" * 90 + "x" + ")" * 90 + ".y" * 50_000,
        "def f(): return 1\n#" + "x" * 2**20,
        "def f(x): return f0.y\n" + "".join(f"f{n} = f{n + 1}\n" for n in range(9000)),
    ],
    ids=["signs", "attributes", "large", "chain"],
)
def test_what_cannot_be_read_is_an_error_of_one_sentence(text):
    with pytest.raises(Unreadable, match=r"^z1(/work\.py)?[^.\n]*$"):
        found(work=text)


@pytest.mark.parametrize(
    "text",
    [
        "f = g\ng = f",
        "from .work import f",
        "from z1.other import f",
        "from z1.other import *\nfrom .work import *",
        "class A(A): pass\nf = A.f",
        "class A(B): pass\nclass B(A): pass\nf = A().f",
        "f = f",
        "def f():\n    return '\0'",
        "f = f.f(f).f",
        "class f:\n    def __init__(self): f()",
        "\n".join("f = (f, f)" for _ in range(2000)),
        "\n".join("if f: f = f.f if f else f" for _ in range(2000)),
        "\n".join(f"def f{n}(x): return f{n + 1}(x)" for n in range(9000)) + "\nf = f0",
    ],
)
def test_reading_ends_whatever_stands_for_what(text):
    with contextlib.suppress(Unreadable):
        assert all("loop" not in v.what for v in found(work=text, other="from z1.work import f"))


def test_an_unknown_rule_is_the_tests_fault():
    with pytest.raises(ValueError, match="loops"):
        violations("work.f", "goto", {"work": ""}.get, "z1")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('"""Text."""\n    raise NotImplementedError("a1.x.f")', True),
        ("raise NotImplementedError", True),
        ("return 1", False),
        ("x = 1\n    raise NotImplementedError", False),
        ("pass", False),
    ],
)
def test_a_blank_body_is_recognised(body, expected):
    assert blank("A.f", f"class A:\n  def f(self):\n    {body}\n") is expected


def test_a_missing_function_is_not_blank_but_missing():
    with pytest.raises(LookupError):
        blank(work="x = 1")


LOOP = "def f(x):\n    for a in x: pass\n"
FREE = "def f(x):\n    return x.sum()\n"
HELPER = "def g(x): return [a for a in x]\n"
LIST = "a list comprehension"
BLANK = "def f(x):\n    raise NotImplementedError\n"


@pytest.mark.parametrize(
    "text",
    [
        "from numpy import logaddexp as lae\ndef f(x): return lae.reduce(x, axis=1)",
        "import numpy as np\ndef f(x):\n    lse = np.logaddexp\n    return lse.reduce(x, axis=1)",
        "import numpy as np\nlse = np.logaddexp\ndef f(x): return lse.reduce(x, axis=1)",
        "from numpy import add, maximum\ndef f(x): return add.accumulate(maximum.reduce(x))",
        "def f(x, map, filter): return map + filter",
        "def f(x):\n    filter = x > 0\n    return x[filter]",
        "def slow(x): return [a for a in x]\ndef f(x): return (lambda slow: slow + 1)(x)",
        "import torch\ndef f(x): return torch.compile(x).map(x)",
        "class A:\n  def __init__(self): self.a = [b for b in 'ab']\n"
        "  @staticmethod\n  def f(x): return x\nf = A.f",
        "def f(x): return x\nif __name__ == '__main__':\n    f = [g for g in (f, f)]",
    ],
)
def test_code_without_loops_is_not_accused(text):
    assert found(work=text) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("from functools import reduce\ndef f(x): return reduce(max, x)", "reduce"),
        ("from functools import reduce as r\ndef f(x): return r(max, x)", "r"),
        ("import functools as t\ndef f(x): return t.reduce(max, x)", "t.reduce"),
        ("from functools import *\ndef f(x): return reduce(max, x)", "reduce"),
        ("from numpy import vectorize as v\ndef f(x): return v(abs)(x)", "v"),
        ("import builtins\ndef f(x): return list(builtins.map(abs, x))", "builtins.map"),
        ("def f(x):\n  def g(y): return g(y[1:]) if y else 0\n  return g(x)", "g calls itself"),
        ("f = lambda x: f(x[1:]) if x else 0", "a lambda calls itself"),
        ("class A:\n  def g(self, x): return [a for a in x]\ndef f(x): return A().g(x)", LIST),
        (HELPER + "class A: g = staticmethod(g)\nA = A()\ndef f(x): return A.g(x)", LIST),
        (HELPER + "g = timed(1)(g)\ndef f(x): return g(x)", LIST),
        (HELPER + "g, h = abs, g\ndef f(x): return h(x)", LIST),
        (HELPER + "class A: pass\nA.g = g\ndef f(x): return A.g(x)", LIST),
        (
            HELPER + "class A:\n  def f(self): return g(1)\n"
            "class B(A):\n  def f(self): return super().f()\nf = B().f",
            LIST,
        ),
    ],
)
def test_a_loop_behind_a_name_is_found(text, what):
    assert [v.what for v in found(work=text)] == [what]


REEXPORTS = [
    "from z1.impl import f",
    "from .impl import f as g\nf = g",
    "from . import impl\nf = impl.f",
    "from .impl import *",
    "import z1.impl\nf = z1.impl.f",
    "import z1.impl as other\nf = other.f",
    "try:\n    from .nothing import f\nexcept ImportError:\n    from .impl import f",
    "import functools\nfrom .impl import f as g\nf = functools.partial(g)",
    "from .impl import f as g\nclass A:\n    vec = staticmethod(g)\nf = A.vec",
    "from .deep import f",
]


@pytest.mark.parametrize("work", REEXPORTS)
def test_a_function_of_another_module_is_followed(work):
    more = {"deep": "from .inner import f", "deep__inner": "from ..impl import f"}
    assert found(work=work, impl=LOOP, **more) == [Violation("impl", 2, "a for loop")]
    assert found(work=work, impl=FREE, **more) == []


@pytest.mark.parametrize("work", REEXPORTS[:-1])
def test_a_blank_function_of_another_module_is_blank(work):
    assert blank(work=work, impl=BLANK)
    assert not blank(work=work, impl=FREE)


def test_a_helper_in_another_module_is_followed_and_named():
    work = "from .impl import f as g\ndef f(x):\n    while x: g(x)\n"
    both = found(work=work, impl=LOOP)
    assert both == [Violation("work", 3, "a while loop"), Violation("impl", 2, "a for loop")]
    assert places("z1", both) == (
        "a while loop in line 3 of z1/work.py; a for loop in line 2 of z1/impl.py"
    )


def test_a_module_that_is_not_python_is_named():
    (violation,) = found(work="from .impl import f", impl="def f(:")
    assert violation.module == "impl"


@pytest.mark.parametrize(
    "text",
    [
        "f = lambda x: x",
        "import functools\ndef g(a, x): return x\nf = functools.partial(g, 1)",
        "class _F:\n    def vec(self, x): return x\nf = _F().vec",
        "class _F:\n    @staticmethod\n    def vec(x): return x\nf = _F.vec",
        "def g(x): return x\nf = g",
        "def make(): return lambda x: x\nf = make()",
        "exec('def f(x): return [a for a in x]')",
        "globals()['f'] = abs",
        "from numpy import *",
        "from numpy import sum as f",
        "def __getattr__(name): return abs",
    ],
)
def test_a_function_however_it_is_made_is_neither_blank_nor_missing(text):
    assert found(work=text) == []
    assert not blank(work=text)


def test_a_name_that_the_other_module_lacks_is_missing():
    with pytest.raises(LookupError):
        blank(work="from .impl import f", impl="x = 1")


def test_warnings_of_the_code_are_not_ours():
    assert found(work="def f(x):\n    return '\\d'") == []


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + LOOP.replace("\n", "\r\n").encode(),
        b"# coding: latin-1\n# \xe4\n" + LOOP.encode(),
        LOOP.replace("\n", "\r").encode(),
    ],
    ids=["byte order mark", "cookie", "carriage returns"],
)
def test_a_file_is_decoded_as_python_does(tmp_path, content):
    (tmp_path / "work.py").write_bytes(content)
    (violation,) = violations("work.f", "loops", partial(read_module, tmp_path), "z1")
    assert violation.what == "a for loop"


def test_modules_are_read_by_their_dotted_names(tmp_path):
    for name in ["__init__", "work", "helpers/__init__", "helpers/x"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.py").write_text(name)
    read = {name: read_module(tmp_path, name) for name in ["", "work", "helpers", "helpers.x"]}
    assert list(read.values()) == ["__init__", "work", "helpers/__init__", "helpers/x"]
    assert {read_module(tmp_path, name) for name in ["x", "..work", "../work", "work.y"]} == {None}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"x = '\xff'", "is not text"),
        (b"\n\n\nx = '\xff'", "is not text: 'utf-8' codec can't decode"),
        (b"# coding: nonsense\n", "is not text: unknown encoding: nonsense"),
        (b"# coding: rot13\n", "is not text"),
        (b"#" * 2**20 + b"x", "is larger than 1 MB"),
    ],
    ids=["line 1", "line 4", "cookie", "no text", "large"],
)
def test_a_file_that_cannot_be_read_is_an_error_of_one_sentence(tmp_path, content, words):
    (tmp_path / "work.py").write_bytes(content)
    with pytest.raises(Unreadable, match=words) as caught:
        read_module(tmp_path, "work")
    assert str(caught.value).startswith(f"{tmp_path.name}/work.py ")
