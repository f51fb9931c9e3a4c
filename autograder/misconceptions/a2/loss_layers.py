"""Wrong losses of scores that people really write, each with the hint it earns."""

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]
Labels = NDArray[np.integer]
Answer = tuple[float, Floats]

SVM = "layers.svm_loss"
SOFTMAX = "layers.softmax_loss"


# The mean of svm_loss


@misconception(SVM, hint="Hinge loss and gradient are sums over the images: divide both by N.")
def svm_mean_missing(x: Floats, y: Labels) -> Answer:
    m = margins(x, y)
    return hinge(len(x) * costs(m), len(x) * pulls(m > 0, y))


@misconception(SVM, hint="The hinge loss is divided by N, its gradient is not.")
def svm_mean_missing_in_the_gradient(x: Floats, y: Labels) -> Answer:
    m = margins(x, y)
    return hinge(costs(m), len(x) * pulls(m > 0, y))


@misconception(SVM, hint="The hinge loss's gradient is divided by N, the loss is not.")
def svm_mean_missing_in_the_loss(x: Floats, y: Labels) -> Answer:
    m = margins(x, y)
    return hinge(len(x) * costs(m), pulls(m > 0, y))


@misconception(
    SVM, hint="Your loss is a mean over images and classes: sum the classes, divide by N."
)
def svm_mean_over_the_classes_too(x: Floats, y: Labels) -> Answer:
    m = margins(x, y)
    return hinge(costs(m) / x.shape[1], pulls(m > 0, y))


# The right class of svm_loss


@misconception(SVM, hint="Your loss is too high by 1: the right class costs nothing, leave it out.")
def right_class_costs_its_margin(x: Floats, y: Labels) -> Answer:
    loss, dx = svm_loss(x, y)
    return loss + 1, dx


@misconception(
    SVM, hint="The right class keeps its margin of 1, in loss and gradient: set that margin to 0."
)
def right_class_left_in(x: Floats, y: Labels) -> Answer:
    m = margins(x, y) + one_hot(y, x)
    return hinge(costs(m), pulls(m > 0, y) - one_hot(y, x))


@misconception(
    SVM, hint="Your count of margins above 0 includes the right class: set its margin to 0 first."
)
def count_includes_the_right_class(x: Floats, y: Labels) -> Answer:
    m = margins(x, y)
    return hinge(costs(m), pulls(m > 0, y) - one_hot(y, x))


@misconception(SVM, hint="The right class has no gradient: each margin above 0 pulls its score up.")
def right_class_has_no_gradient(x: Floats, y: Labels) -> Answer:
    m = margins(x, y)
    return hinge(costs(m), (m > 0).astype(float))


@misconception(
    SVM, hint="Only the right classes have a gradient: a wrong one above the margin has 1 / N."
)
def wrong_classes_have_no_gradient(x: Floats, y: Labels) -> Answer:
    m = margins(x, y)
    return hinge(costs(m), pulls(m > 0, y) * one_hot(y, x))


@misconception(
    SVM, hint="The right class is pulled once per image: once per margin above 0 is right."
)
def right_class_pulled_once_per_image(x: Floats, y: Labels) -> Answer:
    m = margins(x, y)
    return hinge(costs(m), (m > 0) - one_hot(y, x))


@misconception(SVM, hint="An image without a margin above 0 has a gradient: it must not pull.")
def satisfied_images_pull(x: Floats, y: Labels) -> Answer:
    m = margins(x, y)
    counts = np.maximum((m > 0).sum(axis=1, keepdims=True), 1)
    return hinge(costs(m), (m > 0) - counts * one_hot(y, x))


# The gradient of svm_loss


@misconception(SVM, hint="The gradient of your hinge loss has the opposite sign.")
def svm_gradient_of_the_opposite_sign(x: Floats, y: Labels) -> Answer:
    loss, dx = svm_loss(x, y)
    return loss, -dx


@misconception(SVM, hint="Your gradient holds the margins: it counts them, 1 / N for each above 0.")
def margins_instead_of_ones(x: Floats, y: Labels) -> Answer:
    m = margins(x, y)
    return hinge(costs(m), pulls(costs(m), y))


