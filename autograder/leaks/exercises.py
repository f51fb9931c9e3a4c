"""Every exercise is a docstring and its raise, and the rest of the package is as in the source."""

import ast
import copy
from pathlib import Path

from autograder.course import Course
from autograder.leaks.finding import Kind
from autograder.leaks.published import Published
from autograder.leaks.secrets import named_functions
from given.manifest import FILE_NAME, Manifest

Function = ast.FunctionDef | ast.AsyncFunctionDef


def check_exercises(course: Course, name: str, tree: Published) -> None:
    """Add what is wrong with the package of this published tree."""
    manifest, folder = course.manifest(name), course.folder(name)
    if tree.files.get(FILE_NAME) != (folder / FILE_NAME).read_bytes():
        tree.add(FILE_NAME, Kind.SOURCE, "is not that of the source; release again")
    package = f"{manifest.package}/"
    sources = {
        f"{package}{path.relative_to(folder / manifest.package).as_posix()}": path
        for path in (folder / manifest.package).rglob("*.py")
        if "__pycache__" not in path.parts
    }
    released = {p for p in tree.files if p.startswith(package) and p.endswith(".py")}
    for path in sorted(sources.keys() ^ released):
        missing = path in sources
        text = "is in the source, but not released" if missing else "has no source"
        tree.add(path, Kind.SOURCE, text)
    for path in sorted(sources.keys() & released):
        _check_module(manifest, path, sources[path], tree)


def _check_module(manifest: Manifest, path: str, source: Path, tree: Published) -> None:
    module = ".".join(Path(path).with_suffix("").parts[1:])
    wanted = {f.name for f in manifest.functions if f.name.startswith(f"{module}.")}
    try:
        before = ast.parse(source.read_text(encoding="utf-8"))
        after = ast.parse(tree.files[path].decode("utf-8"))
    except (SyntaxError, ValueError) as failure:
        tree.add(path, Kind.SOURCE, f"is not Python: {failure}")
        return
    for name in sorted(wanted):
        found = [node for dotted, node in named_functions(after, module) if dotted == name]
        title = f"{manifest.package}.{name}"
        if len(found) != 1:
            tree.add(path, Kind.EXERCISE, f"{title} is defined {len(found)} times, not once")
        for node in found:
            if problem := _problem(node, title):
                tree.add(f"{path}:{node.lineno}", Kind.EXERCISE, f"{title} {problem}")
    if _frame(before, module, wanted) != _frame(after, module, wanted):
        tree.add(path, Kind.SOURCE, "differs from its source in more than the bodies of exercises")


def _problem(node: Function, title: str) -> str:
    """Why this is not the blank of an exercise; empty if it is."""
    if ast.get_docstring(node, clean=False) is None:
        return "has no docstring"
    raised = ast.parse(f"raise NotImplementedError({title!r})").body
    if [ast.dump(s) for s in node.body[1:]] != [ast.dump(s) for s in raised]:
        return f"is not a docstring and raise NotImplementedError({title!r})"
    return ""


def _frame(tree: ast.Module, module: str, wanted: set[str]) -> str:
    """The module without the bodies of exercises, docstrings kept."""
    bare = copy.deepcopy(tree)
    for node in [node for name, node in named_functions(bare, module) if name in wanted]:
        node.body = node.body[:1]
    return ast.dump(bare)
