"""The folder that a zygote imports from: what an exercise names and what our side of it needs."""

import compileall
import shutil
import sysconfig
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

import autograder.boundary as boundary
import coursedata
import given
from autograder.course import BadInput

ALWAYS = ("msgspec",)  # the protocol


def build(folder: Path, libraries: Iterable[str], packages: Iterable[Path] = ()) -> Path:
    """Fills a new `folder` with links to the libraries and copies of packages; returns it.

    Args:
        packages: folders of packages to copy besides our own: those of earlier assignments.

    Raises:
        BadInput: a library is not installed.
    """
    folder.mkdir(parents=True)
    for name in {*ALWAYS, *libraries}:
        for found in _with_requirements(name, {}).values():
            _link(found, folder)
    own = [Path(module.__path__[0]) for module in (boundary, given, coursedata)]
    for package in [*own, *packages]:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(package, folder / package.name, ignore=ignored)
        compileall.compile_dir(folder / package.name, quiet=2)
    _open_to_all(folder)
    return folder


def _open_to_all(folder: Path) -> None:
    """Whatever the umask: in a sandbox it is another user who reads."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)


def versions(libraries: Iterable[str]) -> dict[str, str]:
    """The installed version of each library."""
    return {name: distribution(name).version for name in sorted(set(libraries))}


def _with_requirements(name: str, known: dict[str, Distribution]) -> dict[str, Distribution]:
    if name in known:
        return known
    try:
        known[name] = found = distribution(name)
    except PackageNotFoundError:
        raise BadInput(
            f"the library {name} is not installed here; install it, then grade"
        ) from None
    for line in found.requires or []:
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            _with_requirements(requirement.name, known)
    return known


def _link(found: Distribution, folder: Path) -> None:
    site = Path(sysconfig.get_path("purelib"))
    for top in {file.parts[0] for file in found.files or [] if ".." not in file.parts}:
        target = folder / top
        origin = Path(str(found.locate_file(top)))
        if top != "__pycache__" and not target.exists() and origin.is_relative_to(site):
            target.symlink_to(origin)
