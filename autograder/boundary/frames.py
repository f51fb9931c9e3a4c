"""Length-prefixed frames: a small typed structure and the raw bytes of arrays behind it.

4 bytes  length of what follows        4 bytes  length of the structure
the structure, msgpack                 the arrays' bytes, one after the other
"""

import socket
import struct
from dataclasses import dataclass

FRAME_LIMIT = 32 * 2**20  # bytes
STRUCTURE_LIMIT = 2**20  # of them msgpack: bounds the objects that decoding allocates

_HEADER = struct.Struct(">II")


class BrokenFrame(ValueError):
    """What arrived is not a frame, or too large for one."""


@dataclass(frozen=True)
class Frame:
    structure: bytes
    blobs: bytes


def pack(structure: bytes, blobs: list[bytes]) -> bytes:
    """The bytes of a frame.

    Raises:
        BrokenFrame: it would be too large.
    """
    size = 4 + len(structure) + sum(map(len, blobs))
    if size > FRAME_LIMIT or len(structure) > STRUCTURE_LIMIT:
        raise BrokenFrame(f"{size / 2**20:.0f} MB of values; the limit is {FRAME_LIMIT >> 20} MB")
    return b"".join([_HEADER.pack(size, len(structure)), structure, *blobs])


class Assembler:
    """Puts a frame together from pieces as they arrive; holds at most one frame."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def wanted(self) -> int:
        """How many bytes are still missing, as far as is known.

        Raises:
            BrokenFrame: the header asks for more than the limits, before anything is allocated.
        """
        if len(self._buffer) < _HEADER.size:
            return _HEADER.size - len(self._buffer)
        return 4 + _sizes(self._buffer)[0] - len(self._buffer)

    def add(self, piece: bytes) -> Frame | None:
        """The frame, once `piece` (at most `wanted()` bytes) completes it."""
        self._buffer += piece
        if self.wanted() > 0:
            return None
        _, structure = _HEADER.unpack_from(self._buffer)
        whole = bytes(self._buffer)
        self._buffer.clear()
        cut = _HEADER.size + structure
        return Frame(whole[_HEADER.size : cut], whole[cut:])


def whole(payload: bytes) -> Frame:
    """The frame in the bytes of one."""
    frame = Assembler().add(payload)
    assert frame is not None
    return frame


def receive(connection: socket.socket) -> Frame | None:
    """The next frame, waiting for it; None where the other side has closed.

    It is received into its parts at once: copies of large frames cost more than their exchange.

    Raises:
        BrokenFrame: see Assembler.wanted.
    """
    header = _received(connection, _HEADER.size)
    if len(header) < _HEADER.size:
        return None
    size, structure = _sizes(header)
    frame = Frame(_received(connection, structure), _received(connection, size - 4 - structure))
    return frame if 4 + len(frame.structure) + len(frame.blobs) == size else None


def _sizes(header: bytes | bytearray) -> tuple[int, int]:
    """The bytes behind the first length, and those of the structure."""
    size, structure = _HEADER.unpack_from(header)
    if not 4 + structure <= size <= FRAME_LIMIT or structure > STRUCTURE_LIMIT:
        raise BrokenFrame(f"a frame of {size} bytes with a structure of {structure}")
    return size, structure


def _received(connection: socket.socket, count: int) -> bytes:
    """The next `count` bytes; fewer where the other side closes before."""
    pieces: list[bytes] = []
    while count and (piece := connection.recv(count, socket.MSG_WAITALL)):
        pieces.append(piece)  # all, unless a signal interrupts it
        count -= len(piece)
    return b"".join(pieces)
