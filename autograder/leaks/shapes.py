"""Fingerprints of statements and expressions that survive renaming, layout and small rewriting."""

import ast
import builtins
import warnings
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

COUNTED = (ast.stmt, ast.expr, ast.keyword, ast.comprehension, ast.arg, ast.excepthandler)
FLIPPED = {ast.Gt: ast.Lt, ast.GtE: ast.LtE}


@dataclass(frozen=True)
class Unit:
    """A statement, an expression or a run of statements."""

    nodes: tuple[ast.AST, ...]
    size: int
    outline: int  # hash without names: cheap, equal for equal units

    @property
    def line(self) -> int:
        return getattr(self.nodes[0], "lineno", 1)

    @property
    def text(self) -> str:
        return "; ".join(" ".join(ast.unparse(node).split()) for node in self.nodes)

    @property
    def fingerprint(self) -> str:
        """The whole of it, names numbered in the order of their appearance."""
        return _Printer().print(self.nodes)


def parse(text: str) -> ast.Module | None:
    """The normalised tree of a text; None if it is not Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return normalised(tree)


def normalised(tree: ast.Module) -> ast.Module:
    """The tree without docstrings and annotations, with one form for what can be written twice."""
    result = _Normaliser().visit(tree)
    assert isinstance(result, ast.Module)
    return result


@dataclass
class Measured:
    """Size and outline of each node of a tree."""

    sizes: dict[ast.AST, int] = field(default_factory=dict)
    outlines: dict[ast.AST, int] = field(default_factory=dict)

    def measure(self, node: ast.AST) -> None:
        parts: list[object] = [type(node).__name__]
        size = int(isinstance(node, COUNTED))
        for name, value in ast.iter_fields(node):
            if name in ("ctx", "type_comment", "kind"):
                continue
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, ast.AST):
                    self.measure(item)
                    size += self.sizes[item]
                    parts.append(self.outlines[item])
                elif not _is_own_name(node, name):
                    parts.append(repr(item))
            parts.append(name)
        self.sizes[node], self.outlines[node] = size, _mix(parts)


def units(tree: ast.AST, longest_run: int = 2) -> Iterator[Unit]:
    """Every expression, every statement, every run of up to `longest_run` statements."""
    measured = Measured()
    measured.measure(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.expr | ast.stmt):
            yield Unit((node,), measured.sizes[node], measured.outlines[node])
        for block in _blocks(node):
            for length in range(2, longest_run + 1):
                for start in range(len(block) - length + 1):
                    yield run(block[start : start + length], measured)


def run(block: Sequence[ast.stmt], measured: Measured | None = None) -> Unit:
    """The unit of some statements in a row."""
    if measured is None:
        measured = Measured()
        for node in block:
            measured.measure(node)
    if len(block) == 1:
        return Unit((block[0],), measured.sizes[block[0]], measured.outlines[block[0]])
    outline = _mix([measured.outlines[node] for node in block])
    return Unit(tuple(block), sum(measured.sizes[node] for node in block), outline)


def _blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse", "finalbody"):
        block = getattr(node, name, None)
        if isinstance(block, list):
            yield block


def _is_own_name(node: ast.AST, name: str) -> bool:
    """Whether a field holds a name that its author was free to choose."""
    if isinstance(node, ast.Name):
        return name == "id" and not hasattr(builtins, node.id)
    return isinstance(node, ast.arg | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and (
        name in ("arg", "name")
    )


class _Printer:
    """Writes nodes with their own names numbered."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def print(self, nodes: Sequence[ast.AST]) -> str:
        return "\n".join(self._node(node) for node in nodes)

    def _node(self, node: ast.AST) -> str:
        parts = []
        for name, value in ast.iter_fields(node):
            if name not in ("ctx", "type_comment", "kind"):
                parts.append(f"{name}={self._value(node, name, value)}")
        return f"{type(node).__name__}({', '.join(parts)})"

    def _value(self, node: ast.AST, name: str, value: object) -> str:
        if isinstance(value, ast.AST):
            return self._node(value)
        if isinstance(value, list):
            return f"[{', '.join(self._value(node, name, item) for item in value)}]"
        if isinstance(value, str) and _is_own_name(node, name):
            return f"#{self.numbers.setdefault(value, len(self.numbers))}"
        return repr(value)


class _Normaliser(ast.NodeTransformer):
    """One form for `x += y` and `x = x + y`, `a > b` and `b < a`, `a * b` and `b * a`."""

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        self.generic_visit(node)
        value = self._ordered(ast.BinOp(left=_load(node.target), op=node.op, right=node.value))
        return ast.copy_location(ast.Assign(targets=[node.target], value=value), node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        self.generic_visit(node)
        if node.value is None:
            return ast.copy_location(ast.Pass(), node)
        return ast.copy_location(ast.Assign(targets=[node.target], value=node.value), node)

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        if len(node.ops) == 1 and type(node.ops[0]) in FLIPPED:
            flipped = FLIPPED[type(node.ops[0])]()
            node.left, node.comparators, node.ops = node.comparators[0], [node.left], [flipped]
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        return self._ordered(node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.returns = None
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module):
            node.body = [s for s in node.body if not _is_text(s)]
            if not node.body and not isinstance(node, ast.Module):
                node.body = [ast.Pass()]
        return node

    def _ordered(self, node: ast.BinOp) -> ast.BinOp:
        """Operands of + and * by outline, if the outlines differ."""
        if isinstance(node.op, ast.Add | ast.Mult):
            measured = Measured()
            measured.measure(node)
            left, right = measured.outlines[node.left], measured.outlines[node.right]
            key = (measured.sizes[node.left], left), (measured.sizes[node.right], right)
            if key[0] > key[1]:
                node.left, node.right = node.right, node.left
        return node


def _mix(parts: Sequence[object]) -> int:
    """A hash that is the same in every process: the order of operands hangs on it."""
    return zlib.crc32(repr(parts).encode("utf-8", "backslashreplace"))


def _load(target: ast.expr) -> ast.expr:
    """A copy of an assignment's target that is read instead."""
    return ast.parse(ast.unparse(target), mode="eval").body


def _is_text(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )
