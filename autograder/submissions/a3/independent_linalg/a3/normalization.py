"""Normalisation of activations, with their gradients: over a batch, or over the features.

Sizes: N examples, D features. In each docstring, `dv` is the gradient of a loss with respect to
`v`: it has the shape of `v`.
"""

import numpy as np
import scipy.special

from a3.projections import Standardized, cast, f8, mean_free


class Tape:
    """what the backward functions need: copies of its own"""

    def __init__(self, kind, gamma, core):
        self.kind, self.core = kind, core
        self.gamma = np.array(gamma, dtype=np.float64)
        self.gamma_kind = np.asarray(gamma).dtype


class Frozen:
    """statistics that do not depend on the batch: a diagonal Jacobian (block_backward in tests)"""

    def __init__(self, X, mean, std):
        self.std, self.hat = std, ((X - mean) / std).T

    def pull(self, G):
        return G / self.std[:, None]


def batchnorm_forward(x, gamma, beta, bn_param):
    """Each feature is a row of x.T, standardised."""
    mode = bn_param.get("mode")
    if mode not in ("train", "test"):
        raise ValueError(f"mode {mode!r}")
    X, g, b = f8(x), f8(gamma), f8(beta)
    eps, keep = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    D = X.shape[1]
    run_mean = f8(bn_param.get("running_mean", np.zeros(D)))
    run_var = f8(bn_param.get("running_var", np.zeros(D)))
    if mode == "test":
        core = Frozen(X, run_mean, np.sqrt(run_var + eps))
        out = np.einsum("dn,d->nd", core.hat, g) + b
        return cast(out, x), Tape(np.asarray(x).dtype, gamma, core)
    core = Standardized(X.T, eps)
    mix = np.array([keep, 1.0 - keep])
    bn_param["running_mean"] = mix @ np.stack([run_mean, core.mean])
    bn_param["running_var"] = mix @ np.stack([run_var, core.var])
    out = np.einsum("dn,d->nd", core.hat, g) + b
    return cast(out, x), Tape(np.asarray(x).dtype, gamma, core)


def scale_shift_backward(dout, x_hat, gamma):
    """dx_hat, dgamma, dbeta"""
    dgamma = np.diagonal(f8(dout).T @ f8(x_hat)).copy() if np.shape(dout)[1] < 50 else np.einsum(
        "nd,nd->d", dout, x_hat
    )
    return np.einsum("nd,d->nd", dout, gamma), dgamma, np.ones(len(dout)) @ dout


def quotient_backward(dx_hat, centered, std):
    """Jacobians 1/std and -centered/std^2"""
    inv = 1.0 / f8(std)
    return np.einsum("nd,d->nd", dx_hat, inv), -np.einsum("nd,nd,d,d->d", dx_hat, centered, inv, inv)


def root_backward(dstd, std):
    """1 / (2 std)"""
    return 0.5 * f8(dstd) / std


def variance_backward(dvar, centered):
    """2 centered / N"""
    return np.einsum("d,nd->nd", dvar, centered) * (2.0 / len(centered))


def centering_backward(dcentered):
    """I - 11^T/N is symmetric"""
    return np.ascontiguousarray(mean_free(f8(dcentered).T).T)


def batchnorm_backward(dout, cache):
    """the five stages"""
    core, G = cache.core, f8(dout)
    if isinstance(core, Frozen):
        return batchnorm_backward_alt(dout, cache)
    centered = core.centered.T
    dx_hat, dgamma, dbeta = scale_shift_backward(G, core.hat.T, cache.gamma)
    direct, dstd = quotient_backward(dx_hat, centered, core.std)
    dc = direct + variance_backward(root_backward(dstd, core.std), centered)
    return (
        cast(centering_backward(dc), cache.kind),
        cast(dgamma, cache.gamma_kind),
        cast(dbeta, cache.gamma_kind),
    )


def batchnorm_backward_alt(dout, cache):
    """I - Q Q^T of each feature"""
    core, G = cache.core, f8(dout)
    dx = core.pull((G * cache.gamma).T).T
    dgamma = np.einsum("nd,dn->d", G, core.hat)
    dbeta = np.einsum("nd->d", G)
    return cast(dx, cache.kind), cast(dgamma, cache.gamma_kind), cast(dbeta, cache.gamma_kind)


def layernorm_forward(x, gamma, beta, ln_param):
    """rows themselves are standardised"""
    core = Standardized(f8(x), ln_param.get("eps", 1e-5))
    out = np.einsum("nd,d->nd", core.hat, f8(gamma)) + f8(beta)
    return cast(out, x), Tape(np.asarray(x).dtype, gamma, core)


def layernorm_backward(dout, cache):
    """dx, dgamma, dbeta"""
    dx, dgamma = rmsnorm_backward(dout, cache)
    return dx, dgamma, cast(np.einsum("nd->d", f8(dout)), cache.gamma_kind)


def rmsnorm_forward(x, gamma, rms_param):
    """standardised without the centre: Q has one column"""
    core = Standardized(f8(x), rms_param.get("eps", 1e-5), centre=False)
    return cast(np.einsum("nd,d->nd", core.hat, f8(gamma)), x), Tape(np.asarray(x).dtype, gamma, core)


def rmsnorm_backward(dout, cache):
    """dx, dgamma"""
    core, G = cache.core, f8(dout)
    dx = core.pull(np.einsum("nd,d->nd", G, cache.gamma))
    return cast(dx, cache.kind), cast(np.einsum("nd,nd->d", G, core.hat), cache.gamma_kind)
