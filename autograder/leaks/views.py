"""Everything that a file says: its text, and what comments, strings, cells say by themselves."""

import ast
import html
import io
import json
import re
import tokenize
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.leaks.encodings import hidden_texts, mirrored
from autograder.leaks.secrets import without_comments

# What may open a line of quoted code: comment signs, quotes, bullets, prompts, cell numbers.
OPENING = re.compile(r"^[ \t]*(?:(?:#+:?|>>>|\.\.\.|>+|//+|[*|+-]|\d+[.):]|In ?\[\d+\]:)[ \t]*)+")
FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})[^\n]*\n(.*?)^[ \t]*\1", re.MULTILINE | re.DOTALL)
IN_A_ROW = "in a row"
SPAN = re.compile(r"`([^`\n]{8,})`")


@dataclass(frozen=True)
class View:
    """A text to search; `about` says in words what it is of its file, "" for the file itself."""

    text: str
    about: str = ""
    first_line: int = 0  # of the file, where line 1 of the text stands; 0: no such line


def views(path: str, text: str) -> Iterator[View]:
    """All views of a published file, concealed ones included; no text twice."""
    seen: set[str] = set()
    for view in _of_file(path, text):
        if view.text in seen:
            continue
        seen.add(view.text)
        yield view
        about = f"{view.about}, " if view.about else ""
        concealed = list(hidden_texts(view.text))
        if not view.about or view.about.endswith(IN_A_ROW):
            concealed += mirrored(view.text)
        for how, hidden in concealed:
            if hidden not in seen:
                seen.add(hidden)
                yield View(hidden, f"{about}{how}")


def _of_file(path: str, text: str) -> Iterator[View]:
    yield View(text, first_line=1)
    if path.endswith(".py"):
        yield from _of_python(text, "")
    elif path.endswith(".ipynb"):
        yield from _of_notebook(text)
    elif path.endswith((".json", ".toml")):
        yield from _of_strings(list(_strings(_table(path, text))), "values")
    else:
        yield from _of_prose(text, "")


def _of_python(text: str, prefix: str) -> Iterator[View]:
    """Code without comments, comments without code, and strings as they are when evaluated."""
    yield View(without_comments(text), f"{prefix}code", 0 if prefix else 1)
    comments = _comments(text)
    yield View("\n".join(comment.lstrip("#!: ") for comment in comments), f"{prefix}comments")
    indented = "\n".join(comment.lstrip("#").removeprefix(" ") for comment in comments)
    yield View(indented, f"{prefix}comments")
    tree = _tree(text)
    if tree is not None:
        yield from _of_strings(_constants(tree), f"{prefix}strings")
        yield from _of_numbers(tree, prefix)


def _of_strings(strings: list[str], about: str) -> Iterator[View]:
    """Each long string, and all of them in a row, for an answer may be cut into pieces."""
    for string in strings:
        if len(string) >= 12:
            yield from _of_prose(string, about)
    yield View("".join(strings), f"{about} {IN_A_ROW}")
    yield View("\n".join(strings), f"{about} {IN_A_ROW}")
    yield View("".join(reversed(strings)), f"{about} in reverse, {IN_A_ROW}")


def _of_prose(text: str, about: str) -> Iterator[View]:
    """Text, text without what opens its lines, and the code quoted in it."""
    if about:
        yield View(text, about)
    yield View(html.unescape(_bare(text)), f"{about or 'text'} without line openings")
    for block in FENCE.finditer(text):
        yield View(block.group(2), f"{about or 'text'}, code block")
    for span in SPAN.finditer(text):
        yield View(span.group(1), f"{about or 'text'}, code span")


def _of_notebook(text: str) -> Iterator[View]:
    """Cells, each and all in a row, and every string that stands elsewhere in the JSON."""
    table = _table(".json", text)
    cells = table.get("cells", []) if isinstance(table, dict) else []
    sources = [(c.get("cell_type"), _source(c)) for c in cells if isinstance(c, dict)]
    for number, (kind, source) in enumerate(sources, start=1):
        if kind == "code":
            code = _without_magics(source)
            yield View(code, f"cell {number}")
            yield from _of_python(code, f"cell {number}, ")
        else:
            yield from _of_prose(source, f"cell {number}")
    for kind in {kind for kind, _ in sources}:
        joined = "\n".join(source for of, source in sources if of == kind)
        yield View(_without_magics(joined), f"all {kind} cells")
        yield View(_bare(joined), f"all {kind} cells without line openings")
    yield from _of_strings(list(_strings(table)), "JSON")


def _of_numbers(tree: ast.Module, prefix: str) -> Iterator[View]:
    """Lists of character codes, as text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.List | ast.Tuple) and len(node.elts) >= 12:
            codes = [e.value for e in node.elts if isinstance(e, ast.Constant)]
            if all(isinstance(c, int) and 0 < c < 0x110000 for c in codes) and codes:
                characters = "".join(chr(c) for c in codes if isinstance(c, int))
                yield View(characters, f"{prefix}numbers as characters")


def _bare(text: str) -> str:
    return "\n".join(OPENING.sub("", line) for line in text.split("\n"))


def _comments(text: str) -> list[str]:
    found: list[str] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                found.append(token.string)
    except (tokenize.TokenError, SyntaxError):
        pass  # what could be read is read; the whole text is a view as well
    return found


def _constants(tree: ast.Module) -> list[str]:
    """String and bytes constants in the order of the source; sums and lists of them joined too."""
    found: list[tuple[tuple[int, int], str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp | ast.List | ast.Tuple | ast.Call | ast.Set):
            pieces = _constants_below(node)
            if len(pieces) > 1:
                found.append(((node.lineno, node.col_offset), "".join(pieces)))
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
            value = node.value
            text = value if isinstance(value, str) else value.decode("latin-1")
            found.append(((node.lineno, node.col_offset), text))
    return [text for _, text in sorted(found, key=lambda item: item[0])]


def _constants_below(node: ast.AST) -> list[str]:
    """String constants of a sum or list, in order, through sums and lists within it."""
    found: list[str] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            found.append(child.value)
        elif isinstance(child, ast.Constant) and isinstance(child.value, bytes):
            found.append(child.value.decode("latin-1"))
        elif isinstance(child, ast.BinOp | ast.List | ast.Tuple | ast.Starred):
            found += _constants_below(child)
    return found


def _tree(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _table(path: str, text: str) -> object:
    try:
        return tomllib.loads(text) if path.endswith(".toml") else json.loads(text)
    except (ValueError, RecursionError):
        return None


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _strings(key)
            yield from _strings(item)
    elif isinstance(value, list):
        if value and all(isinstance(item, str) for item in value):
            yield "".join(value)
        else:
            for item in value:
                yield from _strings(item)


def _source(cell: dict[str, object]) -> str:
    source = cell.get("source", "")
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def _without_magics(source: str) -> str:
    return "\n".join(
        "" if line.lstrip().startswith(("%", "!")) else line for line in source.split("\n")
    )
