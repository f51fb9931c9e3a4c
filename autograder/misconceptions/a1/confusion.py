"""Wrong counts and shares that people really write, each with the hint it earns."""

import math

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]
Labels = NDArray[np.integer]

MATRIX = "metrics.confusion_matrix"
ACCURACY = "metrics.accuracy"
PRECISION = "metrics.precision"
RECALL = "metrics.recall"
SPECIFICITY = "metrics.specificity"
F1 = "metrics.f1_score"


# The matrix


@misconception(MATRIX, hint="Your matrix is transposed: rows are right classes, columns predicted.")
def rows_are_predictions(y_true: Labels, y_pred: Labels, num_classes: int) -> Labels:
    return counted(y_pred, y_true, num_classes)


@misconception(
    MATRIX, hint="matrix[y_true, y_pred] += 1 counts a pair once however often it comes."
)
def each_pair_once(y_true: Labels, y_pred: Labels, num_classes: int) -> Labels:
    return np.minimum(counted(y_true, y_pred, num_classes), 1)


@misconception(MATRIX, hint="Your matrix has the labels met: it has num_classes rows and columns.")
def labels_met_only(y_true: Labels, y_pred: Labels, num_classes: int) -> Labels:
    met = np.unique(np.concatenate([y_true, y_pred]))
    return counted(np.searchsorted(met, y_true), np.searchsorted(met, y_pred), len(met))


@misconception(MATRIX, hint="Your matrix ends at the largest label met: it has num_classes rows.")
def up_to_the_largest_label(y_true: Labels, y_pred: Labels, num_classes: int) -> Labels:
    return counted(y_true, y_pred, int(max(y_true.max(), y_pred.max())) + 1)


@misconception(MATRIX, hint="Your rows are shares: the entries are counts.")
def rows_as_shares(y_true: Labels, y_pred: Labels, num_classes: int) -> Floats:
    matrix = counted(y_true, y_pred, num_classes)
    return shares(matrix, matrix.sum(axis=1, keepdims=True))


@misconception(MATRIX, hint="You divide by the number of images: the entries are counts.")
def entries_as_shares(y_true: Labels, y_pred: Labels, num_classes: int) -> Floats:
    return shares(counted(y_true, y_pred, num_classes), np.array(len(y_true)))


@misconception(MATRIX, hint="You count right predictions only: wrong ones belong off the diagonal.")
def right_predictions_only(y_true: Labels, y_pred: Labels, num_classes: int) -> Labels:
    return np.diag(np.diag(counted(y_true, y_pred, num_classes)))


@misconception(MATRIX, hint="You count wrong predictions only: right ones belong on the diagonal.")
def wrong_predictions_only(y_true: Labels, y_pred: Labels, num_classes: int) -> Labels:
    matrix = counted(y_true, y_pred, num_classes)
    return matrix - np.diag(np.diag(matrix))


@misconception(MATRIX, hint="Each mistake is counted in both directions: [i, j] is i taken for j.")
def mistakes_in_both_directions(y_true: Labels, y_pred: Labels, num_classes: int) -> Labels:
    matrix = counted(y_true, y_pred, num_classes)
    return matrix + matrix.T - np.diag(np.diag(matrix))


# Accuracy


@misconception(ACCURACY, hint="You return how many are right: the accuracy is their share.")
def count_of_right_predictions(matrix: Labels) -> float:
    return float(np.trace(matrix))


@misconception(ACCURACY, hint="You return the share of mistakes: the accuracy is 1 minus it.")
def error_rate(matrix: Labels) -> float:
    return float(1 - np.trace(matrix) / matrix.sum())


@misconception(ACCURACY, hint="You average the recalls: each image counts alike, not each class.")
def mean_of_recalls(matrix: Labels) -> float:
    return float(np.mean(shares(np.diag(matrix), matrix.sum(axis=1))))


@misconception(ACCURACY, hint="You divide by the number of classes: divide by that of images.")
def divided_by_classes(matrix: Labels) -> float:
    return float(np.trace(matrix) / len(matrix))


@misconception(ACCURACY, hint="You divide by the number of entries: divide by that of images.")
def divided_by_entries(matrix: Labels) -> float:
    return float(np.trace(matrix) / matrix.size)


@misconception(ACCURACY, hint="You return a number per class: the accuracy is one for all.")
def accuracy_by_class(matrix: Labels) -> Floats:
    wrong = matrix.sum(axis=0) + matrix.sum(axis=1) - 2 * np.diag(matrix)
    return shares(matrix.sum() - wrong, matrix.sum())


# Precision


@misconception(PRECISION, hint="You divide by the sums of rows, which gives recall: sum columns.")
def recall_for_precision(matrix: Labels) -> Floats:
    return shares(np.diag(matrix), matrix.sum(axis=1))


@misconception(PRECISION, hint="A class that is never predicted gives 0 / 0: its precision is 0.")
def precision_of_0_by_0(matrix: Labels) -> Floats:
    return shares(np.diag(matrix), matrix.sum(axis=0), otherwise=math.nan)


@misconception(PRECISION, hint="A class that is never predicted has the precision 0, not 1.")
def precision_1_without_predictions(matrix: Labels) -> Floats:
    return shares(np.diag(matrix), matrix.sum(axis=0), otherwise=1.0)


@misconception(PRECISION, hint="You return FP / (TP + FP): the precision is TP / (TP + FP).")
def false_discovery_rate(matrix: Labels) -> Floats:
    called = matrix.sum(axis=0)
    return shares(called - np.diag(matrix), called)


@misconception(PRECISION, hint="You divide by the right predictions of all classes: by TP + FP.")
def precision_of_all_right_ones(matrix: Labels) -> Floats:
    return shares(np.diag(matrix), np.trace(matrix))


@misconception(PRECISION, hint="You divide by all images: divide by those predicted as the class.")
def precision_of_all_images(matrix: Labels) -> Floats:
    return shares(np.diag(matrix), matrix.sum())


@misconception(PRECISION, hint="You average over the classes: one precision per class is promised.")
def mean_precision(matrix: Labels) -> float:
    return float(np.mean(shares(np.diag(matrix), matrix.sum(axis=0))))


@misconception(
    PRECISION, hint="You divide TP by FP alone: divide by all predicted as the class, TP + FP."
)
def precision_without_the_true_positives(matrix: Labels) -> Floats:
    return shares(np.diag(matrix), matrix.sum(axis=0) - np.diag(matrix))


# Recall


@misconception(RECALL, hint="You divide by the sums of columns, which gives precision: sum rows.")
def precision_for_recall(matrix: Labels) -> Floats:
    return shares(np.diag(matrix), matrix.sum(axis=0))


@misconception(RECALL, hint="A class that does not occur gives 0 / 0: its recall is 0.")
def recall_of_0_by_0(matrix: Labels) -> Floats:
    return shares(np.diag(matrix), matrix.sum(axis=1), otherwise=math.nan)


@misconception(RECALL, hint="A class that does not occur has the recall 0, not 1.")
def recall_1_without_images(matrix: Labels) -> Floats:
    return shares(np.diag(matrix), matrix.sum(axis=1), otherwise=1.0)


@misconception(RECALL, hint="You return FN / (TP + FN): the recall is TP / (TP + FN).")
def miss_rate(matrix: Labels) -> Floats:
    there = matrix.sum(axis=1)
    return shares(there - np.diag(matrix), there)


@misconception(RECALL, hint="You divide TP by FN alone: divide by all of the class, TP + FN.")
def recall_without_the_true_positives(matrix: Labels) -> Floats:
    return shares(np.diag(matrix), matrix.sum(axis=1) - np.diag(matrix))


@misconception(RECALL, hint="You divide by all images: divide by those of the class.")
def recall_of_all_images(matrix: Labels) -> Floats:
    return shares(np.diag(matrix), matrix.sum())


@misconception(RECALL, hint="You average over the classes: one recall per class is promised.")
def mean_recall(matrix: Labels) -> float:
    return float(np.mean(shares(np.diag(matrix), matrix.sum(axis=1))))


# Specificity


@misconception(
    SPECIFICITY, hint="You return TP / (TP + FN), the recall: here it is TN / (TN + FP)."
)
def recall_for_specificity(matrix: Labels) -> Floats:
    return shares(np.diag(matrix), matrix.sum(axis=1))


@misconception(
    SPECIFICITY, hint="You divide TN by TN + FN: divide by TN + FP, all not of the class."
)
def negative_predictive_value(matrix: Labels) -> Floats:
    tn, _, fn = negatives(matrix)
    return shares(tn, tn + fn)


@misconception(SPECIFICITY, hint="You return FP / (TN + FP): the specificity is 1 minus it.")
def false_positive_rate(matrix: Labels) -> Floats:
    tn, fp, _ = negatives(matrix)
    return shares(fp, tn + fp)


@misconception(
    SPECIFICITY, hint="Your TN are right predictions of other classes: confused others count, too."
)
def others_must_be_right(matrix: Labels) -> Floats:
    _, fp, _ = negatives(matrix)
    tn = np.trace(matrix) - np.diag(matrix)
    return shares(tn, tn + fp)


@misconception(SPECIFICITY, hint="You divide TN by all images: divide by those not of the class.")
def specificity_of_all_images(matrix: Labels) -> Floats:
    return shares(negatives(matrix)[0], matrix.sum())


