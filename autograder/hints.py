"""Misconceptions: wrong answers that people really give, each with a hint that names the term."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Misconception:
    """A wrong variant of one or several functions of an exercise."""

    name: str  # "softmax.mean_missing": of the file softmax.py
    functions: tuple[str, ...]  # dotted, below the package
    hint: str
    variant: Callable[..., Any]


def misconception(*functions: str, hint: str) -> Callable[[Callable[..., Any]], Misconception]:
    """Makes the decorated function a wrong variant of each named function.

    The variant takes what the function takes (a method's `self` first), and answers wrongly.
    """

    def name(variant: Callable[..., Any]) -> Misconception:
        file = variant.__module__.rpartition(".")[2]
        return Misconception(f"{file}.{variant.__name__}", functions, hint, variant)

    return name
