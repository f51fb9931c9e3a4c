"""Compiles a submission once for a sandbox, in a process that ends before any of it runs.

Parsing costs a worker more than its first answer does. What does not compile here, for whatever
reason, is compiled by the worker that imports it, which then raises what there is to raise.
"""

import contextlib
import itertools
import marshal
import os
import select
import signal
import struct
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from importlib.machinery import ModuleSpec
from types import CodeType

from . import student_imports
from .student_imports import Compiled, Finder, Loader

DEADLINE_S = 0.5  # a usual submission takes 0.03
LIMIT_BYTES = 2**20  # of compiled code
_SOURCE_LIMIT_BYTES = 2**16  # of one file; with the deadline it bounds the memory of its tree
_MODULES_LIMIT = 64
_HEADER = struct.Struct(">I")  # the length of what says where each module's code is


def compile_apart(
    folder: str, package: str, confine: Callable[[int], None], deadline_s: float = DEADLINE_S
) -> bytes:
    """What `loaded` reads; nothing where the process that compiles crashed, hung or sent too much.

    Args:
        confine: called first in that process, with the descriptor that it has to keep.
    """
    arrives, departs = os.pipe()
    if not (child := os.fork()):
        try:
            confine(departs)
            with open(departs, "wb") as pipe:
                pipe.write(joined(_compiled(folder, package)))
        finally:
            os._exit(0)
    os.close(departs)
    try:
        return _received(arrives, time.monotonic() + deadline_s)
    finally:
        os.close(arrives)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def joined(modules: dict[str, Compiled]) -> bytes:
    """Code of modules, by full name, as bytes from which one can be had without the others."""
    places, end = {}, 0
    for name, (file, is_package, code) in modules.items():
        places[name] = (file, is_package, end, end + len(code))
        end += len(code)
    index = marshal.dumps((end, places))
    codes = (module.code for module in modules.values())
    return b"".join([_HEADER.pack(len(index)), index, *codes])


def loaded(compiled: bytes) -> dict[str, Compiled]:
    """What had been joined; nothing where it broke off."""
    if len(compiled) < _HEADER.size:
        return {}
    start = _HEADER.size + _HEADER.unpack_from(compiled)[0]
    if len(compiled) < start:
        return {}
    end, places = marshal.loads(compiled[_HEADER.size : start])
    if len(compiled) != start + end:
        return {}
    codes = memoryview(compiled)[start:]
    return {
        name: Compiled(file, is_package, codes[first:last])
        for name, (file, is_package, first, last) in places.items()
    }


def _received(pipe: int, deadline_s: float) -> bytes:
    """All that comes until the other end closes."""
    received = bytearray()
    poll = select.poll()
    poll.register(pipe, select.POLLIN)
    while (patience_s := deadline_s - time.monotonic()) > 0 and len(received) <= LIMIT_BYTES:
        if poll.poll(1000 * patience_s):
            if not (piece := os.read(pipe, 2**16)):
                return bytes(received)
            received += piece
    return b""


def _compiled(folder: str, package: str) -> dict[str, Compiled]:
    """Each module that compiles, by full name."""
    warnings.simplefilter("error", SyntaxWarning)  # to be given where the module is imported
    found = itertools.islice(_specs(Finder(folder, package, {}), package, None), _MODULES_LIMIT)
    specs = [spec for spec in found if isinstance(spec.loader, Loader)]
    if len(specs) < _MODULES_LIMIT and (codes := _without_stand_ins(specs, package)):
        return codes
    return {spec.name: code for spec in specs if (code := _tolerant(spec))}


def _without_stand_ins(specs: list[ModuleSpec], package: str) -> dict[str, Compiled]:
    """Every module as it stands, which is far cheaper; nothing if one imports what is absent."""
    modules = {}
    with contextlib.suppress(Exception):  # a worker will meet it, too
        for spec in specs:
            code = student_imports.compiled(_text(spec), str(spec.origin))
            if not student_imports.finds_all(code, package):
                return {}
            modules[spec.name] = _packed(spec, code)
        return modules
    return {}


def _tolerant(spec: ModuleSpec) -> Compiled | None:
    with contextlib.suppress(Exception):
        assert isinstance(spec.loader, Loader)
        return _packed(spec, spec.loader.source_to_code(_text(spec), str(spec.origin)))
    return None


def _text(spec: ModuleSpec) -> bytes:
    """The text of a module.

    Raises:
        ValueError: it is too large.
    """
    path = str(spec.origin)
    if (size := os.path.getsize(path)) > _SOURCE_LIMIT_BYTES:
        raise ValueError(f"{path} has {size} bytes")
    with open(path, "rb") as file:
        return file.read()


def _packed(spec: ModuleSpec, code: CodeType) -> Compiled:
    is_package = spec.submodule_search_locations is not None
    return Compiled(str(spec.origin), is_package, marshal.dumps(code))


def _specs(finder: Finder, name: str, path: Sequence[str] | None) -> Iterator[ModuleSpec]:
    """A module and all below it, as an import would find them; none is imported."""
    spec = None
    with contextlib.suppress(ImportError, KeyError):  # KeyError: what it is in was not imported
        spec = finder.find_spec(name, path)
    if spec is None:
        return
    yield spec
    for location in spec.submodule_search_locations or ():
        for entry in sorted(os.listdir(location)):
            stem, suffix = os.path.splitext(entry)
            if suffix in ("", ".py") and stem != "__init__":
                yield from _specs(finder, f"{name}.{stem}", [location])
