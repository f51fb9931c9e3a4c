"""Wrong losses of one number that people really write, each with the hint it earns."""

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]
Answer = tuple[float, Floats]

MSE = "layers.mse_loss"
CROSS_ENTROPY = "layers.binary_cross_entropy"


# Squared error


@misconception(MSE, hint="Your squared error has a factor 1/2: there is none here.")
def mse_halved(p: Floats, y: Floats) -> Answer:
    loss, dp = mse(p, y)
    return loss / 2, dp / 2


@misconception(MSE, hint="The gradient lacks its factor 2: the derivative of u^2 is 2 u.")
def mse_gradient_without_its_2(p: Floats, y: Floats) -> Answer:
    loss, dp = mse(p, y)
    return loss, dp / 2


@misconception(MSE, hint="Squared error and gradient are sums: divide both by the count, p.size.")
def mse_mean_missing(p: Floats, y: Floats) -> Answer:
    loss, dp = mse(p, y)
    return loss * p.size, dp * p.size


@misconception(MSE, hint="The squared error is a mean, its gradient is not divided by p.size.")
def mse_mean_missing_in_the_gradient(p: Floats, y: Floats) -> Answer:
    loss, dp = mse(p, y)
    return loss, dp * p.size


@misconception(MSE, hint="You divide by the number of rows: the mean is over all numbers of p.")
def mse_mean_over_the_rows(p: Floats, y: Floats) -> Answer:
    loss, dp = mse(p, y)
    return loss * p.size / len(p), dp * p.size / len(p)


@misconception(MSE, hint="The loss is a mean over all numbers, the gradient one over the rows.")
def mse_gradient_mean_over_the_rows(p: Floats, y: Floats) -> Answer:
    loss, dp = mse(p, y)
    return loss, dp * p.size / len(p)


@misconception(MSE, hint="Your gradient has the opposite sign: it is by p, in p - y.")
def mse_gradient_of_the_opposite_sign(p: Floats, y: Floats) -> Answer:
    loss, dp = mse(p, y)
    return loss, -dp


@misconception(MSE, hint="That is the mean absolute error: square the differences.")
def absolute_error(p: Floats, y: Floats) -> Answer:
    return float(np.mean(np.abs(p - y))), np.sign(p - y) / p.size


@misconception(MSE, hint="You take a root of the mean: the squared error stays squared.")
def root_of_the_mean(p: Floats, y: Floats) -> Answer:
    loss, dp = mse(p, y)
    return float(np.sqrt(loss)), dp / (2 * np.sqrt(loss))


@misconception(MSE, hint="You square the mean difference: take the mean of the squares.")
def square_of_the_mean(p: Floats, y: Floats) -> Answer:
    loss = float(np.mean(p - y) ** 2)
    return loss, np.full(p.shape, 2 * np.mean(p - y) / p.size)


# Cross-entropy


@misconception(CROSS_ENTROPY, hint="The term (1 - y) log(1 - s) is missing from your loss.")
def second_term_missing(z: Floats, y: Floats) -> Answer:
    _, dz = cross_entropy(z, y)
    return float(np.mean(y * np.logaddexp(0, -z))), dz


@misconception(
    CROSS_ENTROPY,
    hint="The term (1 - y) log(1 - s) is missing, in the loss and in the gradient.",
)
def second_term_missing_in_both(z: Floats, y: Floats) -> Answer:
    return float(np.mean(y * np.logaddexp(0, -z))), y * (sigmoid(z) - 1) / z.size


@misconception(CROSS_ENTROPY, hint="The minus before the logs is missing: your loss is negative.")
def minus_missing(z: Floats, y: Floats) -> Answer:
    loss, dz = cross_entropy(z, y)
    return -loss, dz


@misconception(
    CROSS_ENTROPY, hint="Cross-entropy and gradient are sums: divide both by the count, z.size."
)
def cross_entropy_mean_missing(z: Floats, y: Floats) -> Answer:
    loss, dz = cross_entropy(z, y)
    return loss * z.size, dz * z.size


@misconception(CROSS_ENTROPY, hint="Your loss is a mean, your gradient is not divided by z.size.")
def cross_entropy_mean_missing_in_the_gradient(z: Floats, y: Floats) -> Answer:
    loss, dz = cross_entropy(z, y)
    return loss, dz * z.size


@misconception(CROSS_ENTROPY, hint="You divide by the rows of z: the mean is over all its numbers.")
def cross_entropy_mean_over_the_rows(z: Floats, y: Floats) -> Answer:
    loss, dz = cross_entropy(z, y)
    return loss * z.size / len(z), dz * z.size / len(z)


