"""Wrong two-layer nets that people really write, each with the hint it earns."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception
from oracles import nets

Floats = NDArray[np.float64]
Labels = NDArray[np.integer]
Grads = dict[str, Floats]

INIT = "networks.TwoLayerNet.__init__"
LOSS = "networks.TwoLayerNet.loss"


# The parameters to start from


@misconception(INIT, hint="Your weights are all positive: randn is normal, rand is uniform.")
def uniform_first_weights(self: Any, *given: Any, **named: Any) -> None:
    start(self, np.random.rand, *given, **named)


@misconception(INIT, hint="Your first weights ignore weight_scale: it is their deviation.")
def scale_ignored(self: Any, *given: Any, **named: Any) -> None:
    start(self, np.random.randn, *given, **named)
    for name in ("W1", "W2"):
        self.params[name] = self.params[name] / self.scale


@misconception(
    INIT, hint="weight_scale is the weights' standard deviation, you make it their variance."
)
def scale_as_variance(self: Any, *given: Any, **named: Any) -> None:
    start(self, np.random.randn, *given, **named)
    for name in ("W1", "W2"):
        self.params[name] = self.params[name] / np.sqrt(self.scale)


@misconception(INIT, hint="Only the first layer's weights use weight_scale: W2 needs it, too.")
def second_layer_not_scaled(self: Any, *given: Any, **named: Any) -> None:
    start(self, np.random.randn, *given, **named)
    self.params["W2"] = self.params["W2"] / self.scale


@misconception(INIT, hint="Your first weights are all 0, so hidden units stay alike: draw them.")
def weights_of_zero(self: Any, *given: Any, **named: Any) -> None:
    start(self, lambda *shape: np.zeros(shape), *given, **named)


@misconception(INIT, hint="Your first biases are random: they start at 0.")
def random_biases(self: Any, *given: Any, **named: Any) -> None:
    start(self, np.random.randn, *given, **named)
    for name in ("b1", "b2"):
        self.params[name] = self.scale * np.random.randn(*self.params[name].shape)


@misconception(INIT, hint="Your first biases are 1: they start at 0.")
def biases_of_one(self: Any, *given: Any, **named: Any) -> None:
    start(self, np.random.randn, *given, **named)
    for name in ("b1", "b2"):
        self.params[name] = np.ones(self.params[name].shape)


@misconception(INIT, hint="b1 has a bias for each feature: it needs one for each hidden unit.")
def bias_for_each_input(self: Any, *given: Any, **named: Any) -> None:
    start(self, np.random.randn, *given, **named)
    for bias, weights in (("b1", "W1"), ("b2", "W2")):
        self.params[bias] = np.zeros(self.params[weights].shape[0])


@misconception(INIT, hint="reg is not kept: loss needs it as self.reg.")
def reg_not_kept(self: Any, *given: Any, **named: Any) -> None:
    start(self, np.random.randn, *given, **named)
    self.reg = 0.0


# ReLU


@misconception(LOSS, hint="ReLU also acts on your scores: the last layer is affine alone.")
def relu_on_scores(self: Any, X: Floats, y: Labels | None = None) -> Any:
    scores = np.maximum(nets.scores(self.params, X), 0)
    if y is None:
        return scores
    return backpropagated(self, X, y, scores, score_gate=scores > 0)


@misconception(LOSS, hint="There is no ReLU between your two layers.")
def no_relu(self: Any, X: Floats, y: Labels | None = None) -> Any:
    hidden = preactivations(self.params, X)
    scores = hidden @ self.params["W2"] + self.params["b2"]
    if y is None:
        return scores
    return backpropagated(self, X, y, scores, hidden=hidden, gate=np.ones(hidden.shape))


@misconception(LOSS, hint="ReLU also acts on your images: the first layer takes them as they are.")
def relu_on_images(self: Any, X: Floats, y: Labels | None = None) -> Any:
    return right(self, np.maximum(X, 0), y)


@misconception(LOSS, hint="Your backward pass skips ReLU: units that were off have no gradient.")
def relu_skipped_backwards(self: Any, X: Floats, y: Labels | None = None) -> Any:
    scores = nets.scores(self.params, X)
    if y is None:
        return scores
    return backpropagated(self, X, y, scores, gate=np.ones(preactivations(self.params, X).shape))


@misconception(
    LOSS, hint="ReLU's gate looks at your gradient's sign: it is open where the input is above 0."
)
def gate_by_the_gradient(self: Any, X: Floats, y: Labels | None = None) -> Any:
    scores = nets.scores(self.params, X)
    if y is None:
        return scores
    dhidden = score_gradient(scores, y) @ self.params["W2"].T
    return backpropagated(self, X, y, scores, gate=dhidden > 0)


# The scores and the loss


@misconception(LOSS, hint="You return probabilities where scores are asked for.")
def probabilities_for_scores(self: Any, X: Floats, y: Labels | None = None) -> Any:
    return probabilities(nets.scores(self.params, X)) if y is None else right(self, X, y)


@misconception(LOSS, hint="Your loss is a sum over the images: divide it by N, and its gradients.")
def mean_missing(self: Any, X: Floats, y: Labels | None = None) -> Any:
    if y is None:
        return right(self, X)
    loss, grads = right(self, X, y)
    loss += (len(X) - 1) * nets.loss(self.params, X, y, 0.0)
    data = nets.gradients(self.params, X, y, 0.0)
    return loss, {name: grads[name] + (len(X) - 1) * data[name] for name in grads}


@misconception(LOSS, hint="Your gradients are divided by N twice: softmax_loss has done it.")
def gradients_divided_twice(self: Any, X: Floats, y: Labels | None = None) -> Any:
    if y is None:
        return right(self, X)
    loss, grads = right(self, X, y)
    data = nets.gradients(self.params, X, y, 0.0)
    return loss, {name: grads[name] - (1 - 1 / len(X)) * data[name] for name in grads}


@misconception(LOSS, hint="Your bias gradients are means over the images: they are sums.")
def bias_gradients_as_means(self: Any, X: Floats, y: Labels | None = None) -> Any:
    if y is None:
        return right(self, X)
    loss, grads = right(self, X, y)
    return loss, {k: g / len(X) if k[0] == "b" else g for k, g in grads.items()}


@misconception(
    LOSS, hint="You unpack params in the dict's order: ask for each parameter by its name."
)
def parameters_by_order(self: Any, X: Floats, y: Labels | None = None) -> Any:
    named = dict(zip(("W1", "b1", "W2", "b2"), self.params.values(), strict=True))
    if y is None:
        return nets.scores(named, X)
    return nets.loss(named, X, y, self.reg), nets.gradients(named, X, y, self.reg)


# The penalty


@misconception(LOSS, hint="The penalty is missing, in the loss and in the gradients.")
def penalty_missing(self: Any, X: Floats, y: Labels | None = None) -> Any:
    return penalised(self, X, y, 0.0, 0.0)


@misconception(LOSS, hint="The penalty is in your loss, its gradient reg * W is not in grads.")
def penalty_missing_in_the_gradients(self: Any, X: Floats, y: Labels | None = None) -> Any:
    return penalised(self, X, y, self.reg, 0.0)


@misconception(LOSS, hint="The penalty is in your gradients, but not in your loss.")
def penalty_missing_in_the_loss(self: Any, X: Floats, y: Labels | None = None) -> Any:
    return penalised(self, X, y, 0.0, self.reg)


@misconception(LOSS, hint="Your penalty is reg * sum(W * W): here it has a factor 1/2.")
def penalty_without_its_half(self: Any, X: Floats, y: Labels | None = None) -> Any:
    return penalised(self, X, y, 2 * self.reg, 2 * self.reg)


@misconception(LOSS, hint="Your loss has reg * sum(W * W): the factor 1/2 is missing there.")
def half_missing_in_the_loss(self: Any, X: Floats, y: Labels | None = None) -> Any:
    return penalised(self, X, y, 2 * self.reg, self.reg)


@misconception(LOSS, hint="Your gradients have 2 * reg * W: the 1/2 cancels the 2.")
def penalty_gradient_doubled(self: Any, X: Floats, y: Labels | None = None) -> Any:
    return penalised(self, X, y, self.reg, 2 * self.reg)


@misconception(LOSS, hint="Your gradients have 0.5 * reg * W: the derivative of W * W is 2 W.")
def penalty_gradient_halved(self: Any, X: Floats, y: Labels | None = None) -> Any:
    return penalised(self, X, y, self.reg, 0.5 * self.reg)


@misconception(LOSS, hint="Your penalty has the square of reg: it is 0.5 * reg * sum(W * W).")
def reg_squared(self: Any, X: Floats, y: Labels | None = None) -> Any:
    return penalised(self, X, y, self.reg**2, self.reg**2)


@misconception(LOSS, hint="Your penalty's gradient lacks reg: it is reg * W.")
def penalty_gradient_without_reg(self: Any, X: Floats, y: Labels | None = None) -> Any:
    return penalised(self, X, y, self.reg, 1.0)


@misconception(LOSS, hint="Your penalty has 0.5 ** reg: it is 0.5 * reg.")
def half_to_the_power_of_reg(self: Any, X: Floats, y: Labels | None = None) -> Any:
    return penalised(self, X, y, 2 * 0.5**self.reg, self.reg)


@misconception(LOSS, hint="Your penalty is divided by N: only the data part is a mean.")
def penalty_divided_by_images(self: Any, X: Floats, y: Labels | None = None) -> Any:
    return penalised(self, X, y, self.reg / len(X), self.reg / len(X))


@misconception(LOSS, hint="You penalise the biases, too: only W1 and W2 are penalised.")
def biases_penalised(self: Any, X: Floats, y: Labels | None = None) -> Any:
    return penalised(self, X, y, self.reg, self.reg, ("W1", "b1", "W2", "b2"))


@misconception(LOSS, hint="You penalise W1 alone: the penalty is for W2, too.")
def first_layer_penalised_alone(self: Any, X: Floats, y: Labels | None = None) -> Any:
    return penalised(self, X, y, self.reg, self.reg, ("W1",))


@misconception(LOSS, hint="You penalise W2 alone: the penalty is for W1, too.")
def second_layer_penalised_alone(self: Any, X: Floats, y: Labels | None = None) -> Any:
    return penalised(self, X, y, self.reg, self.reg, ("W2",))


# What the variants share


def start(
    net: Any,
    draw: Any,
    input_dim: int = 3 * 32 * 32,
    hidden_dim: int = 100,
    num_classes: int = 10,
    weight_scale: float = 1e-3,
    reg: float = 0.0,
) -> None:
    """The right start, but for how weights are drawn; keeps the scale for the variants."""
    net.reg, net.scale = reg, weight_scale
    net.params = {
        "W1": weight_scale * draw(input_dim, hidden_dim),
        "b1": np.zeros(hidden_dim),
        "W2": weight_scale * draw(hidden_dim, num_classes),
        "b2": np.zeros(num_classes),
    }


def right(net: Any, X: Floats, y: Labels | None = None) -> Any:
    """What a right net answers."""
    return penalised(net, X, y, net.reg, net.reg)


def penalised(
    net: Any,
    X: Floats,
    y: Labels | None,
    in_loss: float,
    in_grads: float,
    names: tuple[str, ...] = ("W1", "W2"),
) -> Any:
    """What a net answers that is right but for its penalty."""
    if y is None:
        return nets.scores(net.params, X)
    loss = nets.loss(net.params, X, y, 0.0)
    grads = nets.gradients(net.params, X, y, 0.0)
    for name in names:
        loss += 0.5 * in_loss * np.sum(net.params[name] ** 2)
        grads[name] = grads[name] + in_grads * net.params[name]
    return loss, grads


def backpropagated(
    net: Any,
    X: Floats,
    y: Labels,
    scores: Floats,
    hidden: Floats | None = None,
    gate: Any = None,
    score_gate: Any = True,
) -> tuple[float, Grads]:
    """Loss and gradients where hidden units, their gate or the scores are other than right."""
    before = preactivations(net.params, X)
    hidden = np.maximum(before, 0) if hidden is None else hidden
    gate = before > 0 if gate is None else gate
    dscores = score_gradient(scores, y) * score_gate
    dbefore = dscores @ net.params["W2"].T * gate
    grads = {
        "W1": X.reshape(len(X), -1).T @ dbefore + net.reg * net.params["W1"],
        "b1": dbefore.sum(axis=0),
        "W2": hidden.T @ dscores + net.reg * net.params["W2"],
        "b2": dscores.sum(axis=0),
    }
    penalty = sum(0.5 * net.reg * np.sum(net.params[name] ** 2) for name in ("W1", "W2"))
    cost = -np.log(probabilities(scores)[np.arange(len(y)), y]).mean()
    return float(cost + penalty), grads


def preactivations(params: Grads, X: Floats) -> Floats:
    """(N, H): what the first affine layer makes of the images."""
    before: Floats = X.reshape(len(X), -1) @ params["W1"] + params["b1"]
    return before


def score_gradient(scores: Floats, y: Labels) -> Floats:
    """The gradient of the mean cross-entropy with respect to the scores."""
    gradient: Floats = (probabilities(scores) - np.eye(scores.shape[1])[y]) / len(y)
    return gradient


def probabilities(scores: Floats) -> Floats:
    """Softmax along the rows."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares
