"""What a module defines: every name that a release must be told about, and what it cannot judge."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
Node = FunctionNode | ast.ClassDef | ast.expr

# Expressions that run code or hold it: in a header they could carry a piece of an answer.
BUSY = (
    ast.Lambda,
    ast.Call,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
    ast.NamedExpr,
    ast.Await,
    ast.Yield,
    ast.YieldFrom,
    ast.JoinedStr,
)


@dataclass
class Definitions:
    """Names of one module, dotted below the package, and where they are bound."""

    needed: dict[str, list[Node]] = field(default_factory=dict)  # must be listed
    bindings: dict[str, list[int]] = field(default_factory=dict)  # lines; literals, imports too
    problems: list[str] = field(default_factory=list)

    def need(self, name: str, node: Node) -> None:
        self.needed.setdefault(name, []).append(node)
        self.bind(name, node.lineno)

    def bind(self, name: str, line: int) -> None:
        self.bindings.setdefault(name, []).append(line)


def definitions(tree: ast.Module, module: str, where: str) -> Definitions:
    """The definitions of `tree`, named below `module`; `where` opens each problem's sentence."""
    found = Definitions()
    for position, statement in enumerate(tree.body):
        if not (position == 0 and _is_docstring(statement)):
            _visit(statement, module, where, found)
    return found


def is_busy(expressions: Iterable[ast.AST]) -> bool:
    """Whether one of them runs or holds code."""
    return any(isinstance(node, BUSY) for e in expressions for node in ast.walk(e))


def header(node: FunctionNode | ast.ClassDef) -> Iterator[ast.AST]:
    """The expressions of a definition's decorators, defaults, annotations, bases."""
    yield from node.decorator_list
    if isinstance(node, ast.ClassDef):
        yield from node.bases
        yield from (keyword.value for keyword in node.keywords)
    else:
        yield node.args
        if node.returns:
            yield node.returns
    yield from getattr(node, "type_params", [])


def _visit(statement: ast.stmt, scope: str, where: str, found: Definitions) -> None:
    line = statement.lineno
    if isinstance(statement, ast.Import | ast.ImportFrom):
        _visit_import(statement, scope, where, found)
    elif isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
        found.need(f"{scope}.{statement.name}", statement)
    elif isinstance(statement, ast.ClassDef):
        _visit_class(statement, f"{scope}.{statement.name}", where, found)
    elif isinstance(statement, ast.Assign | ast.AnnAssign):
        _visit_assignment(statement, scope, where, found)
    elif not _is_type_checking(statement):
        inside = [n for n in ast.walk(statement) if isinstance(n, FunctionNode | ast.ClassDef)]
        if inside:
            names = ", ".join(sorted(f"{scope}.{n.name}" for n in inside))
            found.problems.append(f"{where}:{line}: {names} is defined under a condition or loop")
        else:
            found.problems.append(
                f"{where}:{line}: a module holds imports, definitions and constants; "
                f"this is {_describe(statement)}"
            )


def _visit_import(
    statement: ast.Import | ast.ImportFrom, scope: str, where: str, found: Definitions
) -> None:
    for alias in statement.names:
        if alias.name == "*":
            found.problems.append(f"{where}:{statement.lineno}: a star import hides what it brings")
        else:
            found.bind(f"{scope}.{(alias.asname or alias.name).split('.')[0]}", statement.lineno)


def _visit_class(node: ast.ClassDef, name: str, where: str, found: Definitions) -> None:
    found.need(name, node)
    for position, statement in enumerate(node.body):
        if (position == 0 and _is_docstring(statement)) or isinstance(statement, ast.Pass):
            continue
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            _visit_class_assignment(statement, name, where, found)
        else:
            _visit(statement, name, where, found)


def _visit_assignment(
    statement: ast.Assign | ast.AnnAssign, scope: str, where: str, found: Definitions
) -> None:
    names = _targets(statement)
    if names is None:
        found.problems.append(f"{where}:{statement.lineno}: assigns to something other than a name")
        return
    literal = statement.value is None or _is_literal(statement.value)
    for name in names:
        if literal or statement.value is None:
            found.bind(f"{scope}.{name}", statement.lineno)
        else:
            found.need(f"{scope}.{name}", statement.value)


def _visit_class_assignment(
    statement: ast.Assign | ast.AnnAssign, scope: str, where: str, found: Definitions
) -> None:
    """Fields belong to the class body, which is listed as a whole; a lambda is listed itself."""
    lambdas = [n for n in ast.walk(statement) if isinstance(n, ast.Lambda)]
    if lambdas:
        _visit_assignment(statement, scope, where, found)
        return
    for name in _targets(statement) or []:
        found.bind(f"{scope}.{name}", statement.lineno)


def _targets(statement: ast.Assign | ast.AnnAssign) -> list[str] | None:
    """The names that are assigned to; None if a target is something else."""
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    names: list[str] = []
    for target in targets:
        parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
        for part in parts:
            if not isinstance(part, ast.Name):
                return None
            names.append(part.id)
    return names


def _is_literal(value: ast.expr) -> bool:
    try:
        ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return True


def _is_docstring(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str | type(...))
    )


def _is_type_checking(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.If)
        and ast.unparse(statement.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")
        and not statement.orelse
        and all(isinstance(s, ast.Import | ast.ImportFrom) for s in statement.body)
    )


def _describe(statement: ast.stmt) -> str:
    text = ast.unparse(statement).splitlines()[0]
    return repr(text if len(text) <= 50 else f"{text[:47]}...")
