"""Replaces the bodies of exercises by a raise, and leaves every other byte of a module alone."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

SILENT = (tokenize.NL, tokenize.COMMENT)
LAYOUT = (tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)


class Unblankable(ValueError):
    """A body cannot be taken out without touching something else; the message says why."""


@dataclass(frozen=True)
class Cut:
    """Lines `first`..`last` (from 1) go; of line `first` the text before `column` stays."""

    first: int
    column: int
    last: int
    replacement: str


def blank(source: str, exercises: Mapping[str, str]) -> str:
    """`source` with the body of each exercise replaced.

    Args:
        source: the module's text, lines ended by "\\n".
        exercises: name within the module ("relu", "Net.loss") -> text of the NotImplementedError.

    A body reaches from the end of the docstring to the next token at or below the indent of its
    `def`: comments after its last statement go with it.

    Raises:
        Unblankable: a name is missing, repeated, on one line or without a docstring.
    """
    if not exercises:
        return source
    tree = ast.parse(source)
    lines = source.split("\n")
    ended = (
        source if source.endswith("\n") else source + "\n"
    )  # else the last line may lack its end
    tokens = list(tokenize.generate_tokens(io.StringIO(ended).readline))
    cuts = [_cut(_function(tree, name), lines, tokens, text) for name, text in exercises.items()]
    result = _apply(lines, cuts)
    _compare(tree, result, exercises)
    return result


def _function(tree: ast.Module, name: str) -> ast.FunctionDef:
    found = [node for dotted, node in _functions(tree) if dotted == name]
    if len(found) != 1:
        raise Unblankable(f"{name} is defined {len(found)} times, not once")
    if ast.get_docstring(found[0], clean=False) is None:
        raise Unblankable(f"{name} has no docstring")
    return found[0]


def _functions(scope: ast.Module | ast.ClassDef) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in scope.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}.{name}", inner) for name, inner in _functions(node))


def _cut(
    node: ast.FunctionDef, lines: list[str], tokens: list[tokenize.TokenInfo], text: str
) -> Cut:
    docstring = node.body[0]
    if not _opens_block(docstring, lines, tokens):
        raise Unblankable(f"{node.name} (line {node.lineno}) has its body on the line of its def")
    assert docstring.end_lineno is not None
    assert docstring.end_col_offset is not None
    indent = _indent(lines[docstring.lineno - 1])
    last_line = lines[docstring.end_lineno - 1].encode()
    return Cut(
        first=docstring.end_lineno,
        column=len(last_line[: docstring.end_col_offset].decode()),
        last=_last_line(node, lines, tokens),
        replacement=f'\n{indent}raise NotImplementedError("{text}")',
    )


def _opens_block(docstring: ast.stmt, lines: list[str], tokens: list[tokenize.TokenInfo]) -> bool:
    """Whether the docstring is the first token of an indented block, not behind the def's colon."""
    column = len(lines[docstring.lineno - 1].encode()[: docstring.col_offset].decode())
    before = [
        token
        for token in tokens
        if token.start < (docstring.lineno, column) and token.type not in SILENT
    ]
    return bool(before) and before[-1].type == tokenize.INDENT


def _last_line(node: ast.FunctionDef, lines: list[str], tokens: list[tokenize.TokenInfo]) -> int:
    """The last line that belongs to the body, comments included, blank lines after it not."""
    assert node.end_lineno is not None
    indent = _indent(lines[node.lineno - 1])
    last = _logical_end(node.end_lineno, tokens)
    for token in tokens:
        if token.start[0] <= last or token.type in LAYOUT:
            continue
        if token.type != tokenize.COMMENT:  # the next code, at or below the indent of the def
            break
        if not indent.startswith(_indent(lines[token.start[0] - 1])):
            last = token.start[0]
        elif not _deeper_comment_follows(token, indent, lines, tokens):
            break
    return last


def _deeper_comment_follows(
    comment: tokenize.TokenInfo, indent: str, lines: list[str], tokens: list[tokenize.TokenInfo]
) -> bool:
    """Whether, before the next code, a comment stands as deep as the body.

    Such a comment could be a line of the answer that was put out of use: it must go, and what
    stands between goes with it.
    """
    for token in tokens:
        if token.start <= comment.start or token.type in LAYOUT:
            continue
        if token.type != tokenize.COMMENT:
            return False
        if not indent.startswith(_indent(lines[token.start[0] - 1])):
            return True
    return False


def _logical_end(line: int, tokens: list[tokenize.TokenInfo]) -> int:
    """The physical line on which the logical line that covers `line` ends."""
    return next(
        (t.start[0] for t in tokens if t.type == tokenize.NEWLINE and t.start[0] >= line), line
    )


def _indent(line: str) -> str:
    match = re.match(r"[ \t]*", line)
    return match.group() if match else ""


def _apply(lines: list[str], cuts: list[Cut]) -> str:
    kept = list(lines)
    for cut in sorted(cuts, key=lambda cut: cut.first, reverse=True):
        head = kept[cut.first - 1][: cut.column]
        kept[cut.first - 1 : cut.last] = [head + cut.replacement]
    text = "\n".join(kept)
    return text if text.endswith("\n") else text + "\n"


def _compare(before: ast.Module, result: str, exercises: Mapping[str, str]) -> None:
    """Fail if the result differs from the source in more than the bodies of the exercises."""
    for name, text in exercises.items():
        node = _function(before, name)
        node.body[1:] = ast.parse(f'raise NotImplementedError("{text}")').body
    if ast.dump(before) != ast.dump(ast.parse(result)):
        raise Unblankable(f"blanking {', '.join(exercises)} would change something else")
