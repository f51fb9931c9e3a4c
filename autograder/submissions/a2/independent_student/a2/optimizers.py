"""Update rules, which move weights against a gradient, and schedules of their learning rate."""

import math

import numpy as np


def sgd(w, dw, config=None):
    """One step of plain gradient descent: w less the learning rate times dw."""
    if config is None:
        config = {}
    config.setdefault("learning_rate", 1e-2)

    w -= config["learning_rate"] * dw
    return w, config


def sgd_momentum(w, dw, config=None):
    """One step of gradient descent with momentum: a ball that rolls, rather than a walker."""
    if config is None:
        config = {}
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("momentum", 0.9)
    v = config.get("velocity", np.zeros_like(w))

    next_w = None
    v = config["momentum"] * v - config["learning_rate"] * dw  # integrate velocity
    w += v  # integrate position
    next_w = w
    config["velocity"] = v
    return next_w, config


def nesterov_momentum(w, dw, config=None):
    """One step of Nesterov momentum, where loss and gradient are taken at the same point w."""
    if config is None:
        config = {}
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("momentum", 0.9)
    v = config.get("velocity", np.zeros_like(w))
    mu = config["momentum"]

    v_prev = v  # back this up
    v = mu * v - config["learning_rate"] * dw
    w += -mu * v_prev + (1 + mu) * v
    config["velocity"] = v
    return w, config


def adagrad(w, dw, config=None):
    """One step of AdaGrad: each weight's step is divided by the length of its past gradients."""
    if config is None:
        config = {}
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("epsilon", 1e-8)
    config.setdefault("cache", np.zeros_like(w))

    config["cache"] = config["cache"] + dw**2
    w += -config["learning_rate"] * dw / (np.sqrt(config["cache"]) + config["epsilon"])
    return w, config
    pass


def rmsprop(w, dw, config=None):
    """One step of RMSProp: AdaGrad with a cache that forgets."""
    if config is None:
        config = {}
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("decay_rate", 0.99)
    config.setdefault("epsilon", 1e-8)
    config.setdefault("cache", np.zeros_like(w))

    decay_rate = config["decay_rate"]
    cache = decay_rate * config["cache"] + (1 - decay_rate) * dw**2
    w -= config["learning_rate"] * dw / (np.sqrt(cache) + config["epsilon"])
    config["cache"] = cache
    return w, config


def adam(w, dw, config=None):
    """One step of Adam: momentum and RMSProp, both corrected for their start at zero."""
    if config is None:
        config = {}
    config.setdefault("learning_rate", 1e-3)
    config.setdefault("beta1", 0.9)
    config.setdefault("beta2", 0.999)
    config.setdefault("epsilon", 1e-8)
    config.setdefault("m", np.zeros_like(w))
    config.setdefault("v", np.zeros_like(w))
    config.setdefault("t", 0)

    learning_rate, beta1, beta2, eps = (
        config["learning_rate"],
        config["beta1"],
        config["beta2"],
        config["epsilon"],
    )
    t = config["t"] + 1
    m = beta1 * config["m"] + (1 - beta1) * dw
    v = beta2 * config["v"] + (1 - beta2) * (dw * dw)
    mt = m / (1 - beta1**t)
    vt = v / (1 - beta2**t)
    w -= learning_rate * mt / (np.sqrt(vt) + eps)
    config.update(m=m, v=v, t=t)
    return w, config


def adamw(w, dw, config=None):
    """One step of AdamW: Adam, and beside it a decay of the weights that Adam does not see."""
    if config is None:
        config = {}
    config.setdefault("learning_rate", 1e-3)
    config.setdefault("weight_decay", 1e-2)
    decay = config["learning_rate"] * config["weight_decay"] * w  # of the w that came in
    w, config = adam(w, dw, config)
    w -= decay
    return w, config


def step_decay(t, rate, every, factor=0.1):
    """The rate of step t when it is multiplied by factor after each `every` steps."""
    num_drops = t // every
    return rate * factor**num_drops


def exponential_decay(t, rate, factor):
    """The rate of step t when each step multiplies it by factor."""
    return rate * np.power(float(factor), t)


def cosine_decay(t, rate, num_steps):
    """The rate of step t on half a cosine wave from rate, at t = 0, to 0, at t = num_steps."""
    # (1 + cos a) / 2 = cos(a / 2)^2
    frac = min(t, num_steps) / num_steps
    if frac == 1:
        return 0.0
    return rate * math.cos(0.5 * math.pi * frac) ** 2


def linear_warmup(t, rate, num_warmup):
    """The rate of step t when it grows in num_warmup equal stages to rate, and stays there."""
    if t + 1 >= num_warmup:
        return rate
    return rate * (t + 1) / num_warmup


def noam(t, dim, num_warmup=4000):
    """The rate of step t of the first Transformer."""
    a = 1.0 / math.sqrt(t)
    b = t / (num_warmup * math.sqrt(num_warmup))
    return np.minimum(a, b) / np.sqrt(dim)


def plateau_decay(rate, history, patience, factor=0.1):
    """The next rate: rate times factor if the last `patience` epochs brought nothing new."""
    if len(history) <= patience:
        return rate
    best_before = np.min(history[:-patience])
    best_now = np.min(history[-patience:])
    if best_now < best_before:
        return rate
    else:
        return rate * factor
