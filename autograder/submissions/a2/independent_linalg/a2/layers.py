"""Layers, each as a forward and a backward function, and losses of a network's output.

A forward function returns its output and a cache: whatever its own backward function needs to know
of the forward pass. Nobody else looks into a cache. A backward function takes dout, the gradient
of a loss with respect to the forward's output, and returns the gradient with respect to each of
the forward's inputs, in their order, each of the shape of its input. A loss function returns the
loss and its gradient in one call. Arrays of numbers are float64 or float32.

Sizes: N images, D features an image, M outputs of a layer, C classes, K pieces of a maxout unit.
"""

import numpy as np

from a2.algebra import Diagonal, cast_like, f8, fresh, logistic, one_hot, softplus


class Homogeneous:
    """[x 1] and [w; b]: an affine map is one matrix product."""

    def __init__(self, x, w, b):
        self.shape, self.types = np.shape(x), [np.empty(0, np.asarray(a).dtype) for a in (x, w, b)]
        N = self.shape[0]
        rows = f8(x).reshape(N, np.shape(w)[0])
        self.X = np.hstack([rows, np.ones((N, 1))])
        self.W = np.vstack([f8(w), f8(b)[None]])

    def out(self):
        return (self.X @ self.W).astype(np.result_type(np.float32, *self.types))

    def pull(self, dout):
        dX, dW = f8(dout) @ self.W.T, self.X.T @ f8(dout)
        grads = dX[:, :-1].reshape(self.shape), dW[:-1], dW[-1]
        return tuple(cast_like(g, t) for g, t in zip(grads, self.types))


def affine_forward(x, w, b):
    """x w + b, in homogeneous coordinates"""
    h = Homogeneous(x, w, b)
    return h.out(), h


def affine_backward(dout, cache):
    """dx, dw, db"""
    return cache.pull(dout)


def relu_forward(x):
    """max(x, 0)"""
    return np.clip(x, 0, None), Diagonal((np.asarray(x) > 0).astype(float), x)


def relu_backward(dout, cache):
    """diagonal Jacobian"""
    return cache(dout)


def sigmoid_forward(x):
    """exp(-softplus(-x))"""
    s = logistic(x)
    return cast_like(s, x), Diagonal(s * logistic(-f8(x)), x)


def sigmoid_backward(dout, cache):
    """diagonal Jacobian s(x) s(-x)"""
    return cache(dout)


def tanh_forward(x):
    """-e / (e + 2) with e = exp(-2|x|) - 1, and the sign"""
    e = np.expm1(-2 * np.abs(f8(x)))
    t = np.sign(x) * (-e / (e + 2))
    return cast_like(t, x), Diagonal(4 * (e + 1) / (e + 2) ** 2, x)


def tanh_backward(dout, cache):
    """diagonal Jacobian sech^2"""
    return cache(dout)


def affine_relu_forward(x, w, b):
    """An affine layer and a rectifier, one after the other.

    Args:
        x: (N, d1, ..., dk), w: (D, M) and b: (M,), as for affine_forward.

    Returns:
        out: (N, M), nowhere below 0.
        cache: for affine_relu_backward.
    """
    a, affine_cache = affine_forward(x, w, b)
    out, relu_cache = relu_forward(a)
    return out, (affine_cache, relu_cache)


def affine_relu_backward(dout, cache):
    """The gradients of affine_relu_forward.

    Args:
        dout: (N, M) gradient with respect to out.
        cache: from affine_relu_forward.

    Returns:
        dx, dw, db: as affine_backward.
    """
    affine_cache, relu_cache = cache
    return affine_backward(relu_backward(dout, relu_cache), affine_cache)

def svm_loss(x, y):
    """Weston-Watkins hinge by one-hot matrices"""
    S = f8(x)
    N, C = S.shape
    Y = one_hot(y, C)
    right = np.einsum("nc,nc->n", S, Y)
    M = np.clip((S - right[:, None] + 1.0) * (1 - Y), 0, None)
    I = (M > 0).astype(float)
    dx = (I - np.einsum("nc,n->nc", Y, I @ np.ones(C))) / N
    return M.sum() / N, cast_like(dx, x)


def softmax_loss(x, y):
    """log-sum-exp of the scores less the right one (which gives the loss at once)"""
    S = f8(x)
    N, C = S.shape
    Y = one_hot(y, C)
    D = S - np.einsum("nc,nc->n", S, Y)[:, None]
    lse = np.logaddexp.reduce(D, axis=1)
    dx = (np.exp(D - lse[:, None]) - Y) / N
    return np.mean(lse), cast_like(dx, x)


def mse_loss(p, y):
    """r.r / size"""
    r = f8(p) - f8(y)
    return np.vdot(r, r) / r.size, cast_like(2 * r / r.size, p)


def binary_cross_entropy(z, y):
    """y softplus(-z) + (1 - y) softplus(z)"""
    t, v = f8(y).ravel(), f8(z).ravel()
    loss = (t @ softplus(-v) + (1 - t) @ softplus(v)) / v.size
    return loss, cast_like(((logistic(v) - t) / v.size).reshape(np.shape(z)), z)


def leaky_relu_forward(x, slope=0.01):
    """diag(1 or slope) x"""
    return prelu_forward(x, slope)


def leaky_relu_backward(dout, cache):
    """dx only"""
    return prelu_backward(dout, cache)[0]


def prelu_forward(x, slope):
    """the negative part is kept as a vector: d out / d slope"""
    X = fresh(x)
    J = Diagonal(np.where(X > 0, 1.0, slope), x)
    low = np.where(X > 0, 0.0, X)
    return cast_like(np.where(X > 0, X, float(slope) * X), x), (J, low)


def prelu_backward(dout, cache):
    """dx and dslope"""
    J, low = cache
    return J(dout), float(np.vdot(low, f8(dout)))


def elu_forward(x, alpha=1.0):
    """expm1 of the negative part"""
    X = f8(x)
    low = np.clip(X, None, 0.0)
    out = np.where(X > 0, X, alpha * np.expm1(low))
    return cast_like(out, x), Diagonal(np.where(X > 0, 1.0, alpha * np.exp(low)), x)


def elu_backward(dout, cache):
    """diagonal Jacobian"""
    return cache(dout)


def maxout_forward(x, w, b):
    """selection tensor P (N, M, K), one-hot in k"""
    X, W = fresh(x), fresh(w)
    A = np.einsum("nd,dmk->nmk", X, W, optimize=True) + f8(b)
    P = np.eye(A.shape[2])[A.argmax(axis=2)]
    types = [np.empty(0, np.asarray(a).dtype) for a in (x, w, b)]

    def pull(dout):
        G = np.einsum("nm,nmk->nmk", f8(dout), P)
        grads = (
            np.einsum("nmk,dmk->nd", G, W, optimize=True),
            np.einsum("nd,nmk->dmk", X, G, optimize=True),
            np.einsum("nmk->mk", G),
        )
        return tuple(cast_like(g, t) for g, t in zip(grads, types))

    return A.max(axis=2).astype(np.result_type(np.float32, *types)), pull


def maxout_backward(dout, cache):
    """dx, dw, db"""
    return cache(dout)
