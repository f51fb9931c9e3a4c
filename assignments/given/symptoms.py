"""What a wrong answer looks like: pure functions of the answer, the promise and the arguments.

Each returns a sentence, or None where it does not fit. A sentence names the kind of the error and
never an expected number, so that it may be shown for hidden tests too.
"""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from given.calls import Call

RTOL = 1e-6
Array = np.ndarray[Any, Any]


def of_shape(got: Array, want: Array, call: Call | None) -> str | None:
    """The first symptom that fits an answer of the wrong shape."""
    with np.errstate(all="ignore"):
        return (
            one_number_in_an_array(got, want)
            or transposed(got, want)
            or axis_left(got, want)
            or outer_broadcast(got, want)
            or axis_missing(got, want)
            or other_axis(got, want, sizes(call))
        )


def of_values(got: Array, want: Array, call: Call | None) -> str | None:
    """The first symptom that fits an answer of the right shape."""
    if not np.all(np.isfinite(got)):
        return not_finite(got)
    if "c" in (got.dtype.kind, want.dtype.kind):
        return all_zero(got, want) or transposed(got, want) or one_wrong(got, want)
    with np.errstate(all="ignore"):
        return (
            all_zero(got, want)
            or factor(got, want, sizes(call))
            or transposed(got, want)
            or multiple_of(got, want, arrays(call))
            or penalty(got, want, call)
            or shifted(got, want)
            or one_wrong(got, want)
        )


def sizes(call: Call | None) -> dict[str, int]:
    """Lengths of the axes of the arguments, by name: {"X.shape[0]": 4, ...}."""
    return {
        f"{name}.shape[{axis}]": length
        for name, array in arrays(call).items()
        for axis, length in enumerate(array.shape)
    }


def arrays(call: Call | None) -> dict[str, Array]:
    """The arrays among the arguments, by name."""
    values: Mapping[str, Any] = call.values if call else {}
    return {name: v for name, v in values.items() if isinstance(v, np.ndarray)}


def not_finite(got: Array) -> str | None:
    """Says which of nan and infinity came, and what makes it."""
    if np.all(np.isfinite(got)):
        return None
    where = "" if got.ndim == 0 else f" in {np.sum(~np.isfinite(got))} of {got.size} entries"
    if np.any(np.isnan(got)):
        return (
            f"nan{where}: usually inf - inf, inf / inf, 0 * inf or 0 / 0;"
            " an exponential overflows above 709, so look for the first inf"
        )
    return f"infinity{where}: an exponential that overflows, a division by 0, or the log of 0"


def all_zero(got: Array, want: Array) -> str | None:
    if got.size > 0 and not np.any(got) and np.any(want):
        return "zero came" if got.ndim == 0 else "every entry is 0: was the result filled in?"
    return None


def factor(got: Array, want: Array, lengths: Mapping[str, int]) -> str | None:
    """The answer is the promise times one number: named where it is a well-known one."""
    ratio = _ratio(got, want)
    if ratio is None:
        return None
    subject = "the answer is" if want.ndim == 0 else "every entry is"
    for value, name in _named_factors(lengths):
        if math.isclose(ratio, value, rel_tol=RTOL):
            return f"{subject} {name}"
    if np.count_nonzero(want) >= 3:
        return f"{subject} the promised one times one and the same number"
    return None


def _named_factors(lengths: Mapping[str, int]) -> list[tuple[float, str]]:
    named = [
        (-1.0, "the promised one with the opposite sign"),
        (2.0, "2 times the promised one"),
        (0.5, "half of the promised one"),
        (-2.0, "-2 times the promised one"),
        (-0.5, "-1/2 times the promised one"),
        (1 / math.log(2), "the promised one divided by log 2: which base has the logarithm?"),
        (1 / math.log(10), "the promised one divided by log 10: which base has the logarithm?"),
    ]
    for length in sorted({n for n in lengths.values() if n > 2}):
        names = " = ".join([str(length), *[k for k, n in lengths.items() if n == length][:2]])
        named += [
            (float(length), f"{length} times the promised one ({names}): sum or mean?"),
            (1 / length, f"1/{length} of the promised one ({names}): divided once too often?"),
            (-float(length), f"-{length} times the promised one ({names})"),
            (-1 / length, f"-1/{length} of the promised one ({names})"),
            (length / (length - 1), f"{length}/{length - 1} of the promised one ({names})"),
            ((length - 1) / length, f"{length - 1}/{length} of the promised one ({names})"),
        ]
    return named


def _ratio(got: Array, want: Array) -> float | None:
    """c with got = c * want, where there is one other than 0 and 1."""
    if got.shape != want.shape or not np.any(want) or not np.all(np.isfinite(got)):
        return None
    scale = np.abs(want).max()
    ratio = float(got.flat[np.abs(want).argmax()] / want.flat[np.abs(want).argmax()])
    if ratio == 0 or math.isclose(ratio, 1, rel_tol=RTOL) or not math.isfinite(ratio):
        return None
    fits = np.abs(got - ratio * want) <= RTOL * abs(ratio) * (np.abs(want) + 1e-6 * scale)
    return ratio if np.all(fits) else None


