"""Fully connected networks with the softmax loss."""

import numpy as np
from past.builtins import xrange

from a2.algebra import f8
from a2.layers import (
    affine_backward,
    affine_forward,
    affine_relu_backward,
    affine_relu_forward,
    softmax_loss,
)


def penalty(reg, matrices):
    """0.5 reg sum of squared Frobenius norms, in float64"""
    return 0.5 * reg * sum(float(np.einsum("ij,ij->", W, W)) for W in map(f8, matrices))


class TwoLayerNet:
    """affine, ReLU, affine, softmax."""

    def __init__(
        self, input_dim=3 * 32 * 32, hidden_dim=100, num_classes=10, weight_scale=1e-3, reg=0.0
    ):
        self.reg = reg
        print("TwoLayerNet", input_dim, hidden_dim, num_classes)
        self.params = {
            "W1": weight_scale * np.random.randn(input_dim, hidden_dim),
            "b1": np.zeros(hidden_dim),
            "W2": weight_scale * np.random.randn(hidden_dim, num_classes),
            "b2": np.zeros(num_classes),
        }

    def loss(self, X, y=None):
        P, R = self.params, self.reg
        h, c1 = affine_relu_forward(X, P["W1"], P["b1"])
        scores, c2 = affine_forward(h, P["W2"], P["b2"])
        if y is None:
            return scores
        data, ds = softmax_loss(scores, y)
        dh, dW2, db2 = affine_backward(ds, c2)
        _, dW1, db1 = affine_relu_backward(dh, c1)
        grads = {"W1": dW1 + R * P["W1"], "b1": db1, "W2": dW2 + R * P["W2"], "b2": db2}
        return data + penalty(R, [P["W1"], P["W2"]]), grads


class FullyConnectedNet:
    """Any number of hidden layers, each affine and ReLU; then affine, softmax."""

    def __init__(
        self,
        hidden_dims,
        input_dim=3 * 32 * 32,
        num_classes=10,
        reg=0.0,
        weight_scale=1e-2,
        dtype=np.float32,
    ):
        self.reg, self.dtype = reg, dtype
        dims = [input_dim, *hidden_dims, num_classes]
        self.num_layers = len(dims) - 1
        self.params = {}
        for i in range(1, len(dims)):
            W = np.random.normal(0.0, weight_scale, size=(dims[i - 1], dims[i]))
            self.params[f"W{i}"] = W.astype(dtype)
            self.params[f"b{i}"] = np.zeros(dims[i], dtype)

    def block_forward(self, x, layer):
        return affine_relu_forward(x, self.params[f"W{layer}"], self.params[f"b{layer}"])

    def block_backward(self, dout, cache, layer):
        dx, dW, db = affine_relu_backward(dout, cache)
        return dx, {f"W{layer}": dW, f"b{layer}": db}

    def loss(self, X, y=None):
        L = self.num_layers
        x, tape = np.array(X, dtype=self.dtype), []
        for i in range(1, L):
            x, c = self.block_forward(x, i)
            tape.append(c)
        scores, last = affine_forward(x, self.params[f"W{L}"], self.params[f"b{L}"])
        if y is None:
            return scores.astype(self.dtype)
        data, d = softmax_loss(scores, y)
        d, dW, db = affine_backward(d, last)
        raw = {f"W{L}": dW, f"b{L}": db}
        for i in range(L - 1, 0, -1):
            d, part = self.block_backward(d, tape.pop(), i)
            raw.update(part)
        names = [f"W{i}" for i in range(1, L + 1)]
        for k in names:
            raw[k] = f8(raw.get(k, 0.0)) + self.reg * f8(self.params[k])
        grads = {k: np.asarray(g).astype(self.dtype) for k, g in raw.items()}
        return float(data) + penalty(self.reg, [self.params[k] for k in names]), grads
