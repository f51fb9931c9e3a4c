"""Real exchanges: what the suites of a1 ask of the solved package, and its replies.

`python -m tests.fuzz.recording FILE` writes them; they are recorded afresh each time, in a process
of their own, for pytest is not to be called twice in one.
"""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from autograder.boundary import frames
from autograder.course import CHECKOUT, read_course
from autograder.diagnosis import make_importable
from autograder.jobs import Assignment
from autograder.judge import Judge
from autograder.service import environment, sealed_arguments
from autograder.session import Exchange
from autograder.variants import TrustedSession
from given.manifest import Manifest

ASSIGNMENT = "a1_linear"
LARGEST = 2**13  # bytes of a request and its reply: more only makes the fuzzer slower
_SEED = "fuzz"

_Written = list[tuple[bytes, bytes, bytes]]  # a request, the structure and the blobs of its reply


class RecordingSession(TrustedSession):
    """A trusted session that keeps what crosses."""

    def __init__(self, manifest: Manifest, seed: str) -> None:
        super().__init__(manifest, seed)
        self.exchanges: list[Exchange] = []

    def _send(self, payload: bytes) -> frames.Frame:
        reply = super()._send(payload)
        self.exchanges.append(Exchange(payload, reply))
        return reply


def recorded() -> list[Exchange]:
    """The exchanges of the solved a1, one of each form.

    Raises:
        CalledProcessError: the suites could not be run.
    """
    with tempfile.NamedTemporaryFile(prefix="gradus-recording-") as file:
        command = [sys.executable, "-m", "tests.fuzz.recording", file.name]
        subprocess.run(
            command, cwd=CHECKOUT, env=dict(environment()), check=True, stdout=subprocess.DEVNULL
        )
        written = msgspec.msgpack.decode(Path(file.name).read_bytes(), type=_Written)
    return [
        Exchange(request, frames.Frame(structure, blobs)) for request, structure, blobs in written
    ]


def one_of_each_form(exchanges: Sequence[Exchange]) -> list[Exchange]:
    """The smallest exchange of each form, in the order in which the forms were met."""
    smallest: dict[str, Exchange] = {}
    for exchange in exchanges:
        asked = frames.whole(exchange.request).structure
        form = f"{_form_of(asked)} {_form_of(exchange.reply.structure)}"
        if _size(exchange) <= LARGEST and _size(exchange) < _size(smallest.get(form)):
            smallest[form] = exchange
    return list(smallest.values())


def _size(exchange: Exchange | None) -> float:
    if exchange is None:
        return float("inf")
    return len(exchange.request) + len(exchange.reply.structure) + len(exchange.reply.blobs)


def _form_of(structure: bytes) -> str:
    return _form(msgspec.msgpack.decode(structure))


def _form(node: object) -> str:
    """The tree of types, with the tags and without the values; runs of the same count once."""
    if isinstance(node, list):
        parts = [_form(part) for part in node]
        if node and isinstance(node[0], str) and len(node[0]) <= 10:
            parts[0] = node[0]
        distinct = [p for p, before in zip(parts, [None, *parts], strict=False) if p != before]
        return f"[{' '.join(distinct)}]"
    if isinstance(node, dict):
        return f"{{{' '.join(f'{key} {_form(value)}' for key, value in node.items())}}}"
    return type(node).__name__


def main(path: Path) -> None:
    course = read_course(CHECKOUT)
    manifest = course.manifest(ASSIGNMENT)
    make_importable(course, manifest)
    assignment = Assignment(str(course.root), ASSIGNMENT, _SEED, "", 0, {}, "")
    judge = Judge(course, manifest, assignment)
    session = RecordingSession(manifest, _SEED)
    judge.serve = lambda items: judge.outcomes_on(items, session) and None
    tests = course.folder(ASSIGNMENT) / "tests", course.suites(manifest)
    pytest.main(sealed_arguments(course, tests), plugins=[judge])
    if judge.problems or not session.exchanges:
        sys.exit(f"nothing was recorded: {'; '.join(judge.problems)}")
    kept = one_of_each_form(session.exchanges)
    triples: _Written = [(e.request, e.reply.structure, e.reply.blobs) for e in kept]
    path.write_bytes(msgspec.msgpack.encode(triples))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
