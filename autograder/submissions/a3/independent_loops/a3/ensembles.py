"""Answers of several models, or of one model for several crops, made into one.

Sizes: M models, N images, C classes.
"""

import math

import numpy as np


def average_probabilities(scores):
    """The mean of the models' softmax probabilities.

    Each model's scores of an image become probabilities first, `exp(s_c) / sum_k exp(s_k)`; then
    the models are averaged, each with the same weight. Nothing overflows or becomes nan while
    scores stay between -1e4 and 1e4.

    Args:
        scores: (M, N, C) float64, the scores of M models; M is at least 1.

    Returns:
        (N, C) probabilities; each row sums to 1.
    """
    M, N, C = scores.shape
    answer = np.zeros((N, C))
    for n in range(N):
        tables = []
        for m in range(M):
            row = scores[m, n].tolist()
            top = max(row)
            e = [math.exp(s - top) for s in row]
            total = math.fsum(e)
            tables.append([v / total for v in e])
            if scores.flags.writeable:
                scores[m, n] = tables[-1]  # the scores are not needed any more
        for c in range(C):
            # fsum: the order of the models does not matter, so ties stay ties
            answer[n, c] = math.fsum([t[c] for t in tables]) / M
    return answer


def ensemble_labels(scores):
    """The class that the models together find most probable.

    Args:
        scores: (M, N, C) float64 from -1e4 to 1e4, the scores of M models; M is at least 1.

    Returns:
        (N,) integers in [0, C): the class with the largest mean probability (see
        average_probabilities); the smaller label where they tie.
    """
    labels = []
    for row in average_probabilities(np.array(scores, dtype=float)).tolist():
        best = 0
        for c in range(1, len(row)):
            if row[c] > row[best]:
                best = c
        labels.append(best)
    return np.array(labels, dtype=np.int64)


def snapshot_rate(t, rate, num_steps, num_cycles):
    """Learning rate of a step in a training that is cut into cycles, one snapshot each.

    A cycle has `S = ceil(num_steps / num_cycles)` steps. Step t has the rate

        rate / 2 * (cos(pi * ((t - 1) mod S) / S) + 1)

    so each cycle starts at `rate` and ends near 0, where a snapshot of the model is taken.

    Args:
        t: the step, an integer from 1 to num_steps.
        rate: the largest learning rate.
        num_steps: steps of the whole training.
        num_cycles: how many cycles it has.

    Returns:
        a single number.

    Source: Huang et al. (2017), "Snapshot ensembles: train 1, get M for free", equation 2.
    """
    S = num_steps // num_cycles + (1 if num_steps % num_cycles else 0)
    place = (t - 1) % S
    return rate * math.cos(0.5 * math.pi * place / S) ** 2


def ten_crops(images, size):
    """Four corners and the centre of each image, and the mirror images of these five crops.

    Args:
        images: (N, H, W, 3) array of any dtype.
        size: height and width of a crop, at least 1.

    Returns:
        (10, N, size, size, 3) of the dtype of images: top left, top right, bottom left, bottom
        right, centre; then the same five in the same order, each with left and right exchanged.
        The centre crop starts in row `(H - size) // 2` and column `(W - size) // 2`.

    Raises:
        ValueError: size is larger than H or larger than W.

    Source: Krizhevsky et al. (2012), section 4.1.
    """
    N, H, W = images.shape[:3]
    if size > H or size > W:
        raise ValueError(f"{size} x {size} crops of {H} x {W} images")
    corners = [(0, 0), (0, W - size), (H - size, 0), (H - size, W - size)]
    corners.append(((H - size) // 2, (W - size) // 2))
    crops = np.empty((10, N, size, size) + images.shape[3:], dtype=images.dtype)
    for k, (top, left) in enumerate(corners):
        for column in range(size):
            strip = images[:, top:top + size, left + column]
            crops[k, :, :, column] = strip
            crops[k + 5, :, :, size - 1 - column] = strip
    return crops


def average_over_crops(probabilities):
    """One row of probabilities an image: the mean over its crops.

    Args:
        probabilities: (10, N, C) floats, one (N, C) table for each crop of ten_crops.

    Returns:
        (N, C) floats.
    """
    crops, N, C = probabilities.shape
    mean = [[math.fsum(probabilities[:, n, c].tolist()) / crops for c in range(C)] for n in range(N)]
    return np.array(mean, dtype=float).reshape(N, C)
