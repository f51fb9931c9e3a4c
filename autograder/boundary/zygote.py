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

from . import control, student_imports
from .confinement import PR_SET_CHILD_SUBREAPER, die_with_parent, prctl
from .keeper import keep

OURS = ("given.probes", "given.rules")  # what workers call of ours
LAZY = ("numpy.random", "numpy.ma")  # at first use; here once, and not in every worker
_EXIT_WITHOUT_THREADS = 70


def main(descriptor: int, libraries: list[str]) -> None:
    """Serves the grader at the other end of the socket until it closes, then kills what is left."""
    connection = socket.socket(fileno=descriptor)
    prctl(PR_SET_CHILD_SUBREAPER, 1)  # orphans of a sandbox come to us, to be killed
    for library in (*libraries, *LAZY, *OURS):  # now: from a disk that no submission has seen
        importlib.import_module(library)
    student_imports.install_shims()
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


def _open(connection: socket.socket, order: control.OpenSandbox, descriptors: list[int]) -> None:
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
