"""The registry: which data sets can be fetched, from where, and what their bytes must be."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REGISTRY = Path(__file__).with_name("registry.toml")


@dataclass(frozen=True)
class Member:
    """A file of a data set."""

    name: str
    bytes: int
    checksum: str = ""  # "md5:..." or "sha256:..."; empty where none of it alone is known


@dataclass(frozen=True)
class Entry:
    """A data set as it lies below a data folder, and its archive if it is published as one."""

    name: str
    title: str
    folder: str
    members: tuple[Member, ...]
    archive: str = ""
    checksum: str = ""  # of the archive
    bytes: int = 0
    urls: tuple[str, ...] = ()  # of the archive; without one, of the folder with the members
    stand_in: str = ""
    note: str = ""


def read_registry(path: Path = REGISTRY) -> dict[str, Entry]:
    """The entries by name."""
    with path.open("rb") as file:
        tables = tomllib.load(file)
    return {name: read_entry(name, table) for name, table in tables.items()}


def read_entry(name: str, table: dict[str, Any]) -> Entry:
    """One table of the registry; a key that is not an Entry's is a TypeError."""
    members = tuple(Member(**member) for member in table.pop("members"))
    return Entry(name=name, members=members, urls=tuple(table.pop("urls", ())), **table)
