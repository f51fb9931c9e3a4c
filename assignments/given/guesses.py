"""What was guessed in a notebook, beside what came."""

from collections.abc import Mapping

CELL = 14  # columns of a guess, and of a truth


def print_guesses(guesses: Mapping[str, object], truths: Mapping[str, object]) -> None:
    """A line a guess; "not yet" where nothing has been measured."""
    wide = max((len(name) for name in guesses), default=0) + 2
    print(f"{'':<{wide}}{'your guess':>{CELL}}{'measured':>{CELL}}")
    for name, guess in guesses.items():
        truth = truths.get(name, "not yet")
        shown = f"{truth:.3g}" if isinstance(truth, float) else f"{truth}"
        print(f"{name:<{wide}}{guess!s:>{CELL}}{shown:>{CELL}}")
