"""The process from which sandboxes are forked: started by exec, with the libraries loaded, no secret.

It never runs a line of a submission itself, so it stays as clean as it started.
"""

import gc
import importlib
import os
import signal
import socket
from contextlib import suppress
from pathlib import Path

from . import control
from .confinement import PR_SET_CHILD_SUBREAPER, die_with_parent, prctl
from .keeper import keep

_EXIT_WITHOUT_THREADS = 70


def main(descriptor: int, libraries: list[str]) -> None:
    """Serves the grader at the other end of the socket until it closes, then kills what is left."""
    connection = socket.socket(fileno=descriptor)
    prctl(PR_SET_CHILD_SUBREAPER, 1)  # orphans of a sandbox come to us, to be killed
    for library in libraries:
        importlib.import_module(library)
    gc.collect()
    gc.freeze()
    while True:
        payload, descriptors = control.receive(connection)
        if not payload:
            break
        match control.decode_order(payload):
            case control.OpenSandbox() as order:
                _open(connection, order, descriptors)
            case control.CloseSandbox():
                kill_descendants()
        control.send(connection, control.Done(), [])
    kill_descendants()


def _open(
    connection: socket.socket, order: control.OpenSandbox, descriptors: list[int]
) -> None:
    if len(os.listdir("/proc/self/task")) != 1:
        os._exit(_EXIT_WITHOUT_THREADS)  # a fork beside running threads may hang
    zygote = os.getpid()
    if os.fork():
        for descriptor in descriptors:
            os.close(descriptor)
        return
    try:
        die_with_parent(zygote)
        connection.close()
        keeper_end, output = descriptors
        with socket.socket(fileno=keeper_end) as orders:
            keep(orders, output, order.confinement)
    finally:
        os._exit(0)


def kill_descendants() -> None:
    """Kills every process below this one, stopping them first so that none forks away."""
    while pids := descendants(os.getpid()):
        stopped: set[int] = set()
        while fresh := pids - stopped:
            _signal_all(fresh, signal.SIGSTOP)
            stopped |= fresh
            pids = descendants(os.getpid())
        _signal_all(stopped, signal.SIGKILL)
        _reap()


def descendants(pid: int) -> set[int]:
    """All processes below `pid`, as /proc shows them now."""
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        for task in Path(f"/proc/{waiting.pop()}/task").glob("*/children"):
            with suppress(OSError):
                children = {int(child) for child in task.read_text().split()} - found
                found |= children
                waiting += children
    return found


def _signal_all(pids: set[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def _reap() -> None:
    with suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
