"""Layers, each as a forward and a backward function, and losses of a network's output.

A forward function returns its output and a cache: whatever its own backward function needs to know
of the forward pass. Nobody else looks into a cache. A backward function takes dout, the gradient
of a loss with respect to the forward's output, and returns the gradient with respect to each of
the forward's inputs, in their order, each of the shape of its input. A loss function returns the
loss and its gradient in one call. Arrays of numbers are float64 or float32.

Sizes: N images, D features an image, M outputs of a layer, C classes, K pieces of a maxout unit.
"""

import numpy as np
import math

try:
    import torch  # to compare
    from past.builtins import xrange
except ImportError:
    pass

from a2.helpers import build, flat, float_type, give, logistic, logistic_slope


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
    n, (d, m) = len(x), w.shape
    rows = np.asarray(x).reshape(n, d)
    out = rows @ w
    for j in range(m):
        out[:, j] += b[j]
    return out, {"rows": rows, "w": w, "shape": np.shape(x)}


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
    rows, w = cache["rows"], cache["w"]
    dx = (dout @ w.T).reshape(cache["shape"])
    dw = rows.T @ dout
    db = np.zeros(w.shape[1], dtype=float_type(dout))
    for j in range(len(db)):
        db[j] = math.fsum(dout[:, j].tolist())
    return dx, dw, db


def relu_forward(x):
    """The rectifier max(x, 0), elementwise.

    Args:
        x: float array of any shape.

    Returns:
        out: of x's shape.
        cache: for relu_backward.
    """
    values = flat(x)
    out = [0.0 if v <= 0 else v for v in values]
    return build(out, np.shape(x), float_type(x)), [v > 0 for v in values]


def relu_backward(dout, cache):
    """The gradient of relu_forward; where x is 0 or below it is exactly 0.

    Args:
        dout: gradient with respect to out, of x's shape.
        cache: from relu_forward.

    Returns:
        dx: gradient with respect to x, of x's shape.
    """
    # works on dout itself
    return give([g if on else 0.0 for g, on in zip(flat(dout), cache)], dout)


def sigmoid_forward(x):
    """The sigmoid 1 / (1 + exp(-x)), elementwise; right and finite while every |x| is at most 1000.

    There are forms in which NumPy has no overflow to warn of, even then; warnings are not graded.

    Args:
        x: float array of any shape.

    Returns:
        out: of x's shape, each number in [0, 1].
        cache: for sigmoid_backward.
    """
    values = flat(x)
    return build([logistic(v) for v in values], np.shape(x), float_type(x)), values


def sigmoid_backward(dout, cache):
    """The gradient of sigmoid_forward, finite while every |x| is at most 1000.

    Args:
        dout: gradient with respect to out, of x's shape.
        cache: from sigmoid_forward.

    Returns:
        dx: gradient with respect to x, of x's shape.
    """
    dx = [g * logistic_slope(v) for g, v in zip(flat(dout), cache)]
    return build(dx, np.shape(dout), float_type(dout))


def tanh_forward(x):
    """The hyperbolic tangent, elementwise; right and finite while every |x| is at most 1000.

    Args:
        x: float array of any shape.

    Returns:
        out: of x's shape, each number in [-1, 1].
        cache: for tanh_backward.
    """
    values = flat(x)
    return build([math.tanh(v) for v in values], np.shape(x), float_type(x)), values


