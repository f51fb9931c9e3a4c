"""Wrong votes that people really count, each with the hint it earns."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception
from oracles.neighbors import most_voted

Floats = NDArray[np.float64]
Labels = NDArray[Any]

VOTE = "neighbors.KNearestNeighbor.predict_labels"


# Ties


@misconception(
    VOTE, hint="Where votes tie you take the label met first: Counter does so. The smallest wins."
)
def first_met_of_tied_labels(self: Any, dists: Floats, k: int = 1) -> Labels:
    return elected(self, dists, k, lambda votes: Counter(votes).most_common(1)[0][0])


@misconception(VOTE, hint="Where votes tie you take the largest label: the smallest wins.")
def largest_of_tied_labels(self: Any, dists: Floats, k: int = 1) -> Labels:
    return elected(self, dists, k, lambda votes: max(votes, key=lambda v: (votes.count(v), v)))


@misconception(VOTE, hint="Where votes tie you take the label met last: the smallest wins.")
def last_met_of_tied_labels(self: Any, dists: Floats, k: int = 1) -> Labels:
    return elected(self, dists, k, lambda votes: Counter(votes[::-1]).most_common(1)[0][0])


@misconception(
    VOTE, hint="Where votes tie you take the label that is nearer in sum: the smallest label wins."
)
def nearest_of_tied_labels(self: Any, dists: Floats, k: int = 1) -> Labels:
    def rank(votes: dict[int, list[float]], label: int) -> tuple[int, float]:
        return -len(votes[label]), sum(votes[label])

    return elected_by_distance(self, dists, k, rank)


# Whose votes


@misconception(
    VOTE, hint="The farthest images vote: argsort sorts upwards, take its first k columns."
)
def farthest_images(self: Any, dists: Floats, k: int = 1) -> Labels:
    return most_voted(-dists, self.y_train, k)


@misconception(VOTE, hint="Only the nearest image votes: ask all k.")
def only_the_nearest(self: Any, dists: Floats, k: int = 1) -> Labels:
    return most_voted(dists, self.y_train, 1)


@misconception(VOTE, hint="One neighbour too many votes: k are asked, not k + 1.")
def one_neighbour_too_many(self: Any, dists: Floats, k: int = 1) -> Labels:
    return most_voted(dists, self.y_train, k + 1)


@misconception(VOTE, hint="One neighbour too few votes: k are asked, not k - 1.")
def one_neighbour_too_few(self: Any, dists: Floats, k: int = 1) -> Labels:
    return most_voted(dists, self.y_train, max(1, k - 1))


@misconception(
    VOTE, hint="The nearest image is left out: test images are not among the training images."
)
def nearest_left_out(self: Any, dists: Floats, k: int = 1) -> Labels:
    neighbours = np.argsort(dists, axis=1)[:, 1 : k + 1]
    return np.array([elect([int(v) for v in self.y_train[row]]) for row in neighbours])


@misconception(
    VOTE, hint="The first k training images vote: sort by distance first, with np.argsort."
)
def not_sorted(self: Any, dists: Floats, k: int = 1) -> Labels:
    votes = [int(label) for label in self.y_train[:k]]
    return np.array([elect(votes)] * len(dists))


@misconception(VOTE, hint="The distances are sorted down the columns: sort along each row, axis 1.")
def sorted_down_the_columns(self: Any, dists: Floats, k: int = 1) -> Labels:
    neighbours = np.argsort(dists, axis=0)[:, :k]
    return np.array([elect([int(v) for v in self.y_train[row]]) for row in neighbours])


@misconception(
    VOTE, hint="Near neighbours weigh more in your vote: here each of the k has one vote."
)
def votes_weighed_by_distance(self: Any, dists: Floats, k: int = 1) -> Labels:
    def rank(votes: dict[int, list[float]], label: int) -> float:
        return -sum(1 / (distance + 1e-8) for distance in votes[label])

    return elected_by_distance(self, dists, k, rank)


@misconception(
    VOTE, hint="All training images vote, whatever k is: only the k nearest of a row do."
)
def all_training_images(self: Any, dists: Floats, k: int = 1) -> Labels:
    return most_voted(dists, self.y_train, dists.shape[1])


# What is counted


@misconception(
    VOTE, hint="You return the number of a training image: look up its label in self.y_train."
)
def number_of_the_image(self: Any, dists: Floats, k: int = 1) -> Labels:
    return np.array([elect(row.tolist()) for row in np.argsort(dists, axis=1)[:, :k]])


@misconception(
    VOTE, hint="You return how many votes the winner has: argmax gives the label, max the count."
)
def number_of_votes(self: Any, dists: Floats, k: int = 1) -> Labels:
    return elected(self, dists, k, lambda votes: max(map(votes.count, votes)))


@misconception(
    VOTE, hint="You return the winner's place among np.unique's values: look the label up there."
)
def place_among_unique_labels(self: Any, dists: Floats, k: int = 1) -> Labels:
    return elected(self, dists, k, lambda votes: sorted(set(votes)).index(elect(votes)))


@misconception(
    VOTE, hint="You return a mean of labels: classes cannot be averaged, count their votes."
)
def mean_of_labels(self: Any, dists: Floats, k: int = 1) -> Labels:
    return elected(self, dists, k, lambda votes: round(sum(votes) / len(votes)))


@misconception(
    VOTE, hint="You return the median of the labels: classes have no order, count their votes."
)
def median_of_labels(self: Any, dists: Floats, k: int = 1) -> Labels:
    return elected(self, dists, k, lambda votes: int(np.median(votes)))


@misconception(
    VOTE, hint="You return the smallest label of the neighbours: it only wins where votes tie."
)
def smallest_label(self: Any, dists: Floats, k: int = 1) -> Labels:
    return elected(self, dists, k, min)


@misconception(
    VOTE, hint="You return the rarest label of the neighbours: the most frequent one wins."
)
def rarest_label(self: Any, dists: Floats, k: int = 1) -> Labels:
    return elected(self, dists, k, lambda votes: min(votes, key=lambda v: (votes.count(v), v)))


# What the variants share


def elect(votes: Sequence[int]) -> int:
    """The label with the most votes, the smallest of several."""
    return min(votes, key=lambda label: (-votes.count(label), label))


def elected(classifier: Any, dists: Floats, k: int, choose: Callable[[list[int]], int]) -> Labels:
    """What `choose` makes of the labels of the k nearest, the nearest first."""
    neighbours = np.argsort(dists, axis=1)[:, :k]
    return np.array([choose([int(v) for v in classifier.y_train[row]]) for row in neighbours])


def elected_by_distance(
    classifier: Any, dists: Floats, k: int, rank: Callable[[dict[int, list[float]], int], Any]
) -> Labels:
    """The label of the lowest rank; the ranks know at which distances each label is met."""
    labels = []
    for row in dists:
        votes: dict[int, list[float]] = {}
        for j in np.argsort(row)[:k]:
            votes.setdefault(int(classifier.y_train[j]), []).append(float(row[j]))
        labels.append(min(votes, key=lambda label: (rank(votes, label), label)))
    return np.array(labels)
