"""The student's package as tests see it in the student's own folder: real, its calls recorded."""

import functools
import importlib
import types
from collections.abc import Callable
from typing import Any

from given import calls


class Absent(AttributeError):
    """The package lacks a module or name that a test asks for."""


class Recorder:
    """Wraps functions and patches classes of a package so that outermost calls are recorded."""

    def __init__(self, package: str) -> None:
        self.package = package
        self.depth = 0
        self.patched: list[tuple[type, str, object]] = []
        self.seen: set[type] = set()

    def wrapped(self, function: types.FunctionType, name: str) -> Callable[..., Any]:
        """The function; an outermost call of it is recorded as `name`."""
        return self._recording(function, lambda args: (name, 0))

    def patch(self, kind: type) -> None:
        """Records calls of the methods of a class, and of its bases in the package, until undo."""
        for owner in kind.__mro__:
            if owner in self.seen or not self.owns(owner.__module__):
                continue
            self.seen.add(owner)
            for name, member in list(vars(owner).items()):
                if (recorded := self._member(owner, name, member)) is not None:
                    self.patched.append((owner, name, member))
                    setattr(owner, name, recorded)

    def undo(self) -> None:
        """Gives all patched classes their own methods back."""
        while self.patched:
            owner, name, member = self.patched.pop()
            setattr(owner, name, member)
        self.seen.clear()

    def owns(self, module: str) -> bool:
        return module == self.package or module.startswith(f"{self.package}.")

    def _member(self, owner: type, name: str, member: object) -> object | None:
        """The recording twin of a method; None for all that is not one."""
        if isinstance(member, staticmethod | classmethod):
            return type(member)(self._method(owner, name, member.__func__, bound=None))
        if not isinstance(member, types.FunctionType):
            return None
        if name.startswith("__") and name not in ("__init__", "__call__"):
            return None
        return self._method(owner, name, member, bound=0)

    def _method(
        self, owner: type, name: str, function: Callable[..., Any], bound: int | None
    ) -> Callable[..., Any]:
        def called(args: tuple[Any, ...]) -> tuple[str, int]:
            kind = type(args[0]) if bound == 0 and args else owner
            if kind is type(None) or not issubclass(kind, owner):
                kind = owner
            module = kind.__module__.removeprefix(f"{self.package}.")
            method = "" if name == "__init__" else f".{name}"
            of_class = bool(args) and args[0] is owner
            return f"{module}.{kind.__name__}{method}", 1 if bound == 0 or of_class else 0

        return self._recording(function, called)

    def _recording(
        self, function: Callable[..., Any], called: Callable[[tuple[Any, ...]], tuple[str, int]]
    ) -> Callable[..., Any]:
        @functools.wraps(function)
        def recorded(*args: Any, **kwargs: Any) -> Any:
            if self.depth:
                return function(*args, **kwargs)
            name, skipped = called(args)
            call = calls.call_of(name, _parameters(function)[skipped:], args[skipped:], kwargs)
            calls.record(call)
            self.depth += 1
            try:
                answer = function(*args, **kwargs)
            finally:
                self.depth -= 1
            calls.record(calls.answered(call, answer))
            return answer

        return recorded


class Student:
    """The package: `student.losses` is its module losses, imported on first use."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    def __getattr__(self, name: str) -> "StudentModule":
        if name.startswith("__"):
            raise AttributeError(name)
        full = f"{self._recorder.package}.{name}"
        try:
            module = importlib.import_module(full)
        except ModuleNotFoundError as failure:
            if failure.name in (full, self._recorder.package):
                raise Absent(f"there is no module {full}") from None
            raise
        found = self.__dict__[name] = StudentModule(module, self._recorder)
        return found


class StudentModule:
    """A module whose functions and classes record their calls."""

    def __init__(self, module: types.ModuleType, recorder: Recorder) -> None:
        self._module = module
        self._recorder = recorder
        for value in list(vars(module).values()):
            if isinstance(value, type) and recorder.owns(value.__module__):
                recorder.patch(value)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        full = self._module.__name__
        try:
            value = getattr(self._module, name)
        except AttributeError:
            raise Absent(f"{full} has no {name}") from None
        if isinstance(value, types.FunctionType) and self._recorder.owns(value.__module__ or full):
            short = full.removeprefix(f"{self._recorder.package}.")
            return self._recorder.wrapped(value, f"{short}.{name}")
        return value

    def __dir__(self) -> list[str]:
        return dir(self._module)


def _parameters(function: Callable[..., Any]) -> tuple[str, ...]:
    code = getattr(function, "__code__", None)
    return tuple(code.co_varnames[: code.co_argcount]) if code else ()
