"""Wrong activations that people really write, each with the hint it earns.

The caches are those of the solved package: x for relu_backward, the output for the two others.
"""

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]
Answer = tuple[Floats, Floats]

RELU = "layers.relu_forward"
RELU_BACKWARD = "layers.relu_backward"
SIGMOID = "layers.sigmoid_forward"
SIGMOID_BACKWARD = "layers.sigmoid_backward"
TANH = "layers.tanh_forward"
TANH_BACKWARD = "layers.tanh_backward"


# ReLU


@misconception(RELU, hint="np.max(x, 0) reduces axis 0: np.maximum(x, 0) compares elementwise.")
def maximum_of_an_axis(x: Floats) -> Answer:
    return np.max(x, 0), x


@misconception(RELU, hint="Negative numbers change their sign: the rectifier makes them 0.")
def absolute_value(x: Floats) -> Answer:
    return np.abs(x), x


@misconception(RELU, hint="A leak is left below 0: the rectifier is exactly 0 there.")
def leaky(x: Floats) -> Answer:
    return np.where(x > 0, x, 0.01 * x), x


@misconception(RELU, hint="You keep the numbers below 0: np.minimum where np.maximum was meant.")
def negative_part(x: Floats) -> Answer:
    return np.minimum(x, 0), x


@misconception(RELU, hint="You return the mask x > 0: multiply it by x.")
def mask_as_output(x: Floats) -> Answer:
    return (x > 0).astype(float), x


@misconception(RELU, hint="Your output ends at 1: the rectifier has no upper bound.")
def clipped_at_one(x: Floats) -> Answer:
    return np.clip(x, 0, 1), x


@misconception(RELU_BACKWARD, hint="dout is missing: multiply the mask x > 0 by it.")
def relu_mask_without_dout(dout: Floats, cache: Floats) -> Floats:
    return (cache > 0).astype(float)


@misconception(RELU_BACKWARD, hint="All of dout passes: where x is 0 or below, nothing may.")
def relu_passes_everything(dout: Floats, cache: Floats) -> Floats:
    return dout.copy()


@misconception(RELU_BACKWARD, hint="dout is multiplied by the output: above 0 it passes as it is.")
def relu_times_its_output(dout: Floats, cache: Floats) -> Floats:
    return dout * np.maximum(cache, 0)


@misconception(RELU_BACKWARD, hint="You rectify dout: it is x that decides what passes.")
def dout_rectified(dout: Floats, cache: Floats) -> Floats:
    return np.maximum(dout, 0)


@misconception(RELU_BACKWARD, hint="Your mask asks for x > 0 and dout > 0: only x decides.")
def dout_rectified_too(dout: Floats, cache: Floats) -> Floats:
    return np.maximum(dout, 0) * (cache > 0)


@misconception(RELU_BACKWARD, hint="Your mask is inverted: dout passes where x is above 0.")
def relu_mask_inverted(dout: Floats, cache: Floats) -> Floats:
    return dout * (cache <= 0)


@misconception(RELU_BACKWARD, hint="Where x is exactly 0 dout passes: the mask is x > 0, not >=.")
def relu_passes_at_zero(dout: Floats, cache: Floats) -> Floats:
    return dout * (cache >= 0)


@misconception(RELU_BACKWARD, hint="Where x is exactly 0 you pass half of dout: 0 is promised.")
def relu_passes_half_at_zero(dout: Floats, cache: Floats) -> Floats:
    return dout * np.heaviside(cache, 0.5)


# Sigmoid


@misconception(SIGMOID, hint="The sign in your exponent is wrong: 1 / (1 + exp(-x)).")
def sigmoid_falls(x: Floats) -> Answer:
    return with_itself(1 / (1 + np.exp(np.minimum(x, 700))))


@misconception(
    SIGMOID, hint="exp(x) / (1 + exp(x)) is inf / inf above 709: divide both by exp(x) there."
)
def sigmoid_overflows(x: Floats) -> Answer:
    with np.errstate(all="ignore"):
        return with_itself(np.exp(x) / (1 + np.exp(x)))


@misconception(SIGMOID, hint="That is tanh(x): the sigmoid is (1 + tanh(x / 2)) / 2.")
def tanh_for_sigmoid(x: Floats) -> Answer:
    return with_itself(np.tanh(x))


@misconception(SIGMOID, hint="x / 2 stands in the tanh of a sigmoid: yours rises twice too fast.")
def sigmoid_of_twice_x(x: Floats) -> Answer:
    return with_itself((1 + np.tanh(x)) / 2)


@misconception(SIGMOID, hint="That is log(1 + exp(x)), whose derivative is the sigmoid.")
def softplus_for_sigmoid(x: Floats) -> Answer:
    return with_itself(np.logaddexp(0, x))


@misconception(SIGMOID, hint="You softmax the array: each number has a sigmoid of its own.")
def softmax_for_sigmoid(x: Floats) -> Answer:
    powers = np.exp(x - np.max(x))
    return with_itself(powers / powers.sum())


@misconception(SIGMOID, hint="x / (1 + |x|) has the sigmoid's look, not its values.")
def softsign_for_sigmoid(x: Floats) -> Answer:
    return with_itself((1 + x / (1 + np.abs(x))) / 2)


@misconception(
    SIGMOID_BACKWARD, hint="You put x into s (1 - s): the output of the forward belongs there."
)
def sigmoid_slope_of_the_input(dout: Floats, cache: Floats) -> Floats:
    x = logit(cache)
    return dout * x * (1 - x)


@misconception(SIGMOID_BACKWARD, hint="dout is missing: multiply s (1 - s) by it.")
def sigmoid_slope_without_dout(dout: Floats, cache: Floats) -> Floats:
    return cache * (1 - cache)


