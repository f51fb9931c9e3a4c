"""Wrong leaky rectifiers that people really write, each with the hint it earns.

The caches are those of the solved package: (x, slope).
"""

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]
Cache = tuple[Floats, float]

LEAKY = "layers.leaky_relu_forward"
LEAKY_BACKWARD = "layers.leaky_relu_backward"
PRELU = "layers.prelu_forward"
PRELU_BACKWARD = "layers.prelu_backward"


# A leak that is given


@misconception(LEAKY, hint="Nothing leaks: below 0 the output is slope * x.")
def nothing_leaks(x: Floats, slope: float = 0.01) -> tuple[Floats, Cache]:
    return np.maximum(x, 0), (x, slope)


@misconception(LEAKY, hint="The slope belongs to the numbers below 0, yours is above.")
def leaks_above_zero(x: Floats, slope: float = 0.01) -> tuple[Floats, Cache]:
    return np.where(x > 0, slope * x, x), (x, slope)


@misconception(LEAKY, hint="Your leak has the opposite sign: slope * x is below 0 where x is.")
def leaks_upwards(x: Floats, slope: float = 0.01) -> tuple[Floats, Cache]:
    return np.where(x > 0, x, -slope * x), (x, slope)


@misconception(LEAKY, hint="You answer the slope itself below 0: multiply it by x.")
def slope_as_output(x: Floats, slope: float = 0.01) -> tuple[Floats, Cache]:
    return np.where(x > 0, x, slope), (x, slope)


@misconception(LEAKY, hint="The slope 0.01 is fixed in your code: use the argument.")
def fixed_leak(x: Floats, slope: float = 0.01) -> tuple[Floats, Cache]:
    return np.where(x > 0, x, 0.01 * x), (x, slope)


@misconception(LEAKY, hint="Your default slope is 0.1: 0.01 is promised.")
def leaks_a_tenth(x: Floats, slope: float = 0.1) -> tuple[Floats, Cache]:
    return np.where(x > 0, x, slope * x), (x, slope)


@misconception(LEAKY_BACKWARD, hint="No gradient passes below 0: slope * dout does.")
def no_gradient_leaks(dout: Floats, cache: Cache) -> Floats:
    return dout * (cache[0] > 0)


@misconception(LEAKY_BACKWARD, hint="dout is missing: multiply 1 or slope by it.")
def leaky_slope_without_dout(dout: Floats, cache: Cache) -> Floats:
    return np.where(cache[0] > 0, 1.0, cache[1])


@misconception(LEAKY_BACKWARD, hint="Below 0 you answer the slope alone: multiply it by dout.")
def slope_without_dout_below_zero(dout: Floats, cache: Cache) -> Floats:
    return np.where(cache[0] > 0, dout, cache[1])


@misconception(LEAKY_BACKWARD, hint="dout below 0 is what leaks in your code: x decides, not dout.")
def leaks_where_dout_is_negative(dout: Floats, cache: Cache) -> Floats:
    return np.where(dout > 0, dout, cache[1] * dout)


@misconception(LEAKY_BACKWARD, hint="At exactly 0 all of dout passes: the slope counts there.")
def leaky_passes_at_zero(dout: Floats, cache: Cache) -> Floats:
    return np.where(cache[0] >= 0, dout, cache[1] * dout)


@misconception(LEAKY_BACKWARD, hint="At exactly 0 nothing passes: slope * dout is promised there.")
def leaky_stops_at_zero(dout: Floats, cache: Cache) -> Floats:
    return np.where(cache[0] > 0, dout, cache[1] * dout * (cache[0] < 0))


@misconception(LEAKY_BACKWARD, hint="slope and 1 are exchanged: the slope belongs below 0.")
def gradient_leaks_above_zero(dout: Floats, cache: Cache) -> Floats:
    return np.where(cache[0] > 0, cache[1] * dout, dout)


# A leak that is learnt


@misconception(
    PRELU, hint="max(x, slope * x) is right for slopes up to 1 only: ask where x is above 0."
)
def larger_of_both(x: Floats, slope: float) -> tuple[Floats, Cache]:
    return np.maximum(x, slope * x), (x, slope)


