"""Rules of an exercise that are read off the code, without running it: forbidden loops."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from given.definitions import Code, Definitions, Meanings, Outside, Scope
from given.reading import Read, Unreadable, file_of, read_module
from given.scopes import Comprehension, Definition, Function

__all__ = ["Unreadable", "Violation", "is_blank", "places", "read_module", "violations"]

KINDS = ("loops",)
BUILTINS = {"map", "filter", "exec", "eval"}
NUMPYS = {  # wherever they come from: np.vectorize, numpy.vectorize, from numpy import vectorize
    "vectorize",
    "apply_along_axis",
    "apply_over_axes",
    "fromiter",
    "frompyfunc",
    "nditer",
    "ndenumerate",
    "ndindex",
}
LIBRARIES = {"functools", "itertools", "builtins", "past", "six", "future"}
OF_LIBRARIES = BUILTINS | {"reduce", "accumulate", "starmap"}  # np.add.reduce is no Python loop
STATEMENTS = {
    ast.For: "a for loop",
    ast.AsyncFor: "a for loop",
    ast.While: "a while loop",
    ast.ListComp: "a list comprehension",
    ast.SetComp: "a set comprehension",
    ast.DictComp: "a dict comprehension",
    ast.GeneratorExp: "a generator expression",
}
MOST_USES = 500_000  # of one name by another, on the way from function to function
CALLED = ("__new__", "__init__", "__call__")  # what making and calling an object of a class runs


@dataclass(frozen=True, order=True)
class Violation:
    """A place in the student's package that breaks a rule."""

    module: str  # below the package: "losses"
    line: int
    what: str


def violations(name: str, kind: str, read: Read, package: str) -> list[Violation]:
    """Where the function breaks the rule, all of the package that it uses included.

    Args:
        name: below the package: "losses.softmax_loss_vectorized", "linear.LinearClassifier.train".
        kind: "loops".
        read: gives the text of a module of the package, as read_module does.
        package: its name, by which its modules import each other.

    A module that is not Python, or a name that is nowhere to be found, gives one violation that
    says so. A name whose definition cannot be read off the code gives none.

    Raises:
        ValueError: there is no such kind of rule.
        Unreadable: a module is too large or too deeply nested to be read, or is not text.
    """
    if kind not in KINDS:
        raise ValueError(f"no rule of kind {kind!r}; there are: {', '.join(KINDS)}")
    module, _, qualname = name.partition(".")
    definitions = Definitions(package, read)
    try:
        start = definitions.find(name)
        found = _Loops(definitions).reached_from(start)
    except SyntaxError as failure:
        what = f"the file is not Python: {failure.msg}"
        return [Violation(failure.filename or "", failure.lineno or 1, what)]
    except RecursionError:
        raise Unreadable(f"{package}: too many names stand for each other to be read") from None
    if not start:
        return [Violation(module, 1, f"there is no {qualname}")]
    return sorted(found, key=lambda v: (v.module != module, v))


def places(package: str, found: Iterable[Violation]) -> str:
    """ "a for loop in line 3; map in line 5 of a1/losses.py; map in line 2 of a1/fast.py"."""
    told = []
    for module, group in groupby(found, key=lambda violation: violation.module):
        lines = "; ".join(f"{violation.what} in line {violation.line}" for violation in group)
        told.append(f"{lines} of {file_of(package, module)}")
    return "; ".join(told)


def is_blank(name: str, read: Read, package: str) -> bool:
    """The function's body is still the docstring and `raise NotImplementedError` of the release.

    It is looked for as violations looks; what cannot be read off the code is not blank.

    Raises:
        SyntaxError: a module is not Python.
        LookupError: the name is nowhere to be found.
        Unreadable: a module is too large or too deeply nested to be read, or is not text.
    """
    definitions = Definitions(package, read)
    try:
        found = definitions.settled(definitions.find(name))
    except RecursionError:
        raise Unreadable(f"{package}: too many names stand for each other to be read") from None
    if not found:
        raise LookupError(name)
    return all(isinstance(m, Code) and _is_blank(m.node) for m in found)


def _is_blank(node: ast.AST) -> bool:
    if not isinstance(node, Definition):
        return False
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return len(body) == 1 and _raises_not_implemented(body[0])


def _raises_not_implemented(statement: ast.stmt) -> bool:
    if not isinstance(statement, ast.Raise):
        return False
    raised = statement.exc.func if isinstance(statement.exc, ast.Call) else statement.exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


@dataclass(frozen=True)
class _Use:
    """A line that refers to other code of the package."""

    module: str
    line: int
    code: Code


