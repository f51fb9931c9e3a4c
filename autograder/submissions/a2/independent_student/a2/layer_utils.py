"""My sandwich layers."""

from .layers import *


def my_affine_relu_forward(x, params, i):
    """affine - relu of layer i."""
    W, b = params["W%d" % i], params["b%d" % i]
    a, fc_cache = affine_forward(x, W, b)
    out, relu_cache = relu_forward(a)
    cache = (fc_cache, relu_cache)
    return out, cache


def my_affine_relu_backward(dout, cache, i):
    """Backward of it, gradients by name."""
    fc_cache, relu_cache = cache
    da = relu_backward(dout, relu_cache)
    dx, dw, db = affine_backward(da, fc_cache)
    return dx, {"W%d" % i: dw, "b%d" % i: db}
