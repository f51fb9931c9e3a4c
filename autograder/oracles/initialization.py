"""Layers without biases, and dead units, one number at a time."""

import math
import operator
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ACTIVATIONS: dict[str, Callable[[float], float]] = {
    "tanh": math.tanh,
    "relu": lambda a: a if a > 0 else 0.0,
    "sigmoid": lambda a: 1 / (1 + math.exp(-a)),
}


def layer_outputs(x: Floats, weights: Sequence[Floats], activation: str) -> list[Floats]:
    """Output of each layer for each image: the activation of a sum of products."""
    outputs, images = [], x.tolist()
    for W in weights:
        images = [
            [
                ACTIVATIONS[activation](math.fsum(map(operator.mul, image, column)))
                for column in W.T.tolist()
            ]
            for image in images
        ]
        outputs.append(np.array(images))
    return outputs


def dead_fraction(outputs: Floats) -> float:
    """Counts the columns in which nothing but 0 stands."""
    dead, units = 0, outputs.T.tolist()
    for unit in units:
        if all(value == 0 for value in unit):
            dead += 1
    return dead / len(units)
