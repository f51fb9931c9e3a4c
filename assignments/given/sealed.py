"""What must be looked at only once, at the end: the test images."""

from typing import Generic, TypeVar

Contents = TypeVar("Contents")


class Sealed(Generic[Contents]):
    """Holds something, counts how often it is opened, and says so each time.

    A reminder, not a lock: a fresh kernel starts at zero, so count your restarts yourself.

    Attributes:
        purposes: what it was opened for, one text an opening.
    """

    def __init__(self, contents: Contents, name: str) -> None:
        self._contents = contents
        self._name = name
        self.purposes: list[str] = []

    @property
    def opened(self) -> int:
        """How often it was opened."""
        return len(self.purposes)

    def open(self, purpose: str) -> Contents:
        """The contents.

        Args:
            purpose: what they are looked at for, in words.

        Raises:
            ValueError: the purpose is blank; nothing is opened.
        """
        if not purpose.strip():
            raise ValueError(f"say what {self._name} are opened for")
        self.purposes.append(purpose)
        print(f"{self!r}: {'; '.join(self.purposes)}.")
        if self.opened > 1:
            print("What was chosen after the first look has seen them: the number is too good.")
        return self._contents

    def __repr__(self) -> str:
        if not self.purposes:
            return f"{self._name}, sealed"
        return f"{self._name}, opened {self.opened} time{'s' if self.opened > 1 else ''}"
