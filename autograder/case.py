"""A test as the judge knows it before any submission: all that is the same for each of them."""

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from autograder.outcome import Outcome
from given.manifest import Exercise

OURS = frozenset({"student", "source", "rng"})  # the fixtures of the judge
_USUAL_MARKS = {"contract", "parametrize"}


@dataclass(frozen=True, eq=False)
class Case:
    """One case of a test.

    Attributes:
        passed: its outcome where nothing is wrong.
        takes: what it asks for of the fixtures of the judge.
        call: calls it, given those, with its parameters; None where only pytest can run it.
    """

    item: pytest.Item
    exercise: Exercise
    passed: Outcome
    takes: frozenset[str]
    call: Callable[..., Any] | None

    @property
    def test(self) -> str:
        return self.passed.test

    @property
    def is_hidden(self) -> bool:
        return self.passed.visibility == "hidden"

    @property
    def uses_submission(self) -> bool:
        return not self.takes.isdisjoint({"student", "source"})


def plain_call(item: pytest.Item) -> Callable[..., Any] | None:
    """Calls the test's function itself; None where pytest would do more than that.

    Most tests are functions of a module that ask for parameters and fixtures of ours. What brings
    something else is left to pytest's protocol: a method, a mark such as skip, xfail or
    usefixtures, a fixture of the suite's own (setup_module and its like are fixtures, too), an
    indirect parameter, a coroutine.
    """
    if type(item) is not pytest.Function or item.cls is not None:
        return None
    parameters = dict(item.callspec.params) if hasattr(item, "callspec") else {}
    asked = {*item.fixturenames} - {*parameters, "request"}  # for which ours ask
    if not asked <= OURS or any(_is_redefined(item, name) for name in asked):
        return None
    if not all(map(_is_usual, item.iter_markers())) or hasattr(
        item.module, "pytest_generate_tests"
    ):
        return None
    if not _takes_only(item.obj, asked | {*parameters}):
        return None
    return functools.partial(item.obj, **parameters) if parameters else item.obj


def _is_redefined(item: pytest.Function, fixture: str) -> bool:
    return len(item._fixtureinfo.name2fixturedefs[fixture]) > 1


def _is_usual(mark: pytest.Mark) -> bool:
    """It is one of ours, or parametrize with no more than names, values and ids."""
    return mark.name in _USUAL_MARKS and len(mark.args) <= 2 and {*mark.kwargs} <= {"ids"}


def _takes_only(function: Callable[..., Any], names: set[str]) -> bool:
    """It is a plain function whose parameters are exactly these, all to be passed by name."""
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        return False
    parameters = inspect.signature(function).parameters
    by_name = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    return {*parameters} == names and all(p.kind in by_name for p in parameters.values())
