"""Wrong readings of a run that people really make, each with the hint it earns."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Params = Mapping[str, NDArray[np.float64]]
Diagnosis = tuple[int, str] | None

INITIAL = "monitoring.expected_initial_loss"
RATIOS = "monitoring.update_ratios"
DIAGNOSE = "monitoring.diagnose"


# The loss at the start


@misconception(
    INITIAL, hint="Your svm counts the right class, too: a margin each for C - 1 classes."
)
def svm_counts_the_right_class(num_classes: int, loss: str = "softmax") -> float:
    return float(num_classes) if loss == "svm" else initial(num_classes, loss)


@misconception(INITIAL, hint="Your softmax loss is in bits: the logarithm is the natural one.")
def logarithm_to_base_two(num_classes: int, loss: str = "softmax") -> float:
    return math.log2(num_classes) if loss == "softmax" else initial(num_classes, loss)


@misconception(INITIAL, hint="Your softmax loss is negative: it is -log(1 / C).")
def sign_of_the_logarithm(num_classes: int, loss: str = "softmax") -> float:
    return -math.log(num_classes) if loss == "softmax" else initial(num_classes, loss)


@misconception(INITIAL, hint="You give the probability 1 / C: the loss is minus its logarithm.")
def probability_for_loss(num_classes: int, loss: str = "softmax") -> float:
    return 1 / num_classes if loss == "softmax" else initial(num_classes, loss)


@misconception(INITIAL, hint="You have the two losses the wrong way round.")
def losses_swapped(num_classes: int, loss: str = "softmax") -> float:
    other = {"softmax": "svm", "svm": "softmax"}
    return initial(num_classes, other.get(loss, loss))


@misconception(INITIAL, hint="An unknown loss gets a number: raise a ValueError.")
def unknown_loss_let_through(num_classes: int, loss: str = "softmax") -> float:
    return initial(num_classes, "softmax" if loss == "softmax" else "svm")


# How far parameters move


@misconception(RATIOS, hint="You give the length of the step: divide it by the parameter's length.")
def not_relative(params: Params, new_params: Params) -> Any:
    return {name: length(new_params[name] - old) for name, old in params.items()}


@misconception(RATIOS, hint="Your lengths are squares: take the root of each sum.")
def lengths_squared(params: Params, new_params: Params) -> Any:
    ratios = right(params, new_params)
    return {name: ratio**2 for name, ratio in ratios.items()}


@misconception(RATIOS, hint="You divide by the new length: divide by the old one.")
def new_length_below(params: Params, new_params: Params) -> Any:
    return {
        name: ratio(length(new_params[name] - old), length(new_params[name]))
        for name, old in params.items()
    }


@misconception(RATIOS, hint="You compare the lengths of new and old: take the length of new - old.")
def difference_of_lengths(params: Params, new_params: Params) -> Any:
    return {
        name: ratio(abs(length(new_params[name]) - length(old)), length(old))
        for name, old in params.items()
    }


@misconception(RATIOS, hint="Your ratio is upside down: the step stands above.")
def upside_down(params: Params, new_params: Params) -> Any:
    return {
        name: ratio(length(old), length(new_params[name] - old)) for name, old in params.items()
    }


@misconception(RATIOS, hint="You divide new by old: divide the step, new - old, by old.")
def new_over_old(params: Params, new_params: Params) -> Any:
    return {name: ratio(length(new_params[name]), length(old)) for name, old in params.items()}


@misconception(RATIOS, hint="You add absolute values: the length is the root of a sum of squares.")
def sums_of_absolute_values(params: Params, new_params: Params) -> Any:
    return {
        name: ratio(np.abs(new_params[name] - old).sum(), np.abs(old).sum())
        for name, old in params.items()
    }


@misconception(
    RATIOS, hint="You average the ratios of single entries: take the ratio of two lengths."
)
def mean_of_ratios(params: Params, new_params: Params) -> Any:
    with np.errstate(all="ignore"):
        return {
            name: float(np.mean(np.abs((new_params[name] - old) / old)))
            for name, old in params.items()
        }


@misconception(
    RATIOS, hint="You take a matrix's largest singular value: its length has all entries."
)
def spectral_norm(params: Params, new_params: Params) -> Any:
    return {
        name: ratio(spectral(new_params[name] - old), spectral(old)) for name, old in params.items()
    }


@misconception(RATIOS, hint="0 / 0 is nan: a parameter that was 0 and did not move has ratio 0.")
def nan_for_zeros(params: Params, new_params: Params) -> Any:
    ratios = right(params, new_params)
    still = [n for n, old in params.items() if not old.any() and not new_params[n].any()]
    return ratios | dict.fromkeys(still, math.nan)


@misconception(RATIOS, hint="A small number below keeps you from infinity: here it is promised.")
def small_number_below(params: Params, new_params: Params) -> Any:
    return {
        name: length(new_params[name] - old) / (length(old) + 1e-8) for name, old in params.items()
    }


@misconception(RATIOS, hint="A parameter that was 0 and moved has the ratio infinity, not 0.")
def zero_for_zeros(params: Params, new_params: Params) -> Any:
    ratios = right(params, new_params)
    return {name: 0.0 if math.isinf(ratios[name]) else ratios[name] for name in ratios}


# Where a run broke down


@misconception(DIAGNOSE, hint="You look for nan alone: infinity is no finite loss, either.")
def nan_alone(losses: Sequence[float]) -> Diagnosis:
    return next(((i, "nan") for i, loss in enumerate(losses) if math.isnan(loss)), None)


@misconception(DIAGNOSE, hint="You look for infinity alone: nan is no finite loss, either.")
def infinity_alone(losses: Sequence[float]) -> Diagnosis:
    return next(((i, "inf") for i, loss in enumerate(losses) if math.isinf(loss)), None)


@misconception(DIAGNOSE, hint="You look for all nan first: infinity may come before them.")
def nan_first(losses: Sequence[float]) -> Diagnosis:
    nans = [i for i, loss in enumerate(losses) if math.isnan(loss)]
    return (nans[0], "nan") if nans else first(losses)


@misconception(DIAGNOSE, hint="You look for all infinities first: nan may come before them.")
def infinity_first(losses: Sequence[float]) -> Diagnosis:
    infinities = [i for i, loss in enumerate(losses) if math.isinf(loss)]
    return (infinities[0], "inf") if infinities else first(losses)


@misconception(DIAGNOSE, hint="You name the last loss that is not finite: the first one tells why.")
def last_one(losses: Sequence[float]) -> Diagnosis:
    broken = [i for i, loss in enumerate(losses) if not math.isfinite(loss)]
    return (broken[-1], kind(losses[broken[-1]])) if broken else None


@misconception(DIAGNOSE, hint="Your index counts from 1: the first loss has index 0.")
def counted_from_one(losses: Sequence[float]) -> Diagnosis:
    found = first(losses)
    return found and (found[0] + 1, found[1])


@misconception(DIAGNOSE, hint="Your kinds are the wrong way round.")
def kinds_swapped(losses: Sequence[float]) -> Diagnosis:
    found = first(losses)
    return found and (found[0], "inf" if found[1] == "nan" else "nan")


@misconception(DIAGNOSE, hint="Infinity below 0 escapes you: it is not finite, either.")
def minus_infinity_missed(losses: Sequence[float]) -> Diagnosis:
    return next(
        ((i, kind(loss)) for i, loss in enumerate(losses) if loss == math.inf or math.isnan(loss)),
        None,
    )


@misconception(DIAGNOSE, hint="A large loss is finite: only infinity and nan are not.")
def large_is_infinite(losses: Sequence[float]) -> Diagnosis:
    return next(
        (
            (i, "nan" if math.isnan(loss) else "inf")
            for i, loss in enumerate(losses)
            if not abs(loss) < 1e6
        ),
        None,
    )


# What the variants share


def initial(num_classes: int, loss: str) -> float:
    """The right loss at the start."""
    return {"softmax": math.log(num_classes), "svm": num_classes - 1.0}[checked(loss)]


def checked(loss: str) -> str:
    """The loss, if it is known."""
    if loss not in ("softmax", "svm"):
        raise ValueError(f"loss is {loss!r}")
    return loss


def length(values: NDArray[np.float64]) -> float:
    """Root of the sum of squares."""
    return math.hypot(*values.ravel())


def spectral(values: NDArray[np.float64]) -> float:
    """Largest singular value of a matrix; the length of anything else."""
    return float(np.linalg.norm(values, 2)) if values.ndim == 2 else length(values)


def ratio(above: float, below: float) -> float:
    """Their quotient; by 0 it is infinite, of 0 by 0 it is 0."""
    return float(above / below) if below else (math.inf if above else 0.0)


def right(params: Params, new_params: Params) -> dict[str, float]:
    """The right ratios."""
    return {n: ratio(length(new_params[n] - old), length(old)) for n, old in params.items()}


def first(losses: Sequence[float]) -> Diagnosis:
    """The right diagnosis."""
    broken = [i for i, loss in enumerate(losses) if not math.isfinite(loss)]
    return (broken[0], kind(losses[broken[0]])) if broken else None


def kind(loss: float) -> str:
    """Of a loss that is not finite."""
    return "nan" if math.isnan(loss) else "inf"
