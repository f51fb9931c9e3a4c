"""Layers, each as a forward and a backward function, and losses of a network's output."""

import numpy as np
from past.builtins import xrange


def affine_forward(x, w, b):
    """x w + b for each image, whose numbers are first put in a row."""
    out = None
    N = x.shape[0]
    x_row = x.reshape(N, w.shape[0])  # (N, D)
    out = x_row.dot(w) + b  # (N, M)
    cache = (x, w, b)
    return out, cache


def affine_backward(dout, cache):
    """The gradients of affine_forward."""
    x, w, b = cache
    dx, dw, db = None, None, None
    N = x.shape[0]
    dx = np.dot(dout, w.T)
    dx = np.reshape(dx, x.shape)
    x_row = np.reshape(x, (N, w.shape[0]))
    dw = x_row.T.dot(dout)
    db = np.sum(dout, axis=0)
    return dx, dw, db


def relu_forward(x):
    """The rectifier max(x, 0), elementwise."""
    out = np.maximum(0, x)
    mask = x <= 0
    cache = mask
    return out, cache


def relu_backward(dout, cache):
    """The gradient of relu_forward; where x is 0 or below it is exactly 0."""
    mask = cache
    dx = np.asarray(dout)  # in place in dout: nobody needs it afterwards
    dx[mask] = 0
    return dx


def _sigmoid(x):
    pos_mask = x >= 0
    neg_mask = ~pos_mask
    z = np.zeros_like(x)
    z[pos_mask] = np.exp(-x[pos_mask])
    z[neg_mask] = np.exp(x[neg_mask])
    top = np.ones_like(x)
    top[neg_mask] = z[neg_mask]
    return top / (1 + z)


def sigmoid_forward(x):
    """The sigmoid 1 / (1 + exp(-x)), elementwise; right and finite while every |x| <= 1000."""
    out = _sigmoid(np.asarray(x))
    cache = out
    return out, cache


def sigmoid_backward(dout, cache):
    """The gradient of sigmoid_forward, finite while every |x| is at most 1000."""
    s = cache
    ds = 1 - s
    ds = ds * s
    dx = dout * ds
    return dx


def tanh_forward(x):
    """The hyperbolic tangent, elementwise; right and finite while every |x| is at most 1000."""
    out = np.tanh(x)
    return out, out


def tanh_backward(dout, cache):
    """The gradient of tanh_forward, finite while every |x| is at most 1000."""
    t = cache
    return dout * (1 - t) * (1 + t)
    pass


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
    """Mean multiclass hinge loss of scores, with its gradient; there is no penalty in it."""
    N = x.shape[0]
    correct_class_scores = x[np.arange(N), y]
    margins = np.maximum(0, x - correct_class_scores[:, np.newaxis] + 1.0)
    margins[np.arange(N), y] = 0
    loss = np.sum(margins) / N
    num_pos = np.sum(margins > 0, axis=1)
    dx = np.zeros_like(x)
    dx[margins > 0] = 1
    dx[np.arange(N), y] -= num_pos
    dx /= N
    return loss, dx


def softmax_loss(x, y):
    """Mean cross-entropy of the softmax of scores, with its gradient; no penalty in it."""
    shifted_logits = x - np.max(x, axis=1, keepdims=True)
    Z = np.sum(np.exp(shifted_logits), axis=1, keepdims=True)
    log_probs = shifted_logits - np.log(Z)
    probs = np.exp(log_probs)
    N = x.shape[0]
    loss = -np.sum(log_probs[np.arange(N), y]) / N
    dx = probs.copy()
    dx[np.arange(N), y] -= 1
    dx /= N
    return loss, dx


def mse_loss(p, y):
    """Mean squared error, with its gradient."""
    n = np.size(p)
    diff = p - y
    loss = np.sum(diff * diff) / n
    dp = 2.0 * diff / n
    return loss, dp


def binary_cross_entropy(z, y):
    """Mean cross-entropy of sigmoid(z) against y, with its gradient."""
    z = np.asarray(z)
    # -log s = softplus(-z), -log(1 - s) = softplus(z)
    yes = np.logaddexp(0, -z)
    no = np.logaddexp(0, z)
    loss = np.mean(y * yes + (1 - y) * no)
    dz = (_sigmoid(z) - y) / z.size
    return loss, dz


def leaky_relu_forward(x, slope=0.01):
    """x where x is above 0, slope * x elsewhere."""
    out = np.maximum(x, slope * x)  # right because slope <= 1
    cache = (x > 0, slope)
    return out, cache


def leaky_relu_backward(dout, cache):
    """The gradient of leaky_relu_forward; at exactly 0 it is that of the negative side."""
    mask, slope = cache
    dx = dout * mask + slope * dout * (~mask)
    return dx


def prelu_forward(x, slope):
    """The rectifier whose one slope is learnt: x where x is above 0, slope * x elsewhere."""
    mask = x > 0
    out = np.where(mask, x, slope * x)
    return out, (x, slope, mask)


def prelu_backward(dout, cache):
    """The gradients of prelu_forward; at exactly 0 dx is that of the negative side."""
    x, slope, mask = cache
    dx = np.where(mask, dout, slope * dout)
    dslope = np.sum(dout * np.where(mask, 0, x))
    return dx, dslope


def elu_forward(x, alpha=1.0):
    """x where x is above 0, alpha * (exp(x) - 1) elsewhere."""
    pos_mask = x > 0
    e = np.exp(np.minimum(x, 0))
    out = np.where(pos_mask, x, alpha * (e - 1))
    cache = (pos_mask, e, alpha)
    return out, cache


def elu_backward(dout, cache):
    """The gradient of elu_forward; at exactly 0 it is that of the negative side."""
    pos_mask, e, alpha = cache
    local = np.where(pos_mask, 1.0, alpha * e)
    return dout * local


def maxout_forward(x, w, b):
    """The largest of K affine functions of an image, its pieces, for each of M units."""
    # one piece after the other, running maximum and who holds it
    K = w.shape[2]
    out = x.dot(w[:, :, 0]) + b[:, 0]
    winner = np.zeros(out.shape, dtype=int)
    for k in xrange(1, K):
        piece = x.dot(w[:, :, k]) + b[:, k]
        better = piece > out
        out[better] = piece[better]
        winner[better] = k
    cache = (x, w, b, winner)
    return out, cache


def maxout_backward(dout, cache):
    """The gradients of maxout_forward, for images at which no two pieces of a unit tie."""
    x, w, b, winner = cache
    dx, dw, db = np.zeros_like(x), np.zeros_like(w), np.zeros_like(b)
    for k in xrange(w.shape[2]):
        dk = dout * (winner == k)
        dx += dk.dot(w[:, :, k].T)
        dw[:, :, k] = x.T.dot(dk)
        db[:, k] = dk.sum(axis=0)
    return dx, dw, db
