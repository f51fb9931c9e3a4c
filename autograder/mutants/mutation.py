"""Mutants: copies of a function with one small change each, made by fixed operators.

Only bodies change: no docstring, no annotation, nothing in `raise` statements or in what is only
printed, for no test of values can see those.
"""

import ast
import inspect
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType

from autograder.mutants import operators
from autograder.mutants.operators import OPERATORS
from autograder.variants import place
from autograder.verdicts import GraderFailed

WANTED = 8  # mutants a function; further wrong variables make up for what the operators lack
_VARIABLES = 5  # wrong variables a function, where the other operators give enough
_UNSEEN = (ast.Raise, ast.JoinedStr, ast.Import, ast.ImportFrom, ast.Global, ast.Nonlocal)

Definition = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Mutant:
    """A function with one change."""

    function: str  # dotted, below the package
    operator: str
    line: str  # "before -> after", as ast.unparse writes the line
    text: str  # of the whole function


@dataclass(frozen=True)
class Site:
    """A node in a body, and where it hangs."""

    parent: ast.AST
    field: str
    index: int | None
    node: ast.AST

    def put(self, node: ast.AST) -> None:
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


def mutants_of(source: str, function: str) -> list[Mutant]:
    """All mutants of a function of a module, in the order of its text.

    Args:
        function: dotted: module, classes, name.
    """
    definition = find(ast.parse(source), function.split(".")[1:])
    before = ast.unparse(definition)
    made, variables = [], []
    for site in sites(definition):
        for operator, replacements in OPERATORS.items():
            made += [_mutant(function, operator, definition, before, site, node)
                     for node in replacements(site.node)]  # fmt: skip
        variables += [
            _mutant(function, "variable", definition, before, site, node)
            for node in operators.wrong_variables(site.node, definition)
        ]
    made = _distinct(made)
    few = max(_VARIABLES, WANTED - len(made))
    return _numbered(made + _chosen(_distinct(variables), few))


def install(package: str, function: str, text: str) -> None:
    """Gives a function of an imported package the body of a mutant, for good."""
    owner, name = place(f"{package}.{function}")
    module = sys.modules[f"{package}.{function.split('.')[0]}"]
    file = str(module.__file__)
    tree = ast.parse(Path(file).read_text(encoding="utf-8"))
    names = function.split(".")[1:]
    find(tree, names).body = find(ast.parse(text), names[-1:]).body
    plain = _plain(inspect.getattr_static(owner, name))
    plain.__code__ = _code(compile(tree, file, "exec"), plain.__code__.co_qualname)


def find(tree: ast.Module, names: Sequence[str]) -> Definition:
    """The definition of a function, by the classes that it is in and its name.

    Raises:
        GraderFailed: it is not there.
    """
    body = tree.body
    for name in names[:-1]:
        body = [s for n in body if isinstance(n, ast.ClassDef) and n.name == name for s in n.body]
    found = [n for n in body if isinstance(n, Definition) and n.name == names[-1]]
    if not found:
        raise GraderFailed(f"the solved code has no function {'.'.join(names)}")
    return found[-1]


def sites(definition: Definition) -> Iterator[Site]:
    """The nodes of a body that may change, in the order of the text."""
    first = 1 if ast.get_docstring(definition, clean=False) is not None else 0
    for index, statement in enumerate(definition.body[first:], start=first):
        yield from _within(Site(definition, "body", index, statement))


def _within(site: Site) -> Iterator[Site]:
    if isinstance(site.node, _UNSEEN) or _only_prints(site.node):
        return
    yield site
    if isinstance(site.node, ast.keyword) and site.node.arg in ("axis", "keepdims"):
        return  # operators of their own
    for field, value in ast.iter_fields(site.node):
        if field in ("annotation", "returns", "ctx", "op", "ops"):
            continue
        if isinstance(value, ast.AST):
            yield from _within(Site(site.node, field, None, value))
        elif isinstance(value, list):
            for index, node in enumerate(value):
                if isinstance(node, ast.AST):
                    yield from _within(Site(site.node, field, index, node))


def _only_prints(node: ast.AST) -> bool:
    if isinstance(node, ast.If):
        return all(map(_only_prints, [*node.body, *node.orelse]))
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id == "print"
    )


def _mutant(
    function: str, operator: str, definition: Definition, before: str, site: Site, node: ast.AST
) -> Mutant:
    site.put(node)
    text = ast.unparse(definition)
    site.put(site.node)
    pairs = zip(before.splitlines(), text.splitlines(), strict=True)
    changed = [f"{old.strip()} -> {new.strip()}" for old, new in pairs if old != new]
    return Mutant(function, operator, "; ".join(changed), text)


def _distinct(made: Sequence[Mutant]) -> list[Mutant]:
    return list({mutant.text: mutant for mutant in reversed(made) if mutant.line}.values())[::-1]


def _chosen(made: Sequence[Mutant], count: int) -> list[Mutant]:
    """A few, in a way that a change elsewhere in the function does not alter much."""
    return sorted(made, key=lambda mutant: zlib.crc32(mutant.line.encode()))[:count]


def _numbered(made: Sequence[Mutant]) -> list[Mutant]:
    """Mutants whose lines differ: equal changes of equal lines are counted."""
    seen: dict[str, int] = {}
    numbered = []
    for mutant in made:
        count = seen[mutant.line] = seen.get(mutant.line, 0) + 1
        line = mutant.line if count == 1 else f"{mutant.line} ({count})"
        numbered.append(Mutant(mutant.function, mutant.operator, line, mutant.text))
    return numbered


def _plain(member: object) -> FunctionType:
    """The function behind a member of a module or class."""
    if isinstance(member, staticmethod | classmethod):
        member = member.__func__
    if isinstance(member, property):
        member = member.fget
    plain = inspect.unwrap(member)  # type: ignore[arg-type]
    assert isinstance(plain, FunctionType)
    return plain


def _code(code: CodeType, qualified: str) -> CodeType:
    """The code of a function, wherever it is nested; the last of that name, as in a module."""
    found = [c for c in _nested(code) if c.co_qualname == qualified]
    return found[-1]


def _nested(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _nested(constant)
