"""The session under test, on a wire that says what an input says.

All is the grader's own code, from `Session.use` through the channel to the value that a test gets;
only the socket is not one.
"""

import contextlib
import os
import socket
from collections.abc import Callable
from dataclasses import astuple
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

from autograder.boundary import frames, messages
from autograder.boundary.messages import Inspect, Remote, Value
from autograder.boundary.values import CannotSend, Decoder, Encoder, Numbering
from autograder.proxy import Handle, number_of
from autograder.raised import StudentRaised
from autograder.sandbox.channel import Channel, Watch
from autograder.session import Session
from autograder.verdicts import Stopped, Verdict
from given.manifest import Exercise, Function, Manifest
from tests.fuzz.inputs import Input

LONGEST_TEXT = 500  # characters that a submission may have us say

_EXERCISE = Exercise("work", "Work", Fraction(1), (Function("work.f", "(x)"),))
_MANIFEST = Manifest("z1_toy", "z1", "Toy", (_EXERCISE,))


class Broken(Exception):
    """A promise of the receiving side does not hold."""


class Wire:
    """In place of a socket: silent until the request is there, then it has the reply, and ends."""

    def __init__(self) -> None:
        self._ready = os.eventfd(0, os.EFD_NONBLOCK)
        self._rest = memoryview(b"")
        self._piece = 1
        self._hesitates = False

    def load(self, found: Input) -> None:
        """Takes what is sent next."""
        with contextlib.suppress(BlockingIOError):  # nobody has asked
            os.eventfd_read(self._ready)
        self._rest, self._piece = memoryview(found.payload), found.piece
        self._hesitates = False
        if found.is_early:
            os.eventfd_write(self._ready, 1)

    def setblocking(self, _: bool) -> None: ...

    def fileno(self) -> int:
        return self._ready

    def send(self, request: memoryview) -> int:
        os.eventfd_write(self._ready, 1)
        return len(request)

    def recv(self, most: int) -> bytes:
        """The next piece; those that come in small ones come slowly, and end in an error."""
        if self._piece < 2**10:
            self._hesitates = not self._hesitates
            if self._hesitates:
                raise BlockingIOError
            if not self._rest:
                raise ConnectionResetError
        piece = bytes(self._rest[: min(most, self._piece)])
        self._rest = self._rest[len(piece) :]
        return piece

    def close(self) -> None: ...


class Unwatched:
    """In place of a Watch: there is no process whose use of the machine could be seen."""

    def ask(self) -> None: ...

    def look(self) -> None: ...

    def patience_s(self) -> float:
        return 1.0

    def hear(self, output: bytes) -> None: ...

    def receive(self, answer: bytes) -> None: ...


class WiredSession(Session):
    """A session whose worker is a wire, and another one in each test."""

    def __init__(self, wire: Wire) -> None:
        super().__init__({}, Path(), _MANIFEST, "fuzz")
        self._wire = wire
        self._silence, self._speaks = os.pipe()  # for what the worker prints: nothing

    def _start_worker(self, key: tuple[str, str], exercise: Exercise) -> None:
        connection, watch = cast(socket.socket, self._wire), cast(Watch, Unwatched())
        self._channel = Channel(connection, self._silence, watch)
        self._worker_for = exercise

    def _begin_test(self, key: tuple[str, str]) -> None:
        self._start_worker(key, _EXERCISE)

    def _why_ended(self) -> Stopped:
        return Stopped(Verdict.KILLED, "the wire has ended")


class Receiver:
    """Receives one input after the other."""

    def __init__(self) -> None:
        self._wire = Wire()
        self._session = WiredSession(self._wire)

    def prepare(self, found: Input) -> Callable[[], Any]:
        """What has the session ask and receive; it gives the value."""
        self._wire.load(found)
        self._session.begin("public/test_work.test_f", "public", _EXERCISE)
        asked = frames.whole(found.request)
        request = messages.decode_request(asked.structure)
        if isinstance(request, Inspect):
            return lambda: [*map(astuple, self._session.inspect(request.function, request.kind))]
        decoder = Decoder(asked.blobs, Numbering(), self._ours)
        operands = decoder.items(request.operands)
        names = {key: decoder.decode(value) for key, value in request.names.items()}
        return lambda: self._session.use(request.operation, request.target, operands, names)

    def _ours(self, message: Value, _: Decoder) -> Any:
        """Something for an argument that is not plain: it has no number, so its kind is nothing."""
        return Handle(self._session, message.id) if isinstance(message, Remote) else None


def outcome(receive: Callable[[], Any]) -> tuple[str, Any]:
    """Whether a value came ("returned"), an exception ("raised") or nothing fit ("stopped").

    Raises:
        Broken: the text is not as promised.
        Exception: whatever else escapes; nothing else may.
    """
    try:
        return "returned", receive()
    except StudentRaised as raised:
        texts, name = [raised.text, raised.shown, raised.where, str(raised)], "raised"
    except Stopped as stopped:
        texts, name = [str(stopped)], "stopped"
        if "allocate" in str(stopped):
            raise Broken(f"more was asked of the machine than it has: {stopped}") from None
    for text in texts:
        if len(text) > LONGEST_TEXT or (name == "raised" and not text.isprintable()):
            raise Broken(f"what is to be shown is {text[:80]!r} ({len(text)} characters)")
    return name, None


class Kept:
    """In place of a handle: like one, it is equal to nothing but itself."""

    def __init__(self, message: Value) -> None:
        self.message = message


def check_stable(value: Any) -> bool:
    """Whether the value can be sent again; if so, it comes again as what it is.

    Raises:
        Broken: it comes as something else.
        BrokenValue: it does not come.
    """
    try:
        first = _sent(value)
    except (CannotSend, frames.BrokenFrame):
        return False
    message = messages.decode_reply(first.structure)
    assert isinstance(message, messages.Returned)
    decoder = Decoder(first.blobs, Numbering(), lambda special, _: Kept(special))
    again = _sent(decoder.decode(message.value))
    if again != first:
        raise Broken(f"{first.structure[:80]!r} came again as {again.structure[:80]!r}")
    return True


def _sent(value: Any) -> frames.Frame:
    encoder = Encoder(Numbering(), _special, keeps_containers=False)
    structure = messages.encode(messages.Returned(encoder.encode(value)))
    return frames.whole(frames.pack(structure, encoder.blobs))


def _special(value: Any) -> Value:
    if isinstance(value, Handle):
        return Remote(number_of(value), type(value).__name__)
    assert isinstance(value, Kept)
    return value.message
