"""Wrong areas under curves that people really write, each with the hint it earns."""

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception
from oracles.metrics import average_precision, roc_auc

Floats = NDArray[np.float64]
Labels = NDArray[np.integer]

AUC = "metrics.roc_auc"
AP = "metrics.average_precision"


# ROC AUC


@misconception(AUC, hint="A pair of equal scores counts 0 with you: it counts one half.")
def draws_count_0(y_true: Labels, scores: Floats) -> float:
    return wins(y_true, scores, draw=0.0)


@misconception(AUC, hint="A pair of equal scores counts 1 with you: it counts one half.")
def draws_count_1(y_true: Labels, scores: Floats) -> float:
    return wins(y_true, scores, draw=1.0)


@misconception(
    AUC, hint="Images of equal score go one by one along your curve: cross them together."
)
def equal_scores_in_turn(y_true: Labels, scores: Floats) -> float:
    right = y_true[np.argsort(-scores, kind="stable")] == 1
    above = np.cumsum(right)[~right]  # positives met before each negative
    return float(above.sum() / (right.sum() * (~right).sum()))


@misconception(AUC, hint="Your area is 1 minus the right one: larger scores mean positive.")
def negatives_above_positives(y_true: Labels, scores: Floats) -> float:
    return 1 - roc_auc(y_true, scores)


@misconception(AUC, hint="You fold areas below 1/2 upwards: an area may be below 1/2.")
def never_below_one_half(y_true: Labels, scores: Floats) -> float:
    area = roc_auc(y_true, scores)
    return max(area, 1 - area)


@misconception(AUC, hint="You divide by N * N: only pairs of a positive and a negative count.")
def divided_by_all_pairs(y_true: Labels, scores: Floats) -> float:
    positives = int((y_true == 1).sum())
    return roc_auc(y_true, scores) * positives * (len(y_true) - positives) / len(y_true) ** 2


@misconception(AUC, hint="You count the pairs in order: divide by the number of pairs.")
def pairs_not_divided(y_true: Labels, scores: Floats) -> float:
    positives = int((y_true == 1).sum())
    return roc_auc(y_true, scores) * positives * (len(y_true) - positives)


@misconception(AUC, hint="Ranks begin at 1 in the rank-sum formula: yours begin at 0.")
def ranks_from_0(y_true: Labels, scores: Floats) -> float:
    return roc_auc(y_true, scores) - 1 / int((y_true == 0).sum())


@misconception(AUC, hint="You subtract no P (P + 1) / 2: positives also rank above each other.")
def rank_sum_not_reduced(y_true: Labels, scores: Floats) -> float:
    positives, negatives = int((y_true == 1).sum()), int((y_true == 0).sum())
    return roc_auc(y_true, scores) + (positives + 1) / 2 / negatives


@misconception(AUC, hint="You call scores from 0.5 on positive: the area goes over all thresholds.")
def one_threshold(y_true: Labels, scores: Floats) -> float:
    return balanced(y_true, scores, 0.5)


@misconception(AUC, hint="You call scores above 0 positive: the area goes over all thresholds.")
def threshold_0(y_true: Labels, scores: Floats) -> float:
    return balanced(y_true, scores, 1e-300)


@misconception(AUC, hint="Your thresholds lie between 0 and 1: take those of the scores.")
def thresholds_from_0_to_1(y_true: Labels, scores: Floats) -> float:
    called = [scores >= t for t in np.linspace(1, 0, 101)]
    rises = [0.0, *(float(c[y_true == 1].mean()) for c in called), 1.0]
    falls = [0.0, *(float(c[y_true == 0].mean()) for c in called), 1.0]
    return float(np.trapezoid(rises, falls))


@misconception(AUC, hint="Your curve has TPR over the share called positive: ROC has FPR there.")
def gain_curve(y_true: Labels, scores: Floats) -> float:
    share = float((y_true == 1).mean())
    return share / 2 + (1 - share) * roc_auc(y_true, scores)


@misconception(AUC, hint="You return the area under precision and recall, not under the ROC curve.")
def average_precision_for_auc(y_true: Labels, scores: Floats) -> float:
    return average_precision(y_true, scores)


@misconception(AUC, hint="You compare mean scores: compare positive and negative pair by pair.")
def difference_of_means(y_true: Labels, scores: Floats) -> float:
    return float(scores[y_true == 1].mean() > scores[y_true == 0].mean())


# Average precision


@misconception(AP, hint="Images of equal score count one by one with you: cross them together.")
def equal_scores_one_by_one(y_true: Labels, scores: Floats) -> float:
    right = y_true[np.argsort(-scores, kind="stable")] == 1
    precisions = np.cumsum(right) / np.arange(1, len(right) + 1)
    return float(precisions[right].mean())


