"""Losses of a linear classifier, with their gradients.

Sizes: N images, D features (pixels) an image, C classes. The scores of image i are `X[i] @ W`.
"""

import numpy as np


def softmax_loss_naive(W, X, y, reg):
    """Mean cross-entropy of the softmax of the scores, plus an L2 penalty, with explicit loops.

    The loss is `1/N * sum_i(-log p_i) + reg * sum(W * W)`, where `p_i` is the softmax probability
    of the right class of image i. The mean is over the data only; the penalty has no factor 1/2.
    Nothing overflows or becomes nan while scores stay between -1e4 and 1e4: an image whose right
    class has a probability that rounds to 0 still costs the finite loss of the formula.

    Args:
        W: (D, C) float64 weights.
        X: (N, D) images, float64 or float32, one a row; N is at least 1.
        y: (N,) right classes, integers in [0, C).
        reg: strength of the penalty, at least 0.

    Returns:
        loss: a single number.
        dW: (D, C) float64, gradient of loss with respect to W.

    W, X and y are left as they came.
    """
    num_train, num_classes = X.shape[0], W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(num_train):
        scores = X[i] @ W  # (C,)
        scores = scores - scores.max()  # the largest exponent is 0: exp cannot overflow
        log_total = np.log(np.exp(scores).sum())
        loss += log_total - scores[y[i]]
        for c in range(num_classes):
            probability = np.exp(scores[c] - log_total)
            dW[:, c] += (probability - (c == y[i])) * X[i]
    loss = loss / num_train + reg * np.sum(W * W)
    dW = dW / num_train + 2 * reg * W
    return loss, dW


def softmax_loss_vectorized(W, X, y, reg):
    """The loss and gradient of softmax_loss_naive, without a Python loop.

    Same arguments, same promises: mean over the N images, `reg * sum(W * W)` without 1/2, scores
    from -1e4 to 1e4, inputs left as they came. No `for`, `while`, comprehension, `map` or
    `np.vectorize` here or in a helper: NumPy does the looping.

    Args:
        W: (D, C) float64 weights.
        X: (N, D) images, float64 or float32, one a row; N is at least 1.
        y: (N,) right classes, integers in [0, C).
        reg: strength of the penalty, at least 0.

    Returns:
        loss: a single number.
        dW: (D, C) float64, gradient of loss with respect to W.
    """
    num_train = X.shape[0]
    rows = np.arange(num_train)
    scores = X @ W  # (N, C)
    scores = scores - scores.max(axis=1, keepdims=True)
    log_p = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))  # (N, C)
    loss = -log_p[rows, y].mean() + reg * np.sum(W * W)
    dscores = np.exp(log_p)  # (N, C)
    dscores[rows, y] -= 1
    dW = X.T @ dscores / num_train + 2 * reg * W
    return loss, dW


def svm_loss_naive(W, X, y, reg):
    """Mean multiclass hinge loss of the scores, plus an L2 penalty, with explicit loops.

    An image with scores s and right class y costs `sum_{c != y} max(0, s_c - s_y + 1)`; the loss
    is `1/N` times the sum of these costs `+ reg * sum(W * W)`. The margin is 1, the right class
    itself costs nothing, the mean is over the data only, and the penalty has no factor 1/2.

    Args:
        W: (D, C) float64 weights.
        X: (N, D) images, float64 or float32, one a row; N is at least 1.
        y: (N,) right classes, integers in [0, C).
        reg: strength of the penalty, at least 0.

    Returns:
        loss: a single number.
        dW: (D, C) float64, gradient of loss with respect to W. Where a margin is exactly 0 the loss
            has a kink, and any slope between those of its two sides is right.

    W, X and y are left as they came.

    Source: Crammer and Singer (2001) and Weston and Watkins (1999), whose sum over classes it is.
    """
    num_train, num_classes = X.shape[0], W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(num_train):
        scores = X[i] @ W  # (C,)
        for c in range(num_classes):
            margin = scores[c] - scores[y[i]] + 1
            if c != y[i] and margin > 0:
                loss += margin
                dW[:, c] += X[i]
                dW[:, y[i]] -= X[i]
    loss = loss / num_train + reg * np.sum(W * W)
    dW = dW / num_train + 2 * reg * W
    return loss, dW


def svm_loss_vectorized(W, X, y, reg):
    """The loss and gradient of svm_loss_naive, without a Python loop.

    Same arguments, same promises: margin 1, mean over the N images, `reg * sum(W * W)` without
    1/2, inputs left as they came. No `for`, `while`, comprehension, `map` or `np.vectorize` here
    or in a helper: NumPy does the looping.

    Args:
        W: (D, C) float64 weights.
        X: (N, D) images, float64 or float32, one a row; N is at least 1.
        y: (N,) right classes, integers in [0, C).
        reg: strength of the penalty, at least 0.

    Returns:
        loss: a single number.
        dW: (D, C) float64, gradient of loss with respect to W.
    """
    num_train = X.shape[0]
    rows = np.arange(num_train)
    scores = X @ W  # (N, C)
    margins = np.maximum(scores - scores[rows, y][:, None] + 1, 0)  # (N, C)
    margins[rows, y] = 0
    loss = margins.sum() / num_train + reg * np.sum(W * W)
    pulls = (margins > 0).astype(np.float64)  # (N, C): slope of an image's cost by its scores
    pulls[rows, y] = -pulls.sum(axis=1)
    dW = X.T @ pulls / num_train + 2 * reg * W
    return loss, dW


def squared_hinge_loss(W, X, y, reg):
    """Mean squared hinge loss of the scores, plus an L2 penalty.

    As svm_loss_naive, but each violation is squared: an image costs
    `sum_{c != y} max(0, s_c - s_y + 1)^2`. No factor 1/2 anywhere; loops are allowed.

    Args:
        W: (D, C) float64 weights.
        X: (N, D) images, float64 or float32, one a row; N is at least 1.
        y: (N,) right classes, integers in [0, C).
        reg: strength of the penalty, at least 0.

    Returns:
        loss: a single number.
        dW: (D, C) float64, gradient of loss with respect to W.

    W, X and y are left as they came.
    """
    num_train = X.shape[0]
    rows = np.arange(num_train)
    scores = X @ W  # (N, C)
    margins = np.maximum(scores - scores[rows, y][:, None] + 1, 0)  # (N, C)
    margins[rows, y] = 0
    loss = np.sum(margins**2) / num_train + reg * np.sum(W * W)
    pulls = 2 * margins
    pulls[rows, y] = -pulls.sum(axis=1)
    dW = X.T @ pulls / num_train + 2 * reg * W
    return loss, dW
