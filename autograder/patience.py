"""When to give up on code that runs out of time in one test after the other."""

from collections import Counter

_OF_EXERCISE = 5  # tests that may run out of time before the rest of their exercise is not run
_OF_SUBMISSION = 15  # and before nothing more of the submission is


class Patience:
    """Counts the tests of a submission that ran out of time."""

    def __init__(self) -> None:
        self._out_of_time: Counter[str] = Counter()  # tests, by exercise

    def note(self, exercise: str) -> None:
        """A test of this exercise ran out of time."""
        self._out_of_time[exercise] += 1

    def lost(self, exercise: str) -> str | None:
        """Why a test of this exercise is not worth another wait; None where it is."""
        if self._out_of_time.total() >= _OF_SUBMISSION:
            return f"not run: {_OF_SUBMISSION} tests of this submission had run out of time"
        if self._out_of_time[exercise] >= _OF_EXERCISE:
            return f"not run: {_OF_EXERCISE} tests of this exercise had run out of time"
        return None
