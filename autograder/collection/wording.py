"""Puts strangers' names into our sentences without letting them do harm there."""

from collections.abc import Sequence

LONGEST = 60
MOST = 5


def printable(text: str) -> str:
    """The text on one line, with a mark for what cannot be shown."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def shortened(text: str) -> str:
    """The text on one line, printable, at most 60 characters."""
    plain = printable(text)
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 3] + "..."


def quoted(name: str) -> str:
    """The name in quotes, shortened."""
    return f"'{shortened(name)}'"


def listed(names: Sequence[str]) -> str:
    """The names in quotes, the first five and how many more there are."""
    shown = ", ".join(quoted(name) for name in names[:MOST])
    return shown + (f" and {len(names) - MOST} more" if len(names) > MOST else "")
