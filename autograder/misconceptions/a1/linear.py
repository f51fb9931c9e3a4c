"""Wrong ways to train and predict that people really write, each with the hint it earns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]
Labels = NDArray[np.integer]

TRAIN = "linear.LinearClassifier.train"
PREDICT = "linear.LinearClassifier.predict"


# Prediction


@misconception(PREDICT, hint="You take the smallest score: the classifier answers the largest.")
def smallest_score(self: Any, X: Floats) -> Any:
    return np.argmin(X @ self.W, axis=1)


@misconception(
    PREDICT, hint="You look for the largest score down a column: go along each row, axis 1."
)
def largest_down_the_columns(self: Any, X: Floats) -> Any:
    return np.argmax(X @ self.W, axis=0)


@misconception(PREDICT, hint="You return the largest score: its index is the label.")
def score_instead_of_label(self: Any, X: Floats) -> Any:
    return np.max(X @ self.W, axis=1)


@misconception(PREDICT, hint="Where scores tie, you take the last class: the smaller label wins.")
def last_of_tied_classes(self: Any, X: Floats) -> Any:
    scores = X @ self.W
    return scores.shape[1] - 1 - np.argmax(scores[:, ::-1], axis=1)


@misconception(PREDICT, hint="You compare absolute scores: a very negative score is a clear no.")
def largest_absolute_score(self: Any, X: Floats) -> Any:
    return np.argmax(np.abs(X @ self.W), axis=1)


# Training


@misconception(TRAIN, hint="Every call starts from new weights: make W only when it is None.")
def starts_again(self: Any, X: Floats, y: Labels, *given: Any, **named: Any) -> list[float]:
    plan = Plan(*given, **named)
    self.W = first_weights(X, y)
    return descend(self, X, y, plan, plan.batches(X))


@misconception(TRAIN, hint="W moves along the gradient, uphill: subtract learning_rate times dW.")
def walks_uphill(self: Any, X: Floats, y: Labels, *given: Any, **named: Any) -> list[float]:
    plan = Plan(*given, **named)
    return descend(self, X, y, replace(plan, learning_rate=-plan.learning_rate), plan.batches(X))


@misconception(TRAIN, hint="W never moves: after each loss subtract learning_rate times dW.")
def never_moves(self: Any, X: Floats, y: Labels, *given: Any, **named: Any) -> list[float]:
    plan = Plan(*given, **named)
    return descend(self, X, y, replace(plan, learning_rate=0.0), plan.batches(X))


@misconception(TRAIN, hint="Steps do not use learning_rate: W moves by learning_rate times dW.")
def steps_without_learning_rate(
    self: Any, X: Floats, y: Labels, *given: Any, **named: Any
) -> list[float]:
    plan = Plan(*given, **named)
    return descend(self, X, y, replace(plan, learning_rate=1.0), plan.batches(X))


@misconception(TRAIN, hint="reg does not reach the loss: pass it to self.loss.")
def reg_not_passed(self: Any, X: Floats, y: Labels, *given: Any, **named: Any) -> list[float]:
    plan = Plan(*given, **named)
    return descend(self, X, y, replace(plan, reg=0.0), plan.batches(X))


@misconception(TRAIN, hint="One minibatch serves all steps: draw a new one for each.")
def one_minibatch_for_all_steps(
    self: Any, X: Floats, y: Labels, *given: Any, **named: Any
) -> list[float]:
    plan = Plan(*given, **named)
    batch = np.random.choice(len(X), plan.batch_size)
    return descend(self, X, y, plan, [batch] * plan.num_iters)


@misconception(TRAIN, hint="Rows are drawn without replacement: one row may come twice.")
def without_replacement(self: Any, X: Floats, y: Labels, *given: Any, **named: Any) -> list[float]:
    plan = Plan(*given, **named)
    batches = [np.random.permutation(len(X))[: plan.batch_size] for _ in range(plan.num_iters)]
    return descend(self, X, y, plan, batches)


@misconception(TRAIN, hint="Only the first batch_size rows are ever used: draw from all N.")
def only_the_first_rows(self: Any, X: Floats, y: Labels, *given: Any, **named: Any) -> list[float]:
    plan = Plan(*given, **named)
    batches = plan.batches(X[: plan.batch_size])
    return descend(self, X, y, plan, batches)


@misconception(TRAIN, hint="Images and labels are drawn separately: use the same indices for both.")
def labels_drawn_apart(self: Any, X: Floats, y: Labels, *given: Any, **named: Any) -> list[float]:
    plan = Plan(*given, **named)
    if self.W is None:
        self.W = first_weights(X, y)
    shuffled = y[np.random.permutation(len(y))]
    return descend(self, X, shuffled, plan, plan.batches(X))


@misconception(
    TRAIN, hint="W has a column for each label met: it needs one for each up to the largest."
)
def columns_for_labels_met(
    self: Any, X: Floats, y: Labels, *given: Any, **named: Any
) -> list[float]:
    plan = Plan(*given, **named)
    if self.W is None:
        self.W = 0.001 * np.random.randn(X.shape[1], len(np.unique(y)))
    return descend(self, X, y, plan, plan.batches(X))


@misconception(TRAIN, hint="Your first weights are all positive: randn is normal, rand is uniform.")
def uniform_first_weights(
    self: Any, X: Floats, y: Labels, *given: Any, **named: Any
) -> list[float]:
    plan = Plan(*given, **named)
    if self.W is None:
        self.W = 0.001 * np.random.rand(X.shape[1], np.max(y) + 1)
    return descend(self, X, y, plan, plan.batches(X))


@misconception(TRAIN, hint="Your first weights are too large: their standard deviation is 0.001.")
def large_first_weights(self: Any, X: Floats, y: Labels, *given: Any, **named: Any) -> list[float]:
    plan = Plan(*given, **named)
    if self.W is None:
        self.W = np.random.randn(X.shape[1], np.max(y) + 1)
    return descend(self, X, y, plan, plan.batches(X))


@misconception(TRAIN, hint="The history lags: it holds the loss after a step, not before it.")
def losses_after_the_step(
    self: Any, X: Floats, y: Labels, *given: Any, **named: Any
) -> list[float]:
    plan = Plan(*given, **named)
    batches = plan.batches(X)
    descend(self, X, y, plan, batches[:1])
    later = descend(self, X, y, plan, batches[1:])
    return [*later, *descend(self, X, y, replace(plan, learning_rate=0.0), batches[:1])]


# What the variants share


@dataclass(frozen=True)
class Plan:
    """The settings of a call of train."""

    learning_rate: float = 1e-3
    reg: float = 1e-5
    num_iters: int = 100
    batch_size: int = 200
    verbose: bool = False

    def batches(self, X: Floats) -> list[Labels]:
        """Rows of each minibatch, as they should be drawn."""
        return [np.random.choice(len(X), self.batch_size) for _ in range(self.num_iters)]


def first_weights(X: Floats, y: Labels) -> Floats:
    weights: Floats = 0.001 * np.random.randn(X.shape[1], np.max(y) + 1)
    return weights


def descend(
    classifier: Any, X: Floats, y: Labels, plan: Plan, batches: Sequence[Labels]
) -> list[float]:
    """The training loop over given minibatches; the loss of each step."""
    if classifier.W is None:
        classifier.W = first_weights(X, y)
    history = []
    for batch in batches:
        loss, dW = classifier.loss(X[batch], y[batch], plan.reg)
        classifier.W = classifier.W - plan.learning_rate * dW
        history.append(float(loss))
    return history
