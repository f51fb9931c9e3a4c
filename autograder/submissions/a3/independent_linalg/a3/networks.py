"""Fully connected networks with normalisation and dropout.

Sizes: N images, D features an image, H hidden units, C classes.
"""

import numpy as np

import a2.networks
from a2.layers import affine_backward, affine_forward, relu_backward, relu_forward
from a3.dropout import dropout_backward, dropout_forward
from a3.normalization import (
    batchnorm_backward,
    batchnorm_forward,
    layernorm_backward,
    layernorm_forward,
)


class FullyConnectedNet(a2.networks.FullyConnectedNet):
    """The network of a2, each of whose hidden blocks may normalise and drop out.

    A hidden block is affine -> [normalisation] -> ReLU -> [dropout], where what stands in brackets
    is there if it is asked for. The last layer, which gives the scores, is affine alone. The loop
    over the layers, the loss and its penalty come from a2's class: it calls block_forward and
    block_backward for the hidden layers, and collects the gradients that they return.

    Attributes:
        params: all parameters by name: W1, b1, W2, ..., and, with normalisation, gamma1, beta1, ...
        num_layers: number of hidden layers, plus 1.
        normalization: "batchnorm", "layernorm" or None.
        use_dropout: whether there is dropout.
        dropout_param: what dropout_forward takes, one dict for all layers; {} without dropout.
        bn_params: what the normalisation of hidden layer i takes is bn_params[i - 1], a dict of its
            own for each hidden layer; [] without normalisation.
    """

    def __init__(
        self,
        hidden_dims,
        input_dim=3 * 32 * 32,
        num_classes=10,
        dropout_keep_ratio=1,
        normalization=None,
        reg=0.0,
        weight_scale=1e-2,
        dtype=np.float32,
        seed=None,
    ):
        """A network with small random weights.

        Args:
            hidden_dims: units of each hidden layer, one integer each.
            input_dim: D.
            num_classes: C.
            dropout_keep_ratio: probability of keeping a unit; 1 means no dropout.
            normalization: "batchnorm", "layernorm" or None.
            reg: strength of the penalty on the weights W.
            weight_scale: standard deviation of the first weights.
            dtype: of all parameters.
            seed: if it is given, every call of dropout_forward starts from it, so that the loss
                does not change from call to call: for gradient checks.
        """
        if normalization not in ("batchnorm", "layernorm", None):
            raise ValueError(
                f'normalization is "batchnorm", "layernorm" or None, not {normalization!r}'
            )
        super().__init__(hidden_dims, input_dim, num_classes, reg, weight_scale, dtype)
        self.normalization = normalization
        self.use_dropout = dropout_keep_ratio != 1
        self.dropout_param = {}
        if self.use_dropout:
            self.dropout_param = {"mode": "train", "p": dropout_keep_ratio}
            if seed is not None:
                self.dropout_param["seed"] = seed
        settings = {"batchnorm": {"mode": "train"}, "layernorm": {}}
        self.bn_params = [dict(settings[normalization]) for _ in hidden_dims if normalization]
        for name, value in self.normalization_parameters(hidden_dims).items():
            self.params[name] = value.astype(dtype)

    def normalization_parameters(self, hidden_dims):
        """The first scales and shifts of the normalisation, by name.

        They change nothing yet: each gamma{i} is made of ones, each beta{i} of zeros. There is one
        of each for every hidden layer i = 1, 2, ...; the last layer of the network has none.

        Args:
            hidden_dims: units of each hidden layer, one integer each.

        Returns:
            dict: gamma1, beta1, gamma2, ... with float arrays, those of layer i of shape
            (hidden_dims[i - 1],). If self.normalization is None, the dict is empty.
        """
        if self.normalization is None:
            return {}
        named = {}
        for i, h in enumerate(hidden_dims, start=1):
            named[f"gamma{i}"] = np.ones(h)
            named[f"beta{i}"] = np.zeros(h)
        return named

    def set_mode(self, mode):
        """Prepare dropout and batch normalisation for training or for testing.

        Writes mode into self.dropout_param, if self.use_dropout, and, if self.normalization is
        "batchnorm", into each dict of self.bn_params; what else these dicts hold stays. Layer
        normalisation knows no modes.

        Args:
            mode: "train" or "test".
        """
        dicts = [self.dropout_param] * bool(self.use_dropout)
        dicts += self.bn_params * (self.normalization == "batchnorm")
        for d in dicts:
            d["mode"] = mode

    def block_forward(self, x, layer):
        """One hidden block: affine -> [normalisation] -> ReLU -> [dropout].

        The affine step uses W{layer} and b{layer} of self.params, the normalisation gamma{layer},
        beta{layer} and self.bn_params[layer - 1], and dropout self.dropout_param. Both work in the
        mode that these dicts hold; batch normalisation keeps its running statistics in the layer's
        own dict.

        Args:
            x: input of the block, (N, D) or, in front of the first layer, (N, d_1, ..., d_k).
            layer: which hidden layer, from 1 to self.num_layers - 1.

        Returns:
            out: (N, H), where H is the number of units of the layer.
            cache: what block_backward needs.
        """
        P, pulls = self.params, []  # pulls: (backward, cache, names of its parameters)
        names = f"W{layer}", f"b{layer}"
        out, c = affine_forward(x, P[names[0]], P[names[1]])
        pulls.append((affine_backward, c, names))
        if self.normalization is not None:
            forward, backward = {
                "batchnorm": (batchnorm_forward, batchnorm_backward),
                "layernorm": (layernorm_forward, layernorm_backward),
            }[self.normalization]
            names = f"gamma{layer}", f"beta{layer}"
            out, c = forward(out, P[names[0]], P[names[1]], self.bn_params[layer - 1])
            pulls.append((backward, c, names))
        out, c = relu_forward(out)
        pulls.append((relu_backward, c, ()))
        if self.use_dropout:
            out, c = dropout_forward(out, self.dropout_param)
            pulls.append((dropout_backward, c, ()))
        return out, pulls

    def block_backward(self, dout, cache, layer):
        """Backward of block_forward.

        Args:
            dout: (N, H) gradient of a loss with respect to the block's out.
            cache: from block_forward, called for the same layer.
            layer: which hidden layer, from 1 to self.num_layers - 1.

        Returns:
            dx: gradient with respect to the block's x, of its shape.
            grads: dict with the gradients of the block's parameters, by their names in
                self.params: W{layer}, b{layer} and, with normalisation, gamma{layer}, beta{layer}.
                The penalty is not in them.
        """
        grads = {}
        for backward, c, names in reversed(cache):
            got = backward(dout, c)
            if names:
                dout, *rest = got
                grads.update(zip(names, rest))
            else:
                dout = got
        return dout, grads

    def loss(self, X, y=None):
        """a2's loss, or scores, in the mode that fits.

        Args:
            X: (N, d_1, ..., d_k) images.
            y: (N,) right classes: the network is in training. None: it is being tested.

        Returns:
            scores (N, C) if y is None, otherwise the loss and a dict of its gradients by the names
            of self.params.
        """
        self.set_mode("test" if y is None else "train")
        return super().loss(X, y)