def tanh_backward(dout, cache):
    """The gradient of tanh_forward, finite while every |x| is at most 1000.

    Args:
        dout: gradient with respect to out, of x's shape.
        cache: from tanh_forward.

    Returns:
        dx: gradient with respect to x, of x's shape.
    """
    # tanh(v) = 2 sigmoid(2 v) - 1, so its slope is 4 times that of the sigmoid at 2 v
    dx = [g * 4.0 * logistic_slope(2.0 * v) for g, v in zip(flat(dout), cache)]
    return build(dx, np.shape(dout), float_type(dout))


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
    n, c = x.shape
    costs = []
    dx = [[0.0] * c for _ in range(n)]
    for i in range(n):
        row = x[i].tolist()
        right = int(y[i])
        for j in range(c):
            if j == right:
                continue
            margin = row[j] - row[right] + 1.0
            if margin > 0:
                costs.append(margin)
                dx[i][j] += 1.0 / n
                dx[i][right] -= 1.0 / n
    return np.array(math.fsum(costs) / n), give(dx, x)  # dx takes the place of the scores


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
    n, c = x.shape
    loss = 0.0
    dx = np.zeros((n, c), dtype=float_type(x))
    for i in range(n):
        row = x[i].tolist()
        right = int(y[i])
        top = 0
        for j in range(c):
            if row[j] > row[top]:
                top = j
        e = [math.exp(v - row[top]) for v in row]
        rest = math.fsum(e[:top] + e[top + 1:])
        loss += (row[top] - row[right]) + math.log1p(rest)
        for j in range(c):
            p = e[j] / (1.0 + rest)
            dx[i, j] = (p - 1.0 if j == right else p) / n
    return loss / n, dx


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
    diffs = [float(a) - float(b) for a, b in zip(flat(p), flat(y))]
    n = len(diffs)
    loss = math.fsum([d * d for d in diffs]) / n
    return np.float64(loss), build([2.0 * d / n for d in diffs], np.shape(p), float_type(p))


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
    logits, targets = flat(z), flat(y)
    n = len(logits)
    terms, dz = [], []
    for v, t in zip(logits, targets):
        # -log s = softplus(-v), -log(1 - s) = softplus(v)
        soft = math.log1p(math.exp(-abs(v)))
        terms.append(t * (max(-v, 0.0) + soft) + (1 - t) * (max(v, 0.0) + soft))
        dz.append((logistic(v) - t) / n)
    return math.fsum(terms) / n, give(dz, z)


def leaky_relu_forward(x, slope=0.01):
    """x where x is above 0, slope * x elsewhere.

    Args:
        x: float array of any shape.
        slope: number in [0, 1].

    Returns:
        out: of x's shape.
        cache: for leaky_relu_backward.
    """
    values = flat(x)
    slopes = [1.0 if v > 0 else float(slope) for v in values]
    return give([v * s for v, s in zip(values, slopes)], x), slopes  # in place


def leaky_relu_backward(dout, cache):
    """The gradient of leaky_relu_forward; at exactly 0 it is that of the negative side.

    Args:
        dout: gradient with respect to out, of x's shape.
        cache: from leaky_relu_forward.

    Returns:
        dx: gradient with respect to x, of x's shape.
    """
    return build([g * s for g, s in zip(flat(dout), cache)], np.shape(dout), float_type(dout))


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
    values = flat(x)
    slope = float(slope)
    out = [v if v > 0 else slope * v for v in values]
    return build(out, np.shape(x), float_type(x)), (values, slope)


def prelu_backward(dout, cache):
    """The gradients of prelu_forward; at exactly 0 dx is that of the negative side.

    Args:
        dout: gradient with respect to out, of x's shape.
        cache: from prelu_forward.

    Returns:
        dx: gradient with respect to x, of x's shape.
        dslope: gradient with respect to slope, a single number.
    """
    values, slope = cache
    dx, parts = [], []
    for g, v in zip(flat(dout), values):
        dx.append(g if v > 0 else g * slope)
        if not v > 0:
            parts.append(g * v)
    return build(dx, np.shape(dout), float_type(dout)), math.fsum(parts)


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
    values = flat(x)
    out, slopes = [], []
    for v in values:
        if v > 0:
            out.append(v)
            slopes.append(1.0)
        else:
            out.append(alpha * math.expm1(v))
            slopes.append(alpha * math.exp(v))
    return build(out, np.shape(x), float_type(x)), slopes


def elu_backward(dout, cache):
    """The gradient of elu_forward; at exactly 0 it is that of the negative side.

    It is right and finite while every |x| is at most 1000.

    Args:
        dout: gradient with respect to out, of x's shape.
        cache: from elu_forward.

    Returns:
        dx: gradient with respect to x, of x's shape.
    """
    return give([g * s for g, s in zip(flat(dout), cache)], dout)


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
    n, (d, m, k) = len(x), w.shape
    out = np.zeros((n, m), dtype=np.result_type(x, w, b))
    winner = [[0] * m for _ in range(n)]
    for unit in range(m):
        pieces = [(x @ w[:, unit, q] + b[unit, q]).tolist() for q in range(k)]
        for i in range(n):
            for q in range(1, k):
                if pieces[q][i] > pieces[winner[i][unit]][i]:
                    winner[i][unit] = q
            out[i, unit] = pieces[winner[i][unit]][i]
    return out, (np.array(x), np.array(w), winner)


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
    x, w, winner = cache
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    db = np.zeros(w.shape[1:], dtype=w.dtype)
    for i in range(x.shape[0]):
        for unit in range(w.shape[1]):
            q, g = winner[i][unit], dout[i, unit]
            dx[i] += g * w[:, unit, q]
            dw[:, unit, q] += g * x[i]
            db[unit, q] += g
    return dx, dw, db
