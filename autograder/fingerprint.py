"""Hashes of all that a grade depends on."""

import hashlib
import platform
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import coursedata
import given
from autograder.course import BadInput, Course
from autograder.result import Inputs
from autograder.sandbox.libraries import ALWAYS, versions
from given.manifest import FILE_NAME, Manifest

_ENGINE = Path(__file__).parent
_NOT_ENGINE = {"suites", "oracles", "misconceptions", "submissions"}
_OWN = ("*.py", "*.ini", "*.html")
_LENGTH = 16  # hexadecimal digits


def of_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]


def of_files(root: Path, files: Iterable[Path]) -> str:
    """Hash of the names below `root` and the contents of files."""
    digest = hashlib.sha256()
    for path in sorted(files):
        content = path.read_bytes()
        name = path.relative_to(root).as_posix()
        digest.update(f"{len(name)} {len(content)} {name}\n".encode() + content)
    return digest.hexdigest()[:_LENGTH]


def of_tree(root: Path) -> str:
    """Hash of all files below a folder but caches, or of one file; of nothing if it is absent."""
    if root.is_file():
        return of_files(root.parent, [root])
    found = (path for path in root.rglob("*") if path.is_file())
    return of_files(root, [path for path in found if "__pycache__" not in path.parts])


def of_run(course: Course, manifest: Manifest, tier: str, seed: str) -> Inputs:
    """The inputs that all submissions of a run share; `submission` is left empty.

    Raises:
        BadInput: a library that an exercise names is not installed.
    """
    folder = course.folder(manifest.name)
    libraries = {name for exercise in manifest.exercises for name in exercise.libraries}
    own = [path for kind in _OWN for path in _ENGINE.rglob(kind) if not _is_content(path)]
    return Inputs(
        submission="",
        manifest=of_tree(folder / FILE_NAME),
        public_suite=of_tree(folder / "tests"),
        hidden_suite=of_tree(course.suites(manifest)),
        oracles=of_tree(course.oracles),
        misconceptions=of_tree(course.misconceptions(manifest)),
        solved=of_tree(folder / manifest.package),
        earlier=of_text("".join(of_tree(course.package_folder(p)) for p in manifest.earlier)),
        given=of_text("".join(of_tree(Path(m.__path__[0])) for m in (given, coursedata))),
        engine=of_files(_ENGINE, own),
        libraries=_versions({*ALWAYS, *libraries, "pytest"}),
        tier=tier,
        seed_id=of_text(f"seed id\0{seed}"),
    )


def _versions(libraries: Iterable[str]) -> dict[str, str]:
    try:
        return versions(libraries) | {"python": platform.python_version()}
    except PackageNotFoundError as failure:
        raise BadInput(f"the library {failure.name} is not installed here") from None


def _is_content(path: Path) -> bool:
    return bool(_NOT_ENGINE & set(path.relative_to(_ENGINE).parts))
