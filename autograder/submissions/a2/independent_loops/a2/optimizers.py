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

from a2.helpers import build, flat, float_type, give, quotient


def settings(config, **defaults):
    """The dict itself, what is missing filled in."""
    if config is None:
        config = {}
    for key in defaults:
        if key not in config:
            config[key] = defaults[key]
    return config


def memory(config, key, w):
    """List of the numbers kept under key; zeros at first."""
    if key in config:
        return [float(v) for v in flat(config[key])]
    return [0.0] * int(np.size(w))


def adam_with_decay(w, dw, config, decay):
    config = settings(config, learning_rate=1e-3, beta1=0.9, beta2=0.999, epsilon=1e-8, t=0)
    lr, eps = float(config["learning_rate"]), float(config["epsilon"])
    b1, b2 = float(config["beta1"]), float(config["beta2"])
    t = config["t"] + 1
    c1, c2 = 1 - b1 ** int(t), 1 - b2 ** int(t)
    m, v = memory(config, "m", w), memory(config, "v", w)
    new_w = []
    for k, (a, g) in enumerate(zip(flat(w), flat(dw))):
        m[k] = b1 * m[k] + (1 - b1) * g
        v[k] = b2 * v[k] + (1 - b2) * g * g
        step = quotient(lr * m[k] / c1, math.sqrt(v[k] / c2) + eps)
        if decay is not None:
            step += lr * decay * a
        new_w.append(a - step)
    config["t"] = t
    config["m"] = build(m, np.shape(w))
    config["v"] = build(v, np.shape(w))
    return give(new_w, w), config


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
    config = settings(config, learning_rate=1e-2)
    lr = float(config["learning_rate"])
    return give([a - lr * g for a, g in zip(flat(w), flat(dw))], w), config


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
    config = settings(config, learning_rate=1e-2, momentum=0.9)
    lr, mu = float(config["learning_rate"]), float(config["momentum"])
    v = [mu * u - lr * g for u, g in zip(memory(config, "velocity", w), flat(dw))]
    config["velocity"] = build(v, np.shape(w))
    return give([a + s for a, s in zip(flat(w), v)], w), config


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
    config = settings(config, learning_rate=1e-2, momentum=0.9)
    lr, mu = float(config["learning_rate"]), float(config["momentum"])
    new_w, new_v = [], []
    for a, g, u in zip(flat(w), flat(dw), memory(config, "velocity", w)):
        v = mu * u - lr * g
        new_v.append(v)
        new_w.append(a - mu * u + (1 + mu) * v)
    config["velocity"] = build(new_v, np.shape(w))
    return build(new_w, np.shape(w), float_type(w)), config


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
    config = dict(settings(config, learning_rate=1e-2, epsilon=1e-8))
    lr, eps = float(config["learning_rate"]), float(config["epsilon"])
    new_w, cache = [], memory(config, "cache", w)
    for k, (a, g) in enumerate(zip(flat(w), flat(dw))):
        cache[k] += g * g
        new_w.append(a - quotient(lr * g, math.sqrt(cache[k]) + eps))
    config["cache"] = build(cache, np.shape(w))
    return give(new_w, w), config


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
    config = dict(settings(config, learning_rate=1e-2, decay_rate=0.99, epsilon=1e-8))
    lr, eps = float(config["learning_rate"]), float(config["epsilon"])
    keep = float(config["decay_rate"])
    new_w, cache = [], memory(config, "cache", w)
    for k, (a, g) in enumerate(zip(flat(w), flat(dw))):
        cache[k] = keep * cache[k] + (1 - keep) * g * g
        new_w.append(a - quotient(lr * g, math.sqrt(cache[k]) + eps))
    config["cache"] = build(cache, np.shape(w))
    return build(new_w, np.shape(w), float_type(w)), config


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
    return adam_with_decay(w, dw, config, None)


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
    config = settings(config, weight_decay=1e-2)
    return adam_with_decay(w, dw, config, float(config["weight_decay"]))


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
    for _ in range(int(t) // int(every)):
        rate = rate * factor
    return np.array(rate, dtype=float)


def exponential_decay(t, rate, factor):
    """The rate of step t when each step multiplies it by factor; step 0 has the rate itself.

    Args:
        t: number of the step, an integer from 0.
        rate: learning rate of step 0.
        factor: in (0, 1].

    Returns:
        A single number.
    """
    return rate * math.pow(factor, t)


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
    if t >= num_steps:
        return 0.0
    half = math.cos(0.5 * math.pi * t / num_steps)
    return rate * half * half  # (1 + cos a) / 2 = cos(a / 2)^2


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
    if t + 1 >= num_warmup:
        return rate
    return (t + 1) * rate / num_warmup


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
    root = math.sqrt(t) if t > num_warmup else num_warmup * math.sqrt(num_warmup) / t
    return np.float64(1.0 / (math.sqrt(dim) * root))


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
    cut = len(history) - patience
    if cut <= 0:
        return rate
    best = math.inf
    for loss in history[:cut]:
        best = loss if loss < best else best
    for loss in history[cut:]:
        if loss < best:
            return rate
    return rate * factor
