"""The text of a package's modules, decoded as Python decodes it and never run."""

import io
import tokenize
from collections.abc import Callable
from pathlib import Path

LARGEST = 2**20  # bytes of a module that is read
Read = Callable[[str], str | None]  # the text of module "losses" or "helpers.x"; None: no such file


class Unreadable(ValueError):
    """A module cannot be read; the message is one sentence."""


def read_module(folder: Path, module: str) -> str | None:
    """The text of a module of the package in `folder`; None where there is no such file.

    Args:
        folder: of the package itself: the place of its modules.
        module: dotted, below the package: "losses", "helpers.x"; "" is the package's own.

    Raises:
        Unreadable: the file is larger than LARGEST or is not text.
    """
    parts = module.split(".") if module else []
    if not all(part.isidentifier() for part in parts):
        return None
    place = folder.joinpath(*parts)
    for path in [place / "__init__.py", *([place.with_suffix(".py")] if parts else [])]:
        if path.is_file():
            with path.open("rb") as file:
                content = file.read(LARGEST + 1)
            return decoded(content, path.relative_to(folder.parent).as_posix())
    return None


def file_of(package: str, module: str) -> str:
    """ "a1/losses.py" of "a1" and "losses"."""
    return f"{package}/{module.replace('.', '/') or '__init__'}.py"


def decoded(content: bytes, file: str) -> str:
    """The text of a Python file: byte order mark, coding cookie and line ends as Python has them.

    Raises:
        Unreadable: it is larger than LARGEST or is not text; the sentence names `file`.
    """
    if len(content) > LARGEST:
        raise Unreadable(f"{file} is larger than {LARGEST >> 20} MB, too large to be read")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        text = content.decode(encoding)
    except (SyntaxError, UnicodeError, LookupError) as failure:
        raise Unreadable(f"{file} is not text: {failure}") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
