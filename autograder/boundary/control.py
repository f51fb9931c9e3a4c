"""Orders to the zygote and to the keeper of a sandbox, each one datagram with its descriptors."""

import array
import socket

import msgspec
from msgspec import Struct

from .confinement import Confinement

LIMIT = 2**16  # bytes of a datagram


class OpenSandbox(Struct, tag="open", array_like=True, frozen=True):
    """To the zygote: fork a sandbox. Descriptors: its control socket, its output pipe."""

    confinement: Confinement


class CloseSandbox(Struct, tag="close", array_like=True, frozen=True):
    """To the zygote: kill everything below you."""


class StartWorker(Struct, tag="start", array_like=True, frozen=True):
    """To the keeper: fork a worker. Descriptor: the socket on which it answers."""


class EndWorker(Struct, tag="end", array_like=True, frozen=True):
    """To the keeper: kill the worker, say how it ended."""


class Done(Struct, tag="done", array_like=True, frozen=True):
    """What was ordered is done; `status` is a worker's, as os.waitpid gives it."""

    status: int = 0


Order = OpenSandbox | CloseSandbox | StartWorker | EndWorker

_encode = msgspec.msgpack.Encoder().encode
decode_order = msgspec.msgpack.Decoder(Order).decode
decode_done = msgspec.msgpack.Decoder(Done).decode


def send(connection: socket.socket, message: Order | Done, descriptors: list[int]) -> None:
    rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))]
    connection.sendmsg([_encode(message)], rights if descriptors else [])


def receive(connection: socket.socket) -> tuple[bytes, list[int]]:
    """The next datagram, empty where the other side has closed, and its descriptors."""
    payload, descriptors, _, _ = socket.recv_fds(connection, LIMIT, 4)
    return payload, descriptors
