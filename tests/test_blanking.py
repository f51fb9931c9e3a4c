"""Blanking takes bodies out whole and leaves every other byte, whatever modules look like."""

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.release.blanking import Unblankable, blank

MARK = "Ärger_geheim"  # stands in every body that is to go
STEPS = ["    ", "\t", "  ", "   "]

# A module is built twice: as it is, and as it must be once its exercises are blank. {i} is the
# indent of the body, {s} one step more, {m} the mark.
STATEMENTS = [
    "{i}{m} = 1\n",
    "{i}{m} = 1; x = {m}\n",
    "{i}x = {m} + \\\n2\n",
    "{i}x = {m} \\\n# {m}\n",
    "{i}x = [\n1, # {m}\n]\n",
    '{i}x = """\n{m}\ndef f():\n    # no\n"""\n',
    '{i}x = "{m} # no comment"\n',
    "{i}x = '''{m}'''; y = '''\n{m}'''\n",
    "{i}if {m}: x = 1\n",
    "{i}if {m}:\n{i}{s}x = 1\n{i}else:\n{i}{s}pass\n",
    "{i}for x in {m}:\n{i}{s}# {m}\n{i}{s}continue\n",
    "{i}def inner():\n{i}{s}{m} = 1\n",
    '{i}def inner():\n{i}{s}"""{m}."""\n{i}{s}return {m}\n',
    "{i}class Inner:\n{i}{s}{m} = 1\n{i}{s}def f(self): return {m}\n",
    "{i}try:\n{i}{s}{m}\n{i}except {m}:\n{i}{s}raise\n",
    "{i}with {m} as x:\n{i}{s}pass\n",
    "{i}x = lambda: {m}\n",
    "{i}x = f'{{{m}}}'\n",
    "{i}return {m}\n",
    "{i}return (\n{m}\n)\n",
    "{i}raise {m}('x')\n",
    "{i}yield {m}  # {m}\n",
    "{i}# {m}\n",
    "# {m} at the left\n",
    "{i}{s}{s}# {m} far in\n",
    "\n",
    "   \n",
    "{i}pass\n",
]
CODE = [
    s for s in STATEMENTS if s.strip() and not s.strip().startswith(("# {m}", "{i}#", "{i}{s}{s}#"))
]
AFTER = ["{i}# {m}\n", "{i}{s}# {m} deeper\n", "\n{i}# {m} below a blank line\n"]
HEADERS = [
    "def {n}(x):\n",
    "def {n}(x, *, y='a:b') -> 'z':  # shapes\n",
    "def {n}(\n    x,  # (N, D)\n    y=(1, 2),\n):\n",
    "def {n}(x: int = 3, /, *z, **w) -> None :\n",
    "def {n}(x): # é\n",
    "def {n}(x) \\\n  :\n",
]
DECORATORS = ["", "@staticmethod\n", "@wrap\n{o}# why\n{o}@wrap.more\n", "@property\n"]
DOCSTRINGS = [
    '"""Says what."""',
    "'one line'",
    '"""Says what.\n\n    More: ü, `x = 1`\n  less\n"""',
    'r"""raw \\d"""',
    '("in brackets")',
    '"in " "parts"',
    '"continued \\\nhere"',
]
TAILS = ["", "  # {m}", "; {m} = 1", " ; x = {m} ;"]
BETWEEN = ["", "\n", "\n\n", "{o}# belongs to what follows\n", "\n{o}# one\n{o}# two\n\n"]

GIVEN = [
    "def kept(x):\n{s}return x\n",
    "@overload\n{o}def many(x: int): ...\n{o}@overload\n{o}def many(x: str): ...\n"
    "{o}def many(x):\n{o}{s}return x\n",
    "class Kept:\n{o}{s}a = 1\n\n{o}{s}def f(self): return 1\n{o}{s}# kept\n",
    "LIMIT = 3  # kept\n",
    'TEXT = """\ndef f0(x):\n    kept\n"""\n',
    "async def kept_too(x):\n{s}await x\n{o}# kept\n",
]


@st.composite
def function(draw, name: str, outer: str, step: str) -> tuple[str, str]:
    """A function that is an exercise, as it is and blank."""
    inner = outer + step
    head = outer + draw(st.sampled_from(DECORATORS)).format(o=outer)
    head = head if head.strip() else ""
    head += outer + draw(st.sampled_from(HEADERS)).format(n=name)
    comment = draw(st.sampled_from(["", f"{inner}# before\n", "\n", "# left\n"]))
    head += comment + inner + draw(st.sampled_from(DOCSTRINGS))
    names = {"i": inner, "s": step, "m": MARK}
    rest = draw(st.sampled_from(TAILS)).format(**names) + "\n"
    rows = draw(st.lists(st.sampled_from(STATEMENTS), max_size=5))
    if rows:
        rows.append(draw(st.sampled_from(CODE)))
    rows += draw(st.lists(st.sampled_from(AFTER), max_size=2))
    body = rest + "".join(row.format(**names) for row in rows)
    return head + body, f'{head}\n{inner}raise NotImplementedError("p.{name}")\n'


