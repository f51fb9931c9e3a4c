"""MNIST from its publishers' IDX files, gzipped or not."""

import gzip
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .folders import Fetched

FOLDER = "mnist"
SHAPES = {
    "train-images-idx3-ubyte": (60_000, 28, 28),
    "train-labels-idx1-ubyte": (60_000,),
    "t10k-images-idx3-ubyte": (10_000, 28, 28),
    "t10k-labels-idx1-ubyte": (10_000,),
}
CLASS_NAMES = tuple("0123456789")
UNSIGNED_BYTES = 0x08  # the type, in an IDX header
SET = Fetched("mnist", "MNIST", FOLDER, [f"{name}{end}" for name in SHAPES for end in ("", ".gz")])


@dataclass(frozen=True)
class Mnist:
    """MNIST, in its publishers' order."""

    train_images: NDArray[np.uint8]  # (60000, 28, 28) grey, 0 paper to 255 ink
    train_labels: NDArray[np.int64]  # (60000,) 0..9
    test_images: NDArray[np.uint8]  # (10000, 28, 28)
    test_labels: NDArray[np.int64]  # (10000,)
    class_names: tuple[str, ...] = CLASS_NAMES


def mnist(root: str | Path | None = None) -> Mnist:
    """All of MNIST: 60,000 training and 10,000 test digits, grey uint8, 55 MB in memory.

    Images have no axis for colour: (N, 28, 28).

    Args:
        root: a folder that holds mnist, or is it. Without one: the folder that the environment
            variable GRADUS_DATA names, then ./data, then data/ of the checkout.

    Raises:
        DataMissing: a file is missing, short or damaged; says which, where, and what to do.
    """
    folder = SET.find(root)
    train_images, train_labels, test_images, test_labels = (
        read_idx(folder / name, shape) for name, shape in SHAPES.items()
    )
    return Mnist(
        train_images, train_labels.astype(np.int64), test_images, test_labels.astype(np.int64)
    )


def read_idx(path: Path, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """The unsigned bytes, of that shape, in the IDX file at path, or in path.gz."""
    found = path if path.is_file() else path.with_name(path.name + ".gz")
    if not found.is_file():
        raise SET.lacks(found)
    header = bytes([0, 0, UNSIGNED_BYTES, len(shape)]) + np.array(shape, ">i4").tobytes()
    wanted = len(header) + int(np.prod(shape))
    content = read_bytes(found, wanted + 1)
    if len(content) != wanted:
        came = f"more than {wanted}" if len(content) > wanted else str(len(content))
        raise SET.damaged(found, f"holds {came} bytes, not {wanted}")
    if not content.startswith(header):
        raise SET.damaged(found, f"does not begin as an IDX file of shape {shape}")
    return np.frombuffer(content, np.uint8, offset=len(header)).reshape(shape).copy()


def read_bytes(path: Path, limit: int) -> bytes:
    """The first bytes of a file, unpacked where its name ends in .gz."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        try:
            return file.read(limit)
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise SET.damaged(path, f"cannot be unpacked ({error})") from error