@misconception(PRELU, hint="Your PReLU is a ReLU: below 0 the output is slope * x.")
def prelu_without_a_leak(x: Floats, slope: float) -> tuple[Floats, Cache]:
    return np.maximum(x, 0), (x, slope)


@misconception(PRELU, hint="The leak of your PReLU has the opposite sign: slope * x is meant.")
def prelu_leaks_upwards(x: Floats, slope: float) -> tuple[Floats, Cache]:
    return np.where(x > 0, x, -slope * x), (x, slope)


@misconception(PRELU_BACKWARD, hint="dslope sums over all of x: above 0 the slope is not used.")
def dslope_over_everything(dout: Floats, cache: Cache) -> tuple[Floats, Floats]:
    dx, _ = gradients(dout, cache)
    return dx, np.asarray(np.sum(dout * cache[0]))


@misconception(PRELU_BACKWARD, hint="dslope sums where x is above 0: the slope counts below.")
def dslope_above_zero(dout: Floats, cache: Cache) -> tuple[Floats, Floats]:
    dx, _ = gradients(dout, cache)
    return dx, np.asarray(np.sum(dout * np.maximum(cache[0], 0)))


@misconception(PRELU_BACKWARD, hint="x is missing in dslope: out grows by x for each 1 of slope.")
def dslope_without_x(dout: Floats, cache: Cache) -> tuple[Floats, Floats]:
    dx, _ = gradients(dout, cache)
    return dx, np.asarray(np.sum(dout * (cache[0] < 0)))


@misconception(PRELU_BACKWARD, hint="dout is missing in dslope: multiply each x below 0 by it.")
def dslope_without_dout(dout: Floats, cache: Cache) -> tuple[Floats, Floats]:
    dx, _ = gradients(dout, cache)
    return dx, np.asarray(np.sum(np.minimum(cache[0], 0)))


@misconception(PRELU_BACKWARD, hint="dslope is a mean: one slope serves all numbers, so sum.")
def dslope_averaged(dout: Floats, cache: Cache) -> tuple[Floats, Floats]:
    dx, dslope = gradients(dout, cache)
    return dx, dslope / dout.size


@misconception(PRELU_BACKWARD, hint="dslope is an array: one slope serves all numbers, so sum.")
def dslope_not_summed(dout: Floats, cache: Cache) -> tuple[Floats, Floats]:
    dx, _ = gradients(dout, cache)
    return dx, dout * np.minimum(cache[0], 0)


@misconception(PRELU_BACKWARD, hint="dslope is multiplied by the slope: out is linear in it.")
def dslope_times_the_slope(dout: Floats, cache: Cache) -> tuple[Floats, Floats]:
    dx, dslope = gradients(dout, cache)
    return dx, dslope * cache[1]


@misconception(PRELU_BACKWARD, hint="dslope has the opposite sign: x is below 0 where it counts.")
def dslope_of_the_opposite_sign(dout: Floats, cache: Cache) -> tuple[Floats, Floats]:
    dx, dslope = gradients(dout, cache)
    return dx, -dslope


@misconception(PRELU_BACKWARD, hint="In dx nothing passes below 0: slope * dout does.")
def prelu_dx_without_a_leak(dout: Floats, cache: Cache) -> tuple[Floats, Floats]:
    _, dslope = gradients(dout, cache)
    return dout * (cache[0] > 0), dslope


@misconception(
    PRELU_BACKWARD, hint="At exactly 0 dx lets all of dout pass: the slope counts there."
)
def prelu_passes_at_zero(dout: Floats, cache: Cache) -> tuple[Floats, Floats]:
    _, dslope = gradients(dout, cache)
    return np.where(cache[0] >= 0, dout, cache[1] * dout), dslope


# What the variants share


def gradients(dout: Floats, cache: Cache) -> tuple[Floats, Floats]:
    """The right answer of prelu_backward."""
    x, slope = cache
    dslope = np.sum(dout * np.minimum(x, 0))
    return np.where(x > 0, dout, slope * dout), np.asarray(dslope)