@misconception(
    SPECIFICITY, hint="A class that all images are of gives 0 / 0: its specificity is 0."
)
def specificity_of_0_by_0(matrix: Labels) -> Floats:
    tn, fp, _ = negatives(matrix)
    return shares(tn, tn + fp, otherwise=math.nan)


@misconception(SPECIFICITY, hint="A class that all images are of has the specificity 0, not 1.")
def specificity_1_without_negatives(matrix: Labels) -> Floats:
    tn, fp, _ = negatives(matrix)
    return shares(tn, tn + fp, otherwise=1.0)


@misconception(
    SPECIFICITY, hint="Your TN still hold the false negatives: leave the class's row out."
)
def row_counted_as_negative(matrix: Labels) -> Floats:
    tn, fp, fn = negatives(matrix)
    return shares(tn + fn, tn + fn + fp)


@misconception(SPECIFICITY, hint="You average over the classes: one specificity each is promised.")
def mean_specificity(matrix: Labels) -> float:
    tn, fp, _ = negatives(matrix)
    return float(np.mean(shares(tn, tn + fp)))


# F1


@misconception(F1, hint="You take the arithmetic mean of precision and recall: take the harmonic.")
def arithmetic_mean(matrix: Labels) -> Floats:
    precision, recall = both(matrix)
    return (precision + recall) / 2


@misconception(F1, hint="You take the geometric mean of precision and recall: take the harmonic.")
def geometric_mean(matrix: Labels) -> Floats:
    precision, recall = both(matrix)
    mean: Floats = np.sqrt(precision * recall)
    return mean


@misconception(F1, hint="The factor 2 of the harmonic mean is missing: 2 P R / (P + R).")
def harmonic_mean_without_its_2(matrix: Labels) -> Floats:
    precision, recall = both(matrix)
    return shares(precision * recall, precision + recall)


@misconception(F1, hint="You return TP / (TP + FP + FN), the Jaccard index: F1 counts TP twice.")
def jaccard_index(matrix: Labels) -> Floats:
    tp = np.diag(matrix)
    return shares(tp, matrix.sum(axis=0) + matrix.sum(axis=1) - tp)


@misconception(F1, hint="Below the line TP counts twice, too: 2 TP + FP + FN.")
def doubled_above_only(matrix: Labels) -> Floats:
    tp = np.diag(matrix)
    return shares(2 * tp, matrix.sum(axis=0) + matrix.sum(axis=1) - tp)


@misconception(F1, hint="Precision plus recall is 0 without a right prediction: there F1 is 0.")
def f1_of_0_by_0(matrix: Labels) -> Floats:
    precision, recall = both(matrix)
    return shares(2 * precision * recall, precision + recall, otherwise=math.nan)


@misconception(F1, hint="A class that never occurs and is never predicted has the F1 0, not 1.")
def f1_is_1_for_absent_classes(matrix: Labels) -> Floats:
    return shares(2 * np.diag(matrix), matrix.sum(axis=0) + matrix.sum(axis=1), otherwise=1.0)


@misconception(F1, hint="You average over the classes: one F1 per class is promised.")
def mean_f1(matrix: Labels) -> float:
    return float(np.mean(shares(2 * np.diag(matrix), matrix.sum(axis=0) + matrix.sum(axis=1))))


@misconception(F1, hint="You count the true negatives: F1 knows TP, FP and FN only.")
def accuracy_for_f1(matrix: Labels) -> Floats:
    wrong = matrix.sum(axis=0) + matrix.sum(axis=1) - 2 * np.diag(matrix)
    return shares(matrix.sum() - wrong, matrix.sum())


# What the variants share


def counted(rows: Labels, columns: Labels, num_classes: int) -> Labels:
    """(C, C) counts of pairs."""
    pairs = np.bincount(rows * num_classes + columns, minlength=num_classes**2)
    return pairs.reshape(num_classes, num_classes)


def shares(part: NDArray[np.number], whole: NDArray[np.number], otherwise: float = 0.0) -> Floats:
    """part / whole, and something else where the whole is 0."""
    with np.errstate(all="ignore"):
        return np.where(whole > 0, part / whole, otherwise)


def negatives(matrix: Labels) -> tuple[Labels, Labels, Labels]:
    """True negatives, false positives and false negatives of each class."""
    fp = matrix.sum(axis=0) - np.diag(matrix)
    fn = matrix.sum(axis=1) - np.diag(matrix)
    return matrix.sum() - np.diag(matrix) - fp - fn, fp, fn


def both(matrix: Labels) -> tuple[Floats, Floats]:
    """Precision and recall of each class."""
    tp = np.diag(matrix)
    return shares(tp, matrix.sum(axis=0)), shares(tp, matrix.sum(axis=1))
