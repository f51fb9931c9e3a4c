"""Wrong backward passes of std = sqrt(var + eps), each with the hint it earns."""

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]

STAGE = "normalization.root_backward"


@misconception(STAGE, hint="The factor 1/2 of the root's derivative is missing in dvar.")
def half_missing(dstd: Floats, std: Floats) -> Floats:
    return dstd / std


@misconception(STAGE, hint="You divide by std and multiply by 2: the factor of a root is 1/2.")
def doubled(dstd: Floats, std: Floats) -> Floats:
    return 2 * dstd / std


@misconception(STAGE, hint="You multiply by 2 std: that is dvar / dstd, you need dstd / dvar.")
def derivative_of_the_square(dstd: Floats, std: Floats) -> Floats:
    return 2 * std * dstd


@misconception(STAGE, hint="You multiply by std where the derivative of the root divides by it.")
def multiplied_by_std(dstd: Floats, std: Floats) -> Floats:
    return std * dstd / 2


@misconception(STAGE, hint="1 / std is missing: the slope of a root falls as the root grows.")
def std_missing(dstd: Floats, std: Floats) -> Floats:
    return dstd / 2


@misconception(STAGE, hint="You take the root of std once more: std is the root already.")
def root_of_the_root(dstd: Floats, std: Floats) -> Floats:
    return np.asarray(dstd / (2 * np.sqrt(std)))


@misconception(STAGE, hint="You divide by 2 (var + eps): the derivative has the root, std, below.")
def divided_by_the_variance(dstd: Floats, std: Floats) -> Floats:
    return np.asarray(dstd / (2 * std**2))


@misconception(STAGE, hint="That is the derivative of 1 / std by var: here std itself is derived.")
def derivative_of_the_inverse_root(dstd: Floats, std: Floats) -> Floats:
    return np.asarray(-dstd / (2 * std**3))


@misconception(STAGE, hint="dvar has the wrong sign: the root grows with the variance.")
def wrong_sign(dstd: Floats, std: Floats) -> Floats:
    return -dstd / (2 * std)


@misconception(STAGE, hint="dvar has no dstd: multiply by the upstream gradient.")
def dstd_missing(dstd: Floats, std: Floats) -> Floats:
    return 1 / (2 * std)


@misconception(STAGE, hint="dvar is one number: each feature has its own, nothing is summed here.")
def summed_over_the_features(dstd: Floats, std: Floats) -> Floats:
    return np.asarray(np.sum(dstd / (2 * std)))


@misconception(STAGE, hint="eps is added once more: it is in std already.")
def eps_added_again(dstd: Floats, std: Floats) -> Floats:
    return np.asarray(dstd / (2 * np.sqrt(std**2 + 1e-5)))


@misconception(STAGE, hint="You take eps off std: the derivative has std as it is, eps included.")
def eps_taken_off(dstd: Floats, std: Floats) -> Floats:
    with np.errstate(all="ignore"):
        return np.asarray(dstd / (2 * np.sqrt(std**2 - 1e-5)))
