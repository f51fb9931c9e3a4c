"""Fully connected networks with the softmax loss.

Sizes: N images, D features an image, H hidden units, C classes.
"""

import numpy as np

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
        """Make the parameters to start from, and keep reg.

        Weights are normal random numbers from `np.random`, with mean 0 and standard deviation
        weight_scale; biases are 0.

        Args:
            input_dim: D.
            hidden_dim: H.
            num_classes: C.
            weight_scale: standard deviation of the weights.
            reg: strength of the L2 penalty.
        """
        self.reg = reg
        self.params = {
            "W1": weight_scale * np.random.randn(input_dim, hidden_dim),
            "b1": np.zeros(hidden_dim),
            "W2": weight_scale * np.random.randn(hidden_dim, num_classes),
            "b2": np.zeros(num_classes),
        }

    def loss(self, X, y=None):
        """The scores of images or, when labels are given, the loss and its gradients.

        The loss is the mean over the N images of the softmax loss of their scores, plus
        `0.5 * reg * (sum(W1 * W1) + sum(W2 * W2))`. Biases are not penalised.

        Args:
            X: (N, d_1, ..., d_k) float64 images, d_1 * ... * d_k = D.
            y: (N,) right classes, integers in [0, C), or None.

        Returns:
            scores (N, C) if y is None: what the second affine layer gives, nothing done to it.
            (loss, grads) otherwise: a single number, and a dict with the keys and shapes of
            params: the gradient of the loss with respect to each.

        X, y and params are left as they came.
        """
        W1, W2 = self.params["W1"], self.params["W2"]
        hidden, hidden_cache = affine_relu_forward(X, W1, self.params["b1"])  # (N, H)
        scores, scores_cache = affine_forward(hidden, W2, self.params["b2"])  # (N, C)
        if y is None:
            return scores
        data_loss, dscores = softmax_loss(scores, y)
        dhidden, dW2, db2 = affine_backward(dscores, scores_cache)
        _, dW1, db1 = affine_relu_backward(dhidden, hidden_cache)
        penalty = 0.5 * self.reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
        grads = {"W1": dW1 + self.reg * W1, "b1": db1, "W2": dW2 + self.reg * W2, "b2": db2}
        return data_loss + penalty, grads


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
        dtype: of all parameters.
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
        """Make the parameters to start from, and keep the settings.

        Weights are normal random numbers from `np.random`, with mean 0 and standard deviation
        weight_scale; biases are 0.

        Args:
            hidden_dims: list of the sizes of the hidden layers; an empty one makes a linear
                classifier.
            input_dim: D.
            num_classes: C.
            reg: strength of the L2 penalty.
            weight_scale: standard deviation of the weights.
            dtype: np.float32 to train fast, np.float64 to check gradients.
        """
        self.num_layers = 1 + len(hidden_dims)
        self.reg = reg
        self.dtype = dtype
        self.params = {}
        sizes = [input_dim, *hidden_dims, num_classes]
        for i in range(1, len(sizes)):
            W = weight_scale * np.random.randn(sizes[i - 1], sizes[i])
            self.params[f"W{i}"] = W.astype(dtype)
            self.params[f"b{i}"] = np.zeros(sizes[i], dtype=dtype)

    def block_forward(self, x, layer):
        """What a hidden layer makes of its input: affine, then ReLU.

        Args:
            x: (N, inputs) output of the layer before; for layer 1 images (N, d_1, ..., d_k).
            layer: number of the hidden layer, from 1 to num_layers - 1.

        Returns:
            out: (N, outputs).
            cache: whatever block_backward needs.
        """
        return affine_relu_forward(x, self.params[f"W{layer}"], self.params[f"b{layer}"])

    def block_backward(self, dout, cache, layer):
        """The gradients of a hidden layer; the penalty has no part in them.

        Args:
            dout: (N, outputs) gradient with respect to the layer's output.
            cache: of block_forward for the same layer.
            layer: number of the hidden layer, from 1 to num_layers - 1.

        Returns:
            dx: gradient with respect to x, of its shape.
            grads: dict of the gradients with respect to the layer's own parameters, by their names
                in params: "W1" and "b1" for layer 1.
        """
        dx, dW, db = affine_relu_backward(dout, cache)
        return dx, {f"W{layer}": dW, f"b{layer}": db}

    def loss(self, X, y=None):
        """The scores of images or, when labels are given, the loss and its gradients.

        X is first made an array of dtype. Every hidden layer then runs through
        `self.block_forward`, and back through `self.block_backward`, whose dict goes into grads
        with all its keys. The loss is the mean over the N images of the softmax loss of their
        scores, plus `0.5 * reg * sum(W * W)` for each W{i}; nothing else is penalised.

        Args:
            X: (N, d_1, ..., d_k) images, floats or integers, d_1 * ... * d_k = D.
            y: (N,) right classes, integers in [0, C), or None.

        Returns:
            scores (N, C) if y is None: what the last affine layer gives, nothing done to it.
            (loss, grads) otherwise: a single number, and a dict with the keys and shapes of
            params: the gradient of the loss with respect to each.

        X, y and params are left as they came.
        """
        out, caches = X.astype(self.dtype), []
        for layer in range(1, self.num_layers):
            out, cache = self.block_forward(out, layer)
            caches.append(cache)
        last = self.num_layers
        scores, cache = affine_forward(out, self.params[f"W{last}"], self.params[f"b{last}"])
        if y is None:
            return scores
        loss, dout = softmax_loss(scores, y)
        dout, dw, db = affine_backward(dout, cache)
        grads = {f"W{last}": dw, f"b{last}": db}
        for layer in range(last - 1, 0, -1):
            dout, own = self.block_backward(dout, caches[layer - 1], layer)
            grads.update(own)
        for i in range(1, last + 1):
            W = self.params[f"W{i}"]
            loss = loss + 0.5 * self.reg * np.sum(W * W)
            grads[f"W{i}"] += self.reg * W  # in place: dtype stays
        return loss, grads
