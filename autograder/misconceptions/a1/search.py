"""Wrong grid searches that people really write, each with the hint it earns."""

from collections.abc import Callable, Iterable, Sequence
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]
Labels = NDArray[np.integer]
Pair = tuple[float, float]
Results = dict[Pair, Pair]
Trained = tuple[Pair, Any, Pair]  # the settings, the classifier and its two accuracies

GRID = "search.grid_search"


def accuracy(classifier: Any, X: Floats, y: Labels) -> float:
    return float(np.mean(classifier.predict(X) == y))


class Problem:
    """The arguments of a search, and the steps that the variants bend."""

    def __init__(
        self,
        new_classifier: Callable[[], Any],
        X: Floats,
        y: Labels,
        X_val: Floats,
        y_val: Labels,
        learning_rates: Sequence[float],
        regs: Sequence[float],
        num_iters: int = 100,
    ) -> None:
        self.new_classifier = new_classifier
        self.X, self.y, self.X_val, self.y_val = X, y, X_val, y_val
        self.learning_rates, self.regs, self.num_iters = learning_rates, regs, num_iters

    def pairs(self) -> Iterable[Pair]:
        return product(self.learning_rates, self.regs)

    def train(self, classifier: Any, pair: Pair, num_iters: int | None = None) -> Any:
        """The classifier, trained with these settings."""
        steps = self.num_iters if num_iters is None else num_iters
        classifier.train(self.X, self.y, learning_rate=pair[0], reg=pair[1], num_iters=steps)
        return classifier

    def trained(self, pairs: Iterable[Pair] | None = None) -> list[Trained]:
        """A new classifier for each pair, trained and measured as it should be."""
        chosen = self.pairs() if pairs is None else pairs
        return [self.measured(pair, self.train(self.new_classifier(), pair)) for pair in chosen]

    def measured(self, pair: Pair, classifier: Any) -> Trained:
        seen = accuracy(classifier, self.X, self.y)
        return pair, classifier, (seen, accuracy(classifier, self.X_val, self.y_val))


def table(trained: Iterable[Trained]) -> Results:
    return {pair: accuracies for pair, _, accuracies in trained}


def best_of(trained: Iterable[Trained]) -> Any:
    """The first of the classifiers with the highest validation accuracy."""
    return max(trained, key=lambda each: each[2][1])[1]


# What is tried


@misconception(
    GRID, hint="One classifier serves all pairs and goes on learning: make a new one each."
)
def one_classifier_for_all(*given: Any, **named: Any) -> tuple[Results, Any]:
    problem = Problem(*given, **named)
    classifier = problem.new_classifier()
    trained = [problem.measured(pair, problem.train(classifier, pair)) for pair in problem.pairs()]
    return table(trained), best_of(trained)


@misconception(GRID, hint="You pair the lists side by side: a grid has every rate with every reg.")
def lists_side_by_side(*given: Any, **named: Any) -> tuple[Results, Any]:
    problem = Problem(*given, **named)
    pairs = zip(problem.learning_rates, problem.regs, strict=False)
    trained = problem.trained(pairs)
    return table(trained), best_of(trained)


@misconception(GRID, hint="num_iters does not reach train: pass it on.")
def steps_not_passed(*given: Any, **named: Any) -> tuple[Results, Any]:
    problem = Problem(*given, **named)
    trained = [
        problem.measured(pair, problem.train(problem.new_classifier(), pair, 100))
        for pair in problem.pairs()
    ]
    return table(trained), best_of(trained)


@misconception(GRID, hint="reg does not reach train: pass it on.")
def reg_does_not_reach_train(*given: Any, **named: Any) -> tuple[Results, Any]:
    problem = Problem(*given, **named)
    trained = [
        (
            pair,
            *problem.measured(pair, problem.train(problem.new_classifier(), (pair[0], 1e-5)))[1:],
        )
        for pair in problem.pairs()
    ]
    return table(trained), best_of(trained)


@misconception(GRID, hint="Rate and reg are exchanged in train: pass them by name.")
def settings_exchanged(*given: Any, **named: Any) -> tuple[Results, Any]:
    problem = Problem(*given, **named)
    trained = [
        (pair, *problem.measured(pair, problem.train(problem.new_classifier(), pair[::-1]))[1:])
        for pair in problem.pairs()
    ]
    return table(trained), best_of(trained)


@misconception(
    GRID, hint="Validation images are trained on: a leak, so that they can judge nothing."
)
def validation_images_trained_on(*given: Any, **named: Any) -> tuple[Results, Any]:
    problem = Problem(*given, **named)
    X, y = problem.X, problem.y
    problem.X, problem.y = np.concatenate([X, problem.X_val]), np.concatenate([y, problem.y_val])
    fitted = [(pair, classifier) for pair, classifier, _ in problem.trained()]
    problem.X, problem.y = X, y
    trained = [problem.measured(*each) for each in fitted]
    return table(trained), best_of(trained)


