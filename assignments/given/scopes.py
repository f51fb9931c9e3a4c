"""The names that a module, class, function or comprehension binds, each with all it may mean."""

import ast
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Definition = ast.FunctionDef | ast.AsyncFunctionDef
Function = Definition | ast.Lambda
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
MAKE_NAMES = {"exec", "eval", "globals", "locals", "vars", "setattr", "modules", "__getattr__"}


@dataclass(frozen=True)
class Imported:
    """What an import binds: a module, or a name of it."""

    module: str
    name: str | None = None
    level: int = 0


Binding = ast.AST | Imported
Names = dict[str, list[Binding]]  # an empty list: bound to what cannot be read, as a parameter is


@dataclass(frozen=True)
class Module:
    """The global names of a module."""

    names: Names
    stars: tuple[Imported, ...]  # of `from x import *`
    makes_names: bool  # by exec and the like: what is not bound here may still be there


def module_names(text: str, module: str) -> Module:
    """The names of a module's text.

    Raises:
        SyntaxError: the text is not Python; its filename is `module`.
        ValueError, RecursionError, MemoryError: it cannot be parsed.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of "\d" in a text
        tree = ast.parse(text, module or "__init__")
    stars = tuple(
        Imported(part.module or "", None, part.level)
        for part in ast.walk(tree)
        if isinstance(part, ast.ImportFrom) and part.names[0].name == "*"
    )
    return Module(_bindings(tree.body), stars, any(map(_makes_names, ast.walk(tree))))


def names_inside(node: ast.AST) -> Names:
    """The names of a class, function or comprehension itself, not of functions inside of it."""
    if isinstance(node, ast.ClassDef):
        return _bindings(node.body)
    if isinstance(node, Comprehension):
        targets = [part for g in node.generators for part in ast.walk(g.target)]
        return {part.id: [] for part in targets if isinstance(part, ast.Name)}
    assert isinstance(node, Function)
    body = node.body if isinstance(node.body, list) else []
    names = _bindings(body)
    for part in ast.walk(node.args):
        if isinstance(part, ast.arg):
            names.setdefault(part.arg, [])
    for name in [
        n for p in _own(body) if isinstance(p, ast.Global | ast.Nonlocal) for n in p.names
    ]:
        names.pop(name, None)
    return names


def first_parameter(node: ast.AST) -> str | None:
    """What a method calls its object, or class; a static method has none."""
    if not isinstance(node, Function):
        return None
    decorators = [] if isinstance(node, ast.Lambda) else node.decorator_list
    if any(isinstance(d, ast.Name) and d.id == "staticmethod" for d in decorators):
        return None
    parameters = [*node.args.posonlyargs, *node.args.args]
    return parameters[0].arg if parameters else None


def _bindings(body: list[ast.stmt]) -> Names:
    """What statements bind. The last wins, but in branches and in `f = other(f)` all count."""
    found: Names = {}
    for statement, in_branch in _statements(body):
        for name, bound in _bound_by(statement):
            if not in_branch and not _mentions(getattr(statement, "value", None), name):
                found[name] = []
            found.setdefault(name, []).append(bound)
    for part in _own(body):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            found.setdefault(part.id, [])
    return found


def _statements(body: Iterable[ast.AST]) -> Iterator[tuple[ast.stmt, bool]]:
    """All statements of a scope in order; whether each stands inside of another one."""
    left: list[tuple[ast.AST, bool]] = [(statement, False) for statement in body][::-1]
    while left:
        part, in_branch = left.pop()
        if isinstance(part, ast.stmt):
            yield part, in_branch
        if not isinstance(part, Definition | ast.ClassDef | ast.expr) and not _is_main(part):
            left += [(child, True) for child in ast.iter_child_nodes(part)][::-1]


def _own(body: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """All nodes of a scope, without what functions, classes and comprehensions keep inside."""
    left = list(body)
    while left:
        part = left.pop()
        yield part
        if not isinstance(part, Function | ast.ClassDef | Comprehension):
            left += ast.iter_child_nodes(part)


def _bound_by(statement: ast.stmt) -> Iterator[tuple[str, Binding]]:
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield statement.name, statement
        case ast.Import():
            for alias in statement.names:
                name = alias.asname or alias.name.split(".")[0]
                yield name, Imported(alias.name if alias.asname else name)
        case ast.ImportFrom(module, aliases, level):
            for alias in aliases:
                yield alias.asname or alias.name, Imported(module or "", alias.name, level or 0)
        case ast.Assign(targets, value):
            for target in targets:
                yield from _assigned(target, value)
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            yield from _assigned(target, value)
        case ast.For(target=target, iter=value) | ast.AsyncFor(target=target, iter=value):
            yield from _assigned(target, value)


def _assigned(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, Binding]]:
    """What each name of a target is bound to: all of the value where it cannot be taken apart."""
    match target:
        case ast.Name(name):
            yield name, value
        case ast.Attribute(ast.Name(owner), name):
            yield f"{owner}.{name}", value
        case ast.Tuple(targets) | ast.List(targets):
            values = value.elts if isinstance(value, ast.Tuple | ast.List) else []
            starred = any(isinstance(part, ast.Starred) for part in [*targets, *values])
            if starred or len(values) != len(targets):
                values = [value] * len(targets)
            for part, its_value in zip(targets, values, strict=True):
                yield from _assigned(part, its_value)
        case ast.Starred(inner):
            yield from _assigned(inner, value)


def _mentions(expression: ast.expr | None, name: str) -> bool:
    parts = ast.walk(expression) if expression else ()
    return any(isinstance(part, ast.Name) and part.id == name for part in parts)


def _is_main(part: ast.AST) -> bool:
    """`if __name__ == "__main__":` never runs where the module is imported."""
    return isinstance(part, ast.If) and _mentions(part.test, "__name__")


def _makes_names(part: ast.AST) -> bool:
    match part:
        case ast.Name(name) | ast.Attribute(attr=name) | ast.FunctionDef(name=name):
            return name in MAKE_NAMES
    return False
