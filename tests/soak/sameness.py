"""Whether the results of a run are what they should be: none lost, doubled, or changed."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

_FILES = ("result.json", "feedback.html")


class Written(NamedTuple):
    """One file of results as it lies there; another writing has another place on the disk."""

    content: bytes
    place: tuple[int, int]  # its inode and the time of its writing


def written(into: Path) -> dict[str, Written]:
    """result.json of every student who has one."""
    found = {}
    for path in into.glob("results/*/result.json"):
        about = path.stat()
        place = about.st_ino, about.st_mtime_ns
        found[path.parent.name] = Written(path.read_bytes(), place)
    return found


def by_kind(into: Path, kinds: Mapping[str, str]) -> dict[str, bytes]:
    """What each kind of submission gets, from a run that has every kind."""
    return {kind: _nameless(into, student) for student, kind in kinds.items()}


def shortcomings(into: Path, kinds: Mapping[str, str], expected: Mapping[str, bytes]) -> list[str]:
    """All that is wrong with the folder of a run that is over."""
    return differences(into, kinds, expected) + left_behind(into)


def differences(into: Path, kinds: Mapping[str, str], expected: Mapping[str, bytes]) -> list[str]:
    """Where a run falls short: students without result, or with another than their kind gets."""
    there = {path.parent.name for path in into.glob("results/*/result.json")}
    found = [f"{student} ({kind}) has no result" for student, kind in kinds.items()
             if student not in there]  # fmt: skip
    found += [f"{student} has a result and handed in nothing" for student in there - kinds.keys()]
    for student, kind in kinds.items():
        if student in there and _nameless(into, student) != expected[kind]:
            found.append(f"{student} ({kind}) has another result than one graded alone")
    with open(into / "table.csv", newline="") as table:
        rows = [row["student"] for row in csv.DictReader(table)]
    if rows != sorted(kinds):
        found.append(f"the table has {len(rows)} rows for {len(kinds)} students, or out of order")
    return found


def done_again(before: Mapping[str, Written], after: Mapping[str, Written]) -> list[str]:
    """Results that were there and are gone, or were written a second time."""
    lost = [f"{student} lost the result" for student in before.keys() - after.keys()]
    return lost + [
        f"{student} was graded a second time"
        for student, earlier in before.items()
        if student in after and after[student] != earlier
    ]


def left_behind(into: Path) -> list[str]:
    """Files of a writing that was broken off."""
    known = {"run.json", "solved.json", "table.csv", ".lock", "results", "collected"}
    stray = [path for path in into.iterdir() if path.name not in known]
    stray += [path for path in into.glob("results/*/*")
              if path.name not in {*_FILES, "measured.json"}]  # fmt: skip
    return [f"{path.relative_to(into)} was left behind" for path in stray]


def _nameless(into: Path, student: str) -> bytes:
    """The files of a student's result, without the name."""
    files = (into / "results" / student / name for name in _FILES)
    return b"\0".join(file.read_bytes().replace(student.encode(), b"NAME") for file in files)
