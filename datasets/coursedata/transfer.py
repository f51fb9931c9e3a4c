"""Bringing one file from a URL: resumable, and checked before it gets its name."""

import hashlib
import re
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException, HTTPResponse
from io import RawIOBase
from pathlib import Path
from typing import Any, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, url2pathname, urlopen

TRIES = 3  # connections that may break in one run; a later run goes on from there
TIMEOUT_S = 30.0
PIECE = 1 << 20


class TransferFailed(Exception):
    """The bytes could not be had, or were not the right ones. One sentence."""


class WrongChecksum(TransferFailed):
    """Other bytes arrived; nothing of them is left."""


class Interrupted(TransferFailed):
    """The connection broke; what arrived is kept for the next try."""


class Readable(Protocol):
    """An open file or response."""

    def read1(self, size: int, /) -> bytes: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class Stream:
    """An open source, from byte `start` on, of `total` bytes in all (0: not known)."""

    file: Readable
    start: int
    total: int


def has_checksum(path: Path, checksum: str) -> bool:
    """Whether a file has the checksum, given as "md5:..." or "sha256:..."."""
    algorithm, wanted = checksum.split(":")
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest() == wanted


def download(url: str, path: Path, checksum: str, expected_bytes: int = 0) -> Path:
    """Make path hold the bytes with the checksum, downloading only what is not there yet.

    Bytes arrive in `<path>.part`, which a killed run leaves behind for the next one.

    Args:
        expected_bytes: how many there must be; 0 where that is not known.

    Raises:
        WrongChecksum: other bytes arrived; path is left as it was.
        TransferFailed: the URL could not be read, or has another number of bytes.
        OSError: the bytes could not be written; those that could are kept.
    """
    if path.exists() and has_checksum(path, checksum):
        return path
    part = path.with_name(path.name + ".part")
    resumed = part.exists()
    if not (resumed and has_checksum(part, checksum)):
        receive_all(url, part, expected_bytes)
    if has_checksum(part, checksum):
        return part.replace(path)  # atomic: no reader sees half a file
    part.unlink()
    if resumed:  # its beginning may have come from somewhere else: once more from the start
        return download(url, path, checksum, expected_bytes)
    raise WrongChecksum(f"{url}: the bytes that came do not have the checksum {checksum}")


def receive_all(url: str, part: Path, expected_bytes: int) -> None:
    """Receive, and go on after a broken connection, a few times."""
    for _ in range(TRIES - 1):
        with suppress(Interrupted):
            receive(url, part, expected_bytes)
            return
    receive(url, part, expected_bytes)


def receive(url: str, part: Path, expected_bytes: int) -> None:
    """Append to part what it lacks of the URL."""
    have = part.stat().st_size if part.exists() else 0
    with opened(url, have) as stream:
        total = stream.total or expected_bytes
        if expected_bytes and total != expected_bytes:  # a web page, say: what is there is kept
            raise TransferFailed(f"{url}: it has {total} bytes, not {expected_bytes}")
        at = stream.start
        with part.open("ab", buffering=0) as file, progress(url, at, total) as bar:
            file.truncate(at)
            while (not total or at <= total) and (piece := read_piece(url, stream.file)):
                write(part, file, piece)
                bar.update(len(piece))
                at += len(piece)
        if at < total:
            raise Interrupted(f"{url}: the connection broke after {at} of {total} bytes")


def write(part: Path, file: RawIOBase, piece: bytes) -> None:
    """All of a piece, or an OSError that names the file: the disk may be full."""
    try:
        while piece:
            piece = piece[file.write(piece) :]
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(part)) from error


def read_piece(url: str, file: Readable) -> bytes:
    """The next bytes, as soon as there are some; empty at the end."""
    try:
        return file.read1(PIECE)
    except (OSError, HTTPException) as error:
        raise Interrupted(f"{url}: the connection broke ({error})") from error


@contextmanager
def opened(url: str, have: int) -> Iterator[Stream]:
    """The bytes of a file: or http(s): URL, from `have` on where the source can do that."""
    scheme = urlsplit(url).scheme
    if scheme not in ("file", "http", "https"):
        raise TransferFailed(f"{url}: only file:, http: and https: URLs can be read")
    try:
        source = open_file(url, have) if scheme == "file" else open_http(url, have)
    except HTTPError as error:
        error.close()
        raise TransferFailed(f"{url}: {error.code} {error.reason}") from error
    except (OSError, HTTPException, ValueError) as error:
        reason = error.reason if isinstance(error, URLError) else error
        raise TransferFailed(f"{url}: {reason}") from error
    with closing(source.file):
        yield source


def open_file(url: str, have: int) -> Stream:
    """A file of this machine."""
    path = Path(url2pathname(urlsplit(url).path))
    total = path.stat().st_size
    start = have if have <= total else 0
    file = path.open("rb")
    file.seek(start)
    return Stream(file, start, total)


def open_http(url: str, have: int) -> Stream:
    """A response; from byte 0 where the server does not know ranges."""
    headers = {"User-Agent": "coursedata", "Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
    try:
        response = urlopen(Request(url, headers=headers), timeout=TIMEOUT_S, context=trusted())
    except HTTPError as error:
        if error.code != 416 or not have:  # 416: there is nothing from `have` on
            raise
        error.close()
        return open_http(url, 0)
    try:
        return response_stream(response, have)
    except ValueError:
        response.close()
        raise


def response_stream(response: HTTPResponse, asked: int) -> Stream:
    """What a response brings, of which the bytes from `asked` on are wanted.

    Raises:
        ValueError: it is something else.
    """
    if response.headers.get_content_type() == "text/html":
        raise ValueError("the server sent a web page")
    start = first_byte(response.headers, asked) if response.status == 206 else 0
    if start > asked:
        raise ValueError(f"the server sent the bytes from {start} on, not from {asked} on")
    length = int(response.headers.get("Content-Length") or 0)
    return Stream(response, start, start + length if length else 0)


def first_byte(headers: Message, asked: int) -> int:
    """Where the part of a file begins that a server sends as `Content-Range: bytes 7-9/10`."""
    found = re.match(r"bytes (\d+)-", headers.get("Content-Range", ""))
    return int(found[1]) if found else asked


def trusted() -> ssl.SSLContext:
    """Certificates of the system, and of certifi: Python on macOS may come without any."""
    context = ssl.create_default_context()
    try:
        import certifi
    except ImportError:
        return context
    context.load_verify_locations(certifi.where())
    return context


@contextmanager
def progress(url: str, start: int, total: int) -> Iterator[Any]:
    """A progress bar on a terminal; silence elsewhere."""
    from tqdm import tqdm  # type: ignore[import-untyped, unused-ignore]

    name = url.rsplit("/", 1)[-1]
    with tqdm(
        desc=name, initial=start, total=total or None, unit="B", unit_scale=True, disable=None
    ) as bar:
        yield bar
