"""What a grader and its judges say to each other."""

import msgspec

from autograder.outcome import Outcome


class Assignment(msgspec.Struct, frozen=True):
    """What a judge needs to know, sent to it once."""

    course: str
    name: str
    seed: str
    tier: str
    hash_seed: int
    libraries: dict[str, str]  # folder of libraries, by their names with spaces between
    scratch: str  # where temporary files go; removed with the court


class Job(msgspec.Struct, frozen=True):
    """Judge the package in this folder."""

    folder: str


class Judged(msgspec.Struct, frozen=True):
    """The answer to one submission, or to the start (without outcomes)."""

    outcomes: list[Outcome] = []
    spent_s: dict[str, float] = {}  # CPU seconds of the submission, by test
    failure: str | None = None  # ours