@misconception(AP, hint="You sort by rising scores: begin at the largest.")
def from_the_smallest_score(y_true: Labels, scores: Floats) -> float:
    return average_precision(y_true, -scores)


@misconception(AP, hint="Trapezoids interpolate between points: each step has its own precision.")
def trapezoids(y_true: Labels, scores: Floats) -> float:
    precision, recall = curve(y_true, scores)
    precision, recall = np.append(1.0, precision), np.append(0.0, recall)
    return float(np.trapezoid(precision, recall))


@misconception(AP, hint="The area below the first threshold is missing: R starts at 0.")
def first_step_missing(y_true: Labels, scores: Floats) -> float:
    precision, recall = curve(y_true, scores)
    return float(np.sum(np.diff(recall) * precision[1:]))


@misconception(
    AP, hint="A step has the precision before it with you: it has the one after it, P_t."
)
def precision_before_the_step(y_true: Labels, scores: Floats) -> float:
    precision, recall = curve(y_true, scores)
    before = np.append(1.0, precision[:-1])
    return float(np.sum(np.diff(recall, prepend=0.0) * before))


@misconception(AP, hint="You raise precisions to the best that follows: do not interpolate.")
def interpolated(y_true: Labels, scores: Floats) -> float:
    precision, recall = curve(y_true, scores)
    best = np.maximum.accumulate(precision[::-1])[::-1]
    return float(np.sum(np.diff(recall, prepend=0.0) * best))


@misconception(AP, hint="You average the best precision at 11 recalls: sum over all thresholds.")
def eleven_points(y_true: Labels, scores: Floats) -> float:
    precision, recall = curve(y_true, scores)
    return float(np.mean([precision[recall >= r / 10 - 1e-12].max() for r in range(11)]))


@misconception(AP, hint="You average over all thresholds: only steps of recall count.")
def mean_over_all_thresholds(y_true: Labels, scores: Floats) -> float:
    return float(curve(y_true, scores)[0].mean())


@misconception(AP, hint="You divide by all images: recall is a share of the positive ones.")
def divided_by_all_images(y_true: Labels, scores: Floats) -> float:
    return average_precision(y_true, scores) * float((y_true == 1).mean())


@misconception(AP, hint="You do not divide by the positive images: recall is a share of them.")
def precisions_summed(y_true: Labels, scores: Floats) -> float:
    return average_precision(y_true, scores) * int((y_true == 1).sum())


@misconception(AP, hint="You weigh precisions by recall: weigh them by how much recall rises.")
def weighed_by_recall(y_true: Labels, scores: Floats) -> float:
    precision, recall = curve(y_true, scores)
    return float(np.sum(recall * precision))


@misconception(AP, hint="You return the area under the ROC curve: FPR is no precision.")
def auc_for_average_precision(y_true: Labels, scores: Floats) -> float:
    return wins(y_true, scores, draw=0.5) if np.any(y_true == 0) else 1.0


@misconception(AP, hint="Ranks begin at 1: your precision divides by how many came before.")
def ranks_begin_at_0(y_true: Labels, scores: Floats) -> float:
    precision, recall = curve(y_true, scores)
    called = np.array([(scores >= t).sum() for t in np.unique(scores)[::-1]])
    shifted = precision * called / np.maximum(called - 1, 1)
    return float(np.sum(np.diff(recall, prepend=0.0) * shifted))


@misconception(AP, hint="You return the precision at one threshold, 0.5: sum over all of them.")
def precision_at_one_half(y_true: Labels, scores: Floats) -> float:
    called = scores >= 0.5
    return float((y_true[called] == 1).mean()) if called.any() else 0.0


# What the variants share


def wins(y_true: Labels, scores: Floats, draw: float) -> float:
    """The share of pairs that a positive image wins, with draws worth so much."""
    margins = scores[y_true == 1][:, None] - scores[y_true == 0]
    return float(np.mean((margins > 0) + draw * (margins == 0)))


def balanced(y_true: Labels, scores: Floats, threshold: float) -> float:
    """The area under the curve of a single threshold."""
    called = scores >= threshold
    return float((1 + called[y_true == 1].mean() - called[y_true == 0].mean()) / 2)


def curve(y_true: Labels, scores: Floats) -> tuple[Floats, Floats]:
    """Precision and recall at each distinct score, from the largest on."""
    called = scores >= np.unique(scores)[::-1][:, None]  # (thresholds, N)
    found = (called & (y_true == 1)).sum(axis=1)
    return found / called.sum(axis=1), found / (y_true == 1).sum()
