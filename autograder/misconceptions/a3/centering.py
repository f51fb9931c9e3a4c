"""Wrong backward passes of centered = x - x.mean(axis=0), each with the hint it earns."""

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]

STAGE = "normalization.centering_backward"


@misconception(STAGE, hint="The path through the mean is missing: x reaches centered in two ways.")
def mean_path_missing(dcentered: Floats) -> Floats:
    return dcentered


@misconception(STAGE, hint="The direct path is missing: x reaches centered also without the mean.")
def direct_path_missing(dcentered: Floats) -> Floats:
    return np.tile(-dcentered.mean(axis=0), (len(dcentered), 1))


@misconception(STAGE, hint="1/N is missing in the path through the mean: a row's share is 1/N.")
def sum_for_mean(dcentered: Floats) -> Floats:
    return np.asarray(dcentered - dcentered.sum(axis=0))


@misconception(STAGE, hint="The path through the mean has the wrong sign: the mean is taken off.")
def mean_path_added(dcentered: Floats) -> Floats:
    return np.asarray(dcentered + dcentered.mean(axis=0))


@misconception(
    STAGE, hint="dx has the wrong sign: the direct path counts for it, the mean's against."
)
def wrong_sign(dcentered: Floats) -> Floats:
    return np.asarray(dcentered.mean(axis=0) - dcentered)


@misconception(STAGE, hint="dmean is not summed: each x moves the mean that all rows share.")
def own_share_only(dcentered: Floats) -> Floats:
    return dcentered * (1 - 1 / len(dcentered))


@misconception(STAGE, hint="1/N stands twice in the path through the mean: it is there once.")
def divided_twice(dcentered: Floats) -> Floats:
    return np.asarray(dcentered - dcentered.mean(axis=0) / len(dcentered))


@misconception(STAGE, hint="You divide by N - 1: the mean is over N rows.")
def divided_by_one_less(dcentered: Floats) -> Floats:
    with np.errstate(all="ignore"):
        return np.asarray(dcentered - dcentered.sum(axis=0) / np.float64(len(dcentered) - 1))


@misconception(STAGE, hint="You divide by D, the features: the mean is over N rows.")
def divided_by_the_features(dcentered: Floats) -> Floats:
    return np.asarray(dcentered - dcentered.sum(axis=0) / dcentered.shape[1])


@misconception(
    STAGE, hint="You take off one mean of all numbers: each feature has its own, axis 0."
)
def mean_of_everything(dcentered: Floats) -> Floats:
    return np.asarray(dcentered - dcentered.mean())


@misconception(
    STAGE, hint="You take off the mean of each row: the mean of a feature goes down axis 0."
)
def mean_of_each_row(dcentered: Floats) -> Floats:
    return np.asarray(dcentered - dcentered.mean(axis=1, keepdims=True))


@misconception(
    STAGE, hint="The mean is taken off twice: the direct path passes dcentered as it is."
)
def mean_taken_off_twice(dcentered: Floats) -> Floats:
    return np.asarray(dcentered - 2 * dcentered.mean(axis=0))


@misconception(STAGE, hint="All of dx is divided by N: the direct path has no 1/N.")
def all_divided(dcentered: Floats) -> Floats:
    return np.asarray((dcentered - dcentered.mean(axis=0)) / len(dcentered))
