"""Finds pieces of answers in a text."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.leaks.lexer import Tokens, renamed, tokens
from autograder.leaks.secrets import Secret, Secrets
from autograder.leaks.shapes import Unit, parse, units

LONGEST_RUN = 4  # statements in a row; a short body is looked for as a whole


@dataclass(frozen=True)
class Match:
    """A piece of a body in a text, from `line` of the text on."""

    secret: Secret
    line: int
    fragment: str
    how: str


def search(text: str, secrets: Secrets) -> Iterator[Match]:
    """Every piece of every body in `text`, as words and, where it is Python, as statements."""
    row = tokens(text)
    yield from _words(row, row.words, secrets.exact, "holds")
    yield from _renamed(row, secrets)
    yield from _words(row, row.skeleton, secrets.skeletons, "holds, with other names,")
    for line, unit in _units(text):
        if unit.outline in secrets.outlines:
            for secret in secrets.fingerprints.get(unit.fingerprint, ()):
                yield Match(secret, line + unit.line - 1, unit.text, "holds the statement of")


def _words(
    row: Tokens,
    written: Sequence[str],
    index: dict[int, dict[tuple[str, ...], set[Secret]]],
    how: str,
) -> Iterator[Match]:
    for length, windows in index.items():
        found: dict[Secret, list[int]] = {}
        for start in range(len(written) - length + 1):
            for secret in windows.get(tuple(written[start : start + length]), ()):
                found.setdefault(secret, []).append(start)
        yield from _merged(row, found, length, how)


def _renamed(row: Tokens, secrets: Secrets) -> Iterator[Match]:
    for length, shapes in secrets.shapes.items():
        found: dict[Secret, list[int]] = {}
        for start in range(len(row.shape) - length + 1):
            if row.shape[start : start + length] in shapes:
                window = renamed(row.words[start : start + length])
                for secret in secrets.renamed.get(length, {}).get(window, ()):
                    found.setdefault(secret, []).append(start)
        yield from _merged(row, found, length, "holds, renamed,")


def _merged(row: Tokens, found: dict[Secret, list[int]], length: int, how: str) -> Iterator[Match]:
    """One match for windows that overlap."""
    for secret, starts in found.items():
        first = last = starts[0]
        for start in [*starts[1:], len(row.words) + length]:
            if start > last + length:
                yield Match(
                    secret, row.lines[first], " ".join(row.words[first : last + length]), how
                )
                first = start
            last = start


def _units(text: str) -> Iterator[tuple[int, Unit]]:
    """Statements and expressions: of the whole text, or else of each of its lines alone."""
    dedented = textwrap.dedent(text)
    whole = parse(dedented)
    if whole is not None:
        yield from ((1, unit) for unit in units(whole, LONGEST_RUN))
        return
    for line, piece in _pieces(dedented):
        if (tree := parse(piece)) is not None:
            yield from ((line, unit) for unit in units(tree, LONGEST_RUN))


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Paragraphs that are Python, and single lines that may be; each with its first line."""
    lines = text.split("\n")
    start = 0
    for number, line in enumerate([*lines, ""], start=1):
        if not line.strip():
            block = textwrap.dedent("\n".join(lines[start : number - 1]))
            if "\n" in block:
                yield start + 1, block
            start = number
        elif any(sign in line for sign in "=(["):
            yield number, line.strip()
