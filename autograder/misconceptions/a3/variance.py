"""Wrong backward passes of var = mean of centered**2 over the rows, each with the hint it earns."""

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]

STAGE = "normalization.variance_backward"


@misconception(STAGE, hint="The factor 2 of the square's derivative is missing in dcentered.")
def two_missing(dvar: Floats, centered: Floats) -> Floats:
    return dvar * centered / len(centered)


@misconception(STAGE, hint="1/N is missing in dcentered: the variance is a mean, not a sum.")
def mean_missing(dvar: Floats, centered: Floats) -> Floats:
    return dvar * 2 * centered


@misconception(STAGE, hint="Both 2 and 1/N are missing: the variance is a mean of squares.")
def two_and_mean_missing(dvar: Floats, centered: Floats) -> Floats:
    return dvar * centered


@misconception(STAGE, hint="You have 1/2 where the derivative of a square has 2.")
def half_for_two(dvar: Floats, centered: Floats) -> Floats:
    return dvar * centered / (2 * len(centered))


@misconception(STAGE, hint="You divide by N - 1: the variance of batch normalisation is over N.")
def unbiased(dvar: Floats, centered: Floats) -> Floats:
    with np.errstate(all="ignore"):
        return dvar * 2 * centered / np.float64(len(centered) - 1)


@misconception(STAGE, hint="You divide by D, the features: the mean of the squares is over N rows.")
def divided_by_the_features(dvar: Floats, centered: Floats) -> Floats:
    return dvar * 2 * centered / len(dvar)


@misconception(STAGE, hint="dvar is missing: multiply by the upstream gradient.")
def dvar_missing(dvar: Floats, centered: Floats) -> Floats:
    return 2 * centered / len(centered)


@misconception(STAGE, hint="centered is missing: the derivative of a square is 2 times its base.")
def centered_missing(dvar: Floats, centered: Floats) -> Floats:
    return np.tile(dvar * 2 / len(centered), (len(centered), 1))


@misconception(STAGE, hint="You use centered**2, the value: its derivative is 2 * centered.")
def square_not_derived(dvar: Floats, centered: Floats) -> Floats:
    return np.asarray(dvar * centered**2 / len(centered))


@misconception(STAGE, hint="You take a mean off centered: here it is a free input of any mean.")
def centered_again(dvar: Floats, centered: Floats) -> Floats:
    return np.asarray(dvar * 2 * (centered - centered.mean(axis=0)) / len(centered))


@misconception(STAGE, hint="dcentered is summed over the batch: each row keeps its own.")
def summed_over_the_batch(dvar: Floats, centered: Floats) -> Floats:
    return np.tile(np.sum(dvar * 2 * centered, axis=0) / len(centered), (len(centered), 1))


@misconception(
    STAGE, hint="dvar is summed over the features: each feature has a variance of its own."
)
def dvar_summed(dvar: Floats, centered: Floats) -> Floats:
    return np.asarray(np.sum(dvar) * 2 * centered / len(centered))


@misconception(
    STAGE, hint="dcentered has the wrong sign: the square grows with the distance from 0."
)
def wrong_sign(dvar: Floats, centered: Floats) -> Floats:
    return -dvar * 2 * centered / len(centered)


@misconception(
    STAGE, hint="You pass dvar on in equal shares: the share of a row is 2 centered / N."
)
def equal_shares(dvar: Floats, centered: Floats) -> Floats:
    return np.tile(dvar / len(centered), (len(centered), 1))


@misconception(STAGE, hint="You go through the root, too: that is root_backward's step.")
def through_the_root(dvar: Floats, centered: Floats) -> Floats:
    return np.asarray(dvar * centered / (len(centered) * np.sqrt(np.mean(centered**2, axis=0))))