@st.composite
def given_part(draw, outer: str, step: str) -> tuple[str, str]:
    text = outer + draw(st.sampled_from(GIVEN)).format(o=outer, s=step).replace("{o}", outer)
    if text.lstrip().startswith(("def kept", "async")):
        text = text.replace(f"\n{step}", f"\n{outer}{step}")
    return text, text


@st.composite
def module(draw) -> tuple[str, str, dict[str, str]]:
    """Source, what it must become, and the exercises by name."""
    step = draw(st.sampled_from(STEPS))
    parts, exercises = [('"""Ü."""\n\n',) * 2], {}
    for number in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["function", "method", "given"]))
        outer = step if kind == "method" else ""
        if kind == "method":
            parts.append((f"class C{number}(object):\n{step}x = 1\n\n",) * 2)
        if kind == "given":
            parts.append(draw(given_part("", step)))
        else:
            name = f"f{number}"
            parts.append(draw(function(name, outer, step)))
            exercises[f"C{number}.{name}" if outer else name] = f"p.{name}"
            if outer and draw(st.booleans()):
                parts.append((draw(st.sampled_from(BETWEEN)).format(o=outer),) * 2)
                parts.append(draw(given_part(outer, step)))
        parts.append((draw(st.sampled_from(BETWEEN)).format(o=""),) * 2)
    source, expected = ("".join(texts) for texts in zip(*parts, strict=True))
    if draw(st.booleans()):
        source = source[:-1] if source.endswith("\n") else source
    return source, expected, exercises


@settings(max_examples=400, deadline=None)
@given(module())
def test_bodies_go_whole_and_the_rest_stays(made):
    source, expected, exercises = made
    ast.parse(source)
    result = blank(source, exercises)
    assert MARK not in result
    assert result.rstrip("\n") == expected.rstrip("\n")


@settings(max_examples=100, deadline=None)
@given(module())
def test_blanking_twice_changes_nothing(made):
    source, _, exercises = made
    once = blank(source, exercises)
    assert blank(once, exercises) == once


@given(module())
@settings(max_examples=50, deadline=None)
def test_without_exercises_nothing_changes(made):
    assert blank(made[0], {}) == made[0]


SOURCE = '''\
def f(x):
    """Doc."""
    return x
'''


def blanked(source: str) -> str:
    return blank(source, {"f": "p.f"})


def test_a_comment_after_the_last_statement_goes():
    assert "secret" not in blanked(SOURCE + "    # secret\n\n\ny = 1\n")


def test_a_comment_at_the_indent_of_the_def_stays():
    assert blanked(SOURCE + "\n# about y\ny = 1\n").endswith("\n\n# about y\ny = 1\n")


def test_a_comment_as_deep_as_the_body_goes_even_below_one_at_the_left():
    assert "secret" not in blanked(SOURCE + "# left\n    # secret\ny = 1\n")


def test_a_comment_indented_by_a_tab_goes_though_its_column_is_small():
    method = 'class C:\n    def f(x):\n        """Doc."""\n        return x\n\t# secret\n'
    assert "secret" not in blank(method, {"C.f": "p.f"})


def test_a_file_without_newline_at_its_end_is_blanked():
    assert blanked(SOURCE.rstrip("\n")).endswith('    raise NotImplementedError("p.f")\n')


def test_a_comment_behind_a_continued_line_goes_though_the_file_ends_there():
    source = 'def f(x):\n    """Says."""\n    return 41 \\\n# 41 is the answer'
    assert "41" not in blanked(source)


def test_imports_that_blanking_leaves_unused_stay():
    assert blanked("import numpy as np\n\n\n" + SOURCE).startswith("import numpy as np\n")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ('def f(x): "Doc."; return x\n', "on the line of its def"),
        ('def f(x): \\\n    "Doc."; return x\n', "on the line of its def"),
        ("def f(x):\n    return x\n", "no docstring"),
        (SOURCE + SOURCE, "2 times"),
        ("def g(x):\n    return x\n", "0 times"),
        ("if 1:\n" + "".join(f"    {line}\n" for line in SOURCE.splitlines()), "0 times"),
    ],
)
def test_what_cannot_be_taken_out_cleanly_is_refused(source, reason):
    with pytest.raises(Unblankable, match=reason):
        blanked(source)
