"""One interface to every labelled data set, so that a notebook runs on any of them."""

import os
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .cifar import Cifar10, cifar10
from .digits import Mnist, mnist
from .generator import CLASS_NAMES, scenes

CIFAR_PARTS = (49_000, 1_000, 1_000)  # the most images of training, validation and test
MNIST_PARTS = (59_000, 1_000, 10_000)
SCENES_SEEDS = (1, 2, 3)  # of training, validation and test: never the same scene twice

Counts = tuple[int, int, int]  # of training, validation and test images


@dataclass(frozen=True)
class Split:
    """Images with their labels."""

    images: NDArray[np.uint8]  # (N, 32, 32, 3) RGB, 0..255; mnist: (N, 28, 28) grey
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

    "scenes" is made on the spot, any number of each (10,000 in about 3 s). The others must have
    been fetched. "cifar10": training images are the first of its 49,000, validation the first of
    rows 49,000 to 49,999 (at most 1,000), test the first of its test images (at most 1,000).
    "mnist": training images are the first of its 59,000, validation the first of rows 59,000 to
    59,999 (at most 1,000), test the first of its 10,000. Its images are grey, (N, 28, 28): code
    that needs colour takes one of the others.

    Args:
        name: "scenes", "cifar10" or "mnist"; by default what the environment variable
            GRADUS_DATASET says, or else "scenes".

    Raises:
        ValueError: an unknown name, or more images than there are.
        DataMissing: the data set is not there; says what to do.
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
    wanted = (train, validation, test)
    check_counts("cifar10", wanted, CIFAR_PARTS)
    return split("cifar10", cifar10(), wanted, CIFAR_PARTS[0])


def load_mnist(train: int, validation: int, test: int) -> Dataset:
    """MNIST as the course splits it."""
    wanted = (train, validation, test)
    check_counts("mnist", wanted, MNIST_PARTS)
    return split("mnist", mnist(), wanted, MNIST_PARTS[0])


def check_counts(name: str, wanted: Counts, most: Counts) -> None:
    """Refuses more images than there are, before anything is read."""
    if any(not 1 <= count <= limit for count, limit in zip(wanted, most, strict=True)):
        raise ValueError(
            f"{name} has up to {most[0]} training, {most[1]} validation and {most[2]} test "
            f"images; {wanted[0]}, {wanted[1]} and {wanted[2]} were asked for"
        )


def split(name: str, whole: Cifar10 | Mnist, counts: Counts, held_out: int) -> Dataset:
    """The first images of each part; validation starts at row held_out of the training images."""
    train, validation, test = counts

    def part(images: NDArray[np.uint8], labels: NDArray[np.int64], first: int, n: int) -> Split:
        rows = slice(first, first + n)
        return Split(images[rows].copy(), labels[rows].copy(), whole.class_names)

    return Dataset(
        name,
        part(whole.train_images, whole.train_labels, 0, train),
        part(whole.train_images, whole.train_labels, held_out, validation),
        part(whole.test_images, whole.test_labels, 0, test),
        whole.class_names,
    )


LOADERS: dict[str, Callable[[int, int, int], Dataset]] = {
    "scenes": load_scenes,
    "cifar10": load_cifar10,
    "mnist": load_mnist,
}
