"""One interface to every labelled data set, so that a notebook runs on any of them."""

import os
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import cifar
from .generator import CLASS_NAMES, scenes

CIFAR_TRAIN, CIFAR_VALIDATION, CIFAR_TEST = 49_000, 1_000, 1_000
SCENES_SEEDS = (1, 2, 3)  # of training, validation and test: never the same scene twice


@dataclass(frozen=True)
class Split:
    """Images with their labels."""

    images: NDArray[np.uint8]  # (N, 32, 32, 3) RGB, 0..255
    labels: NDArray[np.int64]  # (N,) index into class_names
    class_names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True)
class Dataset:
    """A data set in three parts that share no image."""

    name: str
    train: Split
    validation: Split
    test: Split
    class_names: tuple[str, ...]


def load(
    name: str | None = None, *, train: int = 8_000, validation: int = 1_000, test: int = 1_000
) -> Dataset:
    """A data set with that many images in each part, as uint8.

    "scenes" is made on the spot, any number of each (10,000 in about 3 s). "cifar10" must have
    been fetched: training images are the first of its 49,000, validation the first of rows 49,000
    to 49,999 (at most 1,000), test the first of its test images (at most 1,000).

    Args:
        name: "scenes" or "cifar10"; by default what the environment variable GRADUS_DATASET says,
            or else "scenes".

    Raises:
        ValueError: an unknown name, or more images than there are.
        DataMissing: CIFAR-10 is not there; says what to do.
    """
    name = name or os.environ.get("GRADUS_DATASET") or "scenes"
    if name not in LOADERS:
        raise ValueError(f"no data set is called {name!r}; there are {', '.join(LOADERS)}")
    return LOADERS[name](train, validation, test)


def load_scenes(train: int, validation: int, test: int) -> Dataset:
    """The embedded scenes; each part has its own seed."""
    parts = []
    for count, seed in zip((train, validation, test), SCENES_SEEDS, strict=True):
        batch = scenes(count, seed)
        parts.append(Split(batch.images, batch.labels, CLASS_NAMES))
    return Dataset("scenes", parts[0], parts[1], parts[2], CLASS_NAMES)


def load_cifar10(train: int, validation: int, test: int) -> Dataset:
    """CIFAR-10 as the course splits it."""
    wanted, most = (train, validation, test), (CIFAR_TRAIN, CIFAR_VALIDATION, CIFAR_TEST)
    if any(not 1 <= count <= limit for count, limit in zip(wanted, most, strict=True)):
        raise ValueError(
            f"cifar10 has up to {CIFAR_TRAIN} training, {CIFAR_VALIDATION} validation and "
            f"{CIFAR_TEST} test images; {train}, {validation} and {test} were asked for"
        )
    whole = cifar.cifar10()

    def part(images: NDArray[np.uint8], labels: NDArray[np.int64], first: int, n: int) -> Split:
        rows = slice(first, first + n)
        return Split(images[rows].copy(), labels[rows].copy(), cifar.CLASS_NAMES)

    return Dataset(
        "cifar10",
        part(whole.train_images, whole.train_labels, 0, train),
        part(whole.train_images, whole.train_labels, CIFAR_TRAIN, validation),
        part(whole.test_images, whole.test_labels, 0, test),
        cifar.CLASS_NAMES,
    )


LOADERS: dict[str, Callable[[int, int, int], Dataset]] = {
    "scenes": load_scenes,
    "cifar10": load_cifar10,
}
