"""Reviewed exceptions: pieces of answers that may be published, each with a reason."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from autograder.course import BadInput, Course
from autograder.leaks.finding import Finding


@dataclass(frozen=True)
class Allowed:
    """One piece of one body in one published file; `digest` is what a finding shows in brackets."""

    assignment: str  # whose tree it is
    body: str  # the exercise, "a1.losses.relu"
    where: str  # the file in the tree
    digest: str
    reason: str

    def covers(self, finding: Finding) -> bool:
        places = {f"{self.assignment}/{self.where}", f"{self.assignment}.zip/{self.where}"}
        return (
            finding.path in places and finding.body == self.body and finding.digest == self.digest
        )


def allowed_file(course: Course) -> Path:
    return course.root / "autograder" / "leaks" / "allowed.toml"


def read_allowed(course: Course) -> list[Allowed]:
    """The exceptions of the course; none if there is no file.

    Raises:
        BadInput: an entry is not complete; every one needs its reason.
    """
    path = allowed_file(course)
    if not path.is_file():
        return []
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("allowed", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as failure:
        raise BadInput(f"{path} is not readable as TOML: {failure}") from None
    return [_allowed(entry, path) for entry in entries]


def _allowed(entry: dict[str, str], path: Path) -> Allowed:
    names = {f.name for f in fields(Allowed)}
    if entry.keys() != names or not all(str(entry[name]).strip() for name in names):
        raise BadInput(f"{path}: every [[allowed]] has {', '.join(sorted(names))}; got {entry}")
    return Allowed(**entry)
