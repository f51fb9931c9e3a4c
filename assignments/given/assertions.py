"""Comparisons that a wrong answer cannot slip through, with messages for students."""

import math
from typing import Any, NoReturn

import numpy as np

from given import symptoms
from given.calls import describe, last_call

Array = np.ndarray[Any, Any]
DEEPEST = 32  # nesting of lists


class UnfitPromise(ValueError):
    """A test promised what cannot be compared: its author's mistake, or made of a wrong answer."""


class Mismatch(AssertionError):
    """An answer is not what was promised; `symptom` says what the error looks like."""

    def __init__(self, promised: str, came: str, symptom: str | None = None) -> None:
        self.promised = promised
        self.came = came
        self.symptom = symptom
        sentence = f"promised: {promised}; came: {came}"
        super().__init__(f"{sentence} ({symptom})" if symptom else sentence)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.promised, self.came, self.symptom)


def assert_close(got: object, want: object, rtol: float = 1e-6, atol: float = 1e-9) -> None:
    """Passes if shapes are equal and |got - want| <= atol + rtol * |want| everywhere.

    Args:
        got: an array, a number, or a list of numbers, of the shape of `want`.
        want: finite numbers.

    Raises:
        Mismatch: anything else came: another shape (nothing is broadcast), nan, infinity, truth
            values, objects, text, complex numbers for real ones.
        UnfitPromise: `want` or a tolerance cannot be used.
    """
    promise = _promise(want, "iufc", "finite numbers (for truth values: assert_mask)")
    if not np.all(np.isfinite(promise)):
        raise UnfitPromise("assert_close: want has nan or infinity")
    if not all(math.isfinite(t) and t >= 0 for t in (rtol, atol)):
        raise UnfitPromise(
            f"assert_close: rtol {rtol} and atol {atol} must be finite and not below 0"
        )
    allowed = "iufc" if promise.dtype.kind == "c" else "iuf"
    answer = _answer(got, promise, allowed, "numbers")
    wide = np.complex128 if promise.dtype.kind == "c" else np.float64
    with np.errstate(all="ignore"):
        answer, promise = answer.astype(wide), promise.astype(wide)
        difference = np.abs(answer - promise)
        right = difference <= atol + rtol * np.abs(promise)
        if not np.all(right):
            symptom = symptoms.of_values(answer, promise, last_call())
            _report(
                answer, promise, np.where(np.isnan(difference), np.inf, difference), right, symptom
            )


def assert_labels(got: object, want: object) -> None:
    """Passes if shapes are equal and every label is the promised one.

    Labels are integers; floats with integer values count as such (`np.zeros(n)` filled with
    labels), truth values do not.

    Raises:
        Mismatch: something else came.
        UnfitPromise: `want` is not made of integers.
    """
    promise = _promise(want, "iu", "integers")
    answer = _answer(got, promise, "iuf", "integer labels")
    if answer.dtype.kind == "f" and not np.all(np.isfinite(answer) & (answer == np.rint(answer))):
        bad = answer[~(np.isfinite(answer) & (answer == np.rint(answer)))].flat[0]
        raise Mismatch("integer labels", f"{bad:.6g} among them", "scores instead of their argmax?")
    right = answer == promise
    if not np.all(right):
        _report(answer, promise, (~right).astype(float), right, _of_labels(answer, promise))


def assert_mask(got: object, want: object) -> None:
    """Passes if shapes are equal, `got` is of truth values and each is the promised one.

    Numbers 0 and 1 are refused: as an index they would choose rows 0 and 1.

    Raises:
        Mismatch: something else came.
        UnfitPromise: `want` is not made of truth values.
    """
    promise = _promise(want, "b", "truth values")
    answer = _answer(got, promise, "b", "truth values")
    right = answer == promise
    if not np.all(right):
        symptom = "the mask is inverted" if not np.any(right) and promise.size > 1 else None
        symptom = symptom or symptoms.transposed(answer.astype(float), promise.astype(float))
        _report(answer, promise, (~right).astype(float), right, symptom)


