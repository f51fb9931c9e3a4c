"""Wrong ensembles that people really write, each with the hint it earns."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception
from oracles.ensembles import average_probabilities

Floats = NDArray[np.float64]

AVERAGE = "ensembles.average_probabilities"
LABELS = "ensembles.ensemble_labels"
RATE = "ensembles.snapshot_rate"


# Probabilities


@misconception(AVERAGE, hint="You average the scores: take each model's softmax first.")
def softmax_of_mean_scores(scores: Floats) -> Any:
    return average_probabilities(scores.mean(axis=0, keepdims=True))


@misconception(AVERAGE, hint="Your softmax runs over the models: it runs over the classes, axis 2.")
def softmax_over_the_models(scores: Floats) -> Any:
    powers = np.exp(scores - scores.max(axis=0))
    return (powers / powers.sum(axis=0)).mean(axis=0)


@misconception(AVERAGE, hint="Your softmax runs over the images: it runs over the classes, axis 2.")
def softmax_over_the_images(scores: Floats) -> Any:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return (powers / powers.sum(axis=1, keepdims=True)).mean(axis=0)


@misconception(AVERAGE, hint="exp overflows: subtract each row's largest score before exp.")
def scores_not_shifted(scores: Floats) -> Any:
    with np.errstate(all="ignore"):
        powers = np.exp(scores)
        return (powers / powers.sum(axis=2, keepdims=True)).mean(axis=0)


@misconception(AVERAGE, hint="You subtract the largest score of all: each row needs its own.")
def scores_shifted_by_the_largest_of_all(scores: Floats) -> Any:
    with np.errstate(all="ignore"):
        powers = np.exp(scores - scores.max())
        return (powers / powers.sum(axis=2, keepdims=True)).mean(axis=0)


@misconception(AVERAGE, hint="You add the models' probabilities: divide by their number.")
def sum_of_probabilities(scores: Floats) -> Any:
    return len(scores) * average_probabilities(scores)


@misconception(
    AVERAGE,
    hint="You add the exponentials of all models before you divide: divide each by its sum.",
)
def divided_after_the_sum(scores: Floats) -> Any:
    with np.errstate(all="ignore"):
        powers = np.exp(scores - scores.max(axis=(0, 2), keepdims=True)).sum(axis=0)
        return powers / powers.sum(axis=1, keepdims=True)


# Labels


@misconception(LABELS, hint="You count the models' votes: the mean probability decides.")
def majority_of_labels(scores: Floats) -> Any:
    votes = scores.argmax(axis=2)  # (M, N)
    return np.array([np.bincount(column).argmax() for column in votes.T])


@misconception(LABELS, hint="You take the class of the surest single model: average them.")
def surest_model(scores: Floats) -> Any:
    probabilities = np.stack([average_probabilities(table[None]) for table in scores])
    return probabilities.max(axis=0).argmax(axis=1)


@misconception(LABELS, hint="Where probabilities tie, you take the last: the smaller label wins.")
def last_of_tied_classes(scores: Floats) -> Any:
    probabilities = average_probabilities(scores)
    return probabilities.shape[1] - 1 - probabilities[:, ::-1].argmax(axis=1)


# The rate


@misconception(RATE, hint="You count steps from 0: the first one is t = 1, so take t - 1.")
def steps_counted_from_zero(t: int, rate: float, num_steps: int, num_cycles: int) -> Any:
    return annealed(t, rate, math.ceil(num_steps / num_cycles))


@misconception(
    RATE, hint="You round the length of a cycle down: S is ceil(num_steps / num_cycles)."
)
def length_rounded_down(t: int, rate: float, num_steps: int, num_cycles: int) -> Any:
    return annealed(t - 1, rate, num_steps // num_cycles)


@misconception(
    RATE, hint="The length of a cycle is not rounded: S is ceil(num_steps / num_cycles)."
)
def length_not_rounded(t: int, rate: float, num_steps: int, num_cycles: int) -> Any:
    return annealed(t - 1, rate, num_steps / num_cycles)


@misconception(RATE, hint="The rate falls once over all steps: it starts again in every cycle.")
def no_cycles(t: int, rate: float, num_steps: int, num_cycles: int) -> Any:
    return annealed(t - 1, rate, num_steps)


@misconception(RATE, hint="A cycle of yours has num_cycles steps: it has num_steps / num_cycles.")
def cycles_taken_for_steps(t: int, rate: float, num_steps: int, num_cycles: int) -> Any:
    return annealed(t - 1, rate, num_cycles)


@misconception(RATE, hint="The factor 1/2 is missing: a cycle starts at 2 * rate.")
def half_missing(t: int, rate: float, num_steps: int, num_cycles: int) -> Any:
    return annealed(t - 1, 2 * rate, math.ceil(num_steps / num_cycles))


def annealed(t: float, rate: float, steps: float) -> float:
    return rate / 2 * (math.cos(math.pi * (t % steps) / steps) + 1)
