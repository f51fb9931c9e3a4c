"""A web server that has what a test gives it, and can be told to misbehave."""

import hashlib
import io
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np

from coursedata.registry import Entry, Member

MEMBERS = {"one.bin": b"1" * 3_000, "two.bin": bytes(range(256)) * 900}


def sha256(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def packed(files: dict[str, bytes]) -> bytes:
    """A gzipped tar of these files."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as tar:
        for name, data in files.items():
            about = tarfile.TarInfo(name)
            about.size = len(data)
            tar.addfile(about, io.BytesIO(data))
    return file.getvalue()


NOISE = np.random.default_rng(0).bytes(200_000)  # so that the archive is long enough to break
ARCHIVE = packed({f"toy/{name}": data for name, data in MEMBERS.items()} | {"toy/noise": NOISE})


class Server(ThreadingHTTPServer):
    """Serves files from a dict; knows ranges unless told not to, and can hang up in the middle."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files: dict[str, bytes] = {}
        self.knows_ranges = True
        self.hang_up_after: list[int] = []
        self.tricks: list[Trick] = []  # instead of the next replies
        self.ranges: list[str | None] = []  # the Range header of each request
        self.paths: list[str] = []  # what each request asked for
        self.closing = threading.Event()
        self.url = f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        self.server.ranges.append(asked)
        self.server.paths.append(self.path)
        if self.server.tricks:
            return self.server.tricks.pop(0)(self)
        body = self.server.files.get(self.path)
        if body is None:
            return self.send_error(404)
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        if not (asked and self.server.knows_ranges):
            return self.reply(200, body)
        if start >= len(body):
            return self.send_error(416)
        part = {"Content-Range": f"bytes {start}-{len(body) - 1}/{len(body)}"}
        return self.reply(206, body[start:], part)

    def reply(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        """Headers, of which None leaves one out, and a body that may break off."""
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | (headers or {})).items():
            if value is not None:
                self.send_header(name, value)
        self.end_headers()
        cut = self.server.hang_up_after.pop(0) if self.server.hang_up_after else len(body)
        self.wfile.write(body[:cut])
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


Trick = Callable[[Handler], None]


@contextmanager
def serving() -> Iterator[Server]:
    """A server that runs."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.shutdown()
            thread.join()


def toy_entry(*urls: str) -> Entry:
    """A data set that is published as an archive."""
    return Entry(
        name="toy",
        title="A toy",
        folder="toy",
        members=tuple(Member(name, len(data)) for name, data in MEMBERS.items()),
        archive="toy.tar.gz",
        checksum=sha256(ARCHIVE),
        bytes=len(ARCHIVE),
        urls=urls,
    )


def loose_entry(*urls: str) -> Entry:
    """The same, published file by file."""
    members = tuple(Member(name, len(data), sha256(data)) for name, data in MEMBERS.items())
    return Entry(name="toy", title="A toy", folder="toy", members=members, urls=urls)
