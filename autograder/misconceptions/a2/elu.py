"""Wrong exponential linear units that people really write, each with the hint it earns.

A forward's cache is (x, alpha), that of the solved package.
"""

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]
Cache = tuple[Floats, float]

FORWARD = "layers.elu_forward"
BACKWARD = "layers.elu_backward"


# The output


@misconception(FORWARD, hint="The - 1 is missing: below 0 it is alpha * (exp(x) - 1).")
def minus_one_missing(x: Floats, alpha: float = 1.0) -> tuple[Floats, Cache]:
    return np.where(x > 0, x, alpha * power(x)), (x, alpha)


@misconception(FORWARD, hint="alpha multiplies exp(x) alone: it belongs to (exp(x) - 1).")
def alpha_times_the_power_alone(x: Floats, alpha: float = 1.0) -> tuple[Floats, Cache]:
    return np.where(x > 0, x, alpha * power(x) - 1), (x, alpha)


@misconception(FORWARD, hint="alpha stands in your exponent: it multiplies exp(x) - 1.")
def alpha_in_the_exponent(x: Floats, alpha: float = 1.0) -> tuple[Floats, Cache]:
    return np.where(x > 0, x, power(alpha * x) - 1), (x, alpha)


@misconception(FORWARD, hint="alpha is not used: below 0 it is alpha * (exp(x) - 1).")
def alpha_missing(x: Floats, alpha: float = 1.0) -> tuple[Floats, Cache]:
    return np.where(x > 0, x, power(x) - 1), (x, alpha)


@misconception(FORWARD, hint="1 - exp(x) is above 0: the output is below 0 where x is.")
def sign_exchanged(x: Floats, alpha: float = 1.0) -> tuple[Floats, Cache]:
    return np.where(x > 0, x, alpha * (1 - power(x))), (x, alpha)


@misconception(FORWARD, hint="Below 0 your output is a leak, slope * x: alpha * (exp(x) - 1).")
def leak_for_elu(x: Floats, alpha: float = 1.0) -> tuple[Floats, Cache]:
    return np.where(x > 0, x, alpha * x), (x, alpha)


@misconception(FORWARD, hint="inf * 0 is nan: exp(x) overflows where x is large, choose first.")
def masks_multiplied_by_infinity(x: Floats, alpha: float = 1.0) -> tuple[Floats, Cache]:
    with np.errstate(all="ignore"):
        return x * (x > 0) + alpha * (np.exp(x) - 1) * (x <= 0), (x, alpha)


# The gradient


@misconception(
    BACKWARD, hint="Below 0 your slope is the output: it is alpha * exp(x), without - 1."
)
def output_as_slope(dout: Floats, cache: Cache) -> Floats:
    x, alpha = cache
    return dout * np.where(x > 0, 1, alpha * (power(x) - 1))


@misconception(BACKWARD, hint="alpha is missing: below 0 the slope is alpha * exp(x).")
def slope_without_alpha(dout: Floats, cache: Cache) -> Floats:
    return dout * power(cache[0])


@misconception(BACKWARD, hint="Below 0 your slope is alpha: it is alpha * exp(x).")
def slope_without_its_power(dout: Floats, cache: Cache) -> Floats:
    x, alpha = cache
    return dout * np.where(x > 0, 1, alpha)


@misconception(BACKWARD, hint="dout is missing: multiply the slope by it.")
def slope_without_dout(dout: Floats, cache: Cache) -> Floats:
    return slope(cache)


@misconception(BACKWARD, hint="Nothing passes below 0: that is a ReLU's gradient.")
def relu_slope_for_elu(dout: Floats, cache: Cache) -> Floats:
    return dout * (cache[0] > 0)


@misconception(BACKWARD, hint="At exactly 0 your slope is 1: there it is alpha, as below.")
def slope_of_the_upper_side_at_zero(dout: Floats, cache: Cache) -> Floats:
    return dout * np.where(cache[0] >= 0, 1, slope(cache))


@misconception(BACKWARD, hint="out + alpha is the slope below 0: you add it above 0, too.")
def output_plus_alpha_everywhere(dout: Floats, cache: Cache) -> Floats:
    x, alpha = cache
    return dout * (np.where(x > 0, x, alpha * (power(x) - 1)) + alpha)


@misconception(BACKWARD, hint="inf * 0 is nan: exp(x) overflows above 0, where it is not needed.")
def slope_masks_multiplied_by_infinity(dout: Floats, cache: Cache) -> Floats:
    x, alpha = cache
    with np.errstate(all="ignore"):
        return np.asarray(dout * ((x > 0) + alpha * np.exp(x) * (x <= 0)))


# What the variants share


def power(x: Floats) -> Floats:
    """exp(x) where x is below 0, 1 elsewhere."""
    return np.exp(np.minimum(x, 0))


def slope(cache: Cache) -> Floats:
    """The right slope."""
    x, alpha = cache
    return np.where(x > 0, 1, alpha * power(x))
