"""Projections along the rows of a matrix (each row one vector of n numbers)."""
import numpy as np


def f8(a):
    return np.asarray(a, dtype=np.float64)


def cast(a, ref):
    kind = np.asarray(ref).dtype if not isinstance(ref, np.dtype) else ref
    return np.asarray(a).astype(kind if kind.kind == "f" else np.float64, copy=False)


def mean_free(V, small=256):
    """(I - 11^T/n) applied to each row of V; the matrix itself for small n."""
    n = V.shape[1]
    if n <= small:
        P = np.eye(n) - np.ones((n, n)) / n
        return np.einsum("ij,rj->ri", P, V)
    return V - np.outer(V @ np.ones(n) / n, np.ones(n))


class Standardized:
    """v -> (v - mean) / std of every row, with its Jacobian (I - Q Q^T) / std,

    where the two columns of Q (n, 2) are 1 / sqrt(n) and v_hat / sqrt(n). eps is allowed for:
    v_hat need not have the length sqrt(n), and the formula holds nevertheless.
    """

    def __init__(self, V, eps, centre=True):
        n = V.shape[1]
        self.mean = np.einsum("rn->r", V) / n if centre else np.zeros(len(V))
        C = V - self.mean[:, None]
        if centre:  # once more: the rounding of a large mean
            extra = np.einsum("rn->r", C) / n
            C = C - extra[:, None]
            self.mean = self.mean + extra
        self.centered = C
        self.var = np.einsum("rn,rn->r", C, C) / n
        self.std = np.sqrt(self.var + eps)
        self.hat = C / self.std[:, None]
        columns = [np.ones_like(C), self.hat] if centre else [self.hat]
        self.Q = np.stack(columns, axis=2) / np.sqrt(n)

    def pull(self, G):
        along = np.einsum("rnq,rn->rq", self.Q, G)
        return (G - np.einsum("rnq,rq->rn", self.Q, along)) / self.std[:, None]
