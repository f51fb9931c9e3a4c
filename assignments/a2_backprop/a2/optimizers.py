"""Update rules, which move weights against a gradient, and schedules of their learning rate.

Every rule is called as `next_w, config = rule(w, dw, config)`, once a step:

- `w` is a float64 array of any shape and `dw` the gradient of the loss with respect to it, of the
  same shape. A rule may change w in place: use what it returns.
- `config` is a dict of settings and of the rule's memory of earlier steps, or None for an empty
  one. Keys that it lacks get the defaults that the rule names, so None, `{}` and a learning rate
  alone will do. The rule returns the dict with all its keys, the memory brought up to date, and
  the next step hands it in again. A memory that comes in, of whatever origin, is used as it is.
- Operations of arrays are elementwise: every weight is updated as if it were alone.
"""

import math

import numpy as np


def sgd(w, dw, config=None):
    """One step of plain gradient descent: w less the learning rate times dw.

    Args:
        w: float64 array of any shape.
        dw: gradient with respect to w, of its shape.
        config: dict or None; keys and defaults:
            learning_rate: 1e-2.

    Returns:
        next_w: the updated weights, of w's shape.
        config: the dict, with all keys.
    """
    config = {} if config is None else config
    rate = config.setdefault("learning_rate", 1e-2)
    return w - rate * dw, config


def sgd_momentum(w, dw, config=None):
    """One step of gradient descent with momentum: a ball that rolls, rather than a walker.

    With learning rate lr and momentum mu, the velocity v of this step is mu times the last one less
    lr times dw, and w moves by v. The learning rate stands inside the velocity.

    Args:
        w: float64 array of any shape.
        dw: gradient with respect to w, of its shape.
        config: dict or None; keys and defaults:
            learning_rate: 1e-2.
            momentum: 0.9; with 0 the rule is sgd.
            velocity: of w's shape, zeros at first; on return, the velocity of this step.

    Returns:
        next_w: the updated weights, of w's shape.
        config: the dict, with all keys.

    Source: Polyak (1964), in the form of Sutskever et al. (2013), equations 1 and 2.
    """
    config = {} if config is None else config
    rate = config.setdefault("learning_rate", 1e-2)
    mu = config.setdefault("momentum", 0.9)
    velocity = mu * config.get("velocity", np.zeros_like(w)) - rate * dw
    config["velocity"] = velocity
    return w + velocity, config


def nesterov_momentum(w, dw, config=None):
    """One step of Nesterov momentum, where loss and gradient are taken at the same point w.

    The gradient of Nesterov's rule is not that of the weights but of the point to which the
    velocity alone would carry them. Here w is that point throughout, so that `dw` is the gradient
    at w like any other. With learning rate lr and momentum mu: the new velocity v is mu times the
    old one u, less lr times dw, as in sgd_momentum; then w takes back the old look ahead, mu u,
    makes the step, v, and looks ahead again, mu v:

        w  becomes  w - mu u + (1 + mu) v

    Args:
        w: float64 array of any shape.
        dw: gradient with respect to w, of its shape.
        config: dict or None; keys and defaults:
            learning_rate: 1e-2.
            momentum: 0.9; with 0 the rule is sgd.
            velocity: of w's shape, zeros at first; on return, the velocity v of this step.

    Returns:
        next_w: the updated weights, of w's shape.
        config: the dict, with all keys.

    Source: Sutskever et al. (2013), equations 3 and 4, rewritten for the point looked at as in
    Bengio et al. (2012).
    """
    config = {} if config is None else config
    rate = config.setdefault("learning_rate", 1e-2)
    mu = config.setdefault("momentum", 0.9)
    before = config.get("velocity", np.zeros_like(w))
    velocity = mu * before - rate * dw
    config["velocity"] = velocity
    return w - mu * before + (1 + mu) * velocity, config


def adagrad(w, dw, config=None):
    """One step of AdaGrad: each weight's step is divided by the length of its past gradients.

    The cache sums the squares of all gradients, this one included. w moves against dw by the
    learning rate, times dw, over (the square root of the cache, plus epsilon): epsilon is added
    outside the root.

    Args:
        w: float64 array of any shape.
        dw: gradient with respect to w, of its shape.
        config: dict or None; keys and defaults:
            learning_rate: 1e-2.
            epsilon: 1e-8.
            cache: of w's shape, zeros at first; on return, with this gradient's squares.

    Returns:
        next_w: the updated weights, of w's shape.
        config: the dict, with all keys.

    Source: Duchi et al. (2011), the diagonal case.
    """
    config = {} if config is None else config
    rate = config.setdefault("learning_rate", 1e-2)
    epsilon = config.setdefault("epsilon", 1e-8)
    cache = config.get("cache", np.zeros_like(w)) + dw**2
    config["cache"] = cache
    return w - rate * dw / (np.sqrt(cache) + epsilon), config


def rmsprop(w, dw, config=None):
    """One step of RMSProp: AdaGrad with a cache that forgets.

    The cache is a running mean of squared gradients: of the old cache it keeps the share
    decay_rate, and this gradient's squares have the rest. The cache is updated first, then w moves
    against dw by the learning rate, times dw, over (the square root of the cache, plus epsilon):
    epsilon is added outside the root.

    Args:
        w: float64 array of any shape.
        dw: gradient with respect to w, of its shape.
        config: dict or None; keys and defaults:
            learning_rate: 1e-2.
            decay_rate: 0.99, in [0, 1).
            epsilon: 1e-8.
            cache: of w's shape, zeros at first; on return, the updated mean.

    Returns:
        next_w: the updated weights, of w's shape.
        config: the dict, with all keys.

    Source: Tieleman and Hinton (2012), lecture 6.5.
    """
    config = {} if config is None else config
    rate = config.setdefault("learning_rate", 1e-2)
    decay = config.setdefault("decay_rate", 0.99)
    epsilon = config.setdefault("epsilon", 1e-8)
    cache = decay * config.get("cache", np.zeros_like(w)) + (1 - decay) * dw**2
    config["cache"] = cache
    return w - rate * dw / (np.sqrt(cache) + epsilon), config


def adam(w, dw, config=None):
    """One step of Adam: momentum and RMSProp, both corrected for their start at zero.

    First t, the number of the step, grows by 1: the first step has t = 1. Then m, a running mean of
    the gradients, keeps the share beta1 of itself and takes the rest from dw; v, a running mean of
    their squares, does so with beta2. Both start at 0 and are too small in the first steps, by the
    factors 1 - beta1^t and 1 - beta2^t: divided by these, they are the corrected m^ and v^. At last

        w  becomes  w - learning_rate m^ / (sqrt(v^) + epsilon)

    with epsilon outside the root.

    Args:
        w: float64 array of any shape.
        dw: gradient with respect to w, of its shape.
        config: dict or None; keys and defaults:
            learning_rate: 1e-3.
            beta1: 0.9, in [0, 1).
            beta2: 0.999, in [0, 1).
            epsilon: 1e-8.
            m, v: of w's shape, zeros at first; on return updated, not corrected.
            t: 0 at first, the number of steps made; on return, with this one.

    Returns:
        next_w: the updated weights, of w's shape.
        config: the dict, with all keys.

    Source: Kingma and Ba (2015), algorithm 1.
    """
    config = {} if config is None else config
    rate = config.setdefault("learning_rate", 1e-3)
    beta1 = config.setdefault("beta1", 0.9)
    beta2 = config.setdefault("beta2", 0.999)
    epsilon = config.setdefault("epsilon", 1e-8)
    t = config.get("t", 0) + 1
    m = beta1 * config.get("m", np.zeros_like(w)) + (1 - beta1) * dw
    v = beta2 * config.get("v", np.zeros_like(w)) + (1 - beta2) * dw**2
    config.update(t=t, m=m, v=v)
    step = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + epsilon)
    return w - rate * step, config


