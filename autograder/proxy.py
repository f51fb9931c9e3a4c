"""What a test holds in place of the student's package: each use of it asks the worker."""

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from autograder.boundary.messages import Operation
from given.calls import answered, call_of, record
from given.manifest import Manifest


class Connection(Protocol):
    """The way to the objects of a student: a session."""

    found: set[str]  # dotted names that it is known to have

    def use(
        self,
        operation: Operation,
        target: str | int,
        operands: Sequence[Any] = (),
        names: Mapping[str, Any] | None = None,
    ) -> Any:
        """What an operation on an object gives."""


class Student:
    """The student's package: its attributes are the modules. It holds nothing of a test."""

    __slots__ = ("_connection", "_parameters")

    def __init__(self, connection: Connection, manifest: Manifest) -> None:
        self._connection = connection
        self._parameters = Parameters(manifest)

    def __getattr__(self, name: str) -> "Module":
        if name.startswith("_"):
            raise AttributeError(name)
        return Module(self._connection, name, self._parameters)


class Parameters:
    """The names of parameters, by the dotted names of functions."""

    def __init__(self, manifest: Manifest) -> None:
        self._signatures = {
            function.name: function.signature.strip("()").split(", ")
            for function in manifest.functions
        }
        self._known: dict[str, Sequence[str]] = {}

    def of(self, name: str) -> Sequence[str]:
        """Those of a function; none where the manifest does not tell."""
        if name not in self._known:
            names = self._signatures.get(name) or self._inherited(name)
            self._known[name] = [each.partition("=")[0] for each in names if each != "self"]
        return self._known[name]

    def _inherited(self, name: str) -> list[str]:
        """Those of the method of that name, where classes of the module agree on them."""
        module, method = name.split(".")[0], name.split(".")[-1]
        known = {
            tuple(names)
            for function, names in self._signatures.items()
            if "self" in names
            and function.split(".")[0] == module
            and function.endswith(f".{method}")
        }
        return list(*known) if len(known) == 1 else []


class Module:
    """A module of the student's package: its attributes are values, or handles."""

    def __init__(self, connection: Connection, name: str, parameters: Parameters) -> None:
        self._connection = connection
        self._name = name
        self._parameters = parameters

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        path = f"{self._name}.{name}"
        if path in self._connection.found:  # its name will do: a request less
            value: Any = Handle(self._connection, path)
        else:
            value = self._connection.use("read", path)
        if isinstance(value, Handle):
            self._connection.found.add(path)
            name_handle(value, path, self._parameters)
        return value


class Handle:
    """An object that stays in the worker.

    Methods, attributes, indexing, length, iteration and membership work as they would locally;
    arrays read from it are read-only. Its attributes are all the student's: our own access to it
    goes through functions of this module.
    """

    __slots__ = ("__connection", "__name", "__parameters", "__target")

    def __init__(self, connection: Connection, target: str | int) -> None:
        set_ours = functools.partial(object.__setattr__, self)
        set_ours("_Handle__connection", connection)
        set_ours("_Handle__target", target)
        set_ours("_Handle__name", "")
        set_ours("_Handle__parameters", None)

    def __use(self, operation: Any, *operands: Any) -> Any:
        return self.__connection.use(operation, self.__target, operands)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = self.__use("getattr", name)
        if isinstance(value, Handle):
            name_handle(value, f"{self.__name}.{name}".removeprefix("."), self.__parameters)
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        self.__use("setattr", name, value)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        names = self.__parameters.of(self.__name) if self.__parameters else ()
        record(call := call_of(self.__name or "call", names, args, kwargs))
        value = self.__connection.use("call", self.__target, args, kwargs)
        record(answered(call, value))
        if isinstance(value, Handle):
            name_handle(value, self.__name, self.__parameters)
        return value

    def __getitem__(self, key: Any) -> Any:
        return self.__use("getitem", key)

    def __setitem__(self, key: Any, value: Any) -> None:
        self.__use("setitem", key, value)

    def __len__(self) -> int:
        return int(self.__use("len"))

    def __iter__(self) -> Iterator[Any]:
        iterator = self.__use("iter")
        assert isinstance(iterator, Handle)
        while True:
            try:
                value = next(iterator)
            except StopIteration:
                return
            yield value

    def __next__(self) -> Any:
        return self.__use("next")

    def __contains__(self, item: Any) -> bool:
        return bool(self.__use("in", item))

    def __bool__(self) -> bool:
        return bool(self.__use("bool"))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} in the worker>"


def number_of(handle: Handle) -> int:
    """The number of the object in the worker."""
    target: str | int = object.__getattribute__(handle, "_Handle__target")
    if isinstance(target, str):
        connection: Connection = object.__getattribute__(handle, "_Handle__connection")
        return number_of(connection.use("read", target))
    return target


def name_handle(handle: Handle, name: str, parameters: Parameters) -> None:
    """Says what messages are to call it, and the parameters of functions by their names."""
    object.__setattr__(handle, "_Handle__name", name)
    object.__setattr__(handle, "_Handle__parameters", parameters)


def handle_class(kind: str) -> type[Handle]:
    """A class of handles that bears the name of the student's class, for messages."""
    return _named("".join(c for c in kind[:60] if c.isalnum() or c in "_ ") or "object")


@functools.lru_cache(256)
def _named(name: str) -> type[Handle]:
    return type(name, (Handle,), {"__slots__": ()})
