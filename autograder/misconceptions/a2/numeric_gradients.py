"""Wrong numeric gradients, Jacobians and relative errors that people really write."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]
Function = Callable[[Any], Any]

GRADIENT = "gradients.eval_numerical_gradient_array"
JACOBIAN = "gradients.jacobian"
ERROR = "gradients.rel_error"


# Array gradients


@misconception(GRADIENT, hint="Your difference is one-sided: subtract f(x - h) and divide by 2 h.")
def one_sided(f: Function, x: Any, df: Any, h: float = 1e-5) -> Floats:
    return gradient(lambda ahead, _: (f(ahead) - f(float64(x))) / h, x, df, h)


@misconception(GRADIENT, hint="The two points lie 2 h apart, and you divide by h.")
def divided_by_h(f: Function, x: Any, df: Any, h: float = 1e-5) -> Floats:
    return gradient(lambda ahead, behind: (f(ahead) - f(behind)) / h, x, df, h)


@misconception(GRADIENT, hint="Your gradient has the opposite sign: it is f(x + h) - f(x - h).")
def opposite_sign(f: Function, x: Any, df: Any, h: float = 1e-5) -> Floats:
    return gradient(lambda ahead, behind: (f(behind) - f(ahead)) / (2 * h), x, df, h)


@misconception(GRADIENT, hint="df is not used: weight the change of each output by its df.")
def without_df(f: Function, x: Any, df: Any, h: float = 1e-5) -> Floats:
    return gradient(lambda ahead, behind: (f(ahead) - f(behind)) / (2 * h), x, 1.0, h)


@misconception(
    GRADIENT, hint="You take the mean over the outputs: their weighted changes are added."
)
def mean_over_outputs(f: Function, x: Any, df: Any, h: float = 1e-5) -> Floats:
    scale = 2 * h * np.size(df)
    return gradient(lambda ahead, behind: (f(ahead) - f(behind)) / scale, x, df, h)


@misconception(GRADIENT, hint="All elements of x move at once: move one and leave the others.")
def all_elements_moved(f: Function, x: Any, df: Any, h: float = 1e-5) -> Floats:
    change = f(float64(x) + h) - f(float64(x) - h)
    return np.full(np.shape(x), np.sum(change * df) / (2 * h))


@misconception(GRADIENT, hint="The step is always 1e-5: use the parameter h.")
def step_ignored(f: Function, x: Any, df: Any, h: float = 1e-5) -> Floats:
    return gradient(lambda ahead, behind: (f(ahead) - f(behind)) / 2e-5, x, df, 1e-5)


@misconception(GRADIENT, hint="The step is half of h: go a whole h to each side.")
def half_a_step(f: Function, x: Any, df: Any, h: float = 1e-5) -> Floats:
    return gradient(lambda ahead, behind: (f(ahead) - f(behind)) / h, x, df, h / 2)


@misconception(
    GRADIENT, hint="Elements stay at x - h when you go on to the next: put each back first."
)
def elements_not_put_back(f: Function, x: Any, df: Any, h: float = 1e-5) -> Floats:
    at, slopes = float64(x), np.zeros(np.shape(x))
    for index in np.ndindex(slopes.shape):
        at[index] += h
        ahead = np.copy(f(at))
        at[index] -= 2 * h
        slopes[index] = np.sum((ahead - f(at)) * df) / (2 * h)
    return slopes


@misconception(
    GRADIENT, hint="f may return its argument itself, which you move afterwards: keep a copy."
)
def outputs_not_copied(f: Function, x: Any, df: Any, h: float = 1e-5) -> Floats:
    at, slopes = float64(x), np.zeros(np.shape(x))
    for index in np.ndindex(slopes.shape):
        old = at[index]
        at[index] = old + h
        ahead = f(at)
        at[index] = old - h
        slopes[index] = np.sum((ahead - f(at)) * df) / (2 * h)
        at[index] = old
    return slopes


@misconception(
    GRADIENT, hint="The step gets lost in integers or float32: make x float64 before you move it."
)
def moved_in_the_dtype_of_x(f: Function, x: Any, df: Any, h: float = 1e-5) -> Floats:
    slopes = np.zeros(np.shape(x))
    for index in np.ndindex(slopes.shape):
        ahead, behind = np.copy(x), np.copy(x)
        ahead[index] = x[index] + h
        behind[index] = x[index] - h
        change = f(ahead).astype(np.float64) - f(behind) if np.ndim(df) else f(ahead) - f(behind)
        slopes[index] = np.sum(change * df) / (2 * h)
    return slopes


# Jacobians


@misconception(JACOBIAN, hint="Your Jacobian is transposed: a row for each output of f.")
def jacobian_transposed(f: Function, x: Any, h: float = 1e-5) -> Floats:
    return columns(lambda ahead, behind: (f(ahead) - f(behind)) / (2 * h), x, h).T


@misconception(JACOBIAN, hint="Your Jacobian is of one-sided differences: subtract f(x - h).")
def jacobian_one_sided(f: Function, x: Any, h: float = 1e-5) -> Floats:
    return columns(lambda ahead, _: (f(ahead) - f(float64(x))) / h, x, h)


@misconception(JACOBIAN, hint="Your Jacobian is divided by h: the two points lie 2 h apart.")
def jacobian_divided_by_h(f: Function, x: Any, h: float = 1e-5) -> Floats:
    return columns(lambda ahead, behind: (f(ahead) - f(behind)) / h, x, h)


@misconception(JACOBIAN, hint="Your Jacobian adds the outputs up: each has a row of its own.")
def gradient_of_the_sum(f: Function, x: Any, h: float = 1e-5) -> Floats:
    matrix = columns(lambda ahead, behind: (f(ahead) - f(behind)) / (2 * h), x, h)
    return np.asarray(matrix.sum(axis=0))


@misconception(JACOBIAN, hint="The Jacobian's step is always 1e-5: use the parameter h.")
def jacobian_step_ignored(f: Function, x: Any, h: float = 1e-5) -> Floats:
    return columns(lambda ahead, behind: (f(ahead) - f(behind)) / 2e-5, x, 1e-5)


@misconception(
    JACOBIAN, hint="In the Jacobian, elements stay at x - h: put each back before the next."
)
def jacobian_elements_not_put_back(f: Function, x: Any, h: float = 1e-5) -> Floats:
    at, found = float64(x), []
    for j in range(len(x)):
        at[j] += h
        ahead = np.copy(f(at))
        at[j] -= 2 * h
        found.append((ahead - f(at)) / (2 * h))
    return np.stack(found, axis=1)


@misconception(
    JACOBIAN, hint="Where f returns its argument, its two outputs are one array: keep copies."
)
def jacobian_outputs_not_copied(f: Function, x: Any, h: float = 1e-5) -> Floats:
    at, found = float64(x), []
    for j in range(len(x)):
        old = at[j]
        at[j] = old + h
        ahead = f(at)
        at[j] = old - h
        found.append((ahead - f(at)) / (2 * h))
        at[j] = old
    return np.stack(found, axis=1)


@misconception(
    JACOBIAN, hint="The Jacobian's step gets lost in integers or float32: make x float64 first."
)
def jacobian_moved_in_the_dtype_of_x(f: Function, x: Any, h: float = 1e-5) -> Floats:
    found = []
    for j in range(len(x)):
        ahead, behind = np.copy(x), np.copy(x)
        ahead[j] = x[j] + h
        behind[j] = x[j] - h
        found.append((f(ahead).astype(np.float64) - f(behind)) / (2 * h))
    return np.stack(found, axis=1)


# Relative errors


@misconception(ERROR, hint="You take the mean of the errors: the largest one counts.")
def mean_of_errors(x: Any, y: Any) -> Any:
    return np.mean(errors(x, y))


@misconception(ERROR, hint="You add the errors up: the largest one counts.")
def sum_of_errors(x: Any, y: Any) -> Any:
    return np.sum(errors(x, y))


@misconception(
    ERROR, hint="You divide the largest difference by the largest sum: divide element by element."
)
def largest_over_largest(x: Any, y: Any) -> Any:
    same_shapes(x, y)
    return np.max(np.abs(np.subtract(x, y))) / max(1e-8, np.max(np.abs(x) + np.abs(y)))


@misconception(ERROR, hint="You divide by |x| alone: the sum |x| + |y| treats both alike.")
def over_the_first(x: Any, y: Any) -> Any:
    same_shapes(x, y)
    return np.max(np.abs(np.subtract(x, y)) / np.maximum(1e-8, np.abs(x)))


@misconception(ERROR, hint="You divide by the larger of |x| and |y|: their sum is meant.")
def over_the_larger(x: Any, y: Any) -> Any:
    same_shapes(x, y)
    larger = np.maximum(np.abs(x), np.abs(y))
    return np.max(np.abs(np.subtract(x, y)) / np.maximum(1e-8, larger))


@misconception(ERROR, hint="You divide by |x + y|, where opposite signs cancel: add |x| and |y|.")
def over_the_absolute_sum(x: Any, y: Any) -> Any:
    same_shapes(x, y)
    return np.max(np.abs(np.subtract(x, y)) / np.maximum(1e-8, np.abs(np.add(x, y))))


@misconception(ERROR, hint="Your differences keep their signs: take |x - y| before the maximum.")
def signed_differences(x: Any, y: Any) -> Any:
    same_shapes(x, y)
    return np.max(np.subtract(x, y) / np.maximum(1e-8, np.abs(x) + np.abs(y)))


@misconception(ERROR, hint="You add 1e-8 to the sum |x| + |y|: take the larger of the two.")
def small_number_added(x: Any, y: Any) -> Any:
    same_shapes(x, y)
    return np.max(np.abs(np.subtract(x, y)) / (1e-8 + np.abs(x) + np.abs(y)))


@misconception(ERROR, hint="Nothing keeps the denominator from 0: it is at least 1e-8.")
def denominator_without_a_floor(x: Any, y: Any) -> Any:
    same_shapes(x, y)
    with np.errstate(all="ignore"):
        return np.max(np.abs(np.subtract(x, y)) / (np.abs(x) + np.abs(y)))


@misconception(ERROR, hint="Shapes that differ are broadcast: compare them, and raise ValueError.")
def shapes_not_compared(x: Any, y: Any) -> Any:
    sums = np.abs(x) + np.abs(y)
    return np.max(np.abs(np.subtract(x, y)) / np.maximum(1e-8, sums))


# What the variants share


def float64(x: Any) -> Floats:
    return np.array(x, dtype=np.float64)


def gradient(slope: Callable[[Floats, Floats], Any], x: Any, df: Any, h: float) -> Floats:
    """The sum over all outputs of slope(x + h, x - h) times df, for each element of x."""
    slopes = np.zeros(np.shape(x))
    for index in np.ndindex(slopes.shape):
        ahead, behind = float64(x), float64(x)
        ahead[index] += h
        behind[index] -= h
        slopes[index] = np.sum(slope(ahead, behind) * df)
    return slopes


def columns(slope: Callable[[Floats, Floats], Any], x: Any, h: float) -> Floats:
    """The Jacobian whose column j is slope(x + h e_j, x - h e_j)."""
    found = []
    for j in range(len(x)):
        step = h * np.eye(len(x))[j]
        found.append(slope(float64(x) + step, float64(x) - step))
    return np.stack(found, axis=1)


def errors(x: Any, y: Any) -> Floats:
    same_shapes(x, y)
    each: Floats = np.abs(np.subtract(x, y)) / np.maximum(1e-8, np.abs(x) + np.abs(y))
    return each


def same_shapes(x: Any, y: Any) -> None:
    if np.shape(x) != np.shape(y):
        raise ValueError(f"x has shape {np.shape(x)}, y has shape {np.shape(y)}")
