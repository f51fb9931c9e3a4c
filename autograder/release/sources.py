"""Reads a folder by allow-list: what is neither wanted nor a cache is said, never skipped."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

Wanted = Callable[[PurePosixPath], bool]

# Made by tools beside sources; never released, never a reason to refuse.
CACHES = frozenset(
    {
        "__pycache__",
        ".ipynb_checkpoints",
        ".pytest_cache",
        ".mypy_cache",
        ".ruff_cache",
        ".hypothesis",
        ".DS_Store",
    }
)


@dataclass
class Sources:
    """Contents by path in the students' tree, and why some could not be taken."""

    files: dict[PurePosixPath, bytes] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)

    def text(self, path: PurePosixPath) -> str:
        """The file as text; a reason and an empty text if it is not UTF-8."""
        try:
            return self.files[path].decode("utf-8")
        except UnicodeDecodeError:
            self.reasons.append(f"{path}: is not UTF-8 text")
            return ""


def python_files(path: PurePosixPath) -> bool:
    return path.suffix == ".py" and not path.name.startswith(".")


def read_folder(folder: Path, into: PurePosixPath, wanted: Wanted, sources: Sources) -> None:
    """Adds the wanted files of `folder`, below `into`; everything else there becomes a reason."""
    if not folder.is_dir():
        sources.reasons.append(f"{folder.name}: there is no such folder")
        return
    for path in _walk(folder):
        relative = PurePosixPath(path.relative_to(folder).as_posix())
        if path.is_symlink() or not path.is_file():
            sources.reasons.append(f"{folder.name}/{relative}: is a link, not a plain file")
        elif not wanted(relative):
            sources.reasons.append(
                f"{folder.name}/{relative}: is not a kind of file that is released from there"
            )
        else:
            add(path, into / relative, sources)


def add(path: Path, target: PurePosixPath, sources: Sources) -> None:
    """Adds one file, which must be a plain one that exists and takes nobody's place."""
    if path.is_symlink() or not path.is_file():
        sources.reasons.append(f"{target}: there is no such plain file")
    elif target in sources.files:
        sources.reasons.append(f"{target}: would be released from two places")
    else:
        sources.files[target] = path.read_bytes()


def _walk(folder: Path) -> Iterator[Path]:
    """Files and links below `folder`, caches left out, sorted."""
    for path in sorted(folder.iterdir()):
        if path.name in CACHES:
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path)
        else:
            yield path
