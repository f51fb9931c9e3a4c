"""What became of one test on one submission."""

from msgspec import Struct

from autograder.verdicts import Verdict


class Outcome(Struct, frozen=True):
    """One case of a test; what explains a failure is for public tests only, but for the hint."""

    test: str  # "hidden/test_softmax.test_name[param]"
    exercise: str
    visibility: str  # public or hidden
    title: str
    contract: bool  # counts only beside a passing value test
    verdict: Verdict
    called: str | None = None
    promised: str | None = None
    came: str | None = None
    symptom: str | None = None
    where: str | None = None
    hint: str | None = None

    @property
    def function(self) -> str:
        """The test without its parameters."""
        return self.test.partition("[")[0]