@misconception(
    SVM, hint="The right class is pulled by the sum of the margins: it is their number that counts."
)
def sum_of_margins_instead_of_count(x: Floats, y: Labels) -> Answer:
    m = margins(x, y)
    total = costs(m).sum(axis=1, keepdims=True)
    return hinge(costs(m), (m > 0) - total * one_hot(y, x))


@misconception(SVM, hint="Every class pulls in your gradient: only margins above 0 may.")
def mask_of_ones(x: Floats, y: Labels) -> Answer:
    m = margins(x, y)
    return hinge(costs(m), pulls(np.ones(m.shape), y))


# The margins


@misconception(SVM, hint="Margins below 0 lower your loss: each counts as max(0, margin).")
def margins_not_clipped(x: Floats, y: Labels) -> Answer:
    m = margins(x, y)
    return hinge(m, pulls(np.ones(m.shape), y))


@misconception(
    SVM, hint="Your margin has no + 1: a wrong score costs unless it is lower by 1 at least."
)
def margin_without_its_1(x: Floats, y: Labels) -> Answer:
    m = margins(x, y, delta=0.0)
    return hinge(costs(m), pulls(m > 0, y))


@misconception(SVM, hint="You subtract the 1 from the margin: it is s_j - s_c + 1.")
def margin_of_minus_one(x: Floats, y: Labels) -> Answer:
    m = margins(x, y, delta=-1.0)
    return hinge(costs(m), pulls(m > 0, y))


@misconception(SVM, hint="Right and wrong score are exchanged in your margin: it is s_j - s_c + 1.")
def scores_exchanged(x: Floats, y: Labels) -> Answer:
    m = margins(-x, y)
    return hinge(costs(m), -pulls(m > 0, y))


@misconception(
    SVM, hint="You keep classes whose score is above 0: compare the margin with 0, not the score."
)
def threshold_on_the_score(x: Floats, y: Labels) -> Answer:
    m, kept = margins(x, y), x > 0
    return hinge(m * kept, pulls(kept * (1 - one_hot(y, x)), y))


@misconception(
    SVM, hint="Only the largest margin of each image counts in your loss: sum all wrong classes."
)
def largest_margin_only(x: Floats, y: Labels) -> Answer:
    m = margins(x, y)
    largest = one_hot(m.argmax(axis=1), x) * (m > 0)
    return hinge(costs(m) * largest, pulls(largest, y))


@misconception(SVM, hint="Your margins are squared: that is another loss, the squared hinge.")
def margins_squared(x: Floats, y: Labels) -> Answer:
    m = margins(x, y)
    return hinge(costs(m) ** 2, pulls(2 * costs(m), y))


@misconception(SVM, hint="x[y] picks rows: the right scores are x[np.arange(N), y].")
def rows_picked_by_label(x: Floats, y: Labels) -> Answer:
    m = (x - x[y] + 1) * (1 - one_hot(y, x))
    return hinge(costs(m), pulls(m > 0, y))


@misconception(SVM, hint="x is changed before all margins are made: subtract into a new array.")
def margins_of_scores_changed_in_place(x: Floats, y: Labels) -> Answer:
    m = margins(x - x[np.arange(len(y)), y][:, None] * one_hot(y, x), y)
    return hinge(costs(m), pulls(m > 0, y))


# The mean of softmax_loss


@misconception(SOFTMAX, hint="Cross-entropy and gradient are sums over the images: divide by N.")
def softmax_mean_missing(x: Floats, y: Labels) -> Answer:
    loss, dx = softmax_loss(x, y)
    return len(x) * loss, len(x) * dx


@misconception(SOFTMAX, hint="The cross-entropy is divided by N, its gradient is not.")
def softmax_mean_missing_in_the_gradient(x: Floats, y: Labels) -> Answer:
    loss, dx = softmax_loss(x, y)
    return loss, len(x) * dx


@misconception(SOFTMAX, hint="The cross-entropy's gradient is divided by N, the loss is not.")
def softmax_mean_missing_in_the_loss(x: Floats, y: Labels) -> Answer:
    loss, dx = softmax_loss(x, y)
    return len(x) * loss, dx


