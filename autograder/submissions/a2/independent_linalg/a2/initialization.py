"""Weights to start from, and what a deep network makes of them."""

import numpy as np
import torch

from a2.algebra import f8, logistic


def small_random(fan_in, fan_out, rng, std=0.01):
    """std times standard normals, drawn unit by unit (column by column)"""
    return std * np.ascontiguousarray(rng.standard_normal((fan_out, fan_in)).T)


def xavier(fan_in, fan_out, rng):
    """std 1 / sqrt(fan_in)"""
    return small_random(fan_in, fan_out, rng, fan_in**-0.5)


def he(fan_in, fan_out, rng):
    """std sqrt(2 / fan_in)"""
    return small_random(fan_in, fan_out, rng, (fan_in / 2) ** -0.5)


ACTIVATIONS = {"tanh": np.tanh, "relu": lambda a: np.clip(a, 0.0, None), "sigmoid": logistic}


def layer_outputs(x, weights, activation="tanh"):
    """outputs of every layer"""
    if activation not in ACTIVATIONS:
        raise ValueError(activation)
    hs = [f8(x)]
    for w in weights:
        hs.append(ACTIVATIONS[activation](np.einsum("nd,dh->nh", hs[-1], w, optimize=True)))
    return hs[1:]


def dead_fraction(outputs):
    """columns whose infinity norm is 0"""
    return np.mean(np.linalg.norm(f8(outputs), ord=np.inf, axis=0) == 0)
