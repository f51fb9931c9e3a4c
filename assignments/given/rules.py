"""Rules of an exercise that are read off the code, without running it: forbidden loops."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeGuard

KINDS = ("loops",)
BUILTINS = {"map", "filter", "exec", "eval"}
LOOPING = {  # wherever they come from: np.vectorize, numpy.vectorize, from numpy import vectorize
    "vectorize",
    "apply_along_axis",
    "apply_over_axes",
    "fromiter",
    "frompyfunc",
    "nditer",
    "ndenumerate",
    "ndindex",
    "reduce",
    "starmap",
    "accumulate",
}
UFUNC_METHODS = {"reduce", "accumulate"}  # np.add.reduce is a loop of NumPy's own
STATEMENTS = {
    ast.For: "a for loop",
    ast.AsyncFor: "a for loop",
    ast.While: "a while loop",
    ast.ListComp: "a list comprehension",
    ast.SetComp: "a set comprehension",
    ast.DictComp: "a dict comprehension",
    ast.GeneratorExp: "a generator expression",
}
Definition = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, order=True)
class Violation:
    """A place in the student's file that breaks a rule."""

    line: int
    what: str


def violations(source_text: str, qualname: str, kind: str) -> list[Violation]:
    """Where the function breaks the rule, functions of the same module that it uses included.

    Args:
        qualname: below the module: "softmax_loss_vectorized", "LinearClassifier.train".
        kind: "loops".

    A text that is not Python, or lacks the function, gives one violation that says so.

    Raises:
        ValueError: there is no such kind of rule.
    """
    if kind not in KINDS:
        raise ValueError(f"no rule of kind {kind!r}; there are: {', '.join(KINDS)}")
    try:
        module = _Module(ast.parse(source_text))
        start = module.definition(qualname)
        if start is None:
            return [Violation(1, f"there is no {qualname}")]
        return sorted(set(module.follow(start, qualname)))
    except SyntaxError as failure:
        return [Violation(failure.lineno or 1, f"the file is not Python: {failure.msg}")]
    except (ValueError, RecursionError, MemoryError):
        return [Violation(1, "the file cannot be read as Python")]


def is_blank(source_text: str, qualname: str) -> bool:
    """The function's body is still the docstring and `raise NotImplementedError` of the release.

    Raises:
        SyntaxError: the text is not Python.
        LookupError: there is no such function.
    """
    found = _Module(ast.parse(source_text)).definition(qualname)
    if not isinstance(found, Definition):
        raise LookupError(qualname)
    body = found.body[1:] if ast.get_docstring(found) is not None else found.body
    return len(body) == 1 and _raises_not_implemented(body[0])


def _raises_not_implemented(statement: ast.stmt) -> bool:
    if not isinstance(statement, ast.Raise):
        return False
    raised = statement.exc.func if isinstance(statement.exc, ast.Call) else statement.exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


