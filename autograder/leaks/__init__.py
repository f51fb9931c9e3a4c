"""Proves that nothing published holds an answer; shares no code with what blanks the answers."""

from autograder.leaks.check import check_release
from autograder.leaks.finding import Finding, Kind

__all__ = ["Finding", "Kind", "check_release"]
