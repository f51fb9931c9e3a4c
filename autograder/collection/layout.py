"""Judges names: which are safe, and where in an archive the package lies. Pure functions."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath

from autograder.collection.archive import Refused
from autograder.collection.wording import quoted
from given.manifest import Manifest
from given.packing import MOST_FILES

MOST_NAMES = 10 * MOST_FILES  # folders too
LONGEST_NAME = 255  # bytes of one component, as file systems have it
LONGEST_PATH = 1000
DEEPEST = 20
DRIVE = re.compile(r"[A-Za-z]:")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
COURSE_PACKAGE = re.compile(r"[ax][0-9]+")
JUNK_FOLDERS = {"__MACOSX", "__pycache__"}
JUNK_FILES = {".DS_Store", "Thumbs.db", "desktop.ini", "Icon\r"}
TOP = PurePosixPath()


def is_junk(name: str) -> bool:
    """Whether an operating system or an interpreter left it, and nobody meant it."""
    parts = name.split("/")
    return not JUNK_FOLDERS.isdisjoint(parts) or parts[-1] in JUNK_FILES


def safe_path(name: str) -> PurePosixPath:
    """The name as a relative path that stays below where it starts; "./a//b" is "a/b".

    Raises:
        Refused: it would lead elsewhere, on any operating system, or is not a sensible name.
    """
    path = PurePosixPath(name)
    if fault := _fault(name, path):
        raise Refused(f"The name {quoted(name)} {fault}; pack with python -m given.submit.")
    return path


def _fault(name: str, path: PurePosixPath) -> str | None:
    try:
        encoded = name.encode("utf-8")
    except UnicodeEncodeError:
        return "is not UTF-8"
    if CONTROL.search(name):
        return "holds a control character"
    if "\\" in name:
        return "holds a backslash"
    if path.is_absolute() or DRIVE.match(name):
        return "is absolute"
    if ".." in path.parts:
        return "leads out of the archive"
    longest = max((len(part.encode("utf-8")) for part in path.parts), default=0)
    if longest > LONGEST_NAME or len(encoded) > LONGEST_PATH or len(path.parts) > DEEPEST:
        return f"is too long ({len(encoded)} bytes)"
    return None


class Names:
    """The paths of one archive, each at most once, told apart even where case is ignored."""

    def __init__(self) -> None:
        self._spelled: dict[str, PurePosixPath] = {}
        self._is_folder: dict[PurePosixPath, bool] = {}
        self._files = 0

    def add(self, path: PurePosixPath, is_folder: bool) -> None:
        """Remember it.

        Raises:
            Refused: it, or another spelling of it, is there already, or it is one too many.
        """
        if path in self._is_folder and not is_folder:
            raise Refused(f"The name {quoted(str(path))} occurs twice.")
        for node in (*list(path.parents)[-2::-1], path):
            self._claim(node, is_folder or node != path)
        self._files += not is_folder
        if self._files > MOST_FILES or len(self._is_folder) > MOST_NAMES:
            raise Refused(f"It holds more than {MOST_FILES} files; hand in only your own.")

    def _claim(self, node: PurePosixPath, is_folder: bool) -> None:
        key = unicodedata.normalize("NFC", str(node).casefold())
        spelled = self._spelled.setdefault(key, node)
        if spelled != node:
            both = f"{quoted(str(spelled))} and {quoted(str(node))}"
            raise Refused(f"The names {both} are one name on many computers.")
        if self._is_folder.setdefault(node, is_folder) != is_folder:
            raise Refused(f"The name {quoted(str(node))} is both a file and a folder.")


def find_top(files: Iterable[PurePosixPath], manifest: Manifest) -> PurePosixPath:
    """The folder of the archive in which the package lies: its top, or a single folder there.

    Raises:
        Refused: the package is missing, lies deeper, is there twice or beside another
            assignment's.
    """
    files = list(files)
    packages = sorted({file.parent for file in files if _is_course_package(file, manifest)})
    ours = [folder for folder in packages if folder.name == manifest.package]
    expected = f"expected the folder {manifest.package}/ at the top of the archive"
    if not ours:
        raise Refused(_missing(packages, files, manifest, expected))
    if len(ours) > 1:
        where = " and ".join(quoted(str(folder)) for folder in ours[:3])
        raise Refused(f"The package {manifest.package} is there more than once: {where}.")
    top = ours[0].parent
    if len(top.parts) > 1 or (top != TOP and len(_top_folders(files)) > 1):
        raise Refused(f"The package {manifest.package} lies in {quoted(str(top))}; {expected}.")
    if beside := [f.name for f in packages if f.parent == top and f.name != manifest.package]:
        raise Refused(
            f"It holds two packages, {manifest.package} and {beside[0]}; hand in one assignment."
        )
    return top


def _missing(
    packages: list[PurePosixPath], files: list[PurePosixPath], manifest: Manifest, expected: str
) -> str:
    if packages:
        return (
            f"It holds the package {packages[0].name}, but this is {manifest.title} "
            f"({manifest.package}): another assignment's submission."
        )
    inner = next((str(file) for file in files if file.suffix.lower() == ".zip"), None)
    nested = f" (archives in archives, such as {quoted(inner)}, are not opened)" if inner else ""
    return (
        f"The package {manifest.package} is missing: {expected}, with your modules in it{nested}."
    )


def _is_course_package(file: PurePosixPath, manifest: Manifest) -> bool:
    name = file.parent.name
    known = name == manifest.package or COURSE_PACKAGE.fullmatch(name) is not None
    hidden = any(part.startswith(".") for part in file.parts)
    return file.suffix == ".py" and known and name not in manifest.earlier and not hidden


def _top_folders(files: Iterable[PurePosixPath]) -> set[str]:
    return {file.parts[0] for file in files if len(file.parts) > 1}
