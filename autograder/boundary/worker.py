"""The process that runs a student's code: it answers one request after the other.

It holds no test, no expected value and no answer. Student code shares this process, so nothing that
it says is more than a claim about values.
"""

import contextlib
import functools
import importlib
import operator
import os
import random
import socket
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from . import frames, messages, precompilation, student_imports
from .messages import (
    Inspect,
    Probe,
    Raised,
    Remote,
    Reply,
    Returned,
    Seeded,
    Unsendable,
    Use,
)
from .values import BrokenValue, CannotSend, Decoder, Encoder, Numbering, is_plain_class

TEXT_LIMIT = 500  # characters of an exception's text

_OPERATIONS: dict[str, Callable[..., Any]] = {
    "getattr": getattr,
    "setattr": setattr,
    "getitem": operator.getitem,
    "setitem": operator.setitem,
    "len": len,
    "iter": iter,
    "next": next,
    "in": operator.contains,
    "bool": bool,
}
_READS = {"read", "getattr", "getitem", "next"}  # what they give belongs to the object


class _Absent(Exception):
    """The student's file, or the name in it, is not there."""


class Worker:
    """Answers requests about one student's package.

    Args:
        folder: holds the package; nothing else in it can be imported.
        compiled: of precompilation.compile_apart, or nothing.
    """

    def __init__(self, folder: str | Path, package: str, compiled: bytes = b"") -> None:
        self._folder = str(folder)
        self._package = package
        self._compiled = precompilation.loaded(compiled)
        self._present = set(self._compiled)  # modules whose files are there
        self._objects: dict[int, tuple[Any, str]] = {}  # what stayed here, and its name
        self._next_id = 1

    def serve(self, connection: socket.socket) -> None:
        """Answers until the other side closes."""
        student_imports.install(self._folder, self._package, self._compiled)
        while (frame := frames.receive(connection)) is not None:
            connection.sendall(self.answer(frame))

    def answer(self, frame: frames.Frame) -> bytes:
        """The frame that answers a request."""
        request = messages.decode_request(frame.structure)
        if isinstance(request, Use) and request.seed is not None:
            self._begin(request.seed)
        numbering = Numbering()
        encoder = Encoder(numbering, self._keep, keeps_containers=True)
        try:
            reply = self._reply(request, Decoder(frame.blobs, numbering, self._special), encoder)
            return frames.pack(messages.encode(reply), encoder.blobs)
        except (CannotSend, frames.BrokenFrame) as problem:
            return frames.pack(messages.encode(Unsendable(str(problem)[:TEXT_LIMIT])), [])
        except BaseException as raised:
            return frames.pack(messages.encode(self._raised(raised)), [])

    def _reply(self, request: messages.Request, decoder: Decoder, encoder: Encoder) -> Reply:
        match request:
            case Inspect(function, kind):
                return Returned(encoder.encode(self._violations(function, kind)))
            case Use("call", target, operands, names):
                return self._call(target, operands, names, decoder, encoder)
            case Use(operation, target, operands):
                return Returned(self._use(operation, target, decoder.items(operands), encoder))
        raise AssertionError(request)

    def _begin(self, seed: int) -> None:
        self._objects.clear()
        self._next_id = 1
        random.seed(seed)
        np.random.seed(seed % 2**32)

    def _call(
        self,
        target: str | int,
        operands: list[messages.Value],
        names: dict[str, messages.Value],
        decoder: Decoder,
        encoder: Encoder,
    ) -> Reply:
        function, name = self._target(target)
        arguments = decoder.items(operands)
        named = {key: decoder.decode(value) for key, value in names.items()}
        changes = _Changes(decoder)
        result = function(*arguments, **named)
        if name.endswith("_forward") and isinstance(result, tuple) and len(result) > 1:
            *values, cache = result
            parts = [encoder.encode(value) for value in values]
            value: messages.Value = messages.Tuple([*parts, self._keep(cache)])
        else:
            value = encoder.encode(result)
        return Returned(value, changes.messages(encoder))

    def _use(
        self, operation: str, target: str | int, operands: list[Any], encoder: Encoder
    ) -> messages.Value:
        owner, name = self._target(target)
        if operation == "read":
            return self._part(owner, name, encoder)
        value = _OPERATIONS[operation](owner, *operands)
        if operation not in _READS:
            return encoder.encode(value)
        return self._part(value, operands[0] if operation == "getattr" else name, encoder)

    def _part(self, value: Any, name: str, encoder: Encoder) -> messages.Value:
        """The message for a part of an object here: arrays read-only, containers stay."""
        if isinstance(value, list | dict):
            return self._keep(value, name)
        if isinstance(value, np.ndarray):
            value = value.view()
            value.flags.writeable = False
        stays = callable(value) and not is_plain_class(value)
        return self._keep(value, name) if stays else encoder.encode(value)

    def _target(self, target: str | int) -> tuple[Any, str]:
        if isinstance(target, int):
            return self._objects[target]
        module, *names = target.split(".")
        owner = self._module(module)
        for name in names:
            try:
                owner = getattr(owner, name)
            except AttributeError:
                file = f"{self._package}/{module}.py"
                raise _Absent(f"{file} has no {'.'.join(names)}") from None
        return owner, target

    def _module(self, name: str) -> Any:
        full = f"{self._package}.{name}"
        if full not in self._present:
            path = os.path.join(self._folder, self._package, name)
            if not os.path.isfile(f"{path}.py") and not os.path.isdir(path):
                raise _Absent(f"{self._package}/{name}.py is not there")
            self._present.add(full)
        module = sys.modules.get(full)
        return module if module is not None else importlib.import_module(full)

    def _keep(self, value: Any, name: str = "") -> Remote:
        """The message for a value that stays here, under a number of its own."""
        number, self._next_id = self._next_id, self._next_id + 1
        self._objects[number] = (value, name)
        kind = type(value)
        text = f"ndarray of dtype {value.dtype}" if kind is np.ndarray else kind.__name__
        return Remote(number, text[:80])

    def _special(self, message: messages.Value, decoder: Decoder) -> Any:
        match message:
            case Remote(number):
                return self._objects[number][0]
            case Seeded(seed):
                return np.random.default_rng(seed)
            case Probe(name, arguments, names):
                function = getattr(importlib.import_module("given.probes"), name)
                apart = Decoder(b"", Numbering(), self._special)  # the grader numbers them apart
                values = apart.items(arguments)
                named = {key: apart.decode(value) for key, value in names.items()}
                return (
                    functools.partial(function, *values, **named) if values or named else function
                )
        raise BrokenValue("an unknown kind of message")

    def _violations(self, function: str, kind: str) -> list[tuple[str, int, str]]:
        """Where a function uses what is forbidden, read before any of the code has run."""
        self._check_fresh()
        rules = importlib.import_module("given.rules")
        read = functools.partial(rules.read_module, Path(self._folder, self._package))
        module = function.partition(".")[0]
        if read(module) is None:
            raise _Absent(f"{self._package}/{module}.py is not there")
        found = rules.violations(function, kind, read, self._package)
        if not found and rules.is_blank(function, read, self._package):
            raise NotImplementedError(f"{self._package}.{function}")
        return [(violation.module, violation.line, violation.what) for violation in found]

    def _check_fresh(self) -> None:
        if any(name.split(".")[0] == self._package for name in sys.modules):
            raise RuntimeError("the code has already run")

    def _raised(self, raised: BaseException) -> Raised:
        if isinstance(raised, _Absent):
            return Raised("AttributeError", "AttributeError", str(raised), "", absent=True)
        builtin = next(k for k in type(raised).__mro__ if k.__module__ == "builtins")
        text = "(an exception without a readable text)"
        with contextlib.suppress(BaseException):
            text = str(raised)[:TEXT_LIMIT].encode("utf-8", "replace").decode()
        shown = type(raised).__name__[:80].encode("utf-8", "replace").decode()
        return Raised(builtin.__name__, shown, text, self._where(raised))

    def _where(self, raised: BaseException) -> str:
        """The last line of the student's own that the exception passed."""
        steps = traceback.walk_tb(raised.__traceback__)
        lines: list[tuple[str | None, int | None]]
        lines = [(frame.f_code.co_filename, line) for frame, line in steps]
        if isinstance(raised, SyntaxError):
            lines.append((raised.filename, raised.lineno))
        with contextlib.suppress(ValueError, TypeError):
            for file, line in reversed(lines):
                if file and Path(file).is_relative_to(self._folder):
                    return f"{Path(file).relative_to(self._folder).as_posix()[:80]}, line {line}"
        return ""


