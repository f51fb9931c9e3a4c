"""Preprocessing: what is measured on the training images, and nothing else, moves all images."""
from __future__ import print_function, division
import scipy.linalg
import numpy as np

AXES = {"pixel": (0,), "channel": (0, 1, 2)}


def fit_preprocess(images, per="pixel", dtype=np.float64):
    """Mean image or mean of the channels: add.reduce in float64, divided by the number of things added."""
    if per not in ("pixel", "channel"):
        raise ValueError("per is 'pixel' or 'channel', not %r" % (per,))
    sum = np.add.reduce(np.asarray(images), axis=AXES[per], dtype=dtype)
    sum /= np.prod([images.shape[a] for a in AXES[per]])
    return {"mean": sum}


def apply_preprocess(images, statistics):
    """Images less the mean of the training images, each as one row."""
    out = np.zeros(images.shape)
    out += images
    out -= statistics["mean"]
    return out.reshape(len(images), int(np.prod(images.shape[1:])))


def append_bias(X):
    """X with a last column of ones."""
    return np.insert(X, X.shape[1], 1, axis=1)


def fit_whitening(X):
    """QR of the centred images, then SVD of the small R: eigenvalues of the covariance are s^2 / N."""
    mean = np.mean(X, axis=0, dtype=np.float64)
    Z = X - mean
    print("whitening", Z.shape)
    R = np.linalg.qr(Z, mode="r")
    s, Vt = np.linalg.svd(R)[1:]
    v = np.concatenate([s ** 2 / len(X), np.zeros(X.shape[1] - len(s))])
    return dict(mean=mean, Vt=Vt, v=v)


def apply_whitening(X, whitening, num_components, epsilon=0.0):
    """X in the coordinates of the largest variances, each divided by its standard deviation (svd has sorted them)."""
    Z = X - whitening["mean"]
    Z = Z.dot(whitening["Vt"][:num_components].T)
    Z /= np.sqrt(whitening["v"][:num_components] + epsilon)
    return Z
    pass