@misconception(
    CROSS_ENTROPY, hint="Your gradient has the opposite sign: it is above 0 where s exceeds y."
)
def cross_entropy_gradient_of_the_opposite_sign(z: Floats, y: Floats) -> Answer:
    loss, dz = cross_entropy(z, y)
    return loss, -dz


@misconception(
    CROSS_ENTROPY, hint="Your gradient has a factor s (1 - s) too many: it cancels for a logit."
)
def sigmoid_slope_not_cancelled(z: Floats, y: Floats) -> Answer:
    loss, dz = cross_entropy(z, y)
    return loss, dz * sigmoid(z) * sigmoid(-z)


@misconception(
    CROSS_ENTROPY, hint="Your gradient is by the probability s: go on through the sigmoid, to z."
)
def gradient_by_the_probability(z: Floats, y: Floats) -> Answer:
    loss, dz = cross_entropy(z, y)
    with np.errstate(all="ignore"):
        return loss, np.asarray(dz / (sigmoid(z) * (1 - sigmoid(z))))


@misconception(CROSS_ENTROPY, hint="You subtract y from z: it is s = sigmoid(z) that is compared.")
def gradient_of_the_logit_itself(z: Floats, y: Floats) -> Answer:
    loss, _ = cross_entropy(z, y)
    return loss, (z - y) / z.size


@misconception(
    CROSS_ENTROPY,
    hint="The loss is that of -z or of 1 - y: y belongs to log s, 1 - y to the other.",
)
def labels_exchanged(z: Floats, y: Floats) -> Answer:
    return cross_entropy(z, 1 - y)


@misconception(CROSS_ENTROPY, hint="s rounds to 0 or 1 and its log is infinite: simplify log s.")
def log_of_a_probability_that_rounds(z: Floats, y: Floats) -> Answer:
    s = sigmoid(z)
    with np.errstate(all="ignore"):
        loss = -np.mean(y * np.log(s) + (1 - y) * np.log(1 - s))
    return float(loss), (s - y) / z.size


@misconception(CROSS_ENTROPY, hint="exp overflows in log(1 + exp(z)): np.logaddexp(0, z) does not.")
def log_of_one_plus_exp_overflows(z: Floats, y: Floats) -> Answer:
    _, dz = cross_entropy(z, y)
    with np.errstate(all="ignore"):
        return float(np.mean(np.log(1 + np.exp(z)) - y * z)), dz


@misconception(CROSS_ENTROPY, hint="log(s + 1e-8) stops at -18.4: simplify log s, add nothing.")
def small_constant_inside_the_log(z: Floats, y: Floats) -> Answer:
    return with_constant_inside_the_log(1e-8, z, y)


@misconception(CROSS_ENTROPY, hint="log(s + 1e-12) stops at -27.6: simplify log s, add nothing.")
def tiny_constant_inside_the_log(z: Floats, y: Floats) -> Answer:
    return with_constant_inside_the_log(1e-12, z, y)


@misconception(CROSS_ENTROPY, hint="Your logarithm has base 2: np.log is the natural one.")
def logarithm_of_base_two(z: Floats, y: Floats) -> Answer:
    loss, dz = cross_entropy(z, y)
    return loss / float(np.log(2)), dz


@misconception(CROSS_ENTROPY, hint="That is the squared error of s: the cross-entropy takes logs.")
def squared_error_of_the_sigmoid(z: Floats, y: Floats) -> Answer:
    s = sigmoid(z)
    return float(np.mean((s - y) ** 2)), 2 * (s - y) * s * (1 - s) / z.size


# What the variants share


def mse(p: Floats, y: Floats) -> Answer:
    """The right answer."""
    return float(np.mean((p - y) ** 2)), 2 * (p - y) / p.size


def cross_entropy(z: Floats, y: Floats) -> Answer:
    """The right answer."""
    return float(np.mean(np.logaddexp(0, z) - y * z)), (sigmoid(z) - y) / z.size


def sigmoid(z: Floats) -> Floats:
    values: Floats = np.exp(-np.logaddexp(0, -z))
    return values


def with_constant_inside_the_log(constant: float, z: Floats, y: Floats) -> Answer:
    """Loss with both logs of a probability plus a constant, and the right gradient."""
    s, dz = sigmoid(z), cross_entropy(z, y)[1]
    loss = -np.mean(y * np.log(s + constant) + (1 - y) * np.log(1 - s + constant))
    return float(loss), dz
