"""The operators of mutation: each gives what may stand in place of a node."""

import ast
import copy
from collections.abc import Callable, Iterator

Operator = Callable[[ast.AST], Iterator[ast.AST]]

_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mod,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_BOUNDARY: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
_EXTREMES = {
    "max": ("min", "maximum"),
    "min": ("max", "minimum"),
    "maximum": ("minimum", "max"),
    "minimum": ("maximum", "min"),
    "argmax": ("argmin",),
    "argmin": ("argmax",),
}
_OWN = ("self", "cls")


def constants(node: ast.AST) -> Iterator[ast.AST]:
    """A number one more and one less; the other truth."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, bool):
            yield ast.Constant(not node.value)
        elif isinstance(node.value, int | float):
            yield ast.Constant(node.value + 1)
            yield from _number(node.value - 1)


def axes(node: ast.AST) -> Iterator[ast.AST]:
    """`axis=0` for `axis=1` and the other way round; the last one becomes the first."""
    if isinstance(node, ast.keyword) and node.arg == "axis":
        axis = _integer(node.value)
        if axis is not None:
            yield ast.keyword("axis", ast.Constant(1 if axis == 0 else 0))


def swaps(node: ast.AST) -> Iterator[ast.AST]:
    """Another arithmetic operator, the opposite comparison, `or` for `and`, no minus, no `not`."""
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _ARITHMETIC:
        yield _with(node, op=_ARITHMETIC[type(node.op)]())
    if isinstance(node, ast.Compare):
        yield from _compared(node, _OPPOSITE)
    if isinstance(node, ast.BoolOp):
        yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    is_number = _integer(node) is not None  # -1 is a constant
    if isinstance(node, ast.UnaryOp) and not isinstance(node.op, ast.UAdd) and not is_number:
        yield node.operand


def boundaries(node: ast.AST) -> Iterator[ast.AST]:
    """`<=` for `<` and the like."""
    if isinstance(node, ast.Compare):
        yield from _compared(node, _BOUNDARY)


def dropped_terms(node: ast.AST) -> Iterator[ast.AST]:
    """A sum lacks one term; what adds to something, or fills a part of it, is not done."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        yield node.left
        negative = isinstance(node.op, ast.Sub)
        yield ast.UnaryOp(ast.USub(), node.right) if negative else node.right
    into_parts = isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript)
    if isinstance(node, ast.AugAssign) or into_parts:
        yield ast.Pass()


def keepdims(node: ast.AST) -> Iterator[ast.AST]:
    """`keepdims=False` for `keepdims=True` and the other way round."""
    if isinstance(node, ast.keyword) and node.arg == "keepdims":
        keeps = isinstance(node.value, ast.Constant) and node.value.value
        yield ast.keyword("keepdims", ast.Constant(not keeps))


def extremes(node: ast.AST) -> Iterator[ast.AST]:
    """The smallest for the largest, an elementwise maximum for that of an axis, and so on."""
    if not isinstance(node, ast.Call):
        return
    if isinstance(node.func, ast.Attribute):
        of_numpy = isinstance(node.func.value, ast.Name) and node.func.value.id == "np"
        for name in _EXTREMES.get(node.func.attr, ())[: None if of_numpy else 1]:
            yield _with(node, func=_with(node.func, attr=name))
    elif isinstance(node.func, ast.Name):
        for name in _EXTREMES.get(node.func.id, ())[:1]:
            yield _with(node, func=ast.Name(name, ast.Load()))


OPERATORS: dict[str, Operator] = {
    "constant": constants,
    "axis": axes,
    "operator": swaps,
    "boundary": boundaries,
    "dropped term": dropped_terms,
    "keepdims": keepdims,
    "extreme": extremes,
}


def wrong_variables(
    node: ast.AST, definition: ast.FunctionDef | ast.AsyncFunctionDef
) -> Iterator[ast.AST]:
    """Every other parameter, and local variable that is bound in an earlier line."""
    if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
        return
    bound = _first_lines(definition)
    if node.id in bound:
        for name, line in bound.items():
            if name != node.id and line < node.lineno:
                yield ast.Name(name, ast.Load())


def _first_lines(definition: ast.FunctionDef | ast.AsyncFunctionDef) -> dict[str, int]:
    """Where each variable of a function is bound first."""
    given = definition.args
    parameters = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    lines = {p.arg: 0 for p in parameters if p is not None and p.arg not in _OWN}
    comprehensions = [node for node in ast.walk(definition) if isinstance(node, ast.comprehension)]
    inner = {node for each in comprehensions for node in ast.walk(each.target)}
    for node in ast.walk(definition):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node not in inner:
            lines[node.id] = min(node.lineno, lines.get(node.id, node.lineno))
    return lines


def _compared(
    node: ast.Compare, others: dict[type[ast.cmpop], type[ast.cmpop]]
) -> Iterator[ast.AST]:
    for index, operator in enumerate(node.ops):
        if type(operator) in others:
            ops = [*node.ops]
            ops[index] = others[type(operator)]()
            yield _with(node, ops=ops)


def _with(node: ast.AST, **fields: object) -> ast.AST:
    """A shallow copy with other fields."""
    other = copy.copy(node)
    for field, value in fields.items():
        setattr(other, field, value)
    return other


def _number(value: float) -> Iterator[ast.AST]:
    """A constant, as it is written in code."""
    if value < 0:
        yield ast.UnaryOp(ast.USub(), ast.Constant(-value))
    else:
        yield ast.Constant(value)


def _integer(node: ast.AST) -> int | None:
    """The number that is written here, if it is an integer."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        found = _integer(node.operand)
        return None if found is None else -found
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None