@misconception(
    SOFTMAX,
    hint="You divide the probabilities by N before subtracting 1: subtract first, then divide.",
)
def one_subtracted_after_the_mean(x: Floats, y: Labels) -> Answer:
    loss, dx = softmax_loss(x, y)
    return loss, dx - one_hot(y, x) * (1 - 1 / len(x))


@misconception(SOFTMAX, hint="You divide by the number of scores: divide by N, the images.")
def softmax_mean_over_the_classes_too(x: Floats, y: Labels) -> Answer:
    loss, dx = softmax_loss(x, y)
    return loss / x.shape[1], dx / x.shape[1]


# The logarithm


@misconception(SOFTMAX, hint="You take the log of the mean probability: take the mean of the logs.")
def log_of_the_mean_probability(x: Floats, y: Labels) -> Answer:
    right = probabilities(x)[np.arange(len(y)), y]
    with np.errstate(divide="ignore"):
        return -np.log(right.mean()), softmax_loss(x, y)[1]


@misconception(
    SOFTMAX, hint="You take the log of exp(score): divide by the sum over the classes first."
)
def log_of_unnormalised_powers(x: Floats, y: Labels) -> Answer:
    return -x[np.arange(len(y)), y].mean(), softmax_loss(x, y)[1]


@misconception(SOFTMAX, hint="log(p + 1e-6) stops at -13.8: write log p as a difference of scores.")
def constant_inside_the_log(x: Floats, y: Labels) -> Answer:
    return with_constant_inside_the_log(1e-6, x, y)


@misconception(SOFTMAX, hint="log(p + 1e-8) stops at -18.4: write log p as a difference of scores.")
def small_constant_inside_the_log(x: Floats, y: Labels) -> Answer:
    return with_constant_inside_the_log(1e-8, x, y)


@misconception(
    SOFTMAX, hint="log(p + 1e-12) stops at -27.6: write log p as a difference of scores."
)
def tiny_constant_inside_the_log(x: Floats, y: Labels) -> Answer:
    return with_constant_inside_the_log(1e-12, x, y)


@misconception(SOFTMAX, hint="Your logarithm has base 2: np.log is the natural one.")
def logarithm_of_base_two(x: Floats, y: Labels) -> Answer:
    loss, dx = softmax_loss(x, y)
    return loss / np.log(2), dx


@misconception(SOFTMAX, hint="The minus of -log p is missing: your loss is negative.")
def minus_missing(x: Floats, y: Labels) -> Answer:
    loss, dx = softmax_loss(x, y)
    return -loss, dx


# Large scores


@misconception(SOFTMAX, hint="exp overflows: subtract each image's largest score before exp.")
def scores_not_shifted(x: Floats, y: Labels) -> Answer:
    with np.errstate(all="ignore"):
        powers = np.exp(x)
        return from_probabilities(powers / powers.sum(axis=1, keepdims=True), y)


@misconception(
    SOFTMAX, hint="log(sum(exp(x))) overflows: take out each image's largest score first."
)
def log_sum_exp_not_shifted(x: Floats, y: Labels) -> Answer:
    with np.errstate(all="ignore"):
        log_p = x - np.log(np.exp(x).sum(axis=1, keepdims=True))
        dx = (np.exp(log_p) - one_hot(y, x)) / len(x)
        return -log_p[np.arange(len(y)), y].mean(), dx


@misconception(
    SOFTMAX,
    hint="You subtract the largest score of the whole batch: each image needs its own maximum.",
)
def scores_shifted_by_the_batch_maximum(x: Floats, y: Labels) -> Answer:
    with np.errstate(all="ignore"):
        powers = np.exp(x - x.max())
        return from_probabilities(powers / powers.sum(axis=1, keepdims=True), y)


@misconception(
    SOFTMAX,
    hint="A probability rounds to 0, its log is infinite: write log p as a difference of scores.",
)
def log_of_a_probability_that_rounds_to_zero(x: Floats, y: Labels) -> Answer:
    with np.errstate(all="ignore"):
        return from_probabilities(probabilities(x), y)


# The gradient of softmax_loss


