"""Undoes what would keep a text from being read: reversal, base64 and kin, compression."""

import base64
import binascii
import bz2
import codecs
import gzip
import lzma
import re
import zlib
from collections.abc import Callable, Iterator

DEEPEST = 4  # encodings one within the other
LARGEST = 4_000_000  # bytes that are unpacked; an answer is smaller

RUN64 = re.compile(r"(?:[A-Za-z0-9+/_-]|[ \t]*\n[ \t]*(?=[A-Za-z0-9+/=_-])){24,}={0,2}")
RUN32 = re.compile(r"[A-Z2-7]{32,}=*")
RUN16 = re.compile(r"(?:[0-9a-fA-F]{2}[ \t\n:,]?){16,}")
RUN85 = re.compile(r"[!-~]{40,}")
ESCAPED = re.compile(r"(?:\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\[0-7]{3}){8,}")
OPENERS = (b"x\x01", b"x\x5e", b"x\x9c", b"x\xda", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
COMPRESSED = "compressed"
SHORTEST = 64  # bytes out of a stream that breaks off


def hidden_texts(text: str, depth: int = DEEPEST) -> Iterator[tuple[str, str]]:
    """How a text was hidden, and the text, for all that `text` can be made to yield."""
    for how, content in _decoded(text):
        for name, found in _opened(how, content):
            yield name, found
            if depth > 1:
                for inner, deeper in hidden_texts(found, depth - 1):
                    yield f"{inner} in {name}", deeper


def mirrored(text: str) -> Iterator[tuple[str, str]]:
    """The text with characters or lines in reverse order, or the alphabet turned by half."""
    yield "reversed", text[::-1]
    yield "lines reversed", "\n".join(reversed(text.split("\n")))
    yield "rot13", codecs.encode(text, "rot13")


def as_text(content: bytes) -> str | None:
    """The text, if the bytes are one: nine tenths of it printable."""
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = content.decode("utf-16" if wide else "utf-8", "replace")
    readable = sum((c.isprintable() or c in "\n\t\r") and c != "\ufffd" for c in text)
    return text if text and readable >= 0.9 * len(text) else None


def _decoded(text: str) -> Iterator[tuple[str, bytes]]:
    """Bytes that stand in the text in some encoding."""
    for run in RUN64.findall(text):
        for offset in range(4):  # the run may begin with letters that belong to something else
            yield from _try("base64", _base64, "".join(run.split())[offset:])
    for run in RUN32.findall(text):
        yield from _try("base32", _base32, run)
    for run in RUN16.findall(text):
        yield from _try("hexadecimal", bytes.fromhex, re.sub(r"[^0-9a-fA-F]", "", run))
    for run in RUN85.findall(text):
        for decode in (base64.b85decode, base64.a85decode):
            yield from _try("base85", decode, run.strip("\"',()[]"))
    for run in ESCAPED.findall(text):
        yield from _try("escapes", _unescape, run)
    yield from _try("bytes", _bytes, text)


def _try(how: str, decode: Callable[[str], bytes], text: str) -> Iterator[tuple[str, bytes]]:
    try:
        yield how, decode(text)
    except (ValueError, binascii.Error):
        return


def _base64(text: str) -> bytes:
    text = text.rstrip("=").replace("-", "+").replace("_", "/")
    text = text[: len(text) - (len(text) % 4 == 1)]
    return base64.b64decode(text + "=" * (-len(text) % 4))


def _base32(text: str) -> bytes:
    text = text.rstrip("=")
    return base64.b32decode(text + "=" * (-len(text) % 8))


def _unescape(text: str) -> bytes:
    return codecs.decode(text, "unicode_escape").encode()


def _bytes(text: str) -> bytes:
    """A string that stands for compressed bytes, one a character."""
    content = text.encode("latin-1")
    if _decompressed(content) is None:
        raise ValueError("not compressed")
    return content


def _opened(how: str, content: bytes) -> Iterator[tuple[str, str]]:
    """The text in `content`, unpacked, and in reverse."""
    for order, row in (("", content), ("reversed ", content[::-1])):
        name, inner = f"{order}{how}", row
        for _ in range(DEEPEST):
            if (unpacked := _decompressed(inner)) is None:
                break
            name, inner = f"{COMPRESSED} in {name}", unpacked
        if (found := as_text(inner)) is not None:
            yield name, found
        elif inner is not row:
            yield name, ""  # no text, but nothing compressed belongs in a release


def _decompressed(content: bytes) -> bytes | None:
    if not content.startswith(OPENERS):
        return None
    for unpack in (_inflate, gzip.decompress, bz2.decompress, lzma.decompress):
        try:
            return unpack(content)[:LARGEST]
        except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError):
            continue
    return None


def _inflate(content: bytes) -> bytes:
    """What unpacks; chance bytes may look like the start of something, but yield nothing."""
    unpacker = zlib.decompressobj()
    unpacked = unpacker.decompress(content, LARGEST)
    if not unpacker.eof and len(unpacked) < SHORTEST:
        raise ValueError("not compressed")
    return unpacked
