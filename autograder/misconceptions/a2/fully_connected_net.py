"""Wrong nets of any depth that people really write, each with the hint it earns."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception
from oracles import nets

Floats = NDArray[np.float64]
Labels = NDArray[np.integer]
Grads = dict[str, Floats]
Draw = Callable[..., Floats]

INIT = "networks.FullyConnectedNet.__init__"
FORWARD = "networks.FullyConnectedNet.block_forward"
BACKWARD = "networks.FullyConnectedNet.block_backward"
LOSS = "networks.FullyConnectedNet.loss"


# The parameters to start from


@misconception(INIT, hint="Your weights are all positive: randn is normal, rand is uniform.")
def uniform_first_weights(self: Any, *given: Any, **named: Any) -> None:
    start(self, np.random.rand, *given, **named)


@misconception(INIT, hint="Your first weights ignore weight_scale: it is their deviation.")
def scale_ignored(self: Any, *given: Any, **named: Any) -> None:
    start(self, lambda *shape: np.random.randn(*shape) / self.scale, *given, **named)


@misconception(
    INIT, hint="weight_scale is the weights' standard deviation, you make it their variance."
)
def scale_as_variance(self: Any, *given: Any, **named: Any) -> None:
    start(self, lambda *shape: np.random.randn(*shape) / np.sqrt(self.scale), *given, **named)


@misconception(INIT, hint="Your first weights are all 0, so hidden units stay alike: draw them.")
def weights_of_zero(self: Any, *given: Any, **named: Any) -> None:
    start(self, lambda *shape: np.zeros(shape), *given, **named)


@misconception(INIT, hint="Your first biases are random: they start at 0.")
def random_biases(self: Any, *given: Any, **named: Any) -> None:
    start(self, np.random.randn, *given, **named)
    for i in range(1, self.num_layers + 1):
        drawn = self.scale * np.random.randn(*self.params[f"b{i}"].shape)
        self.params[f"b{i}"] = drawn.astype(self.dtype)


@misconception(INIT, hint="Your first biases are 1: they start at 0.")
def biases_of_one(self: Any, *given: Any, **named: Any) -> None:
    start(self, np.random.randn, *given, **named)
    for i in range(1, self.num_layers + 1):
        self.params[f"b{i}"] = np.ones(self.params[f"b{i}"].shape, dtype=self.dtype)


@misconception(INIT, hint="num_layers forgets the last layer: it is 1 + len(hidden_dims).")
def last_layer_not_counted(self: Any, *given: Any, **named: Any) -> None:
    start(self, np.random.randn, *given, **named)
    self.num_layers -= 1


@misconception(INIT, hint="reg is not kept: loss needs it as self.reg.")
def reg_not_kept(self: Any, *given: Any, **named: Any) -> None:
    start(self, np.random.randn, *given, **named)
    self.reg = 0.0


# A hidden layer


@misconception(FORWARD, hint="There is no ReLU in your hidden layers: block_forward is affine.")
def no_relu(self: Any, x: Floats, layer: int) -> Any:
    before = affine(self, x, layer)
    return before, cache_of(self, x, np.ones(before.shape), layer)


@misconception(FORWARD, hint="Your hidden layer adds no bias: affine is x W + b.")
def no_bias(self: Any, x: Floats, layer: int) -> Any:
    before = affine(self, x, layer) - self.params[f"b{layer}"]
    return np.maximum(before, 0), cache_of(self, x, before, layer)


@misconception(FORWARD, hint="ReLU stands before your affine layer: it comes after it.")
def relu_before_affine(self: Any, x: Floats, layer: int) -> Any:
    before = affine(self, np.maximum(x, 0), layer)
    return before, cache_of(self, np.maximum(x, 0), np.ones(before.shape), layer)


@misconception(FORWARD, hint="You take the absolute value: ReLU sets what is below 0 to 0.")
def absolute_value(self: Any, x: Floats, layer: int) -> Any:
    before = affine(self, x, layer)
    return np.abs(before), cache_of(self, x, before, layer)


@misconception(
    BACKWARD, hint="Your backward pass skips ReLU: units that were off have no gradient."
)
def relu_skipped_backwards(self: Any, dout: Floats, cache: Any, layer: int) -> Any:
    return block_gradients(dout, True, cache, layer)


@misconception(BACKWARD, hint="ReLU's gate is missing in your dx: it closes the way to x, too.")
def gate_missing_in_dx(self: Any, dout: Floats, cache: Any, layer: int) -> Any:
    _, grads = right_block(dout, cache, layer)
    return block_gradients(dout, True, cache, layer)[0], grads


@misconception(
    BACKWARD,
    hint="ReLU's gate looks at your gradient's sign: it is open where the input is above 0.",
)
def gate_by_the_gradient(self: Any, dout: Floats, cache: Any, layer: int) -> Any:
    return block_gradients(dout, dout > 0, cache, layer)


@misconception(
    BACKWARD, hint="The penalty is in your block_backward: loss adds it, and then it counts twice."
)
def penalty_in_the_block(self: Any, dout: Floats, cache: Any, layer: int) -> Any:
    dx, grads = right_block(dout, cache, layer)
    grads[f"W{layer}"] = grads[f"W{layer}"] + self.reg * self.params[f"W{layer}"]
    return dx, grads


@misconception(BACKWARD, hint="Your bias gradients are means over the images: they are sums.")
def bias_gradients_as_means(self: Any, dout: Floats, cache: Any, layer: int) -> Any:
    dx, grads = right_block(dout, cache, layer)
    grads[f"b{layer}"] = grads[f"b{layer}"] / len(dout)
    return dx, grads


@misconception(BACKWARD, hint="Your weight gradients are means over the images: they are sums.")
def weight_gradients_as_means(self: Any, dout: Floats, cache: Any, layer: int) -> Any:
    dx, grads = right_block(dout, cache, layer)
    grads[f"W{layer}"] = grads[f"W{layer}"] / len(dout)
    return dx, grads


@misconception(BACKWARD, hint="Your dict has no layer numbers: its keys are W1 and b1 for layer 1.")
def keys_without_a_number(self: Any, dout: Floats, cache: Any, layer: int) -> Any:
    dx, grads = right_block(dout, cache, layer)
    return dx, {name[0]: gradient for name, gradient in grads.items()}


@misconception(
    BACKWARD, hint="Your keys count layers from 0: the first hidden layer has W1 and b1."
)
def keys_from_zero(self: Any, dout: Floats, cache: Any, layer: int) -> Any:
    dx, grads = right_block(dout, cache, layer)
    return dx, {f"{name[0]}{layer - 1}": gradient for name, gradient in grads.items()}


# Scores and loss


@misconception(LOSS, hint="ReLU also acts on your scores: the last layer is affine alone.")
def relu_on_scores(self: Any, X: Floats, y: Labels | None = None) -> Any:
    return run(self, X, y, scores_of=lambda scores: np.maximum(scores, 0))


@misconception(LOSS, hint="Your hidden layers bypass self.block_forward and self.block_backward.")
def blocks_bypassed(self: Any, X: Floats, y: Labels | None = None) -> Any:
    if y is None:
        return nets.scores(self.params, X)
    return nets.loss(self.params, X, y, self.reg), nets.gradients(self.params, X, y, self.reg)


@misconception(LOSS, hint="You return probabilities where scores are asked for.")
def probabilities_for_scores(self: Any, X: Floats, y: Labels | None = None) -> Any:
    answer = run(self, X, y)
    return probabilities(answer) if y is None else answer


@misconception(LOSS, hint="Your loss is a sum over the images: divide it by N, and its gradients.")
def mean_missing(self: Any, X: Floats, y: Labels | None = None) -> Any:
    if y is None:
        return run(self, X, None)
    loss, grads = run(self, X, y)
    penalised = penalty(self, weight_names(self))
    return len(X) * (loss - penalised) + penalised, {
        name: len(X) * (gradient - pull(self, name)) + pull(self, name)
        for name, gradient in grads.items()
    }


@misconception(LOSS, hint="Your gradients are divided by N twice: softmax_loss has done it.")
def gradients_divided_twice(self: Any, X: Floats, y: Labels | None = None) -> Any:
    if y is None:
        return run(self, X, None)
    loss, grads = run(self, X, y)
    return loss, {
        name: (gradient - pull(self, name)) / len(X) + pull(self, name)
        for name, gradient in grads.items()
    }


@misconception(LOSS, hint="grads has the gradients of the last layer alone: merge the others in.")
def gradients_of_the_last_layer(self: Any, X: Floats, y: Labels | None = None) -> Any:
    if y is None:
        return run(self, X, None)
    loss, grads = run(self, X, y)
    return loss, {name: grads[name] for name in grads if name[1:] == str(self.num_layers)}


# The penalty


@misconception(LOSS, hint="The penalty is missing, in the loss and in the gradients.")
def penalty_missing(self: Any, X: Floats, y: Labels | None = None) -> Any:
    return reweighted(self, X, y, lambda reg: 0.0, lambda reg: 0.0)


@misconception(LOSS, hint="The penalty is in your loss, its gradient reg * W is not in grads.")
def penalty_missing_in_the_gradients(self: Any, X: Floats, y: Labels | None = None) -> Any:
    return reweighted(self, X, y, lambda reg: reg, lambda reg: 0.0)


@misconception(LOSS, hint="The penalty is in your gradients, but not in your loss.")
def penalty_missing_in_the_loss(self: Any, X: Floats, y: Labels | None = None) -> Any:
    return reweighted(self, X, y, lambda reg: 0.0, lambda reg: reg)


@misconception(LOSS, hint="Your penalty is reg * sum(W * W): here it has a factor 1/2.")
def penalty_without_its_half(self: Any, X: Floats, y: Labels | None = None) -> Any:
    return reweighted(self, X, y, lambda reg: 2 * reg, lambda reg: 2 * reg)


@misconception(LOSS, hint="Your loss has reg * sum(W * W): the factor 1/2 is missing there.")
def half_missing_in_the_loss(self: Any, X: Floats, y: Labels | None = None) -> Any:
    return reweighted(self, X, y, lambda reg: 2 * reg, lambda reg: reg)


@misconception(LOSS, hint="Your gradients have 2 * reg * W: the 1/2 cancels the 2.")
def penalty_gradient_doubled(self: Any, X: Floats, y: Labels | None = None) -> Any:
    return reweighted(self, X, y, lambda reg: reg, lambda reg: 2 * reg)


@misconception(LOSS, hint="Your penalty has the square of reg: it is 0.5 * reg * sum(W * W).")
def reg_squared(self: Any, X: Floats, y: Labels | None = None) -> Any:
    return reweighted(self, X, y, lambda reg: reg**2, lambda reg: reg**2)


@misconception(LOSS, hint="Your penalty's gradient lacks reg: it is reg * W.")
def penalty_gradient_without_reg(self: Any, X: Floats, y: Labels | None = None) -> Any:
    return reweighted(self, X, y, lambda reg: reg, lambda reg: 1.0)


@misconception(LOSS, hint="Your penalty is divided by N: only the data part is a mean.")
def penalty_divided_by_images(self: Any, X: Floats, y: Labels | None = None) -> Any:
    return reweighted(self, X, y, lambda reg: reg / len(X), lambda reg: reg / len(X))


@misconception(LOSS, hint="You penalise the biases, too: only weights are penalised.")
def biases_penalised(self: Any, X: Floats, y: Labels | None = None) -> Any:
    biases = [name for name in self.params if name[0] == "b"]
    return also_penalised(self, X, y, biases, 1.0)


@misconception(LOSS, hint="The last layer's weights are not penalised: the penalty is for all W.")
def last_layer_not_penalised(self: Any, X: Floats, y: Labels | None = None) -> Any:
    return also_penalised(self, X, y, [f"W{self.num_layers}"], -1.0)


@misconception(LOSS, hint="Only the last layer's weights are penalised: the penalty is for all W.")
def last_layer_penalised_alone(self: Any, X: Floats, y: Labels | None = None) -> Any:
    return also_penalised(self, X, y, weight_names(self)[:-1], -1.0)


# What the variants share


def start(
    net: Any,
    draw: Draw,
    hidden_dims: list[int],
    input_dim: int = 3 * 32 * 32,
    num_classes: int = 10,
    reg: float = 0.0,
    weight_scale: float = 1e-2,
    dtype: Any = np.float32,
) -> None:
    """The right start, but for how weights are drawn; keeps the scale for the variants."""
    net.num_layers, net.reg, net.dtype, net.scale = 1 + len(hidden_dims), reg, dtype, weight_scale
    net.params = {}
    sizes = [input_dim, *hidden_dims, num_classes]
    for i in range(1, len(sizes)):
        W = weight_scale * draw(sizes[i - 1], sizes[i])
        net.params[f"W{i}"] = W.astype(dtype)
        net.params[f"b{i}"] = np.zeros(sizes[i], dtype=dtype)


def affine(net: Any, x: Floats, layer: int) -> Floats:
    """x W + b of a layer."""
    out: Floats = x.reshape(len(x), -1) @ net.params[f"W{layer}"] + net.params[f"b{layer}"]
    return out


def cache_of(net: Any, x: Floats, before: Floats, layer: int) -> Any:
    """What block_backward needs: ReLU's gate is open where `before` is above 0."""
    return (x, net.params[f"W{layer}"], net.params[f"b{layer}"]), before


