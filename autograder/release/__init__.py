"""From the solved tree to the students' tree: inventory, blanking, notebooks, folder and zip."""

from autograder.release.refusal import Refused
from autograder.release.tree import Released, release

__all__ = ["Refused", "Released", "release"]
