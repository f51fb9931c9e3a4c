"""CIFAR-10 from its publishers' binary layout (no pickles)."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .folders import Fetched

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
SET = Fetched("cifar10", "CIFAR-10", FOLDER, (*TRAIN_FILES, TEST_FILE))


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
    folder = SET.find(root)
    parts = [read_batch(folder / name) for name in SET.files]
    return Cifar10(
        train_images=np.concatenate([images for images, _ in parts[:-1]]),
        train_labels=np.concatenate([labels for _, labels in parts[:-1]]),
        test_images=parts[-1][0],
        test_labels=parts[-1][1],
    )


def read_batch(path: Path) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Images (10000, 32, 32, 3) and labels (10000,) of one file."""
    if not path.is_file():
        raise SET.lacks(path)
    if (size := path.stat().st_size) != ROWS * ROW_BYTES:
        raise SET.damaged(path, f"has {size} bytes, not {ROWS * ROW_BYTES}")
    rows = np.fromfile(path, np.uint8).reshape(ROWS, ROW_BYTES)
    images = rows[:, 1:].reshape(ROWS, 3, 32, 32).transpose(0, 2, 3, 1)
    return np.ascontiguousarray(images), rows[:, 0].astype(np.int64)
