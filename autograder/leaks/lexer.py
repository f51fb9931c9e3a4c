"""Reads any text as a row of tokens, whether it is Python, prose or something between."""

import builtins
import keyword
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

TOKEN = re.compile(r"[^\W\d]\w*|\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|\S")
KEPT = frozenset(keyword.kwlist) | frozenset(dir(builtins)) | {"self"}


@dataclass(frozen=True)
class Tokens:
    """Tokens of a text, the line of each, and what is left of them without names."""

    words: tuple[str, ...]
    lines: tuple[int, ...]
    shape: tuple[str, ...]  # own names are one sign; keywords, attributes, numbers as they are
    skeleton: tuple[str, ...]  # all names are one sign, all numbers another


def tokens(text: str) -> Tokens:
    """The tokens of `text`, after look-alike and invisible characters are gone."""
    words: list[str] = []
    lines: list[int] = []
    for number, line in enumerate(plain(text).split("\n"), start=1):
        found = TOKEN.findall(line)
        words += found
        lines += [number] * len(found)
    return Tokens(
        tuple(words),
        tuple(lines),
        tuple("N" if own else w for w, own in zip(words, own_names(words), strict=True)),
        tuple(_skeleton(word) for word in words),
    )


def plain(text: str) -> str:
    """The text with full-width and other look-alikes folded, without invisible characters."""
    if text.isascii():
        return text
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if unicodedata.category(c) != "Cf")


def own_names(words: Sequence[str]) -> list[bool]:
    """Which tokens are names that an author is free to choose: no keyword, built-in, attribute."""
    return [
        word.isidentifier() and word not in KEPT and (i == 0 or words[i - 1] != ".")
        for i, word in enumerate(words)
    ]


def renamed(words: Sequence[str]) -> tuple[str, ...]:
    """The tokens with each own name replaced by the number of its first appearance."""
    numbers: dict[str, str] = {}
    return tuple(
        numbers.setdefault(word, f"N{len(numbers)}") if own else word
        for word, own in zip(words, own_names(words), strict=True)
    )


@lru_cache(maxsize=10_000)
def _skeleton(word: str) -> str:
    if word.isidentifier():
        return word if keyword.iskeyword(word) else "N"
    return "0" if word.lstrip(".")[:1].isdigit() else word
