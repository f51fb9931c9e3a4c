"""From a folder of archives, as an LMS names them, to files that can be graded."""

from autograder.collection.entries import Entry, read_collected
from autograder.collection.intake import collect

__all__ = ["Entry", "collect", "read_collected"]
