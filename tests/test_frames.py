"""Frames: what is packed arrives whole, and nothing else is taken for one or allocated for."""

import socket
import struct
import threading
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.boundary import frames
from autograder.boundary.frames import FRAME_LIMIT, STRUCTURE_LIMIT, Assembler, BrokenFrame, Frame


def header(size: int, structure: int) -> bytes:
    return struct.pack(">II", size, structure)


def pieces_taken(payload: bytes, longest: int) -> Frame | None:
    """What an assembler makes of the payload, handed over in pieces."""
    assembler, at = Assembler(), 0
    while at < len(payload):
        piece = payload[at : at + min(longest, assembler.wanted())]
        at += len(piece)
        if (frame := assembler.add(piece)) is not None:
            return frame
    return None


@given(
    structure=st.binary(max_size=200),
    blobs=st.lists(st.binary(max_size=100), max_size=4),
    longest=st.integers(1, 64),
)
@settings(deadline=None)
def test_a_frame_arrives_as_it_was_packed_in_whatever_pieces(structure, blobs, longest):
    frame = pieces_taken(frames.pack(structure, blobs), longest)
    assert frame == Frame(structure, b"".join(blobs))


@given(structure=st.binary(max_size=50), blob=st.binary(max_size=50), cut=st.integers(1, 40))
@settings(deadline=None)
def test_a_frame_that_is_cut_off_is_none(structure, blob, cut):
    payload = frames.pack(structure, [blob])
    assert pieces_taken(payload[: max(0, len(payload) - cut)], 16) is None


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_random_bytes_are_a_frame_or_broken(payload):
    try:
        frame = pieces_taken(payload, 32)
    except BrokenFrame:
        return
    assert frame is None or 8 + len(frame.structure) + len(frame.blobs) <= len(payload)


@pytest.mark.parametrize(
    ("size", "structure"),
    [
        (FRAME_LIMIT + 1, 0),
        (2**32 - 1, 2**32 - 1),
        (FRAME_LIMIT, STRUCTURE_LIMIT + 1),
        (3, 0),
        (10, 7),
        (0, 0),
    ],
)
def test_a_header_beyond_the_limits_is_broken_as_soon_as_it_is_there(size, structure):
    assembler = Assembler()
    assembler.add(header(size, structure)[:7])
    with pytest.raises(BrokenFrame, match=f"a frame of {size} bytes"):
        assembler.add(header(size, structure)[7:])


def test_a_header_alone_allocates_nothing():
    tracemalloc.start()
    Assembler().add(header(FRAME_LIMIT, 4))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000


def test_the_largest_frame_is_packed_and_taken():
    payload = frames.pack(b"s", [bytes(FRAME_LIMIT - 5)])
    frame = pieces_taken(payload, 2**24)
    assert frame is not None
    assert len(frame.blobs) == FRAME_LIMIT - 5


@pytest.mark.parametrize(
    ("structure", "blob"),
    [(0, FRAME_LIMIT - 3), (STRUCTURE_LIMIT + 1, 0)],
    ids=["frame", "structure"],
)
def test_more_than_the_limits_is_not_packed(structure, blob):
    with pytest.raises(BrokenFrame, match="the limit is 32 MB"):
        frames.pack(bytes(structure), [bytes(blob)])


def test_receive_waits_for_the_whole_frame():
    ours, theirs = socket.socketpair()
    payload = frames.pack(b"structure", [bytes(3 * 2**20)])
    with ours, theirs:
        sender = threading.Thread(target=theirs.sendall, args=(payload,))
        sender.start()
        frame = frames.receive(ours)
        sender.join()
    assert frame == Frame(b"structure", bytes(3 * 2**20))


@pytest.mark.parametrize("sent", [b"", b"\0\0\0", header(100, 4) + b"abc"])
def test_receive_gives_none_where_the_other_side_has_closed(sent):
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            theirs.sendall(sent)
        assert frames.receive(ours) is None


def test_receive_takes_no_header_beyond_the_limits():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(header(FRAME_LIMIT + 1, 4))
        with pytest.raises(BrokenFrame):
            frames.receive(ours)


def test_receive_leaves_the_next_frame_where_it_is():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(frames.pack(b"first", [b"a", b"bc"]) + frames.pack(b"second", []))
        assert frames.receive(ours) == Frame(b"first", b"abc")
        assert frames.receive(ours) == Frame(b"second", b"")
