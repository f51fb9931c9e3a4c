"""Normalisation of activations, with their gradients: over a batch, or over the features.

Sizes: N examples, D features. In each docstring, `dv` is the gradient of a loss with respect to
`v`: it has the shape of `v`.
"""

import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    """Batch normalisation: each feature with mean 0 and variance 1 over the batch, then rescaled.

    In mode "train" each feature is normalised by the mean and the variance of this batch,

        mean = x.mean(axis=0),  centered = x - mean,  var = mean over the rows of centered**2,
        std = sqrt(var + eps),  x_hat = centered / std,  out = gamma * x_hat + beta,

    and the running statistics follow: the new running mean is `momentum` times the old one plus
    `1 - momentum` times the mean of this batch, and in the same way for var (without eps).

    The variance is the mean of the squares, not the sum over N - 1, in both uses. In mode "test"
    the running statistics take the places of mean and var, so that no example depends on the
    others of its batch, and they keep their values.

    Args:
        x: (N, D) float64, one example a row; N is at least 1.
        gamma: (D,) scale of each feature.
        beta: (D,) shift of each feature.
        bn_param: a dict with the settings, in which the running statistics are kept:
            mode: "train" or "test"; it must be given.
            eps: added to the variance, inside the root; 1e-5 if it is not given.
            momentum: share of the old running statistics in the new ones; 0.9 if not given.
            running_mean: (D,); zeros if not given. In mode "train" the new one is stored here.
            running_var: (D,); zeros if not given. In mode "train" the new one is stored here.

    Returns:
        out: (N, D).
        cache: what your batchnorm_backward and batchnorm_backward_alt need, in any form; both
            get the same one, always of mode "train". Each call has a cache of its own, which
            later calls leave as it is.

    Raises:
        ValueError: bn_param["mode"] is something else.

    x, gamma and beta are left as they came, and so are the other entries of bn_param.

    Source: Ioffe and Szegedy (2015), algorithm 1; the running averages are those of section 3.1.
    """
    num_features = x.shape[1]
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(num_features))
    running_var = bn_param.get("running_var", np.zeros(num_features))
    if mode == "train":
        mean, var = x.mean(axis=0), x.var(axis=0)
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
    elif mode == "test":
        mean, var = running_mean, running_var
    else:
        raise ValueError(f'mode is "train" or "test", not {mode!r}')
    std = np.sqrt(var + eps)  # (D,)
    out = gamma * ((x - mean) / std) + beta
    return out, dict(x=x, gamma=gamma, mean=mean, std=std)


def scale_shift_backward(dout, x_hat, gamma):
    """Backward of the last step, `out = gamma * x_hat + beta`.

    Each gamma and each beta serves all rows of the batch.

    Args:
        dout: (N, D) upstream gradient.
        x_hat: (N, D) normalised examples.
        gamma: (D,) scale of each feature.

    Returns:
        dx_hat: (N, D).
        dgamma: (D,).
        dbeta: (D,).
    """
    dx_hat = dout * gamma
    dgamma = np.sum(dout * x_hat, axis=0)
    dbeta = np.sum(dout, axis=0)
    return dx_hat, dgamma, dbeta


def quotient_backward(dx_hat, centered, std):
    """Backward of `x_hat = centered / std`, where centered and std are independent inputs.

    That std itself comes from centered is not seen here: the next stages see to it. Each std
    divides all rows of the batch.

    Args:
        dx_hat: (N, D) upstream gradient.
        centered: (N, D) numerator.
        std: (D,) denominators, above 0.

    Returns:
        dcentered: (N, D), by the numerator alone.
        dstd: (D,).
    """
    dcentered = dx_hat / std
    dstd = -np.sum(dx_hat * centered, axis=0) / std**2
    return dcentered, dstd


def root_backward(dstd, std):
    """Backward of `std = sqrt(var + eps)`; the derivative can be written with std alone.

    Args:
        dstd: (D,) upstream gradient.
        std: (D,) values of the root, above 0; eps is in them.

    Returns:
        dvar: (D,).
    """
    return dstd / (2 * std)


def variance_backward(dvar, centered):
    """Backward of `var = mean over the N rows of centered**2`, where centered is a free input.

    Args:
        dvar: (D,) upstream gradient.
        centered: (N, D) examples; here nothing is assumed of their mean.

    Returns:
        dcentered: (N, D), by the variance alone.
    """
    return dvar * 2 * centered / len(centered)


def centering_backward(dcentered):
    """Backward of `centered = x - x.mean(axis=0)`.

    x reaches centered in two ways: each entry directly, and all entries of a column through their
    mean.

    Args:
        dcentered: (N, D) upstream gradient.

    Returns:
        dx: (N, D).
    """
    return dcentered - dcentered.mean(axis=0)


