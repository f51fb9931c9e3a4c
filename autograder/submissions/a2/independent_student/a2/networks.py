"""Fully connected networks with the softmax loss.

Sizes: N images, D features an image, H hidden units, C classes.
"""

import matplotlib.pyplot as plt
import numpy as np

from a2.layer_utils import *
from a2.layers import (
    affine_backward,
    affine_forward,
    affine_relu_backward,
    affine_relu_forward,
    softmax_loss,
)


class TwoLayerNet:
    """affine, ReLU, affine, softmax: a network with one hidden layer.

    The net does not train itself. It answers with a loss and its gradients, and whoever trains it
    changes `params`.

    Attributes:
        params: dict of float64 arrays: "W1" (D, H), "b1" (H,), "W2" (H, C), "b2" (C,). Whatever
            stands under these names when `loss` is called is what it uses, in whatever order.
        reg: strength of the L2 penalty, at least 0; `loss` uses its present value, too.
    """

    def __init__(
        self, input_dim=3 * 32 * 32, hidden_dim=100, num_classes=10, weight_scale=1e-3, reg=0.0
    ):
        """Make the parameters to start from, and keep reg."""
        self.params = {}
        self.reg = reg
        self.params["W1"] = weight_scale * np.random.randn(input_dim, hidden_dim)
        self.params["b1"] = np.zeros(hidden_dim)
        self.params["W2"] = weight_scale * np.random.randn(hidden_dim, num_classes)
        self.params["b2"] = np.zeros(num_classes)
        print("W1", self.params["W1"].shape)

    def loss(self, X, y=None):
        """The scores of images or, when labels are given, the loss and its gradients."""
        scores = None
        W1, b1 = self.params["W1"], self.params["b1"]
        W2, b2 = self.params["W2"], self.params["b2"]
        h1, cache1 = my_affine_relu_forward(X, self.params, 1)
        scores, cache2 = affine_forward(h1, W2, b2)

        # If y is None then we are in test mode so just return scores
        if y is None:
            return scores

        loss, grads = 0, {}
        loss, dscores = softmax_loss(scores, y)
        loss += 0.5 * self.reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
        dh1, grads["W2"], grads["b2"] = affine_backward(dscores, cache2)
        dX, grads1 = my_affine_relu_backward(dh1, cache1, 1)
        grads.update(grads1)
        grads["W1"] += self.reg * W1
        grads["W2"] += self.reg * W2
        return loss, grads
        pass


class FullyConnectedNet:
    """Any number of hidden layers, each affine and ReLU; then affine, softmax.

    Layers are counted from 1; the last, number num_layers, makes the scores. A subclass may put
    more into a hidden layer: it overrides `block_forward` and `block_backward`, and `loss` serves
    it, too.

    Attributes:
        params: dict of arrays of dtype: "W1" and "b1" of the first layer, "W2" and "b2" of the
            second, and so on; W{i} is (inputs, outputs), b{i} (outputs,). Whatever stands under
            these names when a method is called is what it uses, in whatever order.
        num_layers: number of affine layers, 1 + len(hidden_dims).
        reg: strength of the L2 penalty, at least 0; `loss` uses its present value.
        dtype: of all parameters, and of what is reckoned with them.
    """

    def __init__(
        self,
        hidden_dims,
        input_dim=3 * 32 * 32,
        num_classes=10,
        reg=0.0,
        weight_scale=1e-2,
        dtype=np.float32,
    ):
        """Make the parameters to start from, and keep the settings."""
        self.reg = reg
        self.num_layers = 1 + len(hidden_dims)
        self.dtype = dtype
        self.params = {}
        in_dim = input_dim
        for i, h in enumerate(list(hidden_dims) + [num_classes]):
            self.params["W" + str(i + 1)] = np.random.normal(0, weight_scale, (in_dim, h))
            self.params["b" + str(i + 1)] = np.zeros(h)
            in_dim = h
        # Cast all parameters to the correct datatype
        for k, v in self.params.items():
            self.params[k] = v.astype(dtype)

    def block_forward(self, x, layer):
        """What a hidden layer makes of its input: affine, then ReLU."""
        return my_affine_relu_forward(x, self.params, layer)

    def block_backward(self, dout, cache, layer):
        """The gradients of a hidden layer; the penalty has no part in them."""
        return my_affine_relu_backward(dout, cache, layer)

    def loss(self, X, y=None):
        """The scores of images or, when labels are given, the loss and its gradients."""
        X = np.array(X, dtype=self.dtype)
        L = self.num_layers
        caches = {}
        h = X
        for i in range(1, L):
            h, caches[i] = self.block_forward(h, i)
        scores, caches[L] = affine_forward(h, self.params["W%d" % L], self.params["b%d" % L])
        scores = scores.astype(self.dtype)

        if y is None:
            return scores

        grads = {}
        loss, dscores = softmax_loss(scores, y)
        dh, grads["W%d" % L], grads["b%d" % L] = affine_backward(dscores, caches[L])
        for i in range(L - 1, 0, -1):
            dh, block_grads = self.block_backward(dh, caches[i], i)
            grads.update(block_grads)
        for i in range(1, L + 1):
            W = self.params["W%d" % i]
            loss = loss + 0.5 * self.reg * np.sum(W * W)
            grads["W%d" % i] = grads["W%d" % i] + self.reg * W
        for k in grads:
            grads[k] = grads[k].astype(self.dtype)
        return loss, grads
