"""Dropout: a layer that leaves out units at random while a network is trained.

`p` is the probability of KEEPING a unit, here and in all later assignments. (PyTorch's `p` is the
probability of dropping one.)
"""

import numpy as np


def dropout_forward(x, dropout_param):
    """Inverted dropout: kept elements are divided by p in training, so tests need no change.

    In mode "train" each element of x is kept with probability p, independently of every other
    element: a kept one becomes x / p, a dropped one becomes 0. So an element's expected value is
    what it was. In mode "test" x comes out as it went in.

    Args:
        x: float array of any shape.
        dropout_param: dict with the keys
            mode: "train" or "test".
            p: the probability of keeping an element, above 0 and at most 1.
            seed: optional integer, for gradient checks. If it is given, calls in mode "train" with
                the same seed and the same shape of x keep the same elements, and calls with
                another seed keep others. Which ones is open. `np.random.seed(seed)` at the start
                of a call is the usual way. Without a seed every call draws again.

    Returns:
        out: an array of x's shape and dtype.
        cache: what dropout_backward needs.

    Source: Srivastava et al. (2014), section 4; the division by p is described in section 10.
    """
    if dropout_param["mode"] == "test":
        return x, None
    p = dropout_param["p"]
    if "seed" in dropout_param:
        np.random.seed(dropout_param["seed"])
    kept = np.random.rand(*x.shape) < p
    scale = np.where(kept, 1 / p, 0)
    return (x * scale).astype(x.dtype), scale


def dropout_backward(dout, cache):
    """Gradient of dropout_forward with respect to x, in the mode of the forward call.

    In mode "train" it goes back through the very elements that the forward call kept. (Do not
    tell them by `out != 0`: an element that was 0 before may have been kept.)

    Args:
        dout: array of the shape of out, gradient of a loss with respect to out.
        cache: from dropout_forward.

    Returns:
        dx: an array of that shape.
    """
    return dout if cache is None else dout * cache  # the scales, where there are any


def vanilla_dropout_forward(x, dropout_param):
    """Dropout as first published: nothing is scaled in training, x is multiplied by p in tests.

    In mode "train" each element of x is kept as it is with probability p, independently of every
    other element, and becomes 0 otherwise. In mode "test" every element is multiplied by p: its
    expected value in training.

    Args:
        x: float array of any shape.
        dropout_param: dict with the keys mode ("train" or "test"), p (the probability of keeping
            an element, above 0 and at most 1) and, optionally, seed: as in dropout_forward.

    Returns:
        out: an array of x's shape and dtype.
        cache: what vanilla_dropout_backward needs.

    Source: Srivastava et al. (2014), section 4 and figure 2.
    """
    p = dropout_param["p"]
    if dropout_param["mode"] == "test":
        return (x * p).astype(x.dtype), p
    if "seed" in dropout_param:
        np.random.seed(dropout_param["seed"])
    kept = np.random.binomial(1, p, size=x.shape)  # 1 or 0
    return (x * kept).astype(x.dtype), kept


def vanilla_dropout_backward(dout, cache):
    """Gradient of vanilla_dropout_forward with respect to x, in the mode of the forward call.

    Args:
        dout: array of the shape of out, gradient of a loss with respect to out.
        cache: from vanilla_dropout_forward.

    Returns:
        dx: an array of that shape.
    """
    return dout * cache  # the scales
