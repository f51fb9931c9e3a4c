"""Does in the zygote what every worker does first, so that a worker finds it done.

A process writes where it runs: counts of references, caches of the interpreter and of NumPy, lists
of what is free. What has settled before the fork is mostly not written again after it, and each
page that a worker writes costs it a copy.
"""

import contextlib
import ctypes
import marshal
import random
import socket
import sys
from collections.abc import Iterator

import numpy as np

from . import frames, messages, precompilation
from .student_imports import Compiled, Loader
from .values import Encoder, Numbering
from .worker import Worker

_PACKAGE = "warming"
_REPEATS = 16  # the interpreter adapts to what it sees often
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # of mallopt(3)
_KEPT_BYTES = 2**25
_WORK = '''
"""A module as students write them."""

import math
import numpy as np
from typing import Any
from warming import other

LARGE = 1e3


class Model:
    def __init__(self, rate: float = 0.5) -> None:
        self.rate = rate


def change(x, y, names):
    """Returns a few values, and changes its arguments."""
    x[0] = math.floor(x.sum())
    names["seen"] = [None, 1, 2.5, "text"]
    return np.dot(x, x), x.copy(), names, (True, other.work(x), other.work(y))


def fail():
    raise NotImplementedError("warming.fail")
'''
_OTHER = """
import numpy as np


def work(x):
    rows = np.stack([x, x + 1, 2 * x]).reshape(len(x), -1)
    scores = rows @ rows.T - rows.max(axis=1, keepdims=True)
    powers = np.exp(scores / scores.size) ** 2
    best = np.argsort(np.sqrt(np.abs(powers)).sum(axis=1))[::-1]
    chosen = powers[np.arange(len(x)), best] + np.maximum(powers, 0.0)[best].mean(axis=0)
    chosen[chosen > 1] = 0
    return np.where(chosen > 0, chosen, -np.log1p(chosen)).argmax(), np.zeros((2, 3)), rows.std()
"""


def warm() -> None:
    """Answers requests about a package of ours, then forgets it."""
    _keep_freed_memory()
    with _forgotten_afterwards(), contextlib.ExitStack() as opened:
        ours, theirs = map(opened.enter_context, socket.socketpair())
        ours.sendall(b"".join(_requests()))
        ours.shutdown(socket.SHUT_WR)
        Worker("/", _PACKAGE, _compiled()).serve(theirs)


def _keep_freed_memory() -> None:
    """Has the C library hold on to some: every page that comes anew costs more than its use.

    Without these limits it learns them from what is freed, late and differently in every worker.
    """
    with contextlib.suppress(AttributeError):  # a C library that has no such limits
        set_limit = ctypes.CDLL(None).mallopt
        set_limit(_M_MMAP_THRESHOLD, _KEPT_BYTES // 2)
        set_limit(_M_TRIM_THRESHOLD, _KEPT_BYTES)


@contextlib.contextmanager
def _forgotten_afterwards() -> Iterator[None]:
    finders = list(sys.meta_path)
    try:
        yield
    finally:
        sys.meta_path[:] = finders
        for name in [name for name in sys.modules if name.partition(".")[0] == _PACKAGE]:
            del sys.modules[name]
        random.seed()
        np.random.seed()


def _compiled() -> bytes:
    texts = {_PACKAGE: "", f"{_PACKAGE}.work": _WORK, f"{_PACKAGE}.other": _OTHER}
    modules = {}
    for name, text in texts.items():
        file = f"/{name.replace('.', '/')}{'' if '.' in name else '/__init__'}.py"
        code = Loader(name, file, "/").source_to_code(text.encode(), file)
        modules[name] = Compiled(file, name == _PACKAGE, marshal.dumps(code))
    return precompilation.joined(modules)


def _requests() -> Iterator[bytes]:
    for seed in range(_REPEATS):
        arrays = [np.arange(6.0), np.arange(4, dtype=np.float32)]
        yield _request("work.change", [*arrays, {"a": [1, (2, None)]}], seed)
        yield _request("work.Model", [0.25], None)
        yield _request("work.fail", [], None)


def _request(target: str, operands: list[object], seed: int | None) -> bytes:
    encoder = Encoder(Numbering(), _nothing_foreign, keeps_containers=False)
    values = [encoder.encode(value) for value in operands]
    use = messages.Use("call", target, values, {}, seed)
    return frames.pack(messages.encode(use), encoder.blobs)


def _nothing_foreign(value: object) -> messages.Value:
    raise AssertionError(value)
