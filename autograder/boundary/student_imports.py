"""Imports the student's package so that a stray import costs nothing until it is used.

Editors and old courses leave imports of modules that a worker does not have. Each such statement at
module level gets a stand-in that raises, naming the line, when it is used; a few old names get what
they meant. An import inside a try that catches ImportError fails as its author expected.
"""

import __future__

import ast
import dis
import functools
import importlib
import importlib.abc
import importlib.machinery
import inspect
import marshal
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, NamedTuple

_CATCHES_IMPORT_ERRORS = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}


class _NoOperation:
    """Does nothing, whatever is asked of it."""

    def __getattr__(self, name: str) -> Any:
        return lambda *_, **__: None


class _Progress(_NoOperation):
    """A progress bar that shows nothing."""

    def __init__(self, iterable: Iterable[Any] = (), *_: Any, **__: Any) -> None:
        self._iterable = iterable

    def __iter__(self) -> Iterator[Any]:
        return iter(self._iterable)

    def __enter__(self) -> "_Progress":
        return self

    def __exit__(self, *_: object) -> None:
        """There is nothing to close."""


_PYTHON_2 = {"xrange": range, "range": range, "reduce": functools.reduce, "input": input}
_BAR = {"tqdm": _Progress, "trange": lambda *bounds, **_: _Progress(range(*bounds))}
SHIMS: dict[str, dict[str, Any]] = {
    "past": {},
    "past.builtins": {**_PYTHON_2, "basestring": str, "unicode": str, "long": int}
    | {"raw_input": input},
    "six": {},
    "six.moves": {**_PYTHON_2, "zip": zip, "map": map, "filter": filter},
    "future": {"standard_library": _NoOperation()},
    "tqdm": _BAR,
    "tqdm.auto": _BAR,
    "tqdm.notebook": _BAR,
    "typing": {"override": lambda method: method},  # Python 3.12 has it
    "typing_extensions": {"override": lambda method: method},
}


_USES = """
    call setattr getitem setitem delitem contains iter next len bool int float index enter array
    add radd sub rsub mul rmul truediv rtruediv floordiv mod pow rpow matmul rmatmul neg abs
    eq lt le gt ge mro_entries instancecheck subclasscheck
"""


class StandIn:
    """What stands for an absent import; attributes of it are stand-ins, any use of it raises."""

    def __init__(self, what: str, where: str) -> None:
        self.__dict__.update(_what=what, _where=where)

    def __getattr__(self, name: str) -> "StandIn":
        if name.startswith("__"):
            raise AttributeError(name)
        own: dict[str, str] = self.__dict__
        return StandIn(f"{own['_what']}.{name}", own["_where"])

    def __or__(self, other: object) -> "StandIn":
        """In an annotation, `torch.Tensor | None`, which is no use yet."""
        return self

    __ror__ = __or__


class AbsentUsed(ImportError):
    """Something was done with what is not there."""


def _refuse(self: StandIn, *_: Any, **__: Any) -> Any:
    raise AbsentUsed(
        f"{self._what}, imported in {self._where}, is not installed where work is graded"
    )


for _name in _USES.split():
    setattr(StandIn, f"__{_name}__", _refuse)
StandIn.__hash__ = object.__hash__  # type: ignore[method-assign]


def stand_in(module: str, name: str | None, where: str) -> Any:
    """What an absent `import module` or `from module import name` binds."""
    if name is None and module in sys.modules:  # `import numpy.nothing`: numpy itself is there
        return sys.modules[module]
    return StandIn(f"{module}.{name}" if name else module, where)


