"""Where fetched data sets lie, and what is said when one is not there."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class DataMissing(FileNotFoundError):
    """A data set is not there, or not whole. The sentence says what to do."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Fetched:
    """A data set that has to be fetched."""

    name: str  # in the registry
    title: str
    folder: str
    files: Sequence[str]  # one of them is enough to know the folder by

    def find(self, root: str | Path | None = None) -> Path:
        """The first folder with the data set in it, at the root or where data sets may lie.

        Raises:
            DataMissing: there is none; says where it was looked for.
        """
        places = [Path(root)] if root is not None else places_to_look()
        for place in places:
            for folder in (place / self.folder, place):
                if any((folder / name).is_file() for name in self.files):
                    return folder
        looked = ", ".join(str(place) for place in places)
        raise DataMissing(f"{self.title} is missing: no {self.folder} in {looked}; {self.remedy()}")

    def lacks(self, path: Path) -> DataMissing:
        """What to raise where a file of the folder is absent."""
        return DataMissing(f"{self.title} is not whole: {path} is missing; {self.remedy()}")

    def damaged(self, path: Path, fault: str) -> DataMissing:
        """What to raise where a file is not what it should be; the fault is a predicate."""
        advice = f"delete {path.parent}, then {self.remedy()}"
        return DataMissing(f"{self.title} is not whole: {path} {fault}; {advice}")

    def remedy(self) -> str:
        """What to do about it, as the end of a sentence."""
        return f"run `make data-{self.name}`, or `python -m coursedata.fetch {self.name}`"


def places_to_look() -> list[Path]:
    """Where data sets may lie, best first."""
    named = os.environ.get("GRADUS_DATA")
    package = Path(__file__).resolve().parent
    checkout = package.parents[1] if package.parent.name == "datasets" else package.parent
    places = [Path(named)] if named else []
    places += [Path("data").absolute(), checkout / "data"]
    return list(dict.fromkeys(places))
