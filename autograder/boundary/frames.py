"""Length-prefixed frames: a small typed structure and the raw bytes of arrays behind it.

4 bytes  length of what follows        4 bytes  length of the structure
the structure, msgpack                 the arrays' bytes, one after the other
"""

import socket
import struct
from dataclasses import dataclass

FRAME_LIMIT = 32 * 2**20  # bytes
STRUCTURE_LIMIT = 4 * 2**20  # of them msgpack: bounds the objects that decoding allocates

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
        size, structure = _HEADER.unpack_from(self._buffer)
        if not 4 + structure <= size <= FRAME_LIMIT or structure > STRUCTURE_LIMIT:
            raise BrokenFrame(f"a frame of {size} bytes with a structure of {structure}")
        return int(4 + size - len(self._buffer))

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

    Raises:
        BrokenFrame: see Assembler.wanted.
    """
    assembler = Assembler()
    while True:
        piece = connection.recv(min(assembler.wanted(), 2**20))
        if not piece:
            return None
        if frame := assembler.add(piece):
            return frame
