"""The engine; `autograder.grade(assignment, submission, seed)` grades one submission."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.grading import grade
    from autograder.result import Result

__all__ = ["Result", "grade"]


def __getattr__(name: str) -> Any:
    """Imported when asked for: processes that need only autograder.boundary stay light."""
    if name not in __all__:
        raise AttributeError(f"module 'autograder' has no attribute {name!r}")
    from autograder import grading

    return getattr(grading, name)
