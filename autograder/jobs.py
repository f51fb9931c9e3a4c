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


class Submission(msgspec.Struct, tag="submission", frozen=True):
    """A job: judge the package in this folder."""

    folder: str


class Variant(msgspec.Struct, tag="variant", frozen=True):
    """A job: judge the solved package with a misconception in it."""

    misconception: str


Job = Submission | Variant


class Judged(msgspec.Struct, frozen=True):
    """The answer to one submission, or to the start (without outcomes)."""

    outcomes: list[Outcome] = []
    spent_s: dict[str, float] = {}  # CPU seconds of the submission, by test
    failure: str | None = None  # ours
