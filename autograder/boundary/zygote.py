"""The process that sandboxes are forked from: started by exec, libraries loaded, no secret.

It never runs a line of a submission itself, so it stays as clean as it started.
"""

import gc
import importlib
import os
import signal
import socket
import time
from contextlib import suppress

from . import control, kernel, namespaces, student_imports, warming
from .confinement import Cell, die_with_parent, enter_cell, prepare
from .keeper import keep

OURS = ("given.probes", "given.rules")  # what workers call of ours
LAZY = ("numpy.random", "numpy.ma")  # at first use; here once, and not in every worker
_EXIT_WITHOUT_THREADS = 70


def main(descriptor: int) -> None:
    """Serves the grader at the other end of the socket until it closes, then kills what is left."""
    connection = socket.socket(fileno=descriptor)
    start = control.decode_order(control.receive(connection)[0])
    assert isinstance(start, control.Start)
    try:
        enter_cell(start.cell)
        if start.cell.tier != "process":
            prepare()
        zygote = _PidZygote(start.cell) if start.cell.tier == "strong" else _Zygote(start.cell)
        _load(start.libraries)
    except (OSError, ImportError) as failure:
        control.send(connection, control.Done(problem=str(failure)), [])
        return
    control.send(connection, control.Done(), [])
    zygote.serve(connection)


def _load(libraries: list[str]) -> None:
    for library in (*libraries, *LAZY, *OURS):  # now: from a disk that no submission has seen
        importlib.import_module(library)
    student_imports.install_shims()
    warming.warm()
    gc.collect()
    gc.freeze()


class _Zygote:
    """Forks sandboxes and kills them, one at a time, by looking for all that is below it."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell
        kernel.prctl(kernel.PR_SET_CHILD_SUBREAPER, 1)  # orphans come to us, to be killed

    def serve(self, connection: socket.socket) -> None:
        """Carries out orders until the grader closes the connection."""
        while True:
            payload, descriptors = control.receive(connection)
            if not payload:
                break
            match control.decode_order(payload):
                case control.OpenSandbox() as order:
                    self._open(connection, order, descriptors)
                case control.CloseSandbox():
                    self._close()
            control.send(connection, control.Done(), [])
        self._close()

    def _open(
        self, connection: socket.socket, order: control.OpenSandbox, descriptors: list[int]
    ) -> None:
        if len(os.listdir("/proc/self/task")) != 1:
            os._exit(_EXIT_WITHOUT_THREADS)  # a fork beside running threads may hang
        if self._forked():
            for descriptor in descriptors:
                os.close(descriptor)
            return
        try:
            connection.close()
            with socket.socket(fileno=descriptors[0]) as orders:
                keep(orders, descriptors[1:], self._cell, order.confinement)
        finally:
            os._exit(0)

    def _forked(self) -> int:
        zygote = os.getpid()
        if not (child := os.fork()):
            die_with_parent(zygote)
        return child

    def _close(self) -> None:
        kill_descendants()


class _PidZygote(_Zygote):
    """The same where each sandbox has a namespace of processes, which ends with its first."""

    def __init__(self, cell: Cell) -> None:
        super().__init__(cell)
        self._namespace = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        self._first = 0

    def _forked(self) -> int:
        self._first = namespaces.fork_first(self._namespace)
        return self._first

    def _close(self) -> None:
        if self._first:
            os.kill(self._first, signal.SIGKILL)
            os.waitpid(self._first, 0)  # returns when all of them have ended
            self._first = 0


def kill_descendants() -> None:
    """Kills every process below this one, stopping them first so that none forks away.

    What /proc shows of a tree in motion may lack a process; so it looks until there is none.
    """
    while pids := descendants(os.getpid()):
        stopped: set[int] = set()
        while fresh := pids - stopped:
            _signal_all(fresh, signal.SIGSTOP)
            stopped |= fresh
            pids = descendants(os.getpid())
        _signal_all(stopped, signal.SIGKILL)
        while _reaped():
            pass
        time.sleep(0.001)  # for the kernel to end the others


def descendants(pid: int) -> set[int]:
    """All processes below `pid`, as /proc shows them now."""
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        tasks = f"/proc/{waiting.pop()}/task"
        with suppress(OSError):  # it has ended
            for task in os.listdir(tasks):
                with suppress(OSError), open(f"{tasks}/{task}/children", "rb") as listed:
                    children = {int(child) for child in listed.read().split()} - found
                    found |= children
                    waiting += children
    return found


def _signal_all(pids: set[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def _reaped() -> bool:
    """Whether there was an ended child to collect."""
    with suppress(ChildProcessError):
        return os.waitpid(-1, os.WNOHANG)[0] != 0
    return False
