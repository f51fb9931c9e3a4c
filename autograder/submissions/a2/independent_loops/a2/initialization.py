"""Weights to start from, and what a deep network makes of them.

Sizes: N images, D features an image, H units of a layer. A layer of weights is (fan_in, fan_out):
its inputs along the rows, its units along the columns.
"""

import numpy as np
import math


def small_random(fan_in, fan_out, rng, std=0.01):
    """Normal random weights with mean 0 and standard deviation std, whatever the layer's size.

    Args:
        fan_in: number of the layer's inputs.
        fan_out: number of its outputs.
        rng: numpy.random.Generator, the only source of randomness.
        std: standard deviation, above 0.

    Returns:
        (fan_in, fan_out) float64.
    """
    w = np.empty((fan_in, fan_out))
    for j in range(fan_out):
        w[:, j] = rng.normal(0.0, std, fan_in)  # a unit a time
    return w


def xavier(fan_in, fan_out, rng):
    """Normal random weights with mean 0 and standard deviation 1 / sqrt(fan_in).

    A sum of fan_in inputs then varies as much as one of them, which suits tanh. This is the form
    that looks at fan_in alone; the paper's own, made for the way forward and the way back, has
    variance 2 / (fan_in + fan_out).

    Args:
        fan_in: number of the layer's inputs.
        fan_out: number of its outputs.
        rng: numpy.random.Generator, the only source of randomness.

    Returns:
        (fan_in, fan_out) float64.

    Source: Glorot and Bengio 2010, "Understanding the difficulty of training deep feedforward
        neural networks", section 4.2.1; the paper's formula is eq. 12.
    """
    return small_random(fan_in, fan_out, rng, 1.0 / math.sqrt(fan_in))


def he(fan_in, fan_out, rng):
    """Normal random weights with mean 0 and standard deviation sqrt(2 / fan_in).

    ReLU sets half of its inputs to 0; the factor 2 makes up for it.

    Args:
        fan_in: number of the layer's inputs.
        fan_out: number of its outputs.
        rng: numpy.random.Generator, the only source of randomness.

    Returns:
        (fan_in, fan_out) float64.

    Source: He et al. 2015, "Delving deep into rectifiers", eq. 10.
    """
    # Box and Muller: two uniform numbers make a normal one
    scale = math.sqrt(2.0 / fan_in)
    w = np.empty((fan_in, fan_out))
    for i in range(fan_in):
        u, v = rng.random(fan_out).tolist(), rng.random(fan_out).tolist()
        for j in range(fan_out):
            w[i, j] = scale * math.sqrt(-2.0 * math.log(1.0 - u[j])) * math.cos(2.0 * math.pi * v[j])
    return w


def layer_outputs(x, weights, activation="tanh"):
    """The outputs of every layer of a network without biases.

    A layer multiplies its input by its weights and applies the activation; the next layer's input
    is its output. The last layer has the activation, too.

    Args:
        x: (N, D) float64, the input of the first layer; left as it came.
        weights: list of float64 arrays; the first is (D, H_1), the next (H_1, H_2), and so on.
        activation: "tanh", "relu" (max(a, 0)) or "sigmoid" (1 / (1 + exp(-a))).

    Returns:
        list with an (N, H_i) array for each layer, the first layer's first; x is not in it.

    Raises:
        ValueError: activation is none of the three.
    """
    if activation == "tanh":
        f = np.tanh
    elif activation == "relu":
        f = lambda a: np.where(a > 0, a, 0.0)
    elif activation == "sigmoid":
        f = lambda a: 0.5 * np.tanh(0.5 * a) + 0.5
    else:
        raise ValueError(f"activation {activation!r}?")
    outputs = []
    h = x
    for w in weights:
        h = h @ w
        for i in range(len(h)):
            h[i] = f(h[i])
        outputs.append(h)
    return outputs


def dead_fraction(outputs):
    """The part of a ReLU layer's units that are 0 for every image.

    A unit that is above 0 for a single image is not dead: that image can still move it.

    Args:
        outputs: (N, H) outputs of a ReLU layer, a unit a column; left as they came.

    Returns:
        a single number in [0, 1]: dead units over H.
    """
    dead = 0
    for j in range(outputs.shape[1]):
        dead += not any(v > 0 for v in outputs[:, j].tolist())
    return dead / outputs.shape[1]
