"""Data sets of the course: `scenes`, made on the spot, and loaders of the ones worth fetching."""

from .cifar import Cifar10, cifar10
from .datasets import Dataset, Split, load
from .digits import Mnist, mnist
from .folders import DataMissing
from .generator import Scenes, scenes

__all__ = [
    "Cifar10",
    "DataMissing",
    "Dataset",
    "Mnist",
    "Scenes",
    "Split",
    "cifar10",
    "load",
    "mnist",
    "scenes",
]
