"""Weights to start from, and what a deep network makes of them."""

import numpy as np


def small_random(fan_in, fan_out, rng, std=0.01):
    """Normal random weights with mean 0 and standard deviation std."""
    W = rng.standard_normal((fan_in, fan_out))
    W *= std
    return W


def xavier(fan_in, fan_out, rng):
    """Normal random weights with mean 0 and standard deviation 1 / sqrt(fan_in)."""
    return small_random(fan_in, fan_out, rng, 1.0 / np.sqrt(fan_in))


def he(fan_in, fan_out, rng):
    """Normal random weights with mean 0 and standard deviation sqrt(2 / fan_in)."""
    W = rng.standard_normal((fan_in, fan_out)) / np.sqrt(fan_in / 2.0)
    return W


def layer_outputs(x, weights, activation="tanh"):
    """The outputs of every layer of a network without biases."""
    # sigmoid(a) = (1 + tanh(a / 2)) / 2, never overflows
    nonlinearities = dict(
        relu=lambda a: np.maximum(0, a),
        tanh=lambda a: np.tanh(a),
        sigmoid=lambda a: 0.5 + 0.5 * np.tanh(0.5 * a),
    )
    if activation not in nonlinearities:
        raise ValueError("unknown activation %r" % (activation,))
    act = nonlinearities[activation]
    Hs = {}
    for i in range(len(weights)):
        X = x if i == 0 else Hs[i - 1]  # input at this layer
        H = np.dot(X, weights[i])
        H = act(H)
        Hs[i] = H
    return list(Hs.values())


def dead_fraction(outputs):
    """The part of a ReLU layer's units that are 0 for every image."""
    alive = (outputs > 0).any(axis=0)
    num_units = outputs.shape[1]
    return 1.0 - np.sum(alive) / num_units
