"""Wrong backward passes of x_hat = centered / std, each with the hint it earns."""

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]
Answer = tuple[Floats, Floats]

STAGE = "normalization.quotient_backward"


# Both derivatives


@misconception(STAGE, hint="The two derivatives are exchanged: the one by centered is 1 / std.")
def derivatives_exchanged(dx_hat: Floats, centered: Floats, std: Floats) -> Answer:
    return -dx_hat * centered / std**2, np.sum(dx_hat / std, axis=0)


@misconception(STAGE, hint="The results are exchanged: return dcentered first, then dstd.")
def results_exchanged(dx_hat: Floats, centered: Floats, std: Floats) -> Answer:
    dcentered, dstd = right(dx_hat, centered, std)
    return dstd, dcentered


@misconception(
    STAGE, hint="Neither derivative is multiplied by dx_hat: the chain rule asks for it."
)
def dx_hat_missing(dx_hat: Floats, centered: Floats, std: Floats) -> Answer:
    return right(np.ones_like(dx_hat), centered, std)


# dcentered


@misconception(STAGE, hint="dcentered is multiplied by std: the derivative by centered is 1 / std.")
def dcentered_multiplied_by_std(dx_hat: Floats, centered: Floats, std: Floats) -> Answer:
    return dx_hat * std, right(dx_hat, centered, std)[1]


@misconception(STAGE, hint="1 / std is missing in dcentered: the numerator was divided by std.")
def std_missing_in_dcentered(dx_hat: Floats, centered: Floats, std: Floats) -> Answer:
    return dx_hat, right(dx_hat, centered, std)[1]


@misconception(
    STAGE, hint="dcentered is divided by std twice: the derivative by centered is 1 / std."
)
def dcentered_divided_twice(dx_hat: Floats, centered: Floats, std: Floats) -> Answer:
    return dx_hat / std**2, right(dx_hat, centered, std)[1]


@misconception(STAGE, hint="dcentered has no dx_hat: multiply 1 / std by the upstream gradient.")
def dx_hat_missing_in_dcentered(dx_hat: Floats, centered: Floats, std: Floats) -> Answer:
    return np.tile(1 / std, (len(dx_hat), 1)), right(dx_hat, centered, std)[1]


@misconception(
    STAGE, hint="dcentered includes the path through std: here std is an input of its own."
)
def path_through_std_in_dcentered(dx_hat: Floats, centered: Floats, std: Floats) -> Answer:
    dcentered, dstd = right(dx_hat, centered, std)
    return dcentered + dstd * centered / (len(centered) * std), dstd


@misconception(
    STAGE, hint="dcentered has its mean taken off: that is the step of centering_backward."
)
def dcentered_less_its_mean(dx_hat: Floats, centered: Floats, std: Floats) -> Answer:
    dcentered, dstd = right(dx_hat, centered, std)
    return dcentered - dcentered.mean(axis=0), dstd


# dstd


@misconception(STAGE, hint="dstd has the wrong sign: a larger std makes x_hat smaller.")
def dstd_without_its_sign(dx_hat: Floats, centered: Floats, std: Floats) -> Answer:
    dcentered, dstd = right(dx_hat, centered, std)
    return dcentered, -dstd


@misconception(
    STAGE, hint="dstd is divided by std once: the derivative of 1 / std has std squared."
)
def dstd_over_std(dx_hat: Floats, centered: Floats, std: Floats) -> Answer:
    dcentered, dstd = right(dx_hat, centered, std)
    return dcentered, dstd * std


@misconception(STAGE, hint="dstd has one std too many below: centered / std**2, or x_hat / std.")
def dstd_over_std_cubed(dx_hat: Floats, centered: Floats, std: Floats) -> Answer:
    dcentered, dstd = right(dx_hat, centered, std)
    return dcentered, dstd / std


@misconception(STAGE, hint="dstd has a factor 1/2: that is the root's, here only 1 / std matters.")
def dstd_halved(dx_hat: Floats, centered: Floats, std: Floats) -> Answer:
    dcentered, dstd = right(dx_hat, centered, std)
    return dcentered, dstd / 2


@misconception(STAGE, hint="You return the gradient by 1 / std: one more step leads to dstd.")
def gradient_by_the_inverse(dx_hat: Floats, centered: Floats, std: Floats) -> Answer:
    return dx_hat / std, np.sum(dx_hat * centered, axis=0)


@misconception(STAGE, hint="You return dvar for dstd: the root has a stage of its own.")
def dvar_for_dstd(dx_hat: Floats, centered: Floats, std: Floats) -> Answer:
    dcentered, dstd = right(dx_hat, centered, std)
    return dcentered, dstd / (2 * std)


@misconception(STAGE, hint="dstd has no dx_hat: multiply by the upstream gradient before you sum.")
def dx_hat_missing_in_dstd(dx_hat: Floats, centered: Floats, std: Floats) -> Answer:
    return dx_hat / std, right(np.ones_like(dx_hat), centered, std)[1]


@misconception(
    STAGE, hint="dstd has no centered: the derivative of x_hat by std has the numerator."
)
def centered_missing_in_dstd(dx_hat: Floats, centered: Floats, std: Floats) -> Answer:
    return dx_hat / std, right(dx_hat, np.ones_like(centered), std)[1]


@misconception(STAGE, hint="dstd is not summed: one std divides all N rows, dstd is (D,).")
def dstd_not_summed(dx_hat: Floats, centered: Floats, std: Floats) -> Answer:
    return dx_hat / std, -dx_hat * centered / std**2


@misconception(STAGE, hint="dstd is a mean over the batch: sum, do not divide by N.")
def dstd_is_a_mean(dx_hat: Floats, centered: Floats, std: Floats) -> Answer:
    dcentered, dstd = right(dx_hat, centered, std)
    return dcentered, dstd / len(centered)


@misconception(STAGE, hint="You sum dx_hat and centered apart: multiply row by row, then sum.")
def sums_multiplied(dx_hat: Floats, centered: Floats, std: Floats) -> Answer:
    return dx_hat / std, -dx_hat.sum(axis=0) * centered.sum(axis=0) / std**2


@misconception(STAGE, hint="dstd has shape (1, D): no keepdims, it is (D,).")
def keepdims_left(dx_hat: Floats, centered: Floats, std: Floats) -> Answer:
    dcentered, dstd = right(dx_hat, centered, std)
    return dcentered, dstd[None]


@misconception(STAGE, hint="dstd is summed over the features: sum over the rows, axis 0.")
def dstd_summed_over_the_features(dx_hat: Floats, centered: Floats, std: Floats) -> Answer:
    return dx_hat / std, -np.sum(dx_hat * centered / std**2, axis=1)


# What the variants share


def right(dx_hat: Floats, centered: Floats, std: Floats) -> Answer:
    """The right gradients."""
    return dx_hat / std, -np.sum(dx_hat * centered, axis=0) / std**2
