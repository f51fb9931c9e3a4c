"""Small linear algebra that several modules share."""
import numpy as np

F8 = np.float64


def f8(a):
    """a as float64 (no copy if it is that already)."""
    return np.asarray(a, dtype=F8)


def fresh(a):
    """a float64 copy."""
    return np.array(a, dtype=F8)


def cast_like(a, ref):
    """a in the float type of ref; float64 if ref has none"""
    kind = np.asarray(ref).dtype
    return np.asarray(a).astype(kind if kind.kind == "f" else F8, copy=False)


def one_hot(y, C):
    return np.eye(C)[np.asarray(y).astype(np.intp)]


def softplus(x):
    return np.logaddexp(0.0, x)  # log(1 + e^x)


def logistic(x):
    return np.exp(-softplus(-f8(x)))  # exact in the tails, never overflows


class Diagonal:
    """The Jacobian of an elementwise function: a diagonal matrix, of which the diagonal is kept."""

    def __init__(self, diagonal, ref):
        self.diagonal, self.ref = diagonal, np.empty(0, np.asarray(ref).dtype)

    def __call__(self, dout):
        # 0 on the diagonal is a hard 0, whatever dout is
        return cast_like(np.where(self.diagonal == 0, 0.0, f8(dout) * self.diagonal), self.ref)
