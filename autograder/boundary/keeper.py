"""The first process of a sandbox: it enters the confinement, then forks a worker when asked."""

import os
import signal
import socket
from pathlib import Path

from . import control
from .confinement import Confinement, die_with_parent, enter
from .worker import Worker


def keep(connection: socket.socket, output: int, confinement: Confinement) -> None:
    """Serves the grader until it closes the connection; at most one worker lives at a time."""
    _speak_into(output)
    enter(confinement)
    worker = 0
    while True:
        payload, descriptors = control.receive(connection)
        if not payload:
            return
        match control.decode_order(payload):
            case control.StartWorker():
                worker = _start(connection, descriptors[0], confinement)
                control.send(connection, control.Done(), [])
            case control.EndWorker():
                control.send(connection, control.Done(_end(worker)), [])
                worker = 0


def _start(connection: socket.socket, descriptor: int, confinement: Confinement) -> int:
    keeper = os.getpid()
    if worker := os.fork():
        os.close(descriptor)
        return worker
    try:
        die_with_parent(keeper)
        connection.close()
        _close_all_but(descriptor)
        with socket.socket(fileno=descriptor) as answers:
            Worker(Path(confinement.folder), confinement.package).serve(answers)
    finally:
        os._exit(0)


def _end(worker: int) -> int:
    if not worker:  # kill(0) would mean our own group
        return 0
    os.kill(worker, signal.SIGKILL)
    return os.waitpid(worker, 0)[1]


def _speak_into(output: int) -> None:
    silence = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((silence, 0), (output, 1), (output, 2)):
        os.dup2(source, target)
    os.close(silence)
    os.close(output)


def _close_all_but(descriptor: int) -> None:
    os.closerange(3, descriptor)
    os.closerange(descriptor + 1, 1024)
