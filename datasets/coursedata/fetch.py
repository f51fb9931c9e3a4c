"""Fetches data sets: `python -m coursedata.fetch cifar10 [--into data]`.

A run that is killed can be repeated at any time: bytes gather in a folder `.NAME.partial`, are
checked there, and get their name in one step. A second run beside it waits.

GRADUS_MIRROR (file:///folder or http://server/path) is asked before the publishers; it may hold the
archive, or the data set unpacked.
"""

import argparse
import os
import shutil
import sys
import tarfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial as bound
from pathlib import Path

from .alone import alone
from .registry import Entry, read_registry
from .transfer import TransferFailed, download, has_checksum

Source = Callable[[], Path]


class FetchFailed(Exception):
    """The data set could not be had: why, and what to do by hand."""


def fetch(name: str, into: Path, registry: dict[str, Entry] | None = None) -> Path:
    """Make `into` hold a data set, downloading only when it does not; its folder.

    Raises:
        FetchFailed: no source has it; nothing unchecked is left under its name.
    """
    entries = read_registry() if registry is None else registry
    if name not in entries:
        raise FetchFailed(f"no data set is called {name!r}; there are {', '.join(entries)}")
    entry = entries[name]
    stand_in = entries.get(entry.stand_in)
    target, partial = into / entry.folder, into / f".{name}.partial"
    if is_empty(target):
        with alone(partial):
            if is_empty(target):  # still: another run may have brought it
                bring(entry, stand_in, target, partial)
    else:
        check(entry, stand_in, target)
    shutil.rmtree(partial, ignore_errors=True)
    return target


def check(entry: Entry, stand_in: Entry | None, target: Path) -> None:
    """Refuses a folder that holds neither the data set nor its stand-in."""
    faults = [next(find_faults(wanted, target), "") for wanted in (entry, stand_in) if wanted]
    if all(faults):
        raise FetchFailed(f"{target} is there, but {faults[0]}: move it away and run again")


def bring(entry: Entry, stand_in: Entry | None, target: Path, partial: Path) -> None:
    """Try each source in turn, until target is there and whole."""
    reasons = []
    for source in sources(entry, stand_in, partial):
        try:
            folder = source()
        except TransferFailed as failure:
            reasons.append(str(failure))
            continue
        if target.exists():
            target.rmdir()  # it is empty; Windows replaces no folder
        folder.replace(target)
        return
    if not any(path.is_file() for path in partial.rglob("*")):
        shutil.rmtree(partial)
    raise FetchFailed(
        "\n".join(
            [f"{entry.name} could not be had.", *dict.fromkeys(reasons), by_hand(entry, target)]
        )
    )


def sources(entry: Entry, stand_in: Entry | None, partial: Path) -> Iterator[Source]:
    """Ways to make the folder inside partial, best first."""
    put_there = partial.parent / entry.archive
    if entry.archive and put_there.is_file():
        yield bound(from_archive, entry, put_there.absolute().as_uri(), partial)
    if mirror := os.environ.get("GRADUS_MIRROR", "").rstrip("/"):
        if entry.archive:
            yield bound(from_archive, entry, f"{mirror}/{entry.archive}", partial)
        for candidate in (entry, stand_in):
            if candidate and all(member.checksum for member in candidate.members):
                yield bound(from_members, candidate, f"{mirror}/{candidate.folder}", partial)
    for url in entry.urls:
        yield bound(from_archive if entry.archive else from_members, entry, url, partial)


def from_archive(entry: Entry, url: str, partial: Path) -> Path:
    """The folder, unpacked from the publishers' archive."""
    archive = download(url, partial / entry.archive, entry.checksum, entry.bytes)
    unpacked = partial / "unpacked"
    shutil.rmtree(unpacked, ignore_errors=True)  # of a run that was killed
    try:
        with tarfile.open(archive) as tar:
            tar.extractall(unpacked, filter="data")
    except tarfile.TarError as error:
        raise TransferFailed(f"{url}: the archive cannot be unpacked ({error})") from error
    return whole(entry, unpacked / entry.folder, url)


def from_members(entry: Entry, url: str, partial: Path) -> Path:
    """The folder, file by file from the URL of one that holds them."""
    folder = partial / "members"
    folder.mkdir(exist_ok=True)
    for member in entry.members:
        download(f"{url}/{member.name}", folder / member.name, member.checksum, member.bytes)
    if entry.note:
        print(f"{entry.name}: {entry.note}")
    return whole(entry, folder, url)


def whole(entry: Entry, folder: Path, url: str) -> Path:
    """The folder, if nothing is wrong with it."""
    if fault := next(find_faults(entry, folder), None):
        raise TransferFailed(f"{url}: {fault}")
    return folder


def find_faults(entry: Entry, folder: Path) -> Iterator[str]:
    """What is wrong with a folder that should hold the data set."""
    for member in entry.members:
        path = folder / member.name
        if not path.is_file():
            yield f"{member.name} is missing"
        elif (size := path.stat().st_size) != member.bytes:
            yield f"{member.name} has {size} bytes, not {member.bytes}"
        elif member.checksum and not has_checksum(path, member.checksum):
            yield f"{member.name} does not have the checksum {member.checksum}"


def is_empty(folder: Path) -> bool:
    """Whether there is nothing at that place."""
    return not folder.exists() or not any(folder.iterdir())


def by_hand(entry: Entry, target: Path) -> str:
    """What to do where no source can be reached."""
    mirror = "set GRADUS_MIRROR to a folder (file:///...) or server (http://...) that has it"
    if not entry.urls:
        return f"What to do: {mirror}, unpacked as {entry.folder}."
    if not entry.archive:
        names = ", ".join(f"{member.name} ({member.checksum})" for member in entry.members)
        return (
            f"What to do by hand: get {names} from {entry.urls[0]}, put all of them into "
            f"{target.absolute()} as they are, and run this again; or {mirror}."
        )
    return (
        f"What to do by hand: get {entry.archive} ({entry.checksum}) from {entry.urls[0]}, "
        f"put it into {target.parent.absolute()} as it is, and run this again; or {mirror}."
    )


def parser() -> argparse.ArgumentParser:
    """The command line."""
    command = argparse.ArgumentParser(prog="python -m coursedata.fetch", description=__doc__)
    command.formatter_class = argparse.RawDescriptionHelpFormatter
    command.add_argument("names", nargs="*", metavar="NAME", help="data sets; none: list them")
    command.add_argument("--into", type=Path, default=Path("data"), help="folder (default: data)")
    return command


def main(argv: Sequence[str] | None = None) -> int:
    """0: all there; 1: something could not be had; 2: bad usage."""
    options = parser().parse_args(argv)
    if not options.names:
        for entry in read_registry().values():
            print(f"{entry.name:16} {entry.title}")
        return 0
    for name in options.names:
        try:
            print(f"{name}: {fetch(name, options.into)}")
        except (FetchFailed, OSError) as failure:
            print(f"fetch: {failure}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            print("fetch: stopped; run the same command to go on", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
