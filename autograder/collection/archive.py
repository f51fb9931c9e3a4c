"""Opens what a student handed in, an archive or a folder, and trusts nothing that it says.

Nothing here writes: members are listed and read into memory, within the limits.
"""

import io
import os
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from autograder.collection.wording import quoted, shortened

MEBIBYTE = 1 << 20
PIECE_BYTES = 1 << 16
LISTING_BYTES = 4 * MEBIBYTE  # the longest list of contents that is read: some 50,000 names
ENCRYPTED = 0x1
NAME_IS_UTF8 = 0x800
BOMB_RATIO = 200  # unpacked bytes per packed byte, counted from BOMB_BYTES on
BOMB_BYTES = MEBIBYTE
LINKS_AND_KIN = {
    stat.S_IFLNK: "a link",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
}
LOOKS_LIKE = (
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"%PDF", "a PDF"),
    (b"<", "a web page"),
    (b"{", "a notebook or other JSON"),
)


class Refused(Exception):
    """This cannot be graded; the message is one sentence for the student."""


@dataclass(frozen=True)
class Member:
    """One thing in an archive or a folder; the name is as it came, in no way checked."""

    name: str
    size: int  # as declared
    is_folder: bool
    read: Callable[[], bytes]  # exactly `size` bytes, or Refused


def zip_members(content: bytes, limit_bytes: int) -> list[Member]:
    """What a zip says it holds.

    Raises:
        Refused: it is no zip, is encrypted, holds links, or would unpack beyond the limit.
    """
    _check_magic(content)
    with _readable():
        archive = zipfile.ZipFile(_Capped(content))
        members = [_zip_member(archive, info) for info in archive.infolist()]
    _check_total(members, limit_bytes)
    return members


def folder_members(folder: Path, limit_bytes: int, limit_files: int) -> list[Member]:
    """What lies in a folder, links not followed; the listing stops once it holds too much.

    Raises:
        Refused: it holds links or their kin, or more bytes than the limit.
    """
    members: list[Member] = []
    for path in _walk(folder):
        status = path.lstat()
        _check_kind(status.st_mode, path.relative_to(folder).as_posix())
        members.append(_file_member(path, folder, status))
        if len(members) > limit_files:
            break
    _check_total(members, limit_bytes)
    return members


def read_file(path: Path, limit_bytes: int) -> bytes:
    """The bytes of a plain file.

    Raises:
        Refused: it is a link, not a file, or longer than the limit.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as failure:
        if path.is_symlink():
            raise Refused(f"{quoted(path.name)} is a link, not a file.") from None
        raise failure
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Refused(f"{quoted(path.name)} is not a plain file.")
        content = file.read(limit_bytes + 1)
    if len(content) > limit_bytes:
        size = path.stat().st_size
        raise Refused(f"The file has {_mb(size)}; at most {_mb(limit_bytes)} are accepted.")
    return content


def _check_magic(content: bytes) -> None:
    if not content:
        raise Refused("The file is empty (0 bytes).")
    if zipfile.is_zipfile(io.BytesIO(content)):
        return
    if content.startswith(b"PK\x03\x04"):
        raise Refused("The zip archive is cut off: its list of contents is missing.")
    kind = next((what for magic, what in LOOKS_LIKE if content.startswith(magic)), None)
    seems = f" (it looks like {kind})" if kind else ""
    raise Refused(f"The file is not a zip archive{seems}.")


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Member:
    name = _zip_name(info)
    mode = info.external_attr >> 16
    _check_kind(mode, name)
    if info.flag_bits & ENCRYPTED:
        raise Refused(f"The archive is encrypted ({quoted(name)}); hand it in without a password.")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused(
            f"{quoted(name)} is packed by an unusual method ({info.compress_type}); "
            "use an ordinary zip."
        )
    is_folder = name.endswith("/") or stat.S_ISDIR(mode)
    if is_folder and info.file_size:
        raise Refused(f"The archive is corrupt: the folder {quoted(name)} has contents of its own.")
    if info.file_size > max(BOMB_BYTES, BOMB_RATIO * info.compress_size):
        raise Refused(
            f"{quoted(name)} says that it unpacks to {_mb(info.file_size)} from "
            f"{info.compress_size} bytes, which no honest file does."
        )
    return Member(name, info.file_size, is_folder, lambda: _read_member(archive, info))


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The whole name; zipfile reads names without a mark as cp437, macOS writes UTF-8 there."""
    name = info.orig_filename  # `filename` ends at the first zero byte
    if info.flag_bits & NAME_IS_UTF8 or name.isascii():
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        raise Refused(
            f"A name in the archive ({quoted(name)}) is not UTF-8; "
            "pack it with python -m given.submit."
        ) from None


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    declared = info.file_size
    with _readable():
        info.file_size = declared + 1  # zipfile stops at this number: let it show one byte more
        try:
            with archive.open(info) as file:
                content = b"".join(iter(lambda: file.read(PIECE_BYTES), b""))
        finally:
            info.file_size = declared
    if len(content) != declared:
        raise Refused(
            f"The archive is corrupt: {quoted(_zip_name(info))} says that it has {declared} bytes, "
            f"but {'more' if len(content) > declared else len(content)} came out."
        )
    return content


@contextmanager
def _readable() -> Iterator[None]:
    """zipfile reads from memory here, so whatever it raises, the archive's bytes are the cause."""
    try:
        yield
    except Refused:
        raise
    except UnicodeDecodeError:
        raise Refused(
            "A name in the archive is not UTF-8; pack it with python -m given.submit."
        ) from None
    except MemoryError:
        raise  # ours: every size was checked before
    except Exception as failure:
        reason = shortened(str(failure) or type(failure).__name__)
        raise Refused(f"The zip archive is corrupt ({reason}).") from None


class _Capped(io.BytesIO):
    """Bytes of which no long piece is read at once: zipfile reads the list of contents so."""

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = len(self.getbuffer()) if size is None or size < 0 else size
        if wanted > LISTING_BYTES:
            raise Refused("The archive's list of contents is far too long.")
        return super().read(wanted)


def _walk(folder: Path) -> Iterator[Path]:
    for base, folders, files in os.walk(folder, onerror=_raise):
        folders.sort()
        for name in sorted(files) + [n for n in folders if (Path(base) / n).is_symlink()]:
            yield Path(base) / name


def _raise(failure: OSError) -> None:
    raise failure


def _file_member(path: Path, folder: Path, status: os.stat_result) -> Member:
    name = path.relative_to(folder).as_posix()
    return Member(name, status.st_size, False, lambda: read_file(path, status.st_size))


def _check_kind(mode: int, name: str) -> None:
    if kind := LINKS_AND_KIN.get(stat.S_IFMT(mode)):
        raise Refused(f"{quoted(name)} is {kind}; hand in plain files only.")


def _check_total(members: list[Member], limit_bytes: int) -> None:
    total = sum(member.size for member in members)
    if total > limit_bytes:
        raise Refused(f"It unpacks to {_mb(total)}; at most {_mb(limit_bytes)} are accepted.")


def _mb(size: int) -> str:
    return f"{size / MEBIBYTE:,.1f} MB"
