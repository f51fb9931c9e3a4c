"""Bringing one file from a URL: resumable, and checked before it gets its name."""

import hashlib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any, BinaryIO
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


@dataclass(frozen=True)
class Stream:
    """An open source, from byte `start` on, of `total` bytes in all (0: not known)."""

    file: BinaryIO
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

    Raises:
        WrongChecksum: other bytes arrived; path is left as it was.
        TransferFailed: the URL could not be read.
    """
    if path.exists() and has_checksum(path, checksum):
        return path
    part = path.with_name(path.name + ".part")
    resumed = part.exists()
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
        at = stream.start
        with part.open("ab") as file, progress(url, at, stream.total or expected_bytes) as bar:
            file.truncate(at)
            while piece := read_piece(url, stream.file):
                file.write(piece)
                bar.update(len(piece))
                at += len(piece)
        if at < stream.total:
            raise Interrupted(f"{url}: the connection broke after {at} of {stream.total} bytes")


def read_piece(url: str, file: BinaryIO) -> bytes:
    """The next bytes; empty at the end."""
    try:
        return file.read(PIECE)
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
    with source.file:
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
    start = have if response.status == 206 else 0
    length = int(response.headers.get("Content-Length") or 0)
    return Stream(response, start, start + length if length else 0)


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