def adamw(w, dw, config=None):
    """One step of AdamW: Adam, and beside it a decay of the weights that Adam does not see.

    As adam, and w shrinks besides by learning_rate times weight_decay times w, where w is what
    came in. The decay enters neither m nor v and is not divided by the root.

    Args:
        w: float64 array of any shape.
        dw: gradient with respect to w, of its shape, without any penalty.
        config: dict or None; keys and defaults are those of adam, and
            weight_decay: 1e-2.

    Returns:
        next_w: the updated weights, of w's shape.
        config: the dict, with all keys.

    Source: Loshchilov and Hutter (2019), algorithm 2, with the decay scaled by the learning rate.
    """
    config = {} if config is None else config
    shrinkage = config.setdefault("weight_decay", 1e-2) * w
    next_w, config = adam(w, dw, config)
    return next_w - config["learning_rate"] * shrinkage, config


def step_decay(t, rate, every, factor=0.1):
    """The rate of step t when it is multiplied by factor after each `every` steps.

    Steps 0 to every - 1 have the first rate, the next `every` steps rate times factor, and so on.

    Args:
        t: number of the step, an integer from 0.
        rate: learning rate of step 0.
        every: integer, at least 1.
        factor: what each stage multiplies the rate by.

    Returns:
        A single number.
    """
    return rate * factor ** (t // every)


def exponential_decay(t, rate, factor):
    """The rate of step t when each step multiplies it by factor; step 0 has the rate itself.

    Args:
        t: number of the step, an integer from 0.
        rate: learning rate of step 0.
        factor: in (0, 1].

    Returns:
        A single number.
    """
    return rate * factor**t


def cosine_decay(t, rate, num_steps):
    """The rate of step t on half a cosine wave from rate, at t = 0, to 0, at t = num_steps.

    Halfway it is rate / 2; the slope is flat at both ends. From num_steps on it stays 0.

    Args:
        t: number of the step, an integer from 0.
        rate: learning rate of step 0.
        num_steps: integer, at least 1.

    Returns:
        A single number.

    Source: Loshchilov and Hutter (2017), equation 5, one run that ends at 0.
    """
    return rate / 2 * (1 + math.cos(math.pi * min(t, num_steps) / num_steps))


def linear_warmup(t, rate, num_warmup):
    """The rate of step t when it grows in num_warmup equal stages to rate, and stays there.

    Step 0 has rate / num_warmup (not 0: that step would be lost), step 1 twice as much, and step
    num_warmup - 1 is the first with the full rate.

    Args:
        t: number of the step, an integer from 0.
        rate: learning rate after the warm-up.
        num_warmup: integer, at least 1.

    Returns:
        A single number.
    """
    return rate * min(1, (t + 1) / num_warmup)


def noam(t, dim, num_warmup=4000):
    """The rate of step t of the first Transformer: linear growth, then decay with 1 / sqrt(t).

    dim^(-1/2) times the smaller of t^(-1/2) and t num_warmup^(-3/2), which are equal at the peak,
    t = num_warmup.

    Args:
        t: number of the step, an integer from 1.
        dim: width of the model, at least 1.
        num_warmup: integer, at least 1.

    Returns:
        A single number.

    Source: Vaswani et al. (2017), equation 3.
    """
    return dim**-0.5 * min(t**-0.5, t * num_warmup**-1.5)


def plateau_decay(rate, history, patience, factor=0.1):
    """The next rate: rate times factor if the last `patience` epochs brought nothing new.

    They brought nothing if the smallest of the last `patience` losses is not below the smallest of
    those before. As long as the history has no more than `patience` losses, the rate stays.

    Args:
        rate: the learning rate now.
        history: list of validation losses, one an epoch, the latest last; smaller is better.
        patience: integer, at least 1.
        factor: what a plateau multiplies the rate by.

    Returns:
        A single number, rate or rate times factor.
    """
    if len(history) <= patience:
        return rate
    improved = min(history[-patience:]) < min(history[:-patience])
    return rate if improved else rate * factor
