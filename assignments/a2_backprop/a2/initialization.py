"""Weights to start from, and what a deep network makes of them.

Sizes: N images, D features an image, H units of a layer. A layer of weights is (fan_in, fan_out):
its inputs along the rows, its units along the columns.
"""

import numpy as np


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
    return std * rng.standard_normal((fan_in, fan_out))


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
    return rng.standard_normal((fan_in, fan_out)) / np.sqrt(fan_in)


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
    return rng.standard_normal((fan_in, fan_out)) * np.sqrt(2 / fan_in)


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
    if activation not in ("tanh", "relu", "sigmoid"):
        raise ValueError(f'activation is {activation!r}, not "tanh", "relu" or "sigmoid"')
    outputs = []
    for W in weights:
        x = x @ W
        if activation == "tanh":
            x = np.tanh(x)
        elif activation == "relu":
            x = np.maximum(x, 0)
        else:
            x = 0.5 * (1 + np.tanh(x / 2))  # 1 / (1 + exp(-x)), which could overflow
        outputs.append(x)
    return outputs


def dead_fraction(outputs):
    """The part of a ReLU layer's units that are 0 for every image.

    A unit that is above 0 for a single image is not dead: that image can still move it.

    Args:
        outputs: (N, H) outputs of a ReLU layer, a unit a column; left as they came.

    Returns:
        a single number in [0, 1]: dead units over H.
    """
    return float(np.mean(np.all(outputs == 0, axis=0)))
