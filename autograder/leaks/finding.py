"""What the checker reports."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What is wrong with a published place."""

    BODY = "body"  # a piece of a solved body, in words of the source or renamed
    EARLY = "early"  # ships an earlier package solved, before its deadline has passed
    EXERCISE = "exercise"  # an exercise is not a docstring and its raise
    SOURCE = "source"  # the package differs from its source in more than exercises
    STRANGER = "stranger"  # a file or member that release.json does not list
    MISSING = "missing"  # listed, not there
    CHANGED = "changed"  # other bytes than release.json says
    FILE = "file"  # hidden, link, backup, compiled, not text
    NOTEBOOK = "notebook"  # outputs, attachments, other metadata than ours
    ARCHIVE = "archive"  # comments, extra fields, bytes that belong to no member
    CONCEALED = "concealed"  # compressed or encoded content
    IMPORT = "import"  # a module does not import
    RELEASE = "release"  # the release as a whole cannot be judged
    EXCEPTION = "exception"  # a reviewed exception that nothing needs


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that keeps a release from being published.

    Attributes:
        where: path below dist, with a line or a place in words.
        kind: what is wrong.
        text: a sentence.
        body: the exercise whose body it is, "a1.losses.relu"; empty where none is concerned.
        fragment: the piece that was found; the longest, if the place holds several.
        others: digests of the other pieces.
    """

    where: str
    kind: Kind
    text: str
    body: str = ""
    fragment: str = ""
    others: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Where, without the line or the words."""
        return self.where.split(" (")[0].split(":")[0]

    @property
    def digest(self) -> str:
        """Names the fragment in allowed.toml."""
        return hashlib.sha256(self.fragment.encode()).hexdigest()[:16]

    def __str__(self) -> str:
        piece = f": {_short(self.fragment)!r} [{self.digest}]" if self.fragment else ""
        more = f" and {len(self.others)} more [{' '.join(self.others)}]" if self.others else ""
        return f"{self.where}: {self.text}{piece}{more}"


def _short(fragment: str) -> str:
    return fragment if len(fragment) <= 80 else f"{fragment[:77]}..."
