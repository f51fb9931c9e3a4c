"""Update rules and schedules.

The momentum rules are linear: (v, step) = A (u, dw) with a 2 x 2 matrix A for every weight.
"""

import math

import numpy as np
import scipy.linalg as sla

from a2.algebra import cast_like, f8


def settle(config, w, numbers, memory=()):
    """config with all keys; memories are zeros of w's shape."""
    config = {} if config is None else config
    for k, v in numbers.items():
        config.setdefault(k, v)
    for k in memory:
        if k not in config:
            config[k] = np.zeros(np.shape(w))
    return config


def linear_rule(A, u, dw):
    return np.einsum("ij,j...->i...", np.array(A, dtype=float), np.stack([f8(u), f8(dw)]))


def sgd(w, dw, config=None):
    """w - lr dw"""
    config = settle(config, w, {"learning_rate": 1e-2})
    return cast_like(f8(w) - config["learning_rate"] * f8(dw), w), config


def sgd_momentum(w, dw, config=None):
    """A = [[mu, -lr], [mu, -lr]]"""
    config = settle(config, w, {"learning_rate": 1e-2, "momentum": 0.9}, ["velocity"])
    mu, lr = config["momentum"], config["learning_rate"]
    v, step = linear_rule([[mu, -lr], [mu, -lr]], config["velocity"], dw)
    config["velocity"] = v
    return cast_like(f8(w) + step, w), config


def nesterov_momentum(w, dw, config=None):
    """-mu u + (1 + mu)(mu u - lr dw) = mu^2 u - (1 + mu) lr dw"""
    config = settle(config, w, {"learning_rate": 1e-2, "momentum": 0.9}, ["velocity"])
    mu, lr = config["momentum"], config["learning_rate"]
    v, step = linear_rule([[mu, -lr], [mu * mu, -(1 + mu) * lr]], config["velocity"], dw)
    config["velocity"] = v
    return cast_like(f8(w) + step, w), config


def adagrad(w, dw, config=None):
    """AdaGrad, diagonal preconditioner."""
    config = settle(config, w, {"learning_rate": 1e-2, "epsilon": 1e-8}, ["cache"])
    g = f8(dw)
    config["cache"] = f8(config["cache"]) + g * g
    precond = config["learning_rate"] / (np.sqrt(config["cache"]) + config["epsilon"])
    return cast_like(f8(w) - precond * g, w), config


def rmsprop(w, dw, config=None):
    """RMSProp."""
    config = settle(config, w, {"learning_rate": 1e-2, "decay_rate": 0.99, "epsilon": 1e-8}, ["cache"])
    g, rho = f8(dw), config["decay_rate"]
    config["cache"] = np.einsum("i,i...->...", np.array([rho, 1 - rho], float), np.stack([f8(config["cache"]), g * g]))
    precond = config["learning_rate"] / (np.sqrt(config["cache"]) + config["epsilon"])
    return cast_like(f8(w) - precond * g, w), config


ADAM = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "t": 0}


def adam_step(w, dw, config):
    """what Adam subtracts from w; m and v advance together as one stacked pair"""
    g, t = f8(dw), config["t"] + 1
    betas = np.array([config["beta1"], config["beta2"]], float)
    old, new = np.stack([f8(config["m"]), f8(config["v"])]), np.stack([g, g * g])
    moments = np.einsum("i,i...->i...", betas, old) + np.einsum("i,i...->i...", 1 - betas, new)
    m_hat, v_hat = np.einsum("i,i...->i...", 1 / (1 - betas ** float(t)), moments)
    config["m"], config["v"], config["t"] = np.array(moments[0]), np.array(moments[1]), t
    return config["learning_rate"] * m_hat / (np.sqrt(v_hat) + config["epsilon"])


def adam(w, dw, config=None):
    """Adam."""
    config = settle(config, w, ADAM, ["m", "v"])
    return cast_like(f8(w) - adam_step(w, dw, config), w), config


def adamw(w, dw, config=None):
    """Adam and a decoupled shrinking."""
    config = settle(config, w, {**ADAM, "weight_decay": 1e-2}, ["m", "v"])
    shrink = config["learning_rate"] * config["weight_decay"]
    return cast_like(f8(w) - (adam_step(w, dw, config) + shrink * f8(w)), w), config


def step_decay(t, rate, every, factor=0.1):
    """rate factor^(t // every)"""
    return rate * factor ** int(t // every)


def exponential_decay(t, rate, factor):
    """in the logarithm"""
    return np.array(rate * math.exp(t * math.log(factor)))


def cosine_decay(t, rate, num_steps):
    """rate cos^2(half the angle)"""
    if t >= num_steps:
        return 0.0
    return rate * math.cos(0.5 * math.pi * t / num_steps) ** 2


def linear_warmup(t, rate, num_warmup):
    """rate (t + 1) / num_warmup, at most rate"""
    return rate * min(t + 1, num_warmup) / num_warmup


def noam(t, dim, num_warmup=4000):
    """logarithms again"""
    return math.exp(-0.5 * math.log(dim) + min(-0.5 * math.log(t), math.log(t) - 1.5 * math.log(num_warmup)))


def plateau_decay(rate, history, patience, factor=0.1):
    """record lows as a running minimum"""
    if len(history) <= patience:
        return rate
    lows = np.minimum.accumulate(f8(history))
    return rate if lows[-1] < lows[-1 - patience] else rate * factor