def batchnorm_backward(dout, cache):
    """Backward of batch normalisation, of all steps together.

    The five stages above give it, walked from the last step of the forward pass to the first. In
    the graph centered has two children, x_hat and var: its gradient collects two contributions
    before it is passed on. Any other way to compute it is as right.

    Args:
        dout: (N, D) upstream gradient.
        cache: what batchnorm_forward returned, in mode "train".

    Returns:
        dx: (N, D).
        dgamma: (D,).
        dbeta: (D,).
    """
    centered, std = cache["x"] - cache["mean"], cache["std"]
    dx_hat, dgamma, dbeta = scale_shift_backward(dout, centered / std, cache["gamma"])
    by_quotient, dstd = quotient_backward(dx_hat, centered, std)
    by_variance = variance_backward(root_backward(dstd, std), centered)
    return centering_backward(by_quotient + by_variance), dgamma, dbeta


def batchnorm_backward_alt(dout, cache):
    """The gradients of batchnorm_backward, with dx by one simplified formula.

    Worked out on paper, the five stages shrink to one line. Same arguments, same promises, and a
    cache of the same batchnorm_forward; how dx is computed is not looked at.

    Args:
        dout: (N, D) upstream gradient.
        cache: what batchnorm_forward returned, in mode "train".

    Returns:
        dx: (N, D).
        dgamma: (D,).
        dbeta: (D,).
    """
    x_hat = (cache["x"] - cache["mean"]) / cache["std"]  # (N, D)
    dgamma, dbeta = np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
    dx = cache["gamma"] / cache["std"] * (dout - (dbeta + x_hat * dgamma) / len(x_hat))
    return dx, dgamma, dbeta


def layernorm_forward(x, gamma, beta, ln_param):
    """Layer normalisation: each row of x is normalised by itself, then scaled and shifted.

        out[i, j] = gamma[j] * (x[i, j] - mean_i) / sqrt(var_i + eps) + beta[j]

    where mean_i and var_i are the mean and the biased variance (divided by D, not D - 1) of the D
    features of row i. There are no running averages, and training and testing do not differ: the
    answer for a row depends on that row alone.

    Args:
        x: (N, D) float64, one example a row; N and D are at least 1.
        gamma: (D,) scale of each feature.
        beta: (D,) shift of each feature.
        ln_param: dict; the key eps is optional, 1e-5 if it is missing. Other keys mean nothing
            here: a `mode` may be among them. The dict is left as it came.

    Returns:
        out: (N, D).
        cache: what layernorm_backward needs.

    Source: Ba, Kiros and Hinton (2016), section 3.
    """
    mean = x.mean(axis=1, keepdims=True)  # (N, 1)
    std = np.sqrt(x.var(axis=1, keepdims=True) + ln_param.get("eps", 1e-5))  # (N, 1)
    return gamma * ((x - mean) / std) + beta, (x, gamma, mean, std)


def layernorm_backward(dout, cache):
    """Gradients of layernorm_forward with respect to x, gamma and beta.

    Mean and variance of a row depend on x, too, and the gradient goes through them. gamma and beta
    are shared by all rows.

    Args:
        dout: (N, D) gradient of a loss with respect to out.
        cache: from layernorm_forward.

    Returns:
        dx: (N, D).
        dgamma: (D,).
        dbeta: (D,).
    """
    x, gamma, mean, std = cache
    x_hat = (x - mean) / std  # (N, D)
    dx_hat = dout * gamma  # (N, D)
    along = (dx_hat * x_hat).mean(axis=1, keepdims=True)  # (N, 1)
    dx = (dx_hat - dx_hat.mean(axis=1, keepdims=True) - x_hat * along) / std
    return dx, (dout * x_hat).sum(axis=0), dout.sum(axis=0)


def rmsnorm_forward(x, gamma, rms_param):
    """RMS normalisation: each row of x is divided by its root mean square, then scaled.

        out[i, j] = gamma[j] * x[i, j] / sqrt(mean_j(x[i, j]^2) + eps)

    The mean over the D features of row i is not taken off, and there is no shift.

    Args:
        x: (N, D) float64, one example a row; N and D are at least 1.
        gamma: (D,) scale of each feature.
        rms_param: dict; the key eps is optional, 1e-5 if it is missing. It is left as it came.

    Returns:
        out: (N, D).
        cache: what rmsnorm_backward needs.

    Source: Zhang and Sennrich (2019), equation 4, with eps added.
    """
    eps = rms_param.get("eps", 1e-5)
    rms = np.sqrt((x * x).mean(axis=1, keepdims=True) + eps)  # (N, 1)
    return gamma * (x / rms), (x, gamma, rms)


def rmsnorm_backward(dout, cache):
    """Gradients of rmsnorm_forward with respect to x and gamma.

    Args:
        dout: (N, D) gradient of a loss with respect to out.
        cache: from rmsnorm_forward.

    Returns:
        dx: (N, D).
        dgamma: (D,).
    """
    x, gamma, rms = cache
    x_hat = x / rms  # (N, D)
    dx_hat = dout * gamma  # (N, D)
    along = (dx_hat * x_hat).mean(axis=1, keepdims=True)  # (N, 1)
    return (dx_hat - x_hat * along) / rms, (dout * x_hat).sum(axis=0)
