"""Normalisation of activations, with their gradients: over a batch, or over the features."""

import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    """Batch normalisation: each feature with mean 0 and variance 1 over the batch, then rescaled."""
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)

    N, D = x.shape
    running_mean = bn_param.get("running_mean", np.zeros(D, dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(D, dtype=x.dtype))

    out, cache = None, None
    if mode == "train":
        # step1: mean
        mu = np.mean(x, axis=0)
        # step2: subtract mean vector of every training example
        xmu = x - mu
        # step3: following the lower branch - calculation denominator
        sq = xmu**2
        # step4: variance
        var = np.sum(sq, axis=0) / N
        # step5: add eps for numerical stability, then sqrt
        sqrtvar = np.sqrt(var + eps)
        # step6: invert sqrtvar
        ivar = 1.0 / sqrtvar
        # step7: execute normalization
        xhat = xmu * ivar
        # step8 and 9: the two transformations
        gammax = gamma * xhat
        out = gammax + beta

        cache = (mode, xhat, gamma, xmu, ivar, sqrtvar, var, eps)
        # new arrays, the old ones may belong to somebody
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mu
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
    elif mode == "test":
        sqrtvar = np.sqrt(running_var + eps)
        xmu = x - running_mean
        xhat = xmu / sqrtvar
        out = gamma * xhat + beta
        cache = (mode, xhat, gamma, xmu, 1.0 / sqrtvar, sqrtvar, running_var, eps)
    else:
        raise ValueError('Invalid forward batchnorm mode "%s"' % mode)

    return out, cache


def scale_shift_backward(dout, x_hat, gamma):
    """Backward of the last step, `out = gamma * x_hat + beta`."""
    dbeta = np.sum(dout, axis=0)
    dgammax = dout  # not necessary, but more understandable
    dgamma = np.sum(dgammax * x_hat, axis=0)
    dx_hat = dgammax * gamma
    return dx_hat, dgamma, dbeta


def quotient_backward(dx_hat, centered, std):
    """Backward of `x_hat = centered / std`, where centered and std are independent inputs."""
    ivar = 1.0 / std
    dcentered = dx_hat * ivar
    divar = np.sum(dx_hat * centered, axis=0)
    dstd = -divar * ivar * ivar
    return dcentered, dstd


def root_backward(dstd, std):
    """Backward of `std = sqrt(var + eps)`."""
    dvar = 0.5 * (1.0 / std) * dstd
    return dvar


def variance_backward(dvar, centered):
    """Backward of `var = mean over the N rows of centered**2`, where centered is a free input."""
    N, D = centered.shape
    dsq = 1.0 / N * np.ones((N, D)) * dvar
    dcentered = 2 * centered * dsq
    return dcentered


def centering_backward(dcentered):
    """Backward of `centered = x - x.mean(axis=0)`."""
    dx = np.asarray(dcentered, dtype=np.float64)
    dmu = -1 * np.sum(dx, axis=0)
    dx += dmu / dx.shape[0]  # in place
    return dx


def batchnorm_backward(dout, cache):
    """Backward of batch normalisation, of all steps together."""
    # unfold the variables stored in cache
    mode, xhat, gamma, xmu, ivar, sqrtvar, var, eps = cache
    N, D = dout.shape

    # step9
    dbeta = np.sum(dout, axis=0)
    dgammax = dout
    # step8
    dgamma = np.sum(dgammax * xhat, axis=0)
    dxhat = dgammax * gamma
    # step7
    divar = np.sum(dxhat * xmu, axis=0)
    dxmu1 = dxhat * ivar
    if mode == "test":  # running statistics are constants
        return dxmu1, dgamma, dbeta
    # step6
    dsqrtvar = -1.0 / (sqrtvar**2) * divar
    # step5
    dvar = 0.5 * 1.0 / np.sqrt(var + eps) * dsqrtvar
    # step4
    dsq = 1.0 / N * np.ones((N, D)) * dvar
    # step3
    dxmu2 = 2 * xmu * dsq
    # step2
    dx1 = dxmu1 + dxmu2
    dmu = -1 * np.sum(dxmu1 + dxmu2, axis=0)
    # step1
    dx2 = 1.0 / N * np.ones((N, D)) * dmu
    # step0
    dx = dx1 + dx2

    return dx, dgamma, dbeta


def batchnorm_backward_alt(dout, cache):
    """The gradients of batchnorm_backward, with dx by one simplified formula."""
    mode, xhat, gamma, xmu, ivar, sqrtvar, var, eps = cache
    N = dout.shape[0]
    dbeta = np.sum(dout, axis=0)
    dgamma = np.sum(xhat * dout, axis=0)
    dx = (gamma * ivar / N) * (N * dout - xhat * dgamma - dbeta)
    if mode == "test":
        dx = gamma * ivar * dout
    return dx, dgamma, dbeta
    pass


def layernorm_forward(x, gamma, beta, ln_param):
    """Layer normalisation: each row of x is normalised by itself, then scaled and shifted."""
    eps = ln_param.get("eps", 1e-5)
    # batchnorm of the transpose
    xT = x.T
    mu = np.mean(xT, axis=0)
    var = np.var(xT, axis=0)
    ivar = 1.0 / np.sqrt(var + eps)
    xhat = ((xT - mu) * ivar).T
    out = gamma * xhat + beta
    cache = xhat, gamma, ivar
    return out, cache


def layernorm_backward(dout, cache):
    """Gradients of layernorm_forward with respect to x, gamma and beta."""
    xhat, gamma, ivar = cache
    dbeta = dout.sum(axis=0)
    dgamma = (dout * xhat).sum(axis=0)
    # alt formula, transposed
    dxhat = (dout * gamma).T
    xh = xhat.T
    D = xh.shape[0]
    dxT = 1.0 / D * ivar * (D * dxhat - dxhat.sum(axis=0) - xh * np.sum(dxhat * xh, axis=0))
    return dxT.T, dgamma, dbeta


def rmsnorm_forward(x, gamma, rms_param):
    """RMS normalisation: each row of x is divided by its root mean square, then scaled."""
    eps = rms_param.get("eps", 1e-5)
    N, D = x.shape
    sq = x**2
    ms = np.sum(sq, axis=1, keepdims=True) / D
    rms = np.sqrt(ms + eps)
    irms = 1.0 / rms
    xhat = x * irms
    out = xhat * gamma
    cache = (x, gamma, rms, irms, xhat)
    return out, cache


def rmsnorm_backward(dout, cache):
    """Gradients of rmsnorm_forward with respect to x and gamma."""
    x, gamma, rms, irms, xhat = cache
    N, D = x.shape
    dgamma = np.sum(dout * xhat, axis=0)
    dxhat = dout * gamma
    dx1 = dxhat * irms
    dirms = np.sum(dxhat * x, axis=1, keepdims=True)
    drms = -dirms * irms**2
    dms = 0.5 * drms / rms
    dsq = dms * np.ones((N, D)) / D
    dx2 = 2 * x * dsq
    dx1 += dx2
    dx = dx1
    return dx, dgamma
