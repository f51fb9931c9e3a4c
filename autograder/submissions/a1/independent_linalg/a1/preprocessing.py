"""Preprocessing: what is measured on the training images, and nothing else, moves all images.

Sizes: N images of H rows, W columns and C channels; D = H * W * C features.
"""

import numpy as np


def fit_preprocess(images, per="pixel"):
    """einsum with float64 accumulators"""
    images = np.asarray(images)
    N, H, W, C = images.shape
    if per == "pixel":
        return {"mean": np.einsum("nhwc->hwc", images, dtype=np.float64, casting="unsafe") / N}
    elif per == "channel":
        total = np.einsum("nhwc->c", images, dtype=np.float64, casting="unsafe")
        return {"mean": total / (N * H * W)}
    raise ValueError(f"per is 'pixel' or 'channel', not {per!r}")


def apply_preprocess(images, statistics):
    images = np.asarray(images)
    centred = np.subtract(images, statistics["mean"][np.newaxis], dtype=np.float64)
    return centred.reshape(images.shape[0], np.prod(images.shape[1:], dtype=np.intp))


def append_bias(X):
    return np.pad(X, ((0, 0), (0, 1)), constant_values=1)


def fit_whitening(X):
    """SVD of the centred rows: covariance = V diag(s^2 / N) V^T."""
    X = np.array(X, dtype=np.float64)
    N, D = X.shape
    mean = X.mean(axis=0)
    X -= mean
    _, s, Vt = np.linalg.svd(X, full_matrices=N < D)
    s = np.where(s > s.max(initial=0.0) * max(N, D) * np.finfo(float).eps, s, 0.0)
    variances = np.zeros(D)
    variances[: s.size] = s**2 / N
    return {"mean": mean, "axes": Vt.T, "variances": variances}


def apply_whitening(X, whitening, num_components, epsilon=0.0):
    """A direction without any variance (and epsilon 0) gives a column of zeros."""
    axes = whitening["axes"][:, :num_components]
    std = np.sqrt(whitening["variances"][:num_components] + epsilon)
    scale = np.divide(1.0, std, out=np.zeros_like(std), where=std > 0)
    return (np.asarray(X, dtype=np.float64) - whitening["mean"]) @ axes * scale[np.newaxis, :]