class _Module:
    """Names of one module, and the walk from function to function."""

    def __init__(self, tree: ast.Module) -> None:
        self.names = _definitions(tree.body)
        self.visited: set[int] = set()
        self.path: list[int] = []

    def definition(self, qualname: str) -> ast.AST | None:
        first, _, rest = qualname.partition(".")
        found = self.names.get(first)
        if rest:
            return self.method(found, rest) if isinstance(found, ast.ClassDef) else None
        return found

    def method(self, owner: ast.ClassDef, name: str, depth: int = 0) -> ast.AST | None:
        """The method of a class or of its bases in this module."""
        if (found := _definitions(owner.body).get(name)) is not None or depth > 8:
            return found
        for base in owner.bases:
            above = self.names.get(base.id) if isinstance(base, ast.Name) else None
            if isinstance(above, ast.ClassDef) and (up := self.method(above, name, depth + 1)):
                return up
        return None

    def follow(self, node: ast.AST, qualname: str) -> Iterator[Violation]:
        """Violations in `node` and in all of this module that it refers to."""
        if id(node) in self.visited:
            return
        self.visited.add(id(node))
        self.path.append(id(node))
        owner = self.names.get(qualname.partition(".")[0]) if "." in qualname else None
        bound = _bound(node)
        for part in _parts(node):
            yield from _own(part)
            if isinstance(part, ast.Name) and part.id in bound:
                continue  # a local variable that shares its name with a function
            for name, used in self.used(part, owner):
                if id(used) in self.path and isinstance(used, Definition):
                    yield Violation(getattr(part, "lineno", 1), f"{name} calls itself")
                yield from self.follow(used, name)
        self.path.pop()

    def used(self, part: ast.AST, owner: ast.AST | None) -> Iterator[tuple[str, ast.AST]]:
        """What one node refers to in this module, with its name."""
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load):
            found = self.names.get(part.id)
            if isinstance(found, ast.ClassDef):
                yield from self.made(found)
            elif found is not None:
                yield part.id, found
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
            named = self.names.get(part.value.id)
            holder = named if isinstance(named, ast.ClassDef) else owner
            if isinstance(holder, ast.ClassDef) and (named is holder or part.value.id in _SELVES):
                found = self.method(holder, part.attr)
                if found is not None:
                    yield f"{holder.name}.{part.attr}", found

    def made(self, owner: ast.ClassDef) -> Iterator[tuple[str, ast.AST]]:
        """What making and calling an object of the class runs."""
        for name in ("__new__", "__init__", "__call__"):
            if (found := self.method(owner, name)) is not None:
                yield f"{owner.name}.{name}", found


_SELVES = {"self", "cls"}


def _definitions(body: list[ast.stmt]) -> dict[str, ast.AST]:
    """Functions, classes and assigned expressions of a module or class, by name; the last wins."""
    found: dict[str, ast.AST] = {}
    for statement in body:
        if isinstance(statement, Definition | ast.ClassDef):
            found[statement.name] = statement
        elif isinstance(statement, ast.Assign):
            found.update(
                {t.id: statement.value for t in statement.targets if isinstance(t, ast.Name)}
            )
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            if statement.value is not None:
                found[statement.target.id] = statement.value
        elif isinstance(statement, ast.If | ast.Try | ast.With):
            found.update(_definitions([s for s in ast.iter_child_nodes(statement) if _is_stmt(s)]))
            for handler in getattr(statement, "handlers", []):
                found.update(_definitions(handler.body))
    return found


def _is_stmt(node: ast.AST) -> TypeGuard[ast.stmt]:
    return isinstance(node, ast.stmt)


def _bound(node: ast.AST) -> set[str]:
    """Parameters and local variables of a function."""
    if not isinstance(node, Definition):
        return set()
    parts = [part for statement in node.body for part in ast.walk(statement)]
    stored = {p.id for p in parts if isinstance(p, ast.Name) and isinstance(p.ctx, ast.Store)}
    outside = {name for p in parts if isinstance(p, ast.Global) for name in p.names}
    return {a.arg for a in ast.walk(node.args) if isinstance(a, ast.arg)} | (stored - outside)


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    """All that runs when the function is called: not its annotations and defaults."""
    if isinstance(node, Definition):
        for statement in [*node.decorator_list, *node.body]:
            yield from ast.walk(statement)
    else:
        yield from ast.walk(node)


def _own(part: ast.AST) -> Iterator[Violation]:
    line = getattr(part, "lineno", 1)
    if (what := STATEMENTS.get(type(part))) is not None:
        yield Violation(line, what)
    if isinstance(part, ast.Name) and part.id in BUILTINS | LOOPING:
        yield Violation(line, part.id)
    if isinstance(part, ast.Attribute) and part.attr in LOOPING and not _is_ufunc(part):
        yield Violation(line, f"{ast.unparse(part.value)[:40]}.{part.attr}")


def _is_ufunc(part: ast.Attribute) -> bool:
    """np.add.reduce, np.maximum.accumulate: a method of an attribute, not of a module."""
    return part.attr in UFUNC_METHODS and isinstance(part.value, ast.Attribute)
