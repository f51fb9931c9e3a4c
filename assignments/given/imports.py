"""Imports of modules that are not there when work is graded, found by reading."""

import ast
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass

STAND_INS = {"future", "past", "six", "tqdm"}  # grading has small ones of its own
CATCH_IMPORT_ERRORS = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}


@dataclass(frozen=True)
class AbsentImport:
    """An import whose module will not be there."""

    line: int
    module: str


def absent_imports(tree: ast.Module, there: Collection[str]) -> list[AbsentImport]:
    """The first import of each module that is neither in `there` nor Python's own, by line.

    An import whose failure is expected is none: under TYPE_CHECKING or `__name__`, or where
    ImportError is caught.
    """
    found: dict[str, int] = {}
    for statement in sorted(_imports(tree), key=lambda statement: statement.lineno):
        for module in _modules(statement):
            top = module.partition(".")[0]
            if top not in STAND_INS and top not in there and top not in sys.stdlib_module_names:
                found.setdefault(module, statement.lineno)
    return [AbsentImport(line, module) for module, line in found.items()]


def _imports(tree: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    left: list[ast.AST] = [tree]
    while left:
        part = left.pop()
        if isinstance(part, ast.Import | ast.ImportFrom):
            yield part
        elif not isinstance(part, ast.expr):
            left += _may_not_fail(part)


def _may_not_fail(part: ast.AST) -> list[ast.AST]:
    """The statements inside of another one, without those whose imports may fail."""
    match part:
        case ast.If(test, _, orelse) if _names(test) & {"TYPE_CHECKING", "__name__"}:
            return [*orelse]
        case ast.Try(_, handlers, orelse, final) if any(map(_catches, handlers)):
            return [*handlers, *orelse, *final]
        case ast.With(items) if any(_names(i) & CATCH_IMPORT_ERRORS for i in items):
            return []
    return list(ast.iter_child_nodes(part))


def _catches(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or bool(_names(handler.type) & CATCH_IMPORT_ERRORS)


def _names(part: ast.AST) -> set[str]:
    """The names in an expression, attributes (typing.TYPE_CHECKING) included."""
    parts = list(ast.walk(part))
    attributes = {p.attr for p in parts if isinstance(p, ast.Attribute)}
    return attributes | {p.id for p in parts if isinstance(p, ast.Name)}


def _modules(statement: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(statement, ast.Import):
        return [alias.name for alias in statement.names]
    only_override = [alias.name for alias in statement.names] == ["override"]
    if statement.level or (statement.module == "typing_extensions" and only_override):
        return []
    return [statement.module or ""]
