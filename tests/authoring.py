"""The toy course that docs/authoring.md describes."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "authoring.md"
_FILE = re.compile(r"^`([^`\n]+)`\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMANDS = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def write_course(folder: Path) -> Path:
    """Writes every file that the page shows below `folder`, and returns it."""
    for name, text in _FILE.findall(PAGE.read_text(encoding="utf-8")):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def commands() -> list[str]:
    """The lines of the page's one block of commands."""
    (block,) = _COMMANDS.findall(PAGE.read_text(encoding="utf-8"))
    return str(block).splitlines()
