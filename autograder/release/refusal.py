"""The refusal to release, with all its reasons at once."""

from collections.abc import Iterable

from autograder.course import BadInput


class Refused(BadInput):
    """This source may not be released; `reasons` has a sentence for each thing to mend."""

    def __init__(self, name: str, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        count = f"{len(self.reasons)} reason{'s' if len(self.reasons) != 1 else ''}"
        super().__init__("\n  ".join([f"{name} is not released, for {count}:", *self.reasons]))
