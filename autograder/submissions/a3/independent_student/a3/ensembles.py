"""Answers of several models, or of one model for several crops, made into one."""

import math

import numpy as np
from past.builtins import xrange
from scipy.special import logsumexp


def average_probabilities(scores):
    """The mean of the models' softmax probabilities."""
    M, N, C = scores.shape
    total = np.zeros((N, C))
    for m in xrange(M):
        s = scores[m] - np.max(scores[m], axis=1, keepdims=True)
        s = np.exp(s)
        s /= np.sum(s, axis=1, keepdims=True)
        total += s
    total /= M
    return total


def ensemble_labels(scores):
    """The class that the models together find most probable; the smaller label of a tie."""
    probs = average_probabilities(scores)
    best = np.max(probs, axis=1, keepdims=True)
    # what differs by rounding only is a tie; argmax gives the first True
    return np.argmax(probs >= best * (1 - 1e-13), axis=1)


def snapshot_rate(t, rate, num_steps, num_cycles):
    """Learning rate of a step in a training that is cut into cycles, one snapshot each."""
    S = int(np.ceil(num_steps / num_cycles))
    step_in_cycle = (t - 1) % S
    return rate / 2.0 * (np.cos(np.pi * step_in_cycle / S) + 1)


def ten_crops(images, size):
    """Four corners and the centre of each image, and the mirror images of these five crops."""
    N, H, W, _ = images.shape
    if size > H or size > W:
        raise ValueError("crop of size %d of images %d x %d" % (size, H, W))
    hs = [0, 0, H - size, H - size, (H - size) // 2]
    ws = [0, W - size, 0, W - size, (W - size) // 2]
    crops = np.zeros((10, N, size, size, 3), dtype=images.dtype)
    for i in xrange(5):
        crop = images[:, hs[i] : hs[i] + size, ws[i] : ws[i] + size, :]
        crops[i] = crop
        crops[i + 5] = np.flip(crop, axis=2)
    return crops


def average_over_crops(probabilities):
    """One row of probabilities an image: the mean over its crops."""
    return np.sum(probabilities, axis=0) / len(probabilities)