def transposed(got: Array, want: Array) -> str | None:
    """The answer with its axes in reverse order is the promise, or has its shape."""
    if want.ndim < 2 or got.shape != want.shape[::-1]:
        return None
    if _close(got.T, want):
        return "the answer is transposed"
    return "the shape is transposed" if got.shape != want.shape else None


def multiple_of(got: Array, want: Array, candidates: Mapping[str, Array]) -> str | None:
    """The answer minus the promise is a multiple of one of the arguments."""
    if want.size < 2 or got.shape != want.shape:
        return None
    difference = got - want
    for name, array in candidates.items():
        if array.shape == want.shape and np.any(array):
            other = array.astype(np.float64)
            share = float(np.vdot(other, difference) / np.vdot(other, other))
            if share != 0 and _close(share * other, difference):
                return f"the answer differs from the promised one by a multiple of {name}"
    return None


def penalty(got: Array, want: Array, call: Call | None) -> str | None:
    """A single number that is off by a simple multiple of number * sum(array ** 2)."""
    if want.ndim or got.ndim or call is None:
        return None
    difference = float(got - want)
    numbers = {k: float(v) for k, v in call.values.items() if not isinstance(v, np.ndarray) and v}
    for strength, value in numbers.items():
        for name, array in arrays(call).items():
            squares = value * float(np.sum(array.astype(np.float64) ** 2))
            for share in (1, -1, 0.5, -0.5, 2, -2):
                if squares and math.isclose(difference, share * squares, rel_tol=RTOL):
                    amount = "" if abs(share) == 1 else f"{abs(share):g} * "
                    way = "high" if share > 0 else "low"
                    return f"too {way} by {amount}{strength} * sum({name} ** 2)"
    return None


def shifted(got: Array, want: Array) -> str | None:
    """Every entry is off by one and the same number."""
    if want.size < 3 or got.shape != want.shape:
        return None
    difference = got - want
    first = difference.flat[0]
    if first != 0 and _close(np.full(want.shape, first), difference):
        return "every entry is off by one and the same number"
    return None


def one_wrong(got: Array, want: Array, rtol: float = RTOL, atol: float = 1e-9) -> str | None:
    """One entry, one row or one column is wrong and the others are right."""
    if want.size < 2 or got.shape != want.shape:
        return None
    wrong = ~(np.abs(got - want) <= atol + rtol * np.abs(want))
    places = np.argwhere(wrong)
    if len(places) == 1:
        return f"only the entry [{', '.join(map(str, places[0]))}] is wrong"
    for axis in range(want.ndim if want.ndim > 1 else 0):
        lines = set(places[:, axis])
        if len(lines) == 1 and want.shape[axis] > 1:
            index = [":"] * want.ndim
            index[axis] = str(lines.pop())
            return f"only [{', '.join(index)}] is wrong, all other entries are right"
    return None


def one_number_in_an_array(got: Array, want: Array) -> str | None:
    if want.ndim == 0 and got.size == 1:
        return "the number is wrapped in an array: a sum with keepdims, or an index missing"
    return None


def axis_left(got: Array, want: Array) -> str | None:
    """The shapes agree but for axes of length 1 that the answer has too many."""
    if got.ndim > want.ndim and _without_ones(got.shape) == _without_ones(want.shape):
        return "an axis of length 1 is left over: keepdims=True, or a slice instead of an index?"
    return None


def axis_missing(got: Array, want: Array) -> str | None:
    if got.ndim >= want.ndim:
        return None
    if _without_ones(got.shape) == _without_ones(want.shape):
        return "an axis of length 1 is missing: keepdims=True keeps it"
    if got.ndim == 0:
        return "one number came where an array was promised: a sum or mean without its axis?"
    if any(got.shape == want.shape[:k] + want.shape[k + 1 :] for k in range(want.ndim)):
        return "an axis is missing: summed over one too many?"
    return None


def outer_broadcast(got: Array, want: Array) -> str | None:
    """(N, 1) with (N,) gives (N, N), without an error."""
    lengths = _without_ones(want.shape)
    if len(lengths) == 1 and got.shape == lengths * 2:
        n = lengths[0]
        return f"({n}, 1) with ({n},) broadcasts to ({n}, {n}): keepdims on one side only?"
    return None


def other_axis(got: Array, want: Array, lengths: Mapping[str, int]) -> str | None:
    """One axis has the length of another axis of the arguments."""
    if got.ndim != want.ndim:
        return None
    wrong = [a for a in range(want.ndim) if got.shape[a] != want.shape[a]]
    if len(wrong) != 1:
        return None
    length = got.shape[wrong[0]]
    names = [name for name, n in lengths.items() if n == length][:2]
    if not names:
        return None
    return f"axis {wrong[0]} has length {length} = {' = '.join(names)}: reduced over another axis?"


def _without_ones(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(n for n in shape if n != 1)


def _close(got: Array, want: Array) -> bool:
    """Equal up to rounding, on the scale of the largest entry."""
    scale = np.abs(want).max(initial=0.0)
    return bool(np.all(np.abs(got - want) <= RTOL * np.abs(want) + 1e-9 * scale))
