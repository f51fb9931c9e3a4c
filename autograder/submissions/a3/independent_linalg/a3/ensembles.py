"""Answers of several models, or of one model for several crops, made into one.

Sizes: M models, N images, C classes.
"""

import math

import numpy as np
from matplotlib import pyplot as plt


def sorted_sum(a, axis):
    """sum that does not depend on the order: permuted models tie exactly"""
    return np.sort(a, axis=axis).sum(axis=axis)


def average_probabilities(scores):
    """softmax of each model, then the mean"""
    S = np.asarray(scores, dtype=np.float64)
    E = np.exp(S - S.max(axis=2, keepdims=True))
    P = E / sorted_sum(E, 2)[..., None]
    return sorted_sum(P, 0) / len(P)


def ensemble_labels(scores):
    """first of the largest"""
    return np.argmax(average_probabilities(scores), axis=1)


def snapshot_rate(t, rate, num_steps, num_cycles):
    """rate cos^2(half the angle)"""
    S = -(-num_steps // num_cycles)
    return rate * math.cos(0.5 * math.pi * ((t - 1) % S) / S) ** 2


def ten_crops(images, size):
    """gathers by index vectors"""
    A = np.asarray(images)
    H, W = A.shape[1:3]
    if size > H or size > W:
        raise ValueError(f"no crop of {size} in {H} x {W}")
    k = np.arange(size)
    corners = [(0, 0), (0, W - size), (H - size, 0), (H - size, W - size), ((H - size) // 2, (W - size) // 2)]
    rows = np.array([r + k for r, _ in corners])[:, :, None]
    cols = np.array([c + k for _, c in corners])[:, None, :]
    cols = np.concatenate([cols, cols[:, :, ::-1]])
    rows = np.concatenate([rows, rows])
    return np.ascontiguousarray(np.moveaxis(A[:, rows, cols], 1, 0))


def average_over_crops(probabilities):
    """a weighted sum with equal weights"""
    P = np.asarray(probabilities)
    return np.einsum("k,knc->nc", np.ones(len(P)) / len(P), P)
