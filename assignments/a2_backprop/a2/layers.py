"""Layers, each as a forward and a backward function, and losses of a network's output.

A forward function returns its output and a cache: whatever its own backward function needs to know
of the forward pass. Nobody else looks into a cache. A backward function takes dout, the gradient
of a loss with respect to the forward's output, and returns the gradient with respect to each of
the forward's inputs, in their order, each of the shape of its input. A loss function returns the
loss and its gradient in one call. Arrays of numbers are float64 or float32.

Sizes: N images, D features an image, M outputs of a layer, C classes, K pieces of a maxout unit.
"""

import numpy as np


def affine_forward(x, w, b):
    """x w + b for each image, whose numbers are first put in a row.

    Args:
        x: (N, d1, ..., dk) images; the numbers of an image, d1 * ... * dk of them, are its D
            features, in C order.
        w: (D, M) weights.
        b: (M,) biases.

    Returns:
        out: (N, M).
        cache: for affine_backward.
    """
    out = x.reshape(x.shape[0], w.shape[0]) @ w + b
    return out, (x, w, b)


def affine_backward(dout, cache):
    """The gradients of affine_forward.

    Args:
        dout: (N, M) gradient with respect to out.
        cache: from affine_forward.

    Returns:
        dx: gradient with respect to x, of x's own shape (N, d1, ..., dk).
        dw: (D, M) gradient with respect to w.
        db: (M,) gradient with respect to b.
    """
    x, w, _ = cache
    dx = (dout @ w.T).reshape(x.shape)
    dw = x.reshape(x.shape[0], w.shape[0]).T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db


def relu_forward(x):
    """The rectifier max(x, 0), elementwise.

    Args:
        x: float array of any shape.

    Returns:
        out: of x's shape.
        cache: for relu_backward.
    """
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    """The gradient of relu_forward; where x is 0 or below it is exactly 0.

    Args:
        dout: gradient with respect to out, of x's shape.
        cache: from relu_forward.

    Returns:
        dx: gradient with respect to x, of x's shape.
    """
    return dout * (cache > 0)


def sigmoid_forward(x):
    """The sigmoid 1 / (1 + exp(-x)), elementwise; right and finite while every |x| is at most 1000.

    There are forms in which NumPy has no overflow to warn of, even then; warnings are not graded.

    Args:
        x: float array of any shape.

    Returns:
        out: of x's shape, each number in [0, 1].
        cache: for sigmoid_backward.
    """
    out = np.exp(-np.logaddexp(0, -x))
    return out, out


def sigmoid_backward(dout, cache):
    """The gradient of sigmoid_forward, finite while every |x| is at most 1000.

    Args:
        dout: gradient with respect to out, of x's shape.
        cache: from sigmoid_forward.

    Returns:
        dx: gradient with respect to x, of x's shape.
    """
    return dout * cache * (1 - cache)


def tanh_forward(x):
    """The hyperbolic tangent, elementwise; right and finite while every |x| is at most 1000.

    Args:
        x: float array of any shape.

    Returns:
        out: of x's shape, each number in [-1, 1].
        cache: for tanh_backward.
    """
    out = np.tanh(x)
    return out, out


def tanh_backward(dout, cache):
    """The gradient of tanh_forward, finite while every |x| is at most 1000.

    Args:
        dout: gradient with respect to out, of x's shape.
        cache: from tanh_forward.

    Returns:
        dx: gradient with respect to x, of x's shape.
    """
    return dout * (1 - cache**2)


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
    """Mean multiclass hinge loss of scores, with its gradient; there is no penalty in it.

    An image with scores s and right class c costs `sum_{j != c} max(0, s_j - s_c + 1)`; the loss is
    the mean of these costs over the N images. The right class itself costs nothing.

    Args:
        x: (N, C) scores; N is at least 1.
        y: (N,) right classes, integers in [0, C).

    Returns:
        loss: a single number.
        dx: (N, C) gradient of the loss with respect to x. Where s_j - s_c + 1 is exactly 0 the loss
            has a kink, and any slope between those of its two sides is right.

    Source: Weston and Watkins (1999).
    """
    rows = np.arange(x.shape[0])
    margins = np.maximum(x - x[rows, y][:, None] + 1, 0)  # (N, C)
    margins[rows, y] = 0
    loss = margins.sum(axis=1).mean()
    dx = (margins > 0).astype(x.dtype)  # (N, C)
    dx[rows, y] = -dx.sum(axis=1)
    return loss, dx / x.shape[0]


def softmax_loss(x, y):
    """Mean cross-entropy of the softmax of scores, with its gradient; there is no penalty in it.

    The loss is `1/N * sum_i(-log p_i)`, where `p_i` is the softmax probability of the right class
    of image i. Both results are right and finite while every score lies between -1e4 and 1e4: a
    right class whose probability rounds to 0 still costs the finite loss of the formula. A constant
    added to all the scores of an image changes neither result by more than rounding.

    Args:
        x: (N, C) scores; N is at least 1.
        y: (N,) right classes, integers in [0, C).

    Returns:
        loss: a single number.
        dx: (N, C) gradient of the loss with respect to x.
    """
    rows = np.arange(x.shape[0])
    shifted = x - x.max(axis=1, keepdims=True)  # the largest exponent is 0: exp cannot overflow
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))  # (N, C)
    loss = -log_p[rows, y].mean()
    dx = np.exp(log_p)  # (N, C)
    dx[rows, y] -= 1
    return loss, dx / x.shape[0]