@misconception(SIGMOID_BACKWARD, hint="The factor 1 - s is missing: the slope is s (1 - s).")
def sigmoid_slope_without_its_complement(dout: Floats, cache: Floats) -> Floats:
    return dout * cache


@misconception(SIGMOID_BACKWARD, hint="The factor s is missing: the slope is s (1 - s).")
def sigmoid_slope_of_the_complement_alone(dout: Floats, cache: Floats) -> Floats:
    return dout * (1 - cache)


@misconception(SIGMOID_BACKWARD, hint="You take the sigmoid of the output again: it is s already.")
def sigmoid_applied_twice(dout: Floats, cache: Floats) -> Floats:
    twice = 1 / (1 + np.exp(-cache))
    return dout * twice * (1 - twice)


@misconception(SIGMOID_BACKWARD, hint="1 - s^2 is tanh's slope: the sigmoid's is s (1 - s).")
def tanh_slope_for_sigmoid(dout: Floats, cache: Floats) -> Floats:
    return np.asarray(dout * (1 - cache**2))


@misconception(SIGMOID_BACKWARD, hint="Your slope has the opposite sign: s (1 - s), not s (s - 1).")
def sigmoid_slope_of_the_opposite_sign(dout: Floats, cache: Floats) -> Floats:
    return dout * cache * (cache - 1)


@misconception(
    SIGMOID_BACKWARD,
    hint="exp(-x) / (1 + exp(-x))^2 is inf / inf at -1000: use the output, s (1 - s).",
)
def sigmoid_slope_overflows(dout: Floats, cache: Floats) -> Floats:
    with np.errstate(all="ignore"):
        power = np.where(cache > 0, (1 - cache) / cache, np.inf)
        return np.asarray(dout * power / (1 + power) ** 2)


# tanh


@misconception(
    TANH, hint="Sums of exp(x) and exp(-x) overflow, inf / inf: np.tanh knows another form."
)
def tanh_overflows(x: Floats) -> Answer:
    with np.errstate(all="ignore"):
        return with_itself((np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x)))


@misconception(
    TANH, hint="exp(2x) overflows to inf / inf: np.tanh, or a form with exp(-2 |x|), does not."
)
def tanh_overflows_above(x: Floats) -> Answer:
    with np.errstate(all="ignore"):
        return with_itself((np.exp(2 * x) - 1) / (np.exp(2 * x) + 1))


@misconception(TANH, hint="That is a sigmoid: tanh goes from -1 to 1.")
def sigmoid_for_tanh(x: Floats) -> Answer:
    return with_itself((1 + np.tanh(x / 2)) / 2)


@misconception(TANH, hint="2 sigmoid(x) - 1 is tanh(x / 2): the 2 belongs inside, too.")
def tanh_of_half_x(x: Floats) -> Answer:
    return with_itself(np.tanh(x / 2))


@misconception(TANH, hint="np.tan is the tangent of an angle: np.tanh is the hyperbolic one.")
def tangent(x: Floats) -> Answer:
    return with_itself(np.tan(x))


@misconception(TANH, hint="np.arctan is the inverse of the tangent: np.tanh is meant.")
def arc_tangent(x: Floats) -> Answer:
    return with_itself(np.arctan(x))


@misconception(TANH, hint="Your tanh has the opposite sign: it rises with x.")
def tanh_falls(x: Floats) -> Answer:
    return with_itself(np.tanh(-x))


@misconception(TANH_BACKWARD, hint="The output t is not squared: tanh's slope is 1 - t^2.")
def tanh_slope_without_its_square(dout: Floats, cache: Floats) -> Floats:
    return dout * (1 - cache)


@misconception(TANH_BACKWARD, hint="t (1 - t) is the sigmoid's slope: tanh's is 1 - t^2.")
def sigmoid_slope_for_tanh(dout: Floats, cache: Floats) -> Floats:
    return dout * cache * (1 - cache)


@misconception(TANH_BACKWARD, hint="dout is missing: multiply 1 - t^2 by it.")
def tanh_slope_without_dout(dout: Floats, cache: Floats) -> Floats:
    return 1 - cache**2


@misconception(
    TANH_BACKWARD, hint="You put x into 1 - t^2: the output of the forward belongs there."
)
def tanh_slope_of_the_input(dout: Floats, cache: Floats) -> Floats:
    x = np.arctanh(np.clip(cache, -1 + 1e-16, 1 - 1e-16))
    return np.asarray(dout * (1 - x**2))


@misconception(TANH_BACKWARD, hint="You take tanh of the output again: it is t already.")
def tanh_applied_twice(dout: Floats, cache: Floats) -> Floats:
    return np.asarray(dout * (1 - np.tanh(cache) ** 2))


@misconception(TANH_BACKWARD, hint="Your slope is 1 + t^2, above 1: tanh is never that steep.")
def tanh_slope_plus_the_square(dout: Floats, cache: Floats) -> Floats:
    return dout * (1 + cache**2)


@misconception(TANH_BACKWARD, hint="Your slope has the opposite sign: 1 - t^2, not t^2 - 1.")
def tanh_slope_of_the_opposite_sign(dout: Floats, cache: Floats) -> Floats:
    return dout * (cache**2 - 1)


# What the variants share


def with_itself(out: Floats) -> Answer:
    """An output that is its own cache."""
    return out, out


def logit(s: Floats) -> Floats:
    """The x whose sigmoid is s, where s is neither 0 nor 1; there, far out."""
    with np.errstate(divide="ignore"):
        return np.asarray(np.clip(np.log(s) - np.log1p(-s), -1000, 1000))
