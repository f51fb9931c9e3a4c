"""Dropout: a layer that leaves out units at random while a network is trained.

`p` is the probability of KEEPING a unit, here and in all later assignments. (PyTorch's `p` is the
probability of dropping one.)
"""

import numpy as np


class Bernoulli:
    """a random diagonal 0/1 matrix, of a generator of its own if there is a seed"""

    def __init__(self, shape, param):
        seed = param.get("seed")
        draw = np.random.random_sample if seed is None else np.random.default_rng(seed).random
        self.kept = np.asarray(draw(shape)) < param["p"]

    def __call__(self, a, factor):
        a = np.asarray(a)
        return np.where(self.kept, a.astype(np.float64) * factor, 0.0).astype(a.dtype)


def layer(x, param, train_factor, test_factor):
    """forward and closure of a dropout with these factors"""
    mode = param["mode"]
    if mode == "train":
        mask = Bernoulli(np.shape(x), param)
        pull = lambda a: mask(a, train_factor)
    elif mode == "test":
        pull = lambda a: (np.asarray(a).astype(np.float64) * test_factor).astype(np.asarray(a).dtype)
    else:
        raise ValueError(mode)
    return pull(x), pull  # linear and symmetric: the forward is its own backward


def dropout_forward(x, dropout_param):
    """inverted dropout"""
    return layer(x, dropout_param, 1.0 / dropout_param.get("p", 1.0), 1.0)


def dropout_backward(dout, cache):
    return cache(dout)


def vanilla_dropout_forward(x, dropout_param):
    """p at test time"""
    return layer(x, dropout_param, 1.0, dropout_param["p"])


def vanilla_dropout_backward(dout, cache):
    return cache(dout)