def mse_loss(p, y):
    """Mean squared error, with its gradient.

    The loss is the mean of `(p - y)^2` over all numbers of p; there is no factor 1/2.

    Args:
        p: predictions, float array of any shape.
        y: the right numbers, of p's shape.

    Returns:
        loss: a single number.
        dp: gradient of the loss with respect to p, of p's shape.
    """
    loss = np.mean((p - y) ** 2)
    dp = 2 * (p - y) / p.size
    return loss, dp


def binary_cross_entropy(z, y):
    """Mean cross-entropy of sigmoid(z) against y, with its gradient.

    The loss is the mean of `-(y log s + (1 - y) log(1 - s))` over all numbers of z, where s is the
    sigmoid of z. Both results are right and finite while every z lies between -1e4 and 1e4.

    Args:
        z: logits (scores before the sigmoid), float array of any shape.
        y: numbers in [0, 1], of z's shape: how likely "yes" should be.

    Returns:
        loss: a single number.
        dz: gradient of the loss with respect to z, of z's shape.
    """
    loss = np.mean(np.logaddexp(0, z) - y * z)
    s, _ = sigmoid_forward(z)
    dz = (s - y) / z.size
    return loss, dz


def leaky_relu_forward(x, slope=0.01):
    """x where x is above 0, slope * x elsewhere.

    Args:
        x: float array of any shape.
        slope: number in [0, 1].

    Returns:
        out: of x's shape.
        cache: for leaky_relu_backward.
    """
    return np.maximum(x, 0) + slope * np.minimum(x, 0), (x, slope)


def leaky_relu_backward(dout, cache):
    """The gradient of leaky_relu_forward; at exactly 0 it is that of the negative side.

    Args:
        dout: gradient with respect to out, of x's shape.
        cache: from leaky_relu_forward.

    Returns:
        dx: gradient with respect to x, of x's shape.
    """
    x, slope = cache
    return np.where(x > 0, dout, slope * dout)


def prelu_forward(x, slope):
    """The rectifier whose one slope is learnt: x where x is above 0, slope * x elsewhere.

    Args:
        x: float array of any shape.
        slope: the slope for all of x, any number.

    Returns:
        out: of x's shape.
        cache: for prelu_backward.

    Source: He, Zhang, Ren and Sun (2015), "Delving deep into rectifiers", equation 1.
    """
    return np.maximum(x, 0) + slope * np.minimum(x, 0), (x, slope)


def prelu_backward(dout, cache):
    """The gradients of prelu_forward; at exactly 0 dx is that of the negative side.

    Args:
        dout: gradient with respect to out, of x's shape.
        cache: from prelu_forward.

    Returns:
        dx: gradient with respect to x, of x's shape.
        dslope: gradient with respect to slope, a single number.
    """
    x, slope = cache
    dx = np.where(x > 0, dout, slope * dout)
    dslope = np.sum(dout * np.minimum(x, 0))
    return dx, dslope


def elu_forward(x, alpha=1.0):
    """x where x is above 0, alpha * (exp(x) - 1) elsewhere.

    The result is right and finite while every |x| is at most 1000. There are forms in which NumPy
    has no overflow to warn of, even then; warnings are not graded.

    Args:
        x: float array of any shape.
        alpha: number above 0.

    Returns:
        out: of x's shape.
        cache: for elu_backward.

    Source: Clevert, Unterthiner and Hochreiter (2016), equation 15.
    """
    return np.maximum(x, 0) + alpha * np.expm1(np.minimum(x, 0)), (x, alpha)


def elu_backward(dout, cache):
    """The gradient of elu_forward; at exactly 0 it is that of the negative side.

    It is right and finite while every |x| is at most 1000.

    Args:
        dout: gradient with respect to out, of x's shape.
        cache: from elu_forward.

    Returns:
        dx: gradient with respect to x, of x's shape.
    """
    x, alpha = cache
    return np.where(x > 0, dout, alpha * dout) * np.exp(np.minimum(x, 0))


def maxout_forward(x, w, b):
    """The largest of K affine functions of an image, its pieces, for each of M units.

    Args:
        x: (N, D) images.
        w: (D, M, K) weights; `w[:, m, k]` are those of piece k of unit m.
        b: (M, K) biases.

    Returns:
        out: (N, M), out[n, m] the largest of the K numbers `x[n] . w[:, m, k] + b[m, k]`.
        cache: for maxout_backward.

    Source: Goodfellow, Warde-Farley, Mirza, Courville and Bengio (2013).
    """
    scores = np.einsum("nd,dmk->nmk", x, w) + b  # (N, M, K)
    return scores.max(axis=2), (x, w, scores.argmax(axis=2))


def maxout_backward(dout, cache):
    """The gradients of maxout_forward, for images at which no two pieces of a unit tie.

    Args:
        dout: (N, M) gradient with respect to out.
        cache: from maxout_forward.

    Returns:
        dx: (N, D) gradient with respect to x.
        dw: (D, M, K) gradient with respect to w.
        db: (M, K) gradient with respect to b.
    """
    x, w, winners = cache
    is_largest = np.arange(w.shape[2]) == winners[:, :, None]  # (N, M, K)
    dscores = dout[:, :, None] * is_largest
    dx = np.einsum("nmk,dmk->nd", dscores, w)
    dw = np.einsum("nd,nmk->dmk", x, dscores)
    return dx, dw, dscores.sum(axis=0)
