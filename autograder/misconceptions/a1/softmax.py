"""Wrong softmax losses that people really write, each with the hint it earns.

They are bent from the oracle, so that each differs from the right answer in the one term that its
hint names.
"""

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception
from oracles.losses import softmax_loss

Floats = NDArray[np.float64]
Labels = NDArray[np.integer]
Answer = tuple[float, Floats]

NAIVE = "losses.softmax_loss_naive"
VECTORIZED = "losses.softmax_loss_vectorized"


# The penalty


@misconception(
    NAIVE,
    VECTORIZED,
    hint="Your gradient equals the one with reg * W: the derivative of W * W is 2 W.",
)
def penalty_gradient_without_its_2(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    loss, dW = softmax_loss(W, X, y, reg)
    return loss, dW - reg * W


@misconception(
    NAIVE, VECTORIZED, hint="Your loss has the penalty twice: it is reg * sum(W * W), without a 2."
)
def penalty_doubled_in_the_loss(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    loss, dW = softmax_loss(W, X, y, reg)
    return loss + reg * np.sum(W * W), dW


@misconception(
    NAIVE,
    VECTORIZED,
    hint="Your penalty has a factor 1/2: here it is reg * sum(W * W), gradient 2 reg W.",
)
def penalty_halved(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    loss, dW = softmax_loss(W, X, y, reg)
    return loss - 0.5 * reg * np.sum(W * W), dW - reg * W


@misconception(
    NAIVE,
    VECTORIZED,
    hint="Your penalty is divided by N: only the data part is a mean over the images.",
)
def penalty_divided_by_images(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    return softmax_loss(W, X, y, reg / len(X))


@misconception(
    NAIVE, VECTORIZED, hint="The penalty is in your loss, its gradient 2 reg W is not in dW."
)
def penalty_missing_in_the_gradient(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    loss, _ = softmax_loss(W, X, y, reg)
    return loss, softmax_loss(W, X, y, 0.0)[1]


@misconception(
    NAIVE, VECTORIZED, hint="The penalty is in your gradient, reg * sum(W * W) is not in the loss."
)
def penalty_missing_in_the_loss(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    _, dW = softmax_loss(W, X, y, reg)
    return softmax_loss(W, X, y, 0.0)[0], dW


@misconception(
    NAIVE,
    VECTORIZED,
    hint="The penalty reg * sum(W * W) is missing, in the loss and in the gradient.",
)
def penalty_missing(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    return softmax_loss(W, X, y, 0.0)


@misconception(
    NAIVE, VECTORIZED, hint="Your gradient has 2 W without reg: the penalty's gradient is 2 reg W."
)
def penalty_gradient_without_reg(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    loss, dW = softmax_loss(W, X, y, reg)
    return loss, dW + 2 * (1 - reg) * W


@misconception(
    NAIVE,
    hint="The penalty's gradient is added for every image: add it once, after the loop.",
)
def penalty_gradient_added_per_image(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    loss, dW = softmax_loss(W, X, y, reg)
    return loss, dW + (len(X) - 1) * 2 * reg * W


# The mean


@misconception(
    NAIVE,
    VECTORIZED,
    hint="Loss and gradient are sums over the images: divide the data part of both by N.",
)
def mean_missing(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    loss, dW = softmax_loss(W, X, y, 0.0)
    return len(X) * loss + reg * np.sum(W * W), len(X) * dW + 2 * reg * W


@misconception(NAIVE, VECTORIZED, hint="The loss is divided by N, the data part of dW is not.")
def mean_missing_in_the_gradient(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    loss, _ = softmax_loss(W, X, y, reg)
    return loss, len(X) * softmax_loss(W, X, y, 0.0)[1] + 2 * reg * W


@misconception(
    NAIVE, VECTORIZED, hint="The gradient is divided by N, the data part of the loss is not."
)
def mean_missing_in_the_loss(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    _, dW = softmax_loss(W, X, y, reg)
    return len(X) * softmax_loss(W, X, y, 0.0)[0] + reg * np.sum(W * W), dW


@misconception(
    VECTORIZED,
    hint="You divide the probabilities by N before subtracting 1: subtract first, then divide.",
)
def one_subtracted_after_the_mean(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    loss, dW = softmax_loss(W, X, y, reg)
    return loss, dW - X.T @ one_hot(y, W) * (1 - 1 / len(X))


# The logarithm


@misconception(
    NAIVE, VECTORIZED, hint="You take the log of the mean probability: take the mean of the logs."
)
def log_of_the_mean_probability(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    right = probabilities(X @ W)[np.arange(len(y)), y]
    with np.errstate(divide="ignore"):
        return -np.log(right.mean()) + reg * np.sum(W * W), softmax_loss(W, X, y, reg)[1]


@misconception(
    NAIVE,
    VECTORIZED,
    hint="You take the log of exp(score): divide by the sum over the classes first.",
)
def log_of_unnormalised_powers(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    right = (X @ W)[np.arange(len(y)), y]
    return -right.mean() + reg * np.sum(W * W), softmax_loss(W, X, y, reg)[1]


@misconception(
    NAIVE, VECTORIZED, hint="A constant stands inside your log: subtract the largest score instead."
)
def constant_inside_the_log(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    right = probabilities(X @ W)[np.arange(len(y)), y]
    return -np.log(right + 1e-6).mean() + reg * np.sum(W * W), softmax_loss(W, X, y, reg)[1]


@misconception(
    NAIVE,
    VECTORIZED,
    hint="log(p + 1e-8) stops at -18.4: write log p as a difference of scores.",
)
def small_constant_inside_the_log(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    right = probabilities(X @ W)[np.arange(len(y)), y]
    return -np.log(right + 1e-8).mean() + reg * np.sum(W * W), softmax_loss(W, X, y, reg)[1]


# Large scores


@misconception(
    NAIVE, VECTORIZED, hint="exp overflows: subtract each image's largest score before exp."
)
def scores_not_shifted(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    with np.errstate(all="ignore"):
        powers = np.exp(X @ W)
        return from_probabilities(powers / powers.sum(axis=1, keepdims=True), W, X, y, reg)


@misconception(
    VECTORIZED,
    hint="You subtract the largest score of the whole batch: each image needs its own maximum.",
)
def scores_shifted_by_the_batch_maximum(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    with np.errstate(all="ignore"):
        scores = X @ W
        powers = np.exp(scores - scores.max())
        return from_probabilities(powers / powers.sum(axis=1, keepdims=True), W, X, y, reg)


@misconception(
    NAIVE,
    VECTORIZED,
    hint="A probability rounds to 0, its log is infinite: write log p as a difference of scores.",
)
def log_of_a_probability_that_rounds_to_zero(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    with np.errstate(all="ignore"):
        return from_probabilities(probabilities(X @ W), W, X, y, reg)


# The gradient


@misconception(NAIVE, VECTORIZED, hint="The data part of your gradient has the opposite sign.")
def gradient_of_the_opposite_sign(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    loss, dW = softmax_loss(W, X, y, reg)
    return loss, 4 * reg * W - dW


@misconception(
    NAIVE,
    VECTORIZED,
    hint="Your gradient lacks the -1 of the right class: by its score it is p - 1.",
)
def right_class_not_subtracted(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    loss, dW = softmax_loss(W, X, y, reg)
    return loss, dW + X.T @ one_hot(y, W) / len(X)


@misconception(
    NAIVE,
    VECTORIZED,
    hint="Only the columns of the right classes have a gradient: the others pull, too.",
)
def other_classes_have_no_gradient(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    loss, dW = softmax_loss(W, X, y, reg)
    others = probabilities(X @ W) * (1 - one_hot(y, W))
    return loss, dW - X.T @ others / len(X)


@misconception(
    NAIVE, hint="x is subtracted from the right class once per class: once per image is right."
)
def right_class_subtracted_in_the_class_loop(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    loss, dW = softmax_loss(W, X, y, reg)
    return loss, dW - (W.shape[1] - 1) * X.T @ one_hot(y, W) / len(X)


@misconception(
    VECTORIZED, hint="Your probabilities sum to 1 over the images: sum over the classes, axis 1."
)
def softmax_over_the_images(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    with np.errstate(all="ignore"):
        return from_probabilities(probabilities((X @ W).T).T, W, X, y, reg)


# What the variants share


def one_hot(y: Labels, W: Floats) -> Floats:
    """(N, C): 1 in the column of the right class."""
    return np.eye(W.shape[1])[y]


def probabilities(scores: Floats) -> Floats:
    """Softmax along the rows; small ones round to 0."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


def from_probabilities(p: Floats, W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    """Loss and gradient from (N, C) probabilities, whatever is wrong with them."""
    loss = -np.log(p[np.arange(len(y)), y]).mean() + reg * np.sum(W * W)
    return loss, X.T @ (p - one_hot(y, W)) / len(X) + 2 * reg * W
