"""Holds the manifest against the package: what is neither exercise nor given refuses a release."""

import ast
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from autograder.release.blanking import Unblankable, blank
from autograder.release.definitions import (
    Definitions,
    FunctionNode,
    Node,
    definitions,
    header,
    is_busy,
)
from given.manifest import Function, Manifest

# Signs that make lines and columns ambiguous.
SIGNS = {"\r": "carriage returns", "\f": "form feeds", "\0": "zero bytes", "\ufeff": "a BOM"}
HEADER = "header"  # "losses.relu.header" in `given`: its decorators and defaults may run code


def module_name(path: PurePosixPath) -> str:
    """The dotted name, below the package, of the module at `path` below the package's folder."""
    return ".".join(path.with_suffix("").parts)


def reasons(manifest: Manifest, sources: Mapping[PurePosixPath, str]) -> list[str]:
    """Why these modules (path below the package's folder -> text) may not be released."""
    answers: list[str] = []
    found: dict[str, list[Node]] = {}
    bindings: dict[str, list[int]] = {}
    for path, text in sorted(sources.items()):
        where = f"{manifest.package}/{path}"
        if isinstance(module := _definitions(path, text, where), str):
            answers.append(module)
            continue
        answers += module.problems
        found |= module.needed
        bindings |= module.bindings
    answers += _unlisted(manifest, found)
    answers += _unknown(manifest, found, bindings)
    answers += _repeated(manifest, found, bindings)
    for function in manifest.functions:
        if nodes := found.get(function.name):
            answers += _unfit(manifest, function, nodes[0])
    return answers or _unblankable(manifest, sources)


def _definitions(path: PurePosixPath, text: str, where: str) -> Definitions | str:
    if unfit := sorted(name for sign, name in SIGNS.items() if sign in text):
        return f"{where}: contains {' and '.join(unfit)}; write plain lines that end in a newline"
    try:
        return definitions(ast.parse(text), module_name(path), where)
    except (SyntaxError, ValueError) as failure:
        return f"{where}: is not Python: {failure}"


def _unlisted(manifest: Manifest, found: Mapping[str, list[Node]]) -> list[str]:
    listed = {f.name for f in manifest.functions} | set(manifest.given)
    return [
        f"{manifest.package}.{name} (line {nodes[0].lineno}): {_kind(nodes[0])} that the manifest "
        "lists neither as exercise nor as given"
        for name, nodes in found.items()
        if name not in listed
    ]


def _unknown(
    manifest: Manifest, found: Mapping[str, list[Node]], bindings: Mapping[str, list[int]]
) -> list[str]:
    exercises = {f.name for f in manifest.functions}
    headers = {f"{name}.{HEADER}" for name in found}
    known = found.keys() | bindings.keys() | headers
    return [
        f"{manifest.package}.{name}: the manifest lists it, the package has no such definition"
        for name in sorted((exercises - found.keys()) | (set(manifest.given) - known))
    ]


def _repeated(
    manifest: Manifest, found: Mapping[str, list[Node]], bindings: Mapping[str, list[int]]
) -> list[str]:
    exercises = {f.name for f in manifest.functions}
    return [
        f"{manifest.package}.{name}: defined more than once, on lines "
        + ", ".join(str(line) for line in bindings[name])
        for name in sorted(exercises | set(manifest.given))
        if len(bindings.get(name, [])) > 1
        and (name in exercises or not _is_family(found.get(name, []), bindings[name]))
    ]


def _is_family(nodes: list[Node], lines: list[int]) -> bool:
    """Whether they are a property with its setter, or overloads before their function."""
    if len(nodes) != len(lines):
        return False
    functions = [node for node in nodes if isinstance(node, FunctionNode)]
    decorators = [{ast.unparse(d).split(".")[-1] for d in f.decorator_list} for f in functions]
    overloads = all("overload" in names for names in decorators[:-1])
    setters = all(names & {"setter", "getter", "deleter"} for names in decorators[1:])
    return len(functions) == len(nodes) and (overloads or setters)


def _unfit(manifest: Manifest, function: Function, node: Node) -> list[str]:
    """Why this definition cannot be an exercise."""
    name = f"{manifest.package}.{function.name}"
    if not isinstance(node, FunctionNode):
        return [f"{name}: {_kind(node)}; an exercise is a function or a method"]
    answers = []
    if isinstance(node, ast.AsyncFunctionDef):
        answers.append(f"{name}: is async, which an exercise cannot be")
    if ast.get_docstring(node, clean=False) is None:
        answers.append(f"{name}: has no docstring, so a student would not know what to write")
    if is_busy(header(node)) and f"{function.name}.{HEADER}" not in manifest.given:
        answers.append(
            f"{name}: a decorator, default or annotation runs code, and the release shows it; "
            f'list "{function.name}.{HEADER}" as given if that is meant'
        )
    return answers + _wrong_signature(name, function, node)


def _wrong_signature(name: str, function: Function, node: FunctionNode) -> list[str]:
    has = f"({_parameters(node.args)})"
    try:
        stub = ast.parse(f"def f{function.signature}: pass").body
    except SyntaxError:
        stub = []
    if len(stub) != 1 or not isinstance(stub[0], ast.FunctionDef):
        return [f"{name}: the manifest's signature {function.signature!r} is not Python"]
    if _parameters(stub[0].args) == has[1:-1]:
        return []
    return [f"{name}: its signature is {has}, the manifest says {function.signature}"]


def _parameters(arguments: ast.arguments) -> str:
    """The parameters with defaults, without annotations."""
    bare: ast.arguments = ast.parse(f"def f({ast.unparse(arguments)}): pass").body[0].args  # type: ignore[attr-defined]
    for node in ast.walk(bare):
        if isinstance(node, ast.arg):
            node.annotation = None
    return ast.unparse(bare)


def _unblankable(manifest: Manifest, sources: Mapping[PurePosixPath, str]) -> list[str]:
    answers = []
    for path, text in sorted(sources.items()):
        try:
            blank(text, exercises_of(manifest, path))
        except Unblankable as failure:
            answers.append(f"{manifest.package}/{path}: {failure}")
    return answers


def exercises_of(manifest: Manifest, path: PurePosixPath) -> dict[str, str]:
    """Exercises of the module at `path`: name within the module -> what its blank body raises."""
    module = module_name(path)
    return {
        name.removeprefix(f"{module}."): f"{manifest.package}.{name}"
        for name in _names(manifest.functions)
        if name.startswith(f"{module}.")
    }


def _names(functions: Iterable[Function]) -> list[str]:
    return [function.name for function in functions]


def _kind(node: Node) -> str:
    if isinstance(node, FunctionNode):
        return "a function"
    if isinstance(node, ast.ClassDef):
        return "a class"
    return "a lambda" if isinstance(node, ast.Lambda) else "a constant that is computed"