class _Loops:
    """The walk from function to function, and the loops on its way.

    Raises:
        RecursionError: the way has no end, or next to none.
    """

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions

    def reached_from(self, start: Meanings) -> set[Violation]:
        """Loops in `start` and in all of the package that it refers to, recursion included."""
        found: set[Violation] = set()
        visited: set[Code] = set()
        running: set[ast.AST] = set()
        first: Iterator[Violation | _Use] = (_Use("", 1, code) for code in self._run(start))
        path: list[tuple[ast.AST, Iterator[Violation | _Use]]] = [(ast.Pass(), first)]
        left = MOST_USES
        while path and left:
            left -= 1
            node, steps = path[-1]
            match next(steps, None):
                case None:
                    path.pop()
                    running.discard(node)
                case Violation() as violation:
                    found.add(violation)
                case _Use(module, line, code) if code.node in running:
                    if isinstance(code.node, Function):
                        what = f"{getattr(code.node, 'name', 'a lambda')} calls itself"
                        found.add(Violation(module, line, what))
                case _Use(code=code) if code not in visited:
                    visited.add(code)
                    running.add(code.node)
                    path.append((code.node, self._steps(code)))
        if not left:
            raise RecursionError
        return found

    def _steps(self, code: Code) -> Iterator[Violation | _Use]:
        """Loops in the code itself, and what it refers to."""
        left = list(self._inside(code.node, code.scope, code.receiver))
        while left:
            part, scope = left.pop()
            line = getattr(part, "lineno", 1)
            met = self._met(part, scope)
            if (what := _loop(part, met)) is not None:
                yield Violation(scope.module, line, what)
            used = list(self._run(met))
            yield from (_Use(scope.module, line, one) for one in used)
            if not (used and isinstance(part, ast.Attribute)):  # Model.vec does not make a Model
                left += self._below(part, scope)

    def _met(self, part: ast.AST, scope: Scope) -> Meanings:
        match part:
            case ast.Name(name, ast.Load()):
                return self.definitions.lookup(name, scope)
            case ast.Attribute(ctx=ast.Load()):
                return self.definitions.attribute(part, scope)
        return []

    def _run(self, meanings: Meanings) -> Iterator[Code]:
        """Code that may run where something is used that means this."""
        for code in (m for m in meanings if isinstance(m, Code)):
            if isinstance(code.node, ast.ClassDef):
                methods = [m for name in CALLED for m in self.definitions.members(code, name)]
                yield from (m for m in methods if isinstance(m, Code))
            else:
                yield code

    def _inside(
        self, node: ast.AST, scope: Scope, receiver: Code | None = None
    ) -> Iterator[tuple[ast.AST, Scope]]:
        """What runs when a function is called: not its annotations and defaults."""
        if not isinstance(node, Function):
            yield node, scope
            return
        inner = self.definitions.inner(node, scope, receiver)
        body = [node.body] if isinstance(node, ast.Lambda) else node.body
        decorators = [] if isinstance(node, ast.Lambda) else node.decorator_list
        yield from ((part, scope) for part in decorators)
        yield from ((part, inner) for part in body)

    def _below(self, part: ast.AST, scope: Scope) -> Iterator[tuple[ast.AST, Scope]]:
        """The parts of a part, each with its scope."""
        if isinstance(part, Function):
            yield from self._inside(part, scope)
            defaults = [*part.args.defaults, *filter(None, part.args.kw_defaults)]
            yield from ((default, scope) for default in defaults)
            return
        if isinstance(part, ast.ClassDef | Comprehension):
            scope = self.definitions.inner(part, scope)
        annotation = part.annotation if isinstance(part, ast.AnnAssign) else None
        yield from ((child, scope) for child in ast.iter_child_nodes(part) if child != annotation)


def _loop(part: ast.AST, met: Meanings) -> str | None:
    """What makes a part a loop, given what it means; None if nothing does."""
    if (what := STATEMENTS.get(type(part))) is not None:
        return what
    loops = any(_is_loop(m.name) for m in met if isinstance(m, Outside))
    if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load):
        return part.id if loops or (not met and part.id in BUILTINS | NUMPYS) else None
    if isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Load):
        bare = part.attr in NUMPYS and not any(isinstance(m, Code) for m in met)
        return f"{ast.unparse(part.value)[:40]}.{part.attr}" if loops or bare else None
    return None


def _is_loop(name: str) -> bool:
    library, last = name.partition(".")[0], name.rpartition(".")[2]
    return last in NUMPYS or (library in LIBRARIES and last in OF_LIBRARIES)
