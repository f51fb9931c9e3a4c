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
    powers = np.exp(scores - scores.max(axis=2, keepdims=True))  # (M, N, C), at most 1
    return (powers / powers.sum(axis=2, keepdims=True)).mean(axis=0)


def ensemble_labels(scores):
    """The class that the models together find most probable.

    Args:
        scores: (M, N, C) float64 from -1e4 to 1e4, the scores of M models; M is at least 1.

    Returns:
        (N,) integers in [0, C): the class with the largest mean probability (see
        average_probabilities); the smaller label where they tie.
    """
    return np.argmax(average_probabilities(scores), axis=1)


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
    steps = math.ceil(num_steps / num_cycles)
    return rate / 2 * (math.cos(math.pi * ((t - 1) % steps) / steps) + 1)


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
    height, width = images.shape[1:3]
    if size > min(height, width):
        raise ValueError(f"a crop of {size} does not fit into images of {height} x {width}")
    down, right = height - size, width - size
    corners = [(0, 0), (0, right), (down, 0), (down, right), (down // 2, right // 2)]
    crops = [images[:, top : top + size, left : left + size] for top, left in corners]
    return np.stack(crops + [crop[:, :, ::-1] for crop in crops])


def average_over_crops(probabilities):
    """One row of probabilities an image: the mean over its crops.

    Args:
        probabilities: (10, N, C) floats, one (N, C) table for each crop of ten_crops.

    Returns:
        (N, C) floats.
    """
    return probabilities.mean(axis=0)
