"""What a submission must not get hold of: a file, a variable, and answers to whoever calls."""

import fcntl
import os
import secrets
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

FILE = Path("/tmp/gradus_hostile_canary")
VARIABLE = "GRADUS_HOSTILE_CANARY"
PORT = 47811
ABSTRACT = "\0gradus_hostile"
PATH = Path("/tmp/gradus_hostile.sock")
WORD = "CANARY-"
_LOCK = Path("/tmp/gradus-hostile.lock")


@contextmanager
def planted() -> Iterator[str]:
    """The canary's text; nobody else on this machine plants any meanwhile."""
    canary = WORD + secrets.token_hex(8)
    with ExitStack() as stack:
        lock = _opened(_LOCK)
        stack.callback(os.close, lock)
        fcntl.flock(lock, fcntl.LOCK_EX)
        for path in (FILE, PATH):  # of one that was killed
            path.unlink(missing_ok=True)
            stack.callback(path.unlink, missing_ok=True)
        FILE.write_text(canary)
        FILE.chmod(0o644)
        os.environ[VARIABLE] = canary
        stack.callback(os.environ.pop, VARIABLE, None)
        for family, kind, address in (
            (socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", PORT)),
            (socket.AF_UNIX, socket.SOCK_STREAM, ABSTRACT),
            (socket.AF_UNIX, socket.SOCK_STREAM, str(PATH)),
            (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", PORT)),
        ):
            stack.enter_context(_listening(family, kind, address, canary.encode()))
        PATH.chmod(0o777)
        yield canary


def _opened(path: Path) -> int:
    """A descriptor of a file that may be another user's."""
    try:
        return os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return os.open(path, os.O_RDONLY | os.O_CREAT, 0o644)


@contextmanager
def _listening(family: int, kind: int, address: object, answer: bytes) -> Iterator[None]:
    with socket.socket(family, kind) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        serve = _answer_calls if kind == socket.SOCK_STREAM else _answer_datagrams
        if kind == socket.SOCK_STREAM:
            listener.listen()
        listener.settimeout(0.2)
        ended = threading.Event()
        thread = threading.Thread(target=serve, args=(listener, answer, ended.is_set))
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()


def _answer_calls(listener: socket.socket, answer: bytes, ended: Callable[[], bool]) -> None:
    while not ended():
        with suppress(OSError):
            connection, _ = listener.accept()
            with connection:
                connection.sendall(answer)


def _answer_datagrams(listener: socket.socket, answer: bytes, ended: Callable[[], bool]) -> None:
    while not ended():
        with suppress(OSError):
            _, sender = listener.recvfrom(2**16)
            listener.sendto(answer, sender)
