"""The answers: the solved body of every exercise, in all forms that are looked for."""

import ast
import io
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from autograder.course import Course
from autograder.leaks.lexer import Tokens, renamed, tokens
from autograder.leaks.shapes import Unit, normalised, run, units
from given.manifest import Manifest

# How long a row of tokens must be to count as a piece of an answer; a body that is shorter counts
# as a whole, down to the second number. With names as they are, renamed, and without names.
EXACT, EXACT_BODY = 12, 6
RENAMED, RENAMED_BODY = 20, 12
SKELETON, SKELETON_BODY = 45, 32
PROSE = 14  # of a model answer to a written question, words and signs

# How many nodes a statement, an expression, a pair of statements must have; a whole body.
STATEMENT, EXPRESSION, PAIR, BODY = 12, 12, 14, 8


@dataclass(frozen=True)
class Secret:
    """A solved body."""

    assignment: str
    package: str
    name: str  # "losses.relu", below the package; "answers" for a model answer
    text: str  # without docstring and comments

    @property
    def title(self) -> str:
        return f"{self.package}.{self.name}"


@dataclass
class Secrets:
    """All bodies, indexed by every piece that would give one away."""

    bodies: list[Secret] = field(default_factory=list)
    exact: dict[int, dict[tuple[str, ...], set[Secret]]] = field(default_factory=dict)
    shapes: dict[int, set[tuple[str, ...]]] = field(default_factory=dict)
    renamed: dict[int, dict[tuple[str, ...], set[Secret]]] = field(default_factory=dict)
    skeletons: dict[int, dict[tuple[str, ...], set[Secret]]] = field(default_factory=dict)
    outlines: set[int] = field(default_factory=set)
    fingerprints: dict[str, set[Secret]] = field(default_factory=dict)

    def add(self, secret: Secret, statements: Sequence[ast.stmt]) -> None:
        """Index a body under all its telling pieces."""
        self.bodies.append(secret)
        row = tokens(secret.text)
        self._add_exact(secret, row)
        self._add_renamed(secret, row)
        for window in _windows(row.skeleton, SKELETON, SKELETON_BODY):
            _note(self.skeletons, window, secret)
        for unit in _telling(statements):
            self.outlines.add(unit.outline)
            self.fingerprints.setdefault(unit.fingerprint, set()).add(secret)

    def add_prose(self, secret: Secret) -> None:
        """Index a text that is no code."""
        for window in _windows(tokens(secret.text).words, PROSE, PROSE):
            _note(self.exact, window, secret)

    def _add_exact(self, secret: Secret, row: Tokens) -> None:
        for window in _windows(row.words, EXACT, EXACT_BODY):
            _note(self.exact, window, secret)

    def _add_renamed(self, secret: Secret, row: Tokens) -> None:
        length = min(RENAMED, len(row.words))
        for start, shape in enumerate(_windows(row.shape, RENAMED, RENAMED_BODY)):
            self.shapes.setdefault(length, set()).add(shape)
            _note(self.renamed, renamed(row.words[start : start + length]), secret)


def secrets(course: Course) -> Secrets:
    """The solved bodies and model answers of every assignment of the course."""
    found = Secrets()
    for name in course.assignments():
        manifest = course.manifest(name)
        for secret, statements in _bodies(manifest, course.folder(name) / manifest.package):
            found.add(secret, statements)
        for answers in sorted(course.suites(manifest).glob("answers/*.md")):
            for paragraph in _paragraphs(answers.read_text(encoding="utf-8")):
                found.add_prose(Secret(manifest.name, manifest.package, "answers", paragraph))
    return found


def _paragraphs(text: str) -> list[str]:
    """Paragraphs of model answers, without the headings and the questions quoted with `>`."""
    lines = ["" if line.lstrip().startswith(("#", ">")) else line for line in text.split("\n")]
    return [paragraph for paragraph in "\n".join(lines).split("\n\n") if paragraph.strip()]


def _bodies(manifest: Manifest, package: Path) -> Iterator[tuple[Secret, list[ast.stmt]]]:
    wanted = {function.name for function in manifest.functions}
    for path in sorted(package.rglob("*.py")):
        module = ".".join(path.relative_to(package).with_suffix("").parts)
        text = path.read_text(encoding="utf-8")
        for name, node in named_functions(ast.parse(text), module):
            if name in wanted and (body := _statements(node)):
                yield Secret(manifest.name, manifest.package, name, _text(text, body)), body


def named_functions(
    scope: ast.AST, prefix: str
) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Every function below `scope`, under conditions and in functions too, with its dotted name."""
    for node in ast.iter_child_nodes(scope):
        name = f"{prefix}.{getattr(node, 'name', '')}"
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield name, node
        inner = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        yield from named_functions(node, name if inner else prefix)


def _statements(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.stmt]:
    """The body without its docstring."""
    return node.body[1 if ast.get_docstring(node, clean=False) is not None else 0 :]


def _text(source: str, body: Sequence[ast.stmt]) -> str:
    """The code of these statements, without comments."""
    lines = without_comments(source).split("\n")[body[0].lineno - 1 : body[-1].end_lineno]
    lines[0] = lines[0].encode()[body[0].col_offset :].decode()
    return "\n".join(lines)


def without_comments(text: str) -> str:
    """Python code with its comments gone and every line in its place."""
    lines = text.split("\n")
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                line = token.start[0] - 1
                lines[line] = lines[line][: token.start[1]].rstrip()
    except (tokenize.TokenError, SyntaxError):
        pass  # what could be read is read
    return "\n".join(lines)


def _telling(statements: Sequence[ast.stmt]) -> Iterator[Unit]:
    """The pieces of a body that are too particular to occur by accident."""
    copy = ast.parse(ast.unparse(ast.Module(list(statements), [])))
    body = normalised(copy).body
    if not body:
        return
    if (entire := run(body)).size >= BODY:
        yield entire
    first = body[0]
    if len(body) == 1 and isinstance(first, ast.Return) and first.value:
        yield from (u for u in units(first.value) if u.nodes[0] is first.value and u.size >= BODY)
    for statement in body:
        yield from (u for u in units(statement) if u.size >= _least(u) and not _is_message(u))
    for pair in pairwise(body):
        if (unit := run(pair)).size >= PAIR:
            yield unit


def _least(unit: Unit) -> int:
    if len(unit.nodes) > 1:
        return PAIR
    return STATEMENT if isinstance(unit.nodes[0], ast.stmt) else EXPRESSION


def _is_message(unit: Unit) -> bool:
    """Whether it only prints, raises or words something: no answer lies in that."""
    node = unit.nodes[0]
    if len(unit.nodes) > 1:
        return False
    if isinstance(node, ast.Expr):
        node = node.value
    prints = isinstance(node, ast.Call) and ast.unparse(node.func) == "print"
    return prints or isinstance(node, ast.JoinedStr | ast.Raise)


def _windows(row: tuple[str, ...], length: int, shortest: int) -> Iterator[tuple[str, ...]]:
    if len(row) < shortest:
        return
    length = min(length, len(row))
    for start in range(len(row) - length + 1):
        yield row[start : start + length]


def _note(
    index: dict[int, dict[tuple[str, ...], set[Secret]]], window: tuple[str, ...], secret: Secret
) -> None:
    index.setdefault(len(window), {}).setdefault(window, set()).add(secret)
