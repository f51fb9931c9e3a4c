"""Wrong hinge losses that people really write, each with the hint it earns."""

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]
Labels = NDArray[np.integer]
Answer = tuple[float, Floats]

NAIVE = "losses.svm_loss_naive"
VECTORIZED = "losses.svm_loss_vectorized"


# The penalty


@misconception(
    NAIVE,
    VECTORIZED,
    hint="Your gradient has reg * W for the penalty: the derivative of W * W is 2 W.",
)
def penalty_gradient_without_its_2(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    loss, dW = svm_loss(W, X, y, reg)
    return loss, dW - reg * W


@misconception(
    NAIVE, VECTORIZED, hint="Your loss has the penalty twice: it is reg * sum(W * W), without a 2."
)
def penalty_doubled_in_the_loss(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    loss, dW = svm_loss(W, X, y, reg)
    return loss + reg * np.sum(W * W), dW


@misconception(
    NAIVE,
    VECTORIZED,
    hint="Your penalty has a factor 1/2: here it is reg * sum(W * W), gradient 2 reg W.",
)
def penalty_halved(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    return svm_loss(W, X, y, reg / 2)


@misconception(
    NAIVE,
    VECTORIZED,
    hint="Your penalty is divided by N: only the data part is a mean over the images.",
)
def penalty_divided_by_images(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    return svm_loss(W, X, y, reg / len(X))


@misconception(
    NAIVE, VECTORIZED, hint="The penalty is in your loss, its gradient 2 reg W is not in dW."
)
def penalty_missing_in_the_gradient(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    return svm_loss(W, X, y, reg)[0], svm_loss(W, X, y, 0.0)[1]


@misconception(
    NAIVE, VECTORIZED, hint="The penalty is in your gradient, reg * sum(W * W) is not in the loss."
)
def penalty_missing_in_the_loss(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    return svm_loss(W, X, y, 0.0)[0], svm_loss(W, X, y, reg)[1]


@misconception(
    NAIVE,
    VECTORIZED,
    hint="The penalty reg * sum(W * W) is missing, in the loss and in the gradient.",
)
def penalty_missing(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    return svm_loss(W, X, y, 0.0)


@misconception(
    NAIVE, VECTORIZED, hint="Your gradient has 2 W without reg: the penalty's gradient is 2 reg W."
)
def penalty_gradient_without_reg(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    return svm_loss(W, X, y, reg)[0], svm_loss(W, X, y, 1.0)[1]


@misconception(
    NAIVE, VECTORIZED, hint="Your penalty is reg * reg * sum(W * W): reg stands there once."
)
def penalty_with_reg_squared(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    return svm_loss(W, X, y, reg * reg)


@misconception(
    NAIVE, hint="The penalty's gradient is added for every image: add it once, after the loop."
)
def penalty_gradient_added_per_image(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    return svm_loss(W, X, y, reg)[0], svm_loss(W, X, y, reg * len(X))[1]


# The mean


@misconception(
    NAIVE,
    VECTORIZED,
    hint="Loss and gradient are sums over the images: divide the data part of both by N.",
)
def mean_missing(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    n, m = len(X), margins(W, X, y)
    return assembled(n * costs(m), n * pulls(m > 0, y), W, X, reg)


@misconception(NAIVE, VECTORIZED, hint="The loss is divided by N, the data part of dW is not.")
def mean_missing_in_the_gradient(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    m = margins(W, X, y)
    return assembled(costs(m), len(X) * pulls(m > 0, y), W, X, reg)


@misconception(
    NAIVE, VECTORIZED, hint="The gradient is divided by N, the data part of the loss is not."
)
def mean_missing_in_the_loss(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    m = margins(W, X, y)
    return assembled(len(X) * costs(m), pulls(m > 0, y), W, X, reg)


@misconception(
    VECTORIZED, hint="Your loss is a mean over images and classes: sum the classes, divide by N."
)
def mean_over_the_classes_too(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    m = margins(W, X, y)
    return assembled(costs(m) / W.shape[1], pulls(m > 0, y), W, X, reg)


@misconception(NAIVE, VECTORIZED, hint="The margins are added to your loss twice: once is right.")
def margins_added_twice(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    m = margins(W, X, y)
    return assembled(2 * costs(m), pulls(m > 0, y), W, X, reg)


# The right class


@misconception(
    NAIVE,
    VECTORIZED,
    hint="Your loss is too high by 1: the right class costs nothing, leave it out.",
)
def right_class_costs_its_margin(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    loss, dW = svm_loss(W, X, y, reg)
    return loss + 1, dW


@misconception(
    VECTORIZED,
    hint="The right class keeps its margin of 1, in loss and gradient: set that margin to 0.",
)
def right_class_left_in(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    m = margins(W, X, y) + one_hot(y, W)
    return assembled(costs(m), pulls(m > 0, y) - one_hot(y, W), W, X, reg)


@misconception(
    VECTORIZED,
    hint="Your count of margins above 0 includes the right class: set its margin to 0 first.",
)
def count_includes_the_right_class(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    m = margins(W, X, y)
    return assembled(costs(m), pulls(m > 0, y) - one_hot(y, W), W, X, reg)


@misconception(
    NAIVE,
    VECTORIZED,
    hint="The right class has no gradient: each margin above 0 subtracts x there.",
)
def right_class_has_no_gradient(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    m = margins(W, X, y)
    return assembled(costs(m), (m > 0).astype(float), W, X, reg)


@misconception(
    NAIVE,
    VECTORIZED,
    hint="Only the right classes have a gradient: each wrong class above the margin gets x.",
)
def wrong_classes_have_no_gradient(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    m = margins(W, X, y)
    return assembled(costs(m), pulls(m > 0, y) * one_hot(y, W), W, X, reg)


@misconception(
    NAIVE,
    VECTORIZED,
    hint="x is subtracted from the right class once per image: once per margin above 0 is right.",
)
def right_class_pulled_once_per_image(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    m = margins(W, X, y)
    return assembled(costs(m), (m > 0) - one_hot(y, W), W, X, reg)


@misconception(
    NAIVE,
    VECTORIZED,
    hint="An image without a margin above 0 has a gradient in your dW: it must not pull at all.",
)
def satisfied_images_pull(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    m = margins(W, X, y)
    counts = np.maximum((m > 0).sum(axis=1, keepdims=True), 1)
    return assembled(costs(m), (m > 0) - counts * one_hot(y, W), W, X, reg)


@misconception(
    NAIVE, hint="The right class is pulled by the last margin only: do it inside the class loop."
)
def right_class_pulled_by_the_last_margin(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    m = margins(W, X, y)
    m[np.arange(len(y)), y] = 1.0
    last = m[:, -1:] > 0
    wrong = (m > 0) * (1 - one_hot(y, W))
    return assembled(costs(margins(W, X, y)), wrong - last * one_hot(y, W), W, X, reg)


# The gradient


@misconception(NAIVE, VECTORIZED, hint="The data part of your gradient has the opposite sign.")
def gradient_of_the_opposite_sign(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    m = margins(W, X, y)
    return assembled(costs(m), -pulls(m > 0, y), W, X, reg)


@misconception(
    NAIVE,
    VECTORIZED,
    hint="x is multiplied by the margins: the gradient counts them, 1 for each above 0.",
)
def margins_instead_of_ones(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    m = margins(W, X, y)
    return assembled(costs(m), pulls(np.maximum(m, 0), y), W, X, reg)


@misconception(
    VECTORIZED,
    hint="The right class is pulled by the sum of the margins: it is their number that counts.",
)
def sum_of_margins_instead_of_count(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    m = margins(W, X, y)
    total = costs(m).sum(axis=1, keepdims=True)
    return assembled(costs(m), (m > 0) - total * one_hot(y, W), W, X, reg)


@misconception(
    NAIVE, VECTORIZED, hint="Every class pulls in your gradient: only margins above 0 may."
)
def mask_of_ones(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    m = margins(W, X, y)
    return assembled(costs(m), pulls(np.ones(m.shape), y), W, X, reg)


# The margins


@misconception(
    NAIVE, VECTORIZED, hint="Margins below 0 lower your loss: each counts as max(0, margin)."
)
def margins_not_clipped(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    m = margins(W, X, y)
    return assembled(m, pulls(np.ones(m.shape), y), W, X, reg)


@misconception(
    NAIVE, VECTORIZED, hint="Your margin has no + 1: a wrong score costs unless it is lower by 1."
)
def margin_without_its_1(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    m = margins(W, X, y, delta=0.0)
    return assembled(costs(m), pulls(m > 0, y), W, X, reg)


@misconception(NAIVE, VECTORIZED, hint="You subtract the 1 from the margin: it is s_c - s_y + 1.")
def margin_of_minus_one(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    m = margins(W, X, y, delta=-1.0)
    return assembled(costs(m), pulls(m > 0, y), W, X, reg)


@misconception(
    NAIVE,
    VECTORIZED,
    hint="Right and wrong score are exchanged in your margin: it is s_c - s_y + 1.",
)
def scores_exchanged(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    m = margins(-W, X, y)
    return assembled(costs(m), -pulls(m > 0, y), W, X, reg)


@misconception(
    NAIVE,
    VECTORIZED,
    hint="You keep classes whose score is above 0: compare the margin with 0, not the score.",
)
def threshold_on_the_score(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    m, kept = margins(W, X, y), X @ W > 0
    return assembled(m * kept, pulls(kept * (1 - one_hot(y, W)), y), W, X, reg)


@misconception(
    NAIVE,
    VECTORIZED,
    hint="Only the largest margin of each image counts in your loss: sum over all wrong classes.",
)
def largest_margin_only(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    m = margins(W, X, y)
    largest = one_hot(m.argmax(axis=1), W) * (m > 0)
    return assembled(costs(m) * largest, pulls(largest, y), W, X, reg)


@misconception(NAIVE, VECTORIZED, hint="Your margins are squared: that is squared_hinge_loss.")
def margins_squared(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    m = margins(W, X, y)
    return assembled(costs(m) ** 2, pulls(2 * np.maximum(m, 0), y), W, X, reg)


@misconception(
    VECTORIZED, hint="scores[y] picks rows: the right scores are scores[np.arange(N), y]."
)
def rows_picked_by_label(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    scores = X @ W
    m = (scores - scores[y] + 1) * (1 - one_hot(y, W))
    return assembled(costs(m), pulls(m > 0, y), W, X, reg)


@misconception(
    VECTORIZED, hint="The right scores (N,) do not fit scores (N, C): make them a column, (N, 1)."
)
def right_scores_not_a_column(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    scores = X @ W
    m = (scores - scores[np.arange(len(y)), y] + 1) * (1 - one_hot(y, W))
    return assembled(costs(m), pulls(m > 0, y), W, X, reg)


# What the variants share


def margins(W: Floats, X: Floats, y: Labels, delta: float = 1.0) -> Floats:
    """(N, C) margins, not clipped, of the wrong classes; 0 for the right one."""
    scores: Floats = X @ W
    right = np.take_along_axis(scores, y[:, None].astype(int), axis=1)
    return (scores - right + delta) * (1 - one_hot(y, W))


def costs(m: Floats) -> Floats:
    """(N, C): what each margin costs."""
    return np.maximum(m, 0)


def pulls(shares: Floats | NDArray[np.bool_], y: Labels) -> Floats:
    """(N, C): the share of each class, for the right one less the sum of all."""
    less: Floats = shares - one_hot(y, shares) * shares.sum(axis=1, keepdims=True)
    return less


def assembled(costs: Floats, slopes: Floats, W: Floats, X: Floats, reg: float) -> Answer:
    """The loss of (N, C) costs, and the gradient of (N, C) slopes by the scores."""
    loss = costs.sum() / len(X) + reg * np.sum(W * W)
    return loss, X.T @ slopes / len(X) + 2 * reg * W


def svm_loss(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    """The right answer."""
    m = margins(W, X, y)
    return assembled(costs(m), pulls(m > 0, y), W, X, reg)


def one_hot(y: Labels, like: NDArray[np.generic]) -> Floats:
    """(N, C): 1 in the column of the right class; C is the second length of `like`."""
    return np.eye(like.shape[1])[y]
