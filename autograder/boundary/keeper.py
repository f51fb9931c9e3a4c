"""The first process of a sandbox: it enters the confinement, then forks a worker when asked.

It never runs, nor even parses, a line of the submission.
"""

import contextlib
import functools
import gc
import os
import signal
import socket
import time
from collections.abc import Callable

from . import control
from .confinement import Cell, Confinement, die_with_parent, enter_sandbox, enter_worker
from .precompilation import compile_apart
from .worker import Worker

_LOOK_S = 0.002


def keep(
    connection: socket.socket, descriptors: list[int], cell: Cell, confinement: Confinement
) -> None:
    """Serves the grader until it closes the connection; at most one worker lives at a time.

    Args:
        descriptors: see control.OpenSandbox, without the control socket.
    """
    output, files, *groups = descriptors
    try:
        _speak_into(output)
        _join(groups)
        enter_sandbox(cell, confinement, lambda: _unpack(files, confinement.folder))
    except OSError as failure:
        control.send(connection, control.Done(problem=str(failure)), [])
        return
    os.close(files)
    control.send(connection, control.Done(), [])
    become = functools.partial(_become_child, os.getpid(), connection, cell)
    compiled = compile_apart(confinement.folder, confinement.package, become)
    gc.freeze()  # or workers would write to what they share
    worker = 0
    while True:
        payload, given = control.receive(connection)
        if not payload:
            return
        match control.decode_order(payload):
            case control.StartWorker():
                worker = _start(become, given[0], confinement, compiled)
                control.send(connection, control.Done(), [])
            case control.EndWorker(patience_s):
                done = _end(worker, patience_s)
                _end_others()
                control.send(connection, done, [])
                worker = 0


def _start(
    become: Callable[[int], None], descriptor: int, confinement: Confinement, compiled: bytes
) -> int:
    if worker := os.fork():
        os.close(descriptor)
        return worker
    try:
        become(descriptor)
        with socket.socket(fileno=descriptor) as answers:
            Worker(confinement.folder, confinement.package, compiled).serve(answers)
    finally:
        os._exit(0)


def _become_child(keeper: int, connection: socket.socket, cell: Cell, descriptor: int) -> None:
    """Gives up, in a process that is about to read or run a submission, all but one descriptor."""
    die_with_parent(keeper)
    connection.close()
    _close_all_but(descriptor)
    enter_worker(cell)


def _end(worker: int, patience_s: float) -> control.Done:
    if not worker:  # kill(0) would mean our own group
        return control.Done()
    deadline_s = time.monotonic() + patience_s
    while not (ended := os.waitpid(worker, os.WNOHANG))[0]:
        if time.monotonic() >= deadline_s:
            os.kill(worker, signal.SIGKILL)
            return control.Done(os.waitpid(worker, 0)[1])
        time.sleep(_LOOK_S)
    return control.Done(ended[1], ended_itself=True)


def _end_others() -> None:
    """Ends what a worker has left running, so that it does not meet the next one."""
    if os.getpid() != 1:  # elsewhere -1 would be all processes of the user
        return
    with contextlib.suppress(ProcessLookupError):
        os.kill(-1, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)


def _unpack(descriptor: int, folder: str) -> None:
    """Writes the files of the submission below `folder`."""
    with open(descriptor, "rb", closefd=False) as packed:
        packed.seek(0)
        files = control.decode_files(packed.read())
    for name, content in files:
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content)


def _join(groups: list[int]) -> None:
    for descriptor in groups:
        os.write(descriptor, b"0")
        os.close(descriptor)


def _speak_into(output: int) -> None:
    silence = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((silence, 0), (output, 1), (output, 2)):
        os.dup2(source, target)
    os.close(silence)
    os.close(output)


def _close_all_but(descriptor: int) -> None:
    os.closerange(3, descriptor)
    os.closerange(descriptor + 1, 1024)
