"""Data sets of the course: `scenes`, made on the spot, and loaders of the ones worth fetching."""

from .cifar import Cifar10, DataMissing, cifar10
from .datasets import Dataset, Split, load
from .generator import Scenes, scenes

__all__ = ["Cifar10", "DataMissing", "Dataset", "Scenes", "Split", "cifar10", "load", "scenes"]
