"""Preprocessing: what is measured on the training images, and nothing else, moves all images.

Sizes: N images of H rows, W columns and C channels; D = H * W * C features.
"""

import numpy as np


def fit_preprocess(images, per="pixel"):
    """Statistics of the training images, for apply_preprocess.

    Args:
        images: (N, H, W, C) training images, uint8 or float; they are left as they came.
        per: "pixel" for the mean image, (H, W, C); "channel" for one mean a channel, (C,).

    Returns:
        dict with the float array "mean"; more entries are yours to choose.

    Raises:
        ValueError: per is neither.
    """
    axes = {"pixel": 0, "channel": (0, 1, 2)}
    if per not in axes:
        raise ValueError(f"per is {per!r}, not 'pixel' or 'channel'")
    return {"mean": images.mean(axis=axes[per], dtype=np.float64)}


def apply_preprocess(images, statistics):
    """Images less the mean of the training images, each as one row.

    Args:
        images: (N, H, W, C) training, validation or test images, uint8 or float; they are left as
            they came, and no uint8 wraps around (3 - 5 is -2, not 254).
        statistics: of fit_preprocess on the training images.

    Returns:
        (N, D) float64, whatever the dtype of images: row i is image i less statistics["mean"], in
        the order of `reshape`.
    """
    return (images - statistics["mean"]).reshape(len(images), -1)


def append_bias(X):
    """X with a last column of ones, so that the last row of W acts as a bias.

    Args:
        X: (N, D) float; it is left as it came.

    Returns:
        (N, D + 1), of the dtype of X.
    """
    return np.hstack([X, np.ones((len(X), 1), dtype=X.dtype)])


def fit_whitening(X):
    """What apply_whitening needs to know of the training images.

    It is their mean, the eigenvectors of their covariance, and its eigenvalues. The covariance is
    `1/N * sum_i (x_i - mean)(x_i - mean)^T`, with N, not N - 1.

    Args:
        X: (N, D) float training images, one a row; they are left as they came.

    Returns:
        dict of arrays; what it holds is yours to choose, only apply_whitening reads it.
    """
    mean = X.mean(axis=0)
    centred = X - mean
    variances, directions = np.linalg.eigh(centred.T @ centred / len(X))  # ascending
    return {"mean": mean, "variances": variances[::-1], "directions": directions[:, ::-1]}


def apply_whitening(X, whitening, num_components, epsilon=0.0):
    """X in the coordinates of the largest variances, each divided by its standard deviation.

    The mean of the training images is taken off, the rest is projected on the num_components
    eigenvectors of the largest eigenvalues v_1 >= v_2 >= ..., and column k is divided by
    `sqrt(v_k + epsilon)`. With epsilon 0, whitened training images have the identity as their
    covariance. The sign of a column is free.

    Args:
        X: (N, D) float training, validation or test images; they are left as they came.
        whitening: of fit_whitening on the training images.
        num_components: columns of the result, from 1 to D; with epsilon 0, no more than there are
            variances well above 0.
        epsilon: keeps small variances from blowing up noise; at least 0.

    Returns:
        (N, num_components) float.

    Source: Hyvarinen and Oja (2000), Independent component analysis, section 5.2.
    """
    directions = whitening["directions"][:, :num_components]  # (D, num_components)
    scales = np.sqrt(whitening["variances"][:num_components] + epsilon)
    return (X - whitening["mean"]) @ directions / scales