class _Tolerant(ast.NodeTransformer):
    """Gives every module-level import of foreign modules its stand-in."""

    def __init__(self, package: str, file: str) -> None:
        self._package = package
        self._file = file

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return node

    visit_AsyncFunctionDef = visit_FunctionDef  # type: ignore[assignment]

    def visit_Try(self, node: ast.Try) -> ast.AST:
        return node if any(map(_catches_import_errors, node.handlers)) else self.generic_visit(node)

    def visit_With(self, node: ast.With) -> ast.AST:
        expected = any(_names_import_errors(item.context_expr) for item in node.items)
        return node if expected else self.generic_visit(node)

    def visit_Import(self, node: ast.Import) -> list[ast.stmt]:
        return [self._tolerate(ast.Import([alias]), node, alias) for alias in node.names]

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.stmt | list[ast.stmt]:
        if node.level or node.module == "__future__":
            return node
        if node.names[0].name == "*":
            is_own = str(node.module).split(".")[0] == self._package
            return node if is_own else _guarded(node, ast.Pass(), node, _import_error())
        statements = [ast.ImportFrom(node.module, [alias], 0) for alias in node.names]
        return [
            self._tolerate(statement, node, alias)
            for statement, alias in zip(statements, node.names, strict=True)
        ]

    def _tolerate(
        self, statement: ast.Import | ast.ImportFrom, origin: ast.stmt, alias: ast.alias
    ) -> ast.stmt:
        from_module = statement.module if isinstance(statement, ast.ImportFrom) else None
        module = from_module or alias.name
        if module.split(".")[0] == self._package:
            return ast.copy_location(statement, origin)
        bound = alias.asname or alias.name.split(".")[0]
        missing = module if from_module or alias.asname else bound
        arguments = [missing, alias.name if from_module else None]
        where = f"line {origin.lineno} of {self._file}"
        value = _ours(f"stand_in(*{arguments!r}, {where!r})")
        rescue = ast.Assign([ast.Name(bound, ast.Store())], value)
        return _guarded(statement, rescue, origin, _import_error())

    def visit_Expr(self, node: ast.Expr) -> ast.stmt:
        """A setting of something absent, `plt.style.use("dark")`, is left out."""
        if isinstance(node.value, ast.Constant):
            return node
        return _guarded(node, ast.Pass(), node, _ours("AbsentUsed"))

    def visit_Assign(self, node: ast.Assign) -> ast.stmt:
        """What is made of something absent is absent, too."""
        names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        where = f"line {node.lineno} of {self._file}"
        absent = _ours(f"StandIn({', '.join(names)!r}, {where!r})")
        rescue = ast.Assign([ast.Name(name, ast.Store()) for name in names], absent)
        return _guarded(node, rescue if names else ast.Pass(), node, _ours("AbsentUsed"))


def _ours(source: str) -> ast.expr:
    """The expression `source`, which is about this module."""
    return ast.parse(f"__import__({__name__!r}, fromlist=['*']).{source}", mode="eval").body


def _guarded(statement: ast.stmt, rescue: ast.stmt, origin: ast.stmt, error: ast.expr) -> ast.stmt:
    """`statement`, or `rescue` where it raises such an error, on the line of `origin`."""
    handler = ast.ExceptHandler(error, None, [rescue])
    guarded = ast.Try([statement], [handler], [], [])
    for part in (statement, guarded, *ast.walk(handler)):
        ast.copy_location(part, origin)
    return guarded


def _import_error() -> ast.expr:
    return ast.Name("ImportError", ast.Load())


def _catches_import_errors(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or _names_import_errors(handler.type)


def _names_import_errors(expression: ast.expr) -> bool:
    return any(
        isinstance(part, ast.Name) and part.id in _CATCHES_IMPORT_ERRORS
        for part in ast.walk(expression)
    )


class Compiled(NamedTuple):
    """A module whose code need not be compiled any more."""

    file: str
    is_package: bool
    code: bytes | memoryview  # marshalled


class Loader(SourceFileLoader):
    """Executes the tolerant form of a student's module.

    Args:
        code: of the module, marshalled, where it has been compiled already.
    """

    def __init__(self, name: str, path: str, folder: str, code: bytes | memoryview = b"") -> None:
        super().__init__(name, path)
        self._folder = folder
        self._package = name.split(".")[0]
        self._code = code

    def get_code(self, fullname: str) -> CodeType:
        """The module's code, compiled from its text: never from a cache on the disk."""
        if self._code:
            code: CodeType = marshal.loads(self._code)
            return code
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)

    def source_to_code(  # type: ignore[override]
        self, data: bytes, path: str, *, _optimize: int = -1
    ) -> CodeType:
        file = Path(path).relative_to(self._folder).as_posix()
        return compiled(_Tolerant(self._package, file).visit(ast.parse(data, path)), path)


