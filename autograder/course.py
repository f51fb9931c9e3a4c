"""The course: its folders, deadlines and assignments, as course.toml and the tree say."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from pathlib import Path

from given.manifest import FILE_NAME, Manifest, WrongManifest, read_manifest

CHECKOUT = Path(__file__).resolve().parent.parent


class BadInput(Exception):
    """What was asked cannot be done as asked; the message is one sentence for whoever asked."""


@dataclass(frozen=True)
class Course:
    """A tree with a course.toml at its root."""

    root: Path
    title: str
    publish: str  # where students' trees are published: a URL with {name}
    deadlines: dict[str, dt.datetime]

    def assignments(self) -> list[str]:
        """Folder names of the assignments, sorted."""
        return sorted(path.parent.name for path in self.root.glob(f"assignments/*/{FILE_NAME}"))

    def resolve(self, name: str) -> str:
        """The folder name that `name` means: itself ("a1_linear") or a package ("a1").

        Raises:
            BadInput: there is no such assignment.
        """
        for folder in self.assignments():
            if name in (folder, self.manifest(folder).package):
                return folder
        known = ", ".join(self.assignments()) or "none"
        raise BadInput(f"no assignment {name!r} in {self.root}; there are: {known}")

    def folder(self, name: str) -> Path:
        return self.root / "assignments" / name

    def manifest(self, name: str) -> Manifest:
        """The manifest of the assignment in that folder.

        Raises:
            BadInput: it cannot be used.
        """
        try:
            return read_manifest(self.folder(name))
        except WrongManifest as failure:
            raise BadInput(str(failure)) from None

    def package_folder(self, package: str) -> Path:
        """Where the solved package lies, whichever assignment it belongs to."""
        name = self.resolve(package)
        return self.folder(name) / package

    def suites(self, manifest: Manifest) -> Path:
        return self.root / "autograder" / "suites" / manifest.package

    @property
    def oracles(self) -> Path:
        return self.root / "autograder" / "oracles"

    def misconceptions(self, manifest: Manifest) -> Path:
        return self.root / "autograder" / "misconceptions" / manifest.package

    def deliberate_submissions(self, manifest: Manifest) -> Path:
        return self.root / "autograder" / "submissions" / manifest.package

    @property
    def dist(self) -> Path:
        return self.root / "dist"


def find_course(start: Path | None = None) -> Course:
    """The course around `start` (default: the working directory), else the engine's own checkout.

    Raises:
        BadInput: its course.toml cannot be used.
    """
    start = (start or Path.cwd()).resolve()
    around = [folder for folder in (start, *start.parents) if (folder / "course.toml").is_file()]
    return read_course(around[0] if around else CHECKOUT)


def read_course(root: Path) -> Course:
    """The course at `root`.

    Raises:
        BadInput: course.toml is missing, not TOML, or an entry is missing or no moment.
    """
    path = root / "course.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        deadlines = {name: _moment(name, when) for name, when in table["deadlines"].items()}
        return Course(root.resolve(), table["title"], table["publish"], deadlines)
    except OSError as failure:
        raise BadInput(f"{path} cannot be read: {failure.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as failure:
        raise BadInput(f"{path} is not readable as TOML: {failure}") from None
    except KeyError as missing:
        raise BadInput(f"{path} lacks the entry {missing}") from None
    except ValueError as problem:
        raise BadInput(f"{path}: {problem}") from None


def _moment(name: str, when: object) -> dt.datetime:
    if not isinstance(when, dt.datetime):
        raise ValueError(f"the deadline of {name} is {when}, not like 2027-02-12T23:59:00Z")
    return when if when.tzinfo else when.replace(tzinfo=dt.UTC)
