"""Wrong squared hinge losses that people really write, each with the hint it earns."""

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception
from oracles import hinge

Floats = NDArray[np.float64]
Labels = NDArray[np.integer]
Answer = tuple[float, Floats]

LOSS = "losses.squared_hinge_loss"


# The square


@misconception(LOSS, hint="Your margins are not squared: that is svm_loss_naive.")
def margins_not_squared(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    return hinge.svm_loss(W, X, y, reg)


@misconception(LOSS, hint="Your loss squares the margins, its gradient lacks the factor 2.")
def gradient_without_its_2(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    loss, dW = hinge.squared_hinge_loss(W, X, y, reg)
    return loss, dW / 2 + reg * W


@misconception(LOSS, hint="Your squares have a factor 1/2: here there is none.")
def squares_halved(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    loss, dW = hinge.squared_hinge_loss(W, X, y, reg)
    return (loss + reg * np.sum(W * W)) / 2, dW / 2 + reg * W


@misconception(LOSS, hint="The gradient is that of the hinge: the square brings 2 * margin to it.")
def gradient_of_the_hinge(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    return hinge.squared_hinge_loss(W, X, y, reg)[0], hinge.svm_loss(W, X, y, reg)[1]


@misconception(LOSS, hint="Your gradient counts 2 for each violation: it is 2 * margin.")
def gradient_of_twice_the_hinge(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    _, dW = hinge.svm_loss(W, X, y, reg)
    return hinge.squared_hinge_loss(W, X, y, reg)[0], 2 * (dW - reg * W)


@misconception(LOSS, hint="You square the sum of an image's margins: square each, then sum.")
def square_of_the_sum(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    m = np.maximum(margins(W, X, y), 0)
    sums = m.sum(axis=1, keepdims=True)
    return assembled((sums**2).sum(), 2 * sums * (m > 0), W, X, y, reg)


@misconception(LOSS, hint="You square before the maximum: margins below 0 must become 0 first.")
def squared_before_the_maximum(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    m = margins(W, X, y)
    return assembled((m**2).sum(), 2 * m, W, X, y, reg)


@misconception(LOSS, hint="Your loss squares the mean cost: square each margin.")
def square_of_the_mean(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    cost, _ = hinge.svm_loss(W, X, y, 0.0)
    return cost**2 + reg * np.sum(W * W), hinge.squared_hinge_loss(W, X, y, reg)[1]


# The right class


@misconception(LOSS, hint="Your loss is too high by 1: the right class costs nothing.")
def right_class_costs_its_margin(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    loss, dW = hinge.squared_hinge_loss(W, X, y, reg)
    return loss + 1, dW


@misconception(LOSS, hint="The right class has no gradient: it is pulled by all margins above 0.")
def right_class_has_no_gradient(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    m = np.maximum(margins(W, X, y), 0)
    loss, _ = hinge.squared_hinge_loss(W, X, y, reg)
    return loss, X.T @ (2 * m) / len(X) + 2 * reg * W


@misconception(LOSS, hint="The right class is pulled by the number of margins: it is their sum.")
def right_class_pulled_by_the_count(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    m = np.maximum(margins(W, X, y), 0)
    pulls = 2 * m - 2 * one_hot(y, W) * (m > 0).sum(axis=1, keepdims=True)
    return hinge.squared_hinge_loss(W, X, y, reg)[0], X.T @ pulls / len(X) + 2 * reg * W


# The mean and the penalty


@misconception(LOSS, hint="Loss and gradient are sums over the images: divide both by N.")
def mean_missing(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    loss, dW = hinge.squared_hinge_loss(W, X, y, 0.0)
    return len(X) * loss + reg * np.sum(W * W), len(X) * dW + 2 * reg * W


@misconception(LOSS, hint="The loss is divided by N, the data part of dW is not.")
def mean_missing_in_the_gradient(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    loss, dW = hinge.squared_hinge_loss(W, X, y, reg)
    return loss, len(X) * (dW - 2 * reg * W) + 2 * reg * W


@misconception(LOSS, hint="The gradient is divided by N, the data part of the loss is not.")
def mean_missing_in_the_loss(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    loss, dW = hinge.squared_hinge_loss(W, X, y, 0.0)
    return len(X) * loss + reg * np.sum(W * W), dW + 2 * reg * W


@misconception(LOSS, hint="The penalty is in your loss, its gradient 2 reg W is not in dW.")
def penalty_missing_in_the_gradient(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    loss, dW = hinge.squared_hinge_loss(W, X, y, reg)
    return loss, dW - 2 * reg * W


@misconception(LOSS, hint="Your gradient has reg * W for the penalty: the derivative is 2 reg W.")
def penalty_gradient_without_its_2(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    loss, dW = hinge.squared_hinge_loss(W, X, y, reg)
    return loss, dW - reg * W


@misconception(LOSS, hint="Your penalty has a factor 1/2: here it is reg * sum(W * W).")
def penalty_halved(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    return hinge.squared_hinge_loss(W, X, y, reg / 2)


@misconception(LOSS, hint="The penalty reg * sum(W * W) is missing, in the loss and in dW.")
def penalty_missing(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    return hinge.squared_hinge_loss(W, X, y, 0.0)


@misconception(LOSS, hint="The penalty is divided by N: only the data part is a mean.")
def penalty_divided_by_images(W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    return hinge.squared_hinge_loss(W, X, y, reg / len(X))


# What the variants share


def one_hot(y: Labels, W: Floats) -> Floats:
    """(N, C): 1 in the column of the right class."""
    return np.eye(W.shape[1])[y]


def margins(W: Floats, X: Floats, y: Labels) -> Floats:
    """(N, C) margins, not clipped, of the wrong classes; 0 for the right one."""
    with hinge.enough_digits():
        return np.array(hinge.margins(W, X, y), dtype=np.float64)


def assembled(cost: float, shares: Floats, W: Floats, X: Floats, y: Labels, reg: float) -> Answer:
    """Loss and gradient from the sum of all costs and the (N, C) shares of the wrong classes."""
    pulls = shares - one_hot(y, W) * shares.sum(axis=1, keepdims=True)
    return cost / len(X) + reg * np.sum(W * W), X.T @ pulls / len(X) + 2 * reg * W