@misconception(SOFTMAX, hint="The gradient of your cross-entropy has the opposite sign.")
def softmax_gradient_of_the_opposite_sign(x: Floats, y: Labels) -> Answer:
    loss, dx = softmax_loss(x, y)
    return loss, -dx


@misconception(
    SOFTMAX, hint="Your gradient lacks the -1 of the right class: by its score it is p - 1."
)
def right_class_not_subtracted(x: Floats, y: Labels) -> Answer:
    loss, dx = softmax_loss(x, y)
    return loss, dx + one_hot(y, x) / len(x)


@misconception(SOFTMAX, hint="Only the right classes have a gradient: the others have p / N.")
def other_classes_have_no_gradient(x: Floats, y: Labels) -> Answer:
    loss, dx = softmax_loss(x, y)
    return loss, dx * one_hot(y, x)


@misconception(
    SOFTMAX, hint="dx[:, y] -= 1 subtracts from whole columns: dx[np.arange(N), y] picks one each."
)
def one_subtracted_from_columns(x: Floats, y: Labels) -> Answer:
    loss, _ = softmax_loss(x, y)
    p = probabilities(x)
    p[:, y] -= 1
    return loss, p / len(x)


@misconception(
    SOFTMAX, hint="Your gradient is by the probabilities, -1 / p: go on to the scores, p - 1."
)
def gradient_by_the_probabilities(x: Floats, y: Labels) -> Answer:
    loss, _ = softmax_loss(x, y)
    with np.errstate(all="ignore"):
        return loss, np.where(one_hot(y, x) > 0, -1 / probabilities(x), 0.0) / len(x)


@misconception(
    SOFTMAX, hint="Your probabilities sum to 1 over the images: sum over the classes, axis 1."
)
def softmax_over_the_images(x: Floats, y: Labels) -> Answer:
    with np.errstate(all="ignore"):
        return from_probabilities(probabilities(x.T).T, y)


# What the variants share


def one_hot(y: Labels, like: NDArray[np.generic]) -> Floats:
    """(N, C): 1 in the column of the right class; C is the second length of `like`."""
    return np.eye(like.shape[1])[y]


def margins(x: Floats, y: Labels, delta: float = 1.0) -> Floats:
    """(N, C) margins, not clipped, of the wrong classes; 0 for the right one."""
    right = np.take_along_axis(x, y[:, None].astype(int), axis=1)
    return (x - right + delta) * (1 - one_hot(y, x))


def costs(m: Floats) -> Floats:
    """(N, C): what each margin costs."""
    return np.maximum(m, 0)


def pulls(shares: Floats | NDArray[np.bool_], y: Labels) -> Floats:
    """(N, C): the share of each class, for the right one less the sum of all."""
    less: Floats = shares - one_hot(y, shares) * shares.sum(axis=1, keepdims=True)
    return less


def hinge(costs: Floats, slopes: Floats) -> Answer:
    """The loss of (N, C) costs, and the gradient of (N, C) slopes."""
    return costs.sum() / len(costs), slopes / len(slopes)


def svm_loss(x: Floats, y: Labels) -> Answer:
    """The right answer."""
    m = margins(x, y)
    return hinge(costs(m), pulls(m > 0, y))


def probabilities(x: Floats) -> Floats:
    """Softmax along the rows; small ones round to 0."""
    powers = np.exp(x - x.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


def from_probabilities(p: Floats, y: Labels) -> Answer:
    """Loss and gradient from (N, C) probabilities, whatever is wrong with them."""
    loss = -np.log(p[np.arange(len(y)), y]).mean()
    return loss, (p - one_hot(y, p)) / len(y)


def with_constant_inside_the_log(constant: float, x: Floats, y: Labels) -> Answer:
    """Loss of log(p + constant), and the right gradient."""
    right = probabilities(x)[np.arange(len(y)), y]
    return -np.log(right + constant).mean(), softmax_loss(x, y)[1]


def softmax_loss(x: Floats, y: Labels) -> Answer:
    """The right answer."""
    shifted = x - x.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -log_p[np.arange(len(y)), y].mean(), (probabilities(x) - one_hot(y, x)) / len(y)