@misconception(GRID, hint="The classifier is trained on the validation images: X and y train.")
def trained_on_the_validation_images(*given: Any, **named: Any) -> tuple[Results, Any]:
    problem = Problem(*given, **named)
    X, y = problem.X, problem.y
    problem.X, problem.y = problem.X_val, problem.y_val
    fitted = [(pair, classifier) for pair, classifier, _ in problem.trained()]
    problem.X, problem.y = X, y
    trained = [problem.measured(*each) for each in fitted]
    return table(trained), best_of(trained)


# What is noted


@misconception(GRID, hint="The accuracies are exchanged: training comes first, then validation.")
def accuracies_exchanged(*given: Any, **named: Any) -> tuple[Results, Any]:
    trained = Problem(*given, **named).trained()
    return {pair: pairs[::-1] for pair, _, pairs in trained}, best_of(trained)


@misconception(GRID, hint="The keys are exchanged: (learning_rate, reg).")
def keys_exchanged(*given: Any, **named: Any) -> tuple[Results, Any]:
    trained = Problem(*given, **named).trained()
    return {pair[::-1]: pairs for pair, _, pairs in trained}, best_of(trained)


@misconception(GRID, hint="You note shares of wrong labels: accuracy is that of right ones.")
def errors_for_accuracies(*given: Any, **named: Any) -> tuple[Results, Any]:
    trained = Problem(*given, **named).trained()
    return {pair: (1 - a, 1 - b) for pair, _, (a, b) in trained}, best_of(trained)


@misconception(GRID, hint="You count right labels: np.mean of the comparison is the accuracy.")
def counts_for_accuracies(*given: Any, **named: Any) -> tuple[Results, Any]:
    problem = Problem(*given, **named)
    trained, n, m = problem.trained(), len(problem.y), len(problem.y_val)
    return {pair: (a * n, b * m) for pair, _, (a, b) in trained}, best_of(trained)


@misconception(GRID, hint="The validation accuracy is noted twice: measure on X and y, too.")
def validation_noted_twice(*given: Any, **named: Any) -> tuple[Results, Any]:
    trained = Problem(*given, **named).trained()
    return {pair: (b, b) for pair, _, (_, b) in trained}, best_of(trained)


@misconception(GRID, hint="The training accuracy is noted twice: measure on X_val and y_val, too.")
def training_noted_twice(*given: Any, **named: Any) -> tuple[Results, Any]:
    trained = Problem(*given, **named).trained()
    noted = {pair: (a, a) for pair, _, (a, _) in trained}
    return noted, max(trained, key=lambda each: each[2][0])[1]


# What is chosen


@misconception(GRID, hint="You choose by training accuracy: the validation accuracy chooses.")
def chosen_on_training_images(*given: Any, **named: Any) -> tuple[Results, Any]:
    trained = Problem(*given, **named).trained()
    return table(trained), max(trained, key=lambda each: each[2][0])[1]


@misconception(GRID, hint="Of equally good classifiers you take the last: > keeps the first.")
def last_of_equals(*given: Any, **named: Any) -> tuple[Results, Any]:
    trained = Problem(*given, **named).trained()
    return table(trained), best_of(reversed(trained))


@misconception(
    GRID, hint="You go through the learning rates within each reg: the rate comes first."
)
def rates_within_regs(*given: Any, **named: Any) -> tuple[Results, Any]:
    problem = Problem(*given, **named)
    pairs = [(rate, reg) for reg in problem.regs for rate in problem.learning_rates]
    trained = problem.trained(pairs)
    return table(trained), best_of(trained)


@misconception(GRID, hint="best is the classifier trained last: keep the one that does best.")
def last_one_trained(*given: Any, **named: Any) -> tuple[Results, Any]:
    trained = Problem(*given, **named).trained()
    return table(trained), trained[-1][1]


@misconception(GRID, hint="You keep the worst classifier: the highest validation accuracy wins.")
def worst_one(*given: Any, **named: Any) -> tuple[Results, Any]:
    trained = Problem(*given, **named).trained()
    return table(trained), min(trained, key=lambda each: each[2][1])[1]


@misconception(GRID, hint="best is None where every accuracy is 0: start below 0.")
def nothing_beats_zero(*given: Any, **named: Any) -> tuple[Results, Any]:
    trained = Problem(*given, **named).trained()
    beaten = any(validation > 0 for _, _, (_, validation) in trained)
    return table(trained), best_of(trained) if beaten else None


@misconception(GRID, hint="You train the best one once more: it is trained already.")
def best_trained_again(*given: Any, **named: Any) -> tuple[Results, Any]:
    problem = Problem(*given, **named)
    trained = problem.trained()
    pair, classifier, _ = max(trained, key=lambda each: each[2][1])
    return table(trained), problem.train(classifier, pair)


@misconception(GRID, hint="best is a new classifier, not the trained one: keep that.")
def untrained_best(*given: Any, **named: Any) -> tuple[Results, Any]:
    problem = Problem(*given, **named)
    return table(problem.trained()), problem.new_classifier()
