"""Orders to the zygote and to the keeper of a sandbox, each one datagram with its descriptors."""

import array
import socket

import msgspec
from msgspec import Struct

from .confinement import Cell, Confinement

LIMIT = 2**16  # bytes of a datagram


class Start(Struct, tag="cell", array_like=True, frozen=True):
    """To the zygote, once: enter the cell, then load the libraries."""

    cell: Cell
    libraries: list[str]


class OpenSandbox(Struct, tag="open", array_like=True, frozen=True):
    """To the zygote: fork a sandbox.

    Descriptors: its control socket, its output pipe, a file with the submission, then the files
    into which a process writes 0 to join its control groups.
    """

    confinement: Confinement


class CloseSandbox(Struct, tag="close", array_like=True, frozen=True):
    """To the zygote: kill everything below you."""


class StartWorker(Struct, tag="start", array_like=True, frozen=True):
    """To the keeper: fork a worker. Descriptor: the socket on which it answers."""


class EndWorker(Struct, tag="end", array_like=True, frozen=True):
    """To the keeper: kill the worker unless it ends by itself before, say how it ended."""

    patience_s: float = 0.0


class Done(Struct, tag="done", array_like=True, frozen=True):
    """What was ordered is done, unless a problem is named."""

    status: int = 0  # of a worker, as os.waitpid gives it
    ended_itself: bool = False
    problem: str = ""


Order = Start | OpenSandbox | CloseSandbox | StartWorker | EndWorker

_encode = msgspec.msgpack.Encoder().encode
decode_order = msgspec.msgpack.Decoder(Order).decode
decode_done = msgspec.msgpack.Decoder(Done).decode

Files = list[tuple[str, bytes]]  # a submission: paths and contents
encode_files = _encode
decode_files = msgspec.msgpack.Decoder(Files).decode


def send(connection: socket.socket, message: Order | Done, descriptors: list[int]) -> None:
    if not descriptors:
        connection.send(_encode(message))  # all that a sandbox is allowed
        return
    rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))]
    connection.sendmsg([_encode(message)], rights)


def receive(connection: socket.socket) -> tuple[bytes, list[int]]:
    """The next datagram, empty where the other side has closed, and its descriptors."""
    payload, descriptors, _, _ = socket.recv_fds(connection, LIMIT, 8)
    return payload, descriptors