def compiled(source: bytes | ast.Module, path: str) -> CodeType:
    """Code of a module whose annotations are never evaluated: they may name what is absent."""
    flags = __future__.annotations.compiler_flag
    code: CodeType = compile(source, path, "exec", flags, dont_inherit=True)
    return code


def finds_all(code: CodeType, package: str) -> bool:
    """Whether all that a module imports while it is imported is loaded, or of the package.

    Where that holds of every module, none gets a stand-in, and none needs its tolerant form.
    """
    foreign = [pair for pair in _imports(code) if pair[0].partition(".")[0] != package]
    return all(
        module in sys.modules and (name is None or hasattr(sys.modules[module], name))
        for module, name in foreign
    )


def _imports(code: CodeType) -> Iterator[tuple[str, str | None]]:
    """The module of each import outside of functions, and each name from it."""
    module = ""
    for instruction in dis.get_instructions(code):
        argument = instruction.argval
        if instruction.opname == "IMPORT_NAME":
            module = str(argument)
            yield module, None
        elif instruction.opname == "IMPORT_FROM":
            yield module, str(argument)
        elif isinstance(argument, CodeType) and not argument.co_flags & inspect.CO_OPTIMIZED:
            yield from _imports(argument)  # the body of a class


class Finder(importlib.abc.MetaPathFinder):
    """Finds the modules of one package in a folder, and nothing else of that folder."""

    def __init__(self, folder: str, package: str, compiled: Mapping[str, Compiled]) -> None:
        self._folder = folder
        self._package = package
        self._compiled = compiled

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name.partition(".")[0] != self._package:
            return None
        places = [self._folder] if path is None else path
        if (compiled := self._compiled.get(name)) and self._leads(places, compiled):
            return self._known(name, compiled)
        spec = PathFinder.find_spec(name, places)
        if spec is None or spec.origin is None:
            return spec
        if not isinstance(spec.loader, SourceFileLoader):
            raise ImportError(f"{Path(spec.origin).name} is not a Python source file")
        spec.loader = Loader(name, spec.origin, self._folder)
        return spec

    def _leads(self, places: Iterable[str], compiled: Compiled) -> bool:
        """Whether a search of these places would come upon that file first."""
        place = os.path.dirname(compiled.file)
        return next(iter(places), None) == (
            os.path.dirname(place) if compiled.is_package else place
        )

    def _known(self, name: str, compiled: Compiled) -> ModuleSpec | None:
        loader = Loader(name, compiled.file, self._folder, compiled.code)
        inside = [os.path.dirname(compiled.file)] if compiled.is_package else None
        return spec_from_file_location(
            name, compiled.file, loader=loader, submodule_search_locations=inside
        )


def install(folder: str, package: str, compiled: Mapping[str, Compiled] | None = None) -> None:
    """From now on `import package` finds it in `folder`, and nothing else of that folder."""
    sys.meta_path.insert(0, Finder(folder, package, compiled or {}))


def install_shims() -> None:
    """Modules of old courses, and progress bars, have what SHIMS says wherever they lack it."""
    for name in SHIMS:
        _install_shim(name)


def _install_shim(name: str) -> None:
    """Makes a module have the names of its shim, and be there."""
    try:
        module = importlib.import_module(name)
    except ImportError:
        module = sys.modules[name] = ModuleType(name)
        module.__path__ = []
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], child, module)
    for attribute, value in SHIMS[name].items():
        if not hasattr(module, attribute):
            setattr(module, attribute, value)
