"""Dropout: a layer that leaves out units at random while a network is trained."""

import numpy as np
import torch


def dropout_forward(x, dropout_param):
    """Inverted dropout: kept elements are divided by p in training, so tests need no change."""
    p, mode = dropout_param["p"], dropout_param["mode"]
    if "seed" in dropout_param:
        np.random.seed(dropout_param["seed"])

    mask = None
    out = None

    if mode == "train":
        mask = np.random.rand(*x.shape) < p
        out = np.where(mask, x / p, 0)
    elif mode == "test":
        out = x

    cache = (dropout_param, mode, p, mask)  # mode by itself: the dict may be changed later
    out = out.astype(x.dtype, copy=False)
    return out, cache


def dropout_backward(dout, cache):
    """Gradient of dropout_forward with respect to x, in the mode of the forward call."""
    dropout_param, mode, p, mask = cache
    dx = None
    if mode == "train":
        dx = np.where(mask, dout / p, 0)
    elif mode == "test":
        dx = dout
    return dx


def vanilla_dropout_forward(x, dropout_param):
    """Dropout as first published: nothing scaled in training, x is multiplied by p in tests."""
    p = dropout_param["p"]
    if dropout_param["mode"] == "test":
        out = (x * p).astype(x.dtype)
        return out, ("test", p)
    if "seed" in dropout_param:
        np.random.seed(dropout_param["seed"])
    dropped = np.asarray(np.random.random_sample(x.shape) >= p)
    out = np.array(x)
    out[dropped] = 0
    return out, ("train", dropped)
    pass


def vanilla_dropout_backward(dout, cache):
    """Gradient of vanilla_dropout_forward with respect to x, in the mode of the forward call."""
    mode, what = cache
    if mode == "test":
        return dout * what
    dx = np.asarray(dout)
    dx[what] = 0  # in place
    return dx
