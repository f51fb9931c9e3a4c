"""CIFAR-10 from its publishers' binary layout (no pickles)."""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FOLDER = "cifar-10-batches-bin"
TRAIN_FILES = tuple(f"data_batch_{number}.bin" for number in range(1, 6))
TEST_FILE = "test_batch.bin"
CLASS_NAMES = (
    "airplane",
    "automobile",
    "bird",
    "cat",
    "deer",
    "dog",
    "frog",
    "horse",
    "ship",
    "truck",
)
ROWS = 10_000  # of one file: a label byte, then 32 x 32 bytes each of red, green, blue
ROW_BYTES = 1 + 3 * 32 * 32


class DataMissing(FileNotFoundError):
    """A data set is not there, or not whole. The sentence says what to do."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Cifar10:
    """CIFAR-10, in its publishers' order."""

    train_images: NDArray[np.uint8]  # (50000, 32, 32, 3) RGB, 0..255
    train_labels: NDArray[np.int64]  # (50000,) 0..9
    test_images: NDArray[np.uint8]  # (10000, 32, 32, 3)
    test_labels: NDArray[np.int64]  # (10000,)
    class_names: tuple[str, ...] = CLASS_NAMES


def cifar10(root: str | Path | None = None) -> Cifar10:
    """All of CIFAR-10: 50,000 training and 10,000 test images, uint8, 184 MB in memory.

    Args:
        root: a folder that holds cifar-10-batches-bin, or is it. Without one: the folder that the
            environment variable GRADUS_DATA names, then ./data, then data/ of the checkout.

    Raises:
        DataMissing: a file is missing or too short; says which, where, and what to do.
    """
    folder = find_folder(root)
    parts = [read_batch(folder / name) for name in (*TRAIN_FILES, TEST_FILE)]
    return Cifar10(
        train_images=np.concatenate([images for images, _ in parts[:-1]]),
        train_labels=np.concatenate([labels for _, labels in parts[:-1]]),
        test_images=parts[-1][0],
        test_labels=parts[-1][1],
    )


def find_folder(root: str | Path | None = None) -> Path:
    """The first folder with CIFAR-10 in it among those where it is looked for."""
    places = [Path(root)] if root is not None else places_to_look()
    for place in places:
        for folder in (place / FOLDER, place):
            if any((folder / name).is_file() for name in (*TRAIN_FILES, TEST_FILE)):
                return folder
    looked = ", ".join(str(place) for place in places)
    raise DataMissing(f"CIFAR-10 is missing: no {FOLDER} in {looked}; {remedy()}")


def places_to_look() -> list[Path]:
    """Where data sets may lie, best first."""
    named = os.environ.get("GRADUS_DATA")
    package = Path(__file__).resolve().parent
    checkout = package.parents[1] if package.parent.name == "datasets" else package.parent
    places = [Path(named)] if named else []
    places += [Path("data").absolute(), checkout / "data"]
    return list(dict.fromkeys(places))


def read_batch(path: Path) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Images (10000, 32, 32, 3) and labels (10000,) of one file."""
    if not path.is_file():
        raise DataMissing(f"CIFAR-10 is not whole: {path} is missing; {remedy()}")
    if (size := path.stat().st_size) != ROWS * ROW_BYTES:
        sizes = f"{path} has {size} bytes, not {ROWS * ROW_BYTES}"
        raise DataMissing(f"CIFAR-10 is not whole: {sizes}; delete {path.parent}, then {remedy()}")
    rows = np.fromfile(path, np.uint8).reshape(ROWS, ROW_BYTES)
    images = rows[:, 1:].reshape(ROWS, 3, 32, 32).transpose(0, 2, 3, 1)
    return np.ascontiguousarray(images), rows[:, 0].astype(np.int64)


def remedy() -> str:
    """What to do about it, as the end of a sentence."""
    return "run `make data-cifar10`, or `python -m coursedata.fetch cifar10`"
