"""Preprocessing."""
import math

import numpy as np

JACOBI_UP_TO = 24  # features; Python loops are too slow beyond


def fit_preprocess(images, per="pixel"):
    """Mean image, or mean of each channel: a running sum over the images."""
    if per not in ("pixel", "channel"):
        raise ValueError(f"per must be 'pixel' or 'channel', not {per!r}")
    N, H, W, C = images.shape
    total = np.zeros((H, W, C))
    for image in images:
        total += image
    if per == "pixel":
        total /= N
        return {"mean": total, "count": N}
    mean = [math.fsum(total[:, :, c].ravel().tolist()) / (N * H * W) for c in range(C)]
    return {"mean": np.array(mean), "count": N}


def apply_preprocess(images, statistics):
    """Each image as float64, less the mean, as a row."""
    N = len(images)
    mean = np.asarray(statistics["mean"], dtype=np.float64)
    rows = np.empty((N, math.prod(images.shape[1:])))
    for row, image in zip(rows, images):
        row[:] = (image.astype(np.float64) - mean).reshape(-1)
    return rows


def append_bias(X):
    """X with a last column of ones."""
    out = np.empty((len(X), X.shape[1] + 1), dtype=X.dtype)
    for new, old in zip(out, X):
        new[:-1] = old
        new[-1] = 1
    return out


def jacobi(A):
    """Eigenvalues and eigenvectors (rows of V) of a symmetric matrix: cyclic Jacobi rotations, on lists."""
    n = len(A)
    A = [list(row) for row in A]
    V = [[float(i == j) for j in range(n)] for i in range(n)]
    size = math.fsum(a * a for row in A for a in row)
    for _ in range(60):
        off = math.fsum(A[i][j] ** 2 for i in range(n) for j in range(i))
        if off <= 1e-32 * size:
            break
        for p in range(n):
            for q in range(p + 1, n):
                if A[p][q] == 0:
                    continue
                theta = (A[q][q] - A[p][p]) / (2 * A[p][q])
                t = math.copysign(1, theta) / (abs(theta) + math.hypot(theta, 1))
                c = 1 / math.hypot(t, 1)
                s = t * c
                for k in range(n):  # columns p, q
                    row = A[k]
                    row[p], row[q] = c * row[p] - s * row[q], s * row[p] + c * row[q]
                Ap, Aq, Vp, Vq = A[p], A[q], V[p], V[q]
                for k in range(n):  # rows p, q
                    Ap[k], Aq[k] = c * Ap[k] - s * Aq[k], s * Ap[k] + c * Aq[k]
                    Vp[k], Vq[k] = c * Vp[k] - s * Vq[k], s * Vp[k] + c * Vq[k]
                Ap[q] = Aq[p] = 0.0
    return [A[i][i] for i in range(n)], V


def fit_whitening(X):
    """Mean, eigenvectors (rows) and eigenvalues; Jacobi if small, otherwise the SVD of the covariance."""
    X = X.astype(np.float64)
    N, D = X.shape
    mean = np.array([math.fsum(X[:, d].tolist()) / N for d in range(D)])
    X -= mean
    cov = X.T @ X / N
    if D <= JACOBI_UP_TO:
        values, vectors = jacobi(cov.tolist())
    else:
        u, values, _ = np.linalg.svd(cov, hermitian=True)
        vectors = u.T
    order = sorted(range(D), key=lambda k: -values[k])
    return {
        "mean": mean,
        "vectors": np.array([vectors[k] for k in order]),
        "values": np.array([max(float(values[k]), 0.0) for k in order]),
    }


def apply_whitening(X, whitening, num_components, epsilon=0.0):
    """Project and divide, column by column."""
    centred = X.astype(np.float64)
    centred -= whitening["mean"]
    out = np.zeros((len(X), num_components))
    for k in range(num_components):
        std = math.sqrt(whitening["values"][k] + epsilon)
        if std > 0:  # no variance at all: the column stays 0
            out[:, k] = centred @ whitening["vectors"][k] / std
    return out