def _promise(want: object, kinds: str, needed: str) -> Array:
    promise = np.asarray(want)
    if promise.dtype.kind not in kinds:
        raise UnfitPromise(f"want is {describe(want)} of {promise.dtype}, not {needed}")
    return promise


def _answer(got: object, promise: Array, kinds: str, needed: str) -> Array:
    """`got` as an array of the promised shape.

    Raises:
        Mismatch: it is none.
    """
    promised = f"{needed}, {_of_shape(promise)}"
    if not _is_plain(got, "b" in kinds):
        raise Mismatch(promised, describe(got), _of_kind(got))
    try:
        answer = np.asarray(got)
    except (ValueError, OverflowError):
        came = f"{describe(got)}, of unequal lengths"
        raise Mismatch(promised, came, _of_kind(got)) from None
    if answer.dtype.kind not in kinds:
        came = describe(answer if answer.ndim else got)
        raise Mismatch(promised, came, _of_dtype(answer))
    if answer.shape != promise.shape:
        numeric = answer.dtype.kind in "iuf" and promise.dtype.kind in "iuf"
        with np.errstate(all="ignore"):
            symptom = symptoms.of_shape(answer, promise, last_call()) if numeric else None
        raise Mismatch(promised, _of_shape(answer), symptom)
    return answer


def _is_plain(got: Any, truth: bool, depth: int = 0) -> bool:
    """An array, a number or nested lists of them: their conversion runs no code of the student's.

    Truth values in lists, where they would become 0 and 1, count only if `truth`.
    """
    kind = type(got)
    if issubclass(kind, np.ndarray) or kind in (int, float, complex):
        return True
    if kind in (bool, np.bool_):
        return truth or depth == 0
    if issubclass(kind, np.generic):
        return kind.__module__ == "numpy"
    if kind in (list, tuple) and depth < DEEPEST:
        return all(_is_plain(entry, truth, depth + 1) for entry in got)
    return False


def _of_shape(array: Array) -> str:
    return "a single value" if array.ndim == 0 else f"shape {array.shape}"


def _of_kind(got: object) -> str | None:
    if got is None:
        return "None came: is there a return?"
    if type(got) is tuple and len(got) > 1:
        return "several values came where one was promised"
    return None


def _of_dtype(answer: Array) -> str | None:
    return {
        "b": "truth values came: a comparison where numbers were meant?",
        "c": "complex numbers came",
        "O": "an array of Python objects came, not of numbers",
        "U": "text came",
        "S": "text came",
    }.get(answer.dtype.kind, f"the dtype is {answer.dtype}")


def _of_labels(answer: Array, promise: Array) -> str | None:
    shift = np.asarray(answer, dtype=float) - promise
    if promise.size > 1 and np.all(shift == shift.flat[0]):
        return "every label is off by one and the same number: where does counting start?"
    wrong = int(np.sum(answer != promise))
    return "a single label is wrong: how are ties broken?" if wrong == 1 < promise.size else None


def _report(
    answer: Array, promise: Array, difference: Array, right: Array, symptom: str | None
) -> NoReturn:
    """Raises the Mismatch that shows the entry farthest off."""
    if promise.ndim == 0:
        raise Mismatch(*_both(promise[()], answer[()]), symptom)
    at = np.unravel_index(int(np.argmax(np.where(right, -1.0, difference))), promise.shape)
    place = f"[{', '.join(str(int(i)) for i in at)}]"
    promised, came = _both(promise[at], answer[at])
    count = f"{int(np.sum(~right))} of {right.size} entries differ"
    raise Mismatch(
        f"{promised} at {place}, shape {promise.shape}", f"{came} there; {count}", symptom
    )


def _both(promised: Any, came: Any) -> tuple[str, str]:
    """Both numbers, with as many digits as tell them apart."""
    for digits in (6, 12, 17):
        texts = tuple(_number(value, digits) for value in (promised, came))
        if texts[0] != texts[1]:
            break
    return texts[0], texts[1]


def _number(value: Any, digits: int) -> str:
    return format(value, f".{digits}g") if value.dtype.kind in "fc" else str(value)