class _Changes:
    """Notices which of the decoded arguments a call changes in place."""

    def __init__(self, decoder: Decoder) -> None:
        self._originals = list(decoder.numbering.values)
        self._before = [
            _snapshot(value, decoder.blobs, decoder.starts.get(number))
            for number, value in enumerate(self._originals)
        ]

    def messages(self, encoder: Encoder) -> list[tuple[int, messages.Value]]:
        """The new contents of those that changed, by number."""
        return [
            (number, encoder.contents(value))
            for number, (value, before) in enumerate(
                zip(self._originals, self._before, strict=True)
            )
            if _differs(value, before)
        ]


class _Elements(NamedTuple):
    """An array as it was: its elements are in C order in `data`, from `start`."""

    shape: tuple[int, ...]
    size: int  # bytes
    data: bytes
    start: int


def _snapshot(value: Any, received: bytes, start: int | None) -> Any:
    """What a decoded argument was; `start` is where in `received` an array's elements are."""
    if isinstance(value, np.ndarray):
        if start is None or value.dtype.kind == "b":  # any byte but 0 stands for True
            return _Elements(value.shape, value.nbytes, value.tobytes(), 0)
        return _Elements(value.shape, value.nbytes, received, start)
    return list(value.items()) if isinstance(value, dict) else list(value)


def _differs(value: Any, before: Any) -> bool:
    if isinstance(value, np.ndarray):
        if (value.shape, value.nbytes) != (before.shape, before.size):
            return True
        elements = value if value.flags.c_contiguous else value.tobytes()
        return not before.data.startswith(elements, before.start)
    if isinstance(value, dict):
        flat = [part for item in value.items() for part in item]
        before = [part for item in before for part in item]
    else:
        flat = value
    return len(flat) != len(before) or any(
        new is not old for new, old in zip(flat, before, strict=True)
    )
