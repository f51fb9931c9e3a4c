"""Normalisation of activations, with their gradients: over a batch, or over the features.

Sizes: N examples, D features. In each docstring, `dv` is the gradient of a loss with respect to
`v`: it has the shape of `v`.
"""

import numpy as np
import math

import scipy.special
import matplotlib.pyplot as plt

from a3.rows import float_type, give, numbers, quotient


def standardized_backward(g, upstream, x_hat, std):
    """Back through mean and variance of one list; also sum(upstream * x_hat)."""
    n = len(g)
    mean = math.fsum(g) / n
    inner = math.fsum([a * v for a, v in zip(g, x_hat)]) / n
    total = math.fsum([a * v for a, v in zip(upstream, x_hat)])
    return [(a - mean - v * inner) / std for a, v in zip(g, x_hat)], total


def batchnorm_forward(x, gamma, beta, bn_param):
    """Batch normalisation: each feature with mean 0 and variance 1 over the batch, then rescaled.

    In mode "train" each feature is normalised by the mean and the variance of this batch,

        mean = x.mean(axis=0),  centered = x - mean,  var = mean over the rows of centered**2,
        std = sqrt(var + eps),  x_hat = centered / std,  out = gamma * x_hat + beta,

    and the running statistics follow: for the mean, and in the same way for var (without eps),

        running_mean = momentum * running_mean + (1 - momentum) * mean.

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
    mode = bn_param.get("mode")
    if mode not in ("train", "test"):
        raise ValueError(f'mode is "train" or "test", not {mode!r}')
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    N, D = x.shape
    running_mean = numbers(bn_param.get("running_mean", [0.0] * D))
    running_var = numbers(bn_param.get("running_var", [0.0] * D))
    out = np.empty((N, D), dtype=float_type(x))
    columns, stds = [], []
    for j in range(D):
        column = numbers(x[:, j])
        if mode == "train":
            mean = math.fsum(column) / N
            centered = [v - mean for v in column]
            var = math.fsum([v * v for v in centered]) / N
            running_mean[j] = momentum * running_mean[j] + (1 - momentum) * mean
            running_var[j] = momentum * running_var[j] + (1 - momentum) * var
        else:
            centered = [v - running_mean[j] for v in column]
            var = running_var[j]
        std = math.sqrt(var + eps)
        g, b = float(gamma[j]), float(beta[j])
        x_hat = [quotient(v, std) for v in centered]
        out[:, j] = [g * v + b for v in x_hat]
        columns.append(x_hat)
        stds.append(std)
    if mode == "train":
        bn_param["running_mean"] = np.array(running_mean)
        bn_param["running_var"] = np.array(running_var)
    return out, (columns, stds, numbers(gamma))


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
    N, D = dout.shape
    dgamma, dbeta = np.zeros(D), np.zeros(D)
    for i in range(N):
        for j in range(D):
            dgamma[j] += dout[i, j] * x_hat[i, j]
            dbeta[j] += dout[i, j]
    rows = []
    for row in dout:
        rows += [g * s for g, s in zip(numbers(row), numbers(gamma))]
    return give(rows, dout), dgamma, dbeta


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
    N, D = centered.shape
    dstd = np.zeros(D)
    for j in range(D):
        s = float(std[j])
        products = [g * c for g, c in zip(numbers(dx_hat[:, j]), numbers(centered[:, j]))]
        dstd[j] = -math.fsum(products) / s / s
    dcentered = [float(dx_hat[i, j]) / float(std[j]) for i in range(N) for j in range(D)]
    return give(dcentered, dx_hat), dstd


def root_backward(dstd, std):
    """Backward of `std = sqrt(var + eps)`; the derivative can be written with std alone.

    Args:
        dstd: (D,) upstream gradient.
        std: (D,) values of the root, above 0; eps is in them.

    Returns:
        dvar: (D,).
    """
    return np.array([0.5 * g / s for g, s in zip(numbers(dstd), numbers(std))])


def variance_backward(dvar, centered):
    """Backward of `var = mean over the N rows of centered**2`, where centered is a free input.

    Args:
        dvar: (D,) upstream gradient.
        centered: (N, D) examples; here nothing is assumed of their mean.

    Returns:
        dcentered: (N, D), by the variance alone.
    """
    N, D = centered.shape
    dcentered = np.empty((N, D))
    for i in range(N):
        for j in range(D):
            dcentered[i, j] = 2.0 * centered[i, j] * dvar[j] / N
    return dcentered


def centering_backward(dcentered):
    """Backward of `centered = x - x.mean(axis=0)`.

    x reaches centered in two ways: each entry directly, and all entries of a column through their
    mean.

    Args:
        dcentered: (N, D) upstream gradient.

    Returns:
        dx: (N, D).
    """
    N, D = dcentered.shape
    columns = [numbers(dcentered[:, j]) for j in range(D)]
    means = [math.fsum(column) / N for column in columns]
    return give([columns[j][i] - means[j] for i in range(N) for j in range(D)], dcentered)


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
    # every column by the short formula
    columns, stds, gamma = cache
    N, D = dout.shape
    dx = np.empty((N, D), dtype=float_type(dout))
    dgamma, dbeta = np.empty(D, dtype=dx.dtype), np.empty(D, dtype=dx.dtype)
    for j in range(D):
        upstream = numbers(dout[:, j])
        dx[:, j], dgamma[j] = standardized_backward([g * gamma[j] for g in upstream],
                                                    upstream, columns[j], stds[j])
        dbeta[j] = math.fsum(upstream)
    return dx, dgamma, dbeta


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
    # and this one walks through the stages
    columns, stds, gamma = cache
    N, D = dout.shape
    std = np.array(stds)
    x_hat = np.array(columns).reshape(D, N).T
    centered = np.array([[v * stds[j] for v in columns[j]] for j in range(D)]).reshape(D, N).T
    upstream = np.array(dout, dtype=np.float64)
    dx_hat, dgamma, dbeta = scale_shift_backward(upstream, x_hat, np.array(gamma))
    dcentered, dstd = quotient_backward(dx_hat, centered, std)
    dcentered += variance_backward(root_backward(dstd, std), centered)
    kind = float_type(dout)
    return centering_backward(dcentered).astype(kind), dgamma.astype(kind), dbeta.astype(kind)


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
    eps = ln_param.get("eps", 1e-5)
    N, D = x.shape
    scale, shift = numbers(gamma), numbers(beta)
    out = np.empty((N, D), dtype=float_type(x))
    rows, stds = [], []
    for i in range(N):
        row = numbers(x[i])
        mean = math.fsum(row) / D
        row = [v - mean for v in row]
        std = math.sqrt(math.fsum([v * v for v in row]) / D + eps)
        row = [quotient(v, std) for v in row]
        out[i] = [s * v + b for s, v, b in zip(scale, row, shift)]
        rows.append(row)
        stds.append(std)
    return out, (rows, stds, scale)


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
    rows, stds, scale = cache
    if not dout.flags.writeable:
        dout = np.array(dout)
    N, D = dout.shape
    dgamma, dbeta = [0.0] * D, [0.0] * D
    for i in range(N):
        upstream = numbers(dout[i])
        for j in range(D):
            dgamma[j] += upstream[j] * rows[i][j]
            dbeta[j] += upstream[j]
        dout[i], _ = standardized_backward([g * s for g, s in zip(upstream, scale)],
                                           upstream, rows[i], stds[i])
    return dout, np.array(dgamma, dtype=dout.dtype), np.array(dbeta, dtype=dout.dtype)


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
    N, D = x.shape
    scale = numbers(gamma)
    rows, roots, out = [], [], []
    for i in range(N):
        row = numbers(x[i])
        root = math.sqrt(math.fsum([v * v for v in row]) / D + eps)
        row = [quotient(v, root) for v in row]
        out.append([s * v for s, v in zip(scale, row)])
        rows.append(row)
        roots.append(root)
    return np.array(out, dtype=float_type(x)).reshape(N, D), (rows, roots, scale)


def rmsnorm_backward(dout, cache):
    """Gradients of rmsnorm_forward with respect to x and gamma.

    Args:
        dout: (N, D) gradient of a loss with respect to out.
        cache: from rmsnorm_forward.

    Returns:
        dx: (N, D).
        dgamma: (D,).
    """
    rows, roots, scale = cache
    N, D = dout.shape
    dx = np.empty((N, D), dtype=float_type(dout))
    dgamma = np.zeros(D, dtype=dx.dtype)
    for i in range(N):
        g = numbers(dout[i])
        inner = math.fsum([a * s * v for a, s, v in zip(g, scale, rows[i])]) / D
        for j in range(D):
            dgamma[j] += g[j] * rows[i][j]
            dx[i, j] = (g[j] * scale[j] - rows[i][j] * inner) / roots[i]
    return dx, dgamma