def block_gradients(dout: Floats, gate: Any, cache: Any, layer: int) -> tuple[Floats, Grads]:
    """The gradients of a hidden layer whose ReLU has this gate."""
    (x, W, _), _ = cache
    dbefore = dout * gate
    dW = x.reshape(len(x), -1).T @ dbefore
    dx = (dbefore @ W.T).reshape(x.shape)
    return dx, {f"W{layer}": dW, f"b{layer}": dbefore.sum(axis=0)}


def right_block(dout: Floats, cache: Any, layer: int) -> tuple[Floats, Grads]:
    """The right gradients of a hidden layer."""
    return block_gradients(dout, cache[1] > 0, cache, layer)


def run(
    net: Any, X: Floats, y: Labels | None, scores_of: Callable[[Floats], Floats] = lambda s: s
) -> Any:
    """What a right net answers, but for what is done to its scores."""
    out, caches, last = X.astype(net.dtype), [], net.num_layers
    for layer in range(1, last):
        out, cache = net.block_forward(out, layer)
        caches.append(cache)
    affine_scores = affine(net, out, last)
    scores = scores_of(affine_scores)
    if y is None:
        return scores
    dscores = (probabilities(scores) - np.eye(scores.shape[1])[y]) / len(y)
    gate = scores == affine_scores
    dout, grads = block_gradients(dscores, gate, cache_of(net, out, affine_scores, last), last)
    for layer in range(last - 1, 0, -1):
        dout, own = net.block_backward(dout, caches[layer - 1], layer)
        grads |= own
    grads = {name: gradient + pull(net, name) for name, gradient in grads.items()}
    cost = -np.log(probabilities(scores)[np.arange(len(y)), y]).mean()
    return cost + penalty(net, weight_names(net)), grads


def reweighted(
    net: Any,
    X: Floats,
    y: Labels | None,
    in_loss: Callable[[float], float],
    in_grads: Callable[[float], float],
) -> Any:
    """What a net answers that is right but for the strengths of its penalty."""
    if y is None:
        return run(net, X, y)
    loss, grads = run(net, X, y)
    loss += (in_loss(net.reg) - net.reg) * penalty(net, weight_names(net), reg=1.0)
    for name in weight_names(net):
        grads[name] = grads[name] + (in_grads(net.reg) - net.reg) * net.params[name]
    return loss, grads


def also_penalised(net: Any, X: Floats, y: Labels | None, names: list[str], strength: float) -> Any:
    """What a net answers that is right but for a penalty more (or less) on these parameters."""
    if y is None:
        return run(net, X, y)
    loss, grads = run(net, X, y)
    for name in names:
        grads[name] = grads[name] + strength * net.reg * net.params[name]
    return loss + strength * penalty(net, names), grads


def weight_names(net: Any) -> list[str]:
    """W1, W2, ... of all layers."""
    return [f"W{i}" for i in range(1, net.num_layers + 1)]


def penalty(net: Any, names: list[str], reg: float | None = None) -> float:
    """The penalty on these parameters."""
    strength = net.reg if reg is None else reg
    return float(sum(0.5 * strength * np.sum(net.params[name] ** 2) for name in names))


def pull(net: Any, name: str) -> Any:
    """The penalty's gradient with respect to a parameter."""
    return net.reg * net.params[name] if name[0] == "W" else 0.0


def probabilities(scores: Floats) -> Floats:
    """Softmax along the rows."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares
