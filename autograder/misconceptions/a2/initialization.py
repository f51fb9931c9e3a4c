"""Wrong weights, wrong layers and wrong counts that people really write, with their hints."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception
from oracles.initialization import ACTIVATIONS

Floats = NDArray[np.float64]

SMALL = "initialization.small_random"
XAVIER = "initialization.xavier"
HE = "initialization.he"
OUTPUTS = "initialization.layer_outputs"
DEAD = "initialization.dead_fraction"


# Small random weights


@misconception(SMALL, hint="Your weights are all positive: they are normal, not uniform.")
def small_uniform(fan_in: int, fan_out: int, rng: Any, std: float = 0.01) -> Any:
    return std * rng.random((fan_in, fan_out))


@misconception(SMALL, hint="std has no effect: you always use 0.01.")
def always_the_default(fan_in: int, fan_out: int, rng: Any, std: float = 0.01) -> Any:
    return normal(fan_in, fan_out, rng, 0.01)


@misconception(SMALL, hint="std is the standard deviation: you make it the variance.")
def deviation_as_variance(fan_in: int, fan_out: int, rng: Any, std: float = 0.01) -> Any:
    return normal(fan_in, fan_out, rng, std**0.5)


@misconception(SMALL, hint="Your weights are not scaled: their standard deviation is std.")
def small_not_scaled(fan_in: int, fan_out: int, rng: Any, std: float = 0.01) -> Any:
    return normal(fan_in, fan_out, rng, 1.0)


@misconception(SMALL, hint="You divide by std: multiply by it.")
def divided_by_the_deviation(fan_in: int, fan_out: int, rng: Any, std: float = 0.01) -> Any:
    return normal(fan_in, fan_out, rng, 1 / std)


@misconception(SMALL, hint="Your numbers come from np.random: take them from rng.")
def small_global(fan_in: int, fan_out: int, rng: Any, std: float = 0.01) -> Any:
    return std * np.random.randn(fan_in, fan_out)


# Xavier


@misconception(XAVIER, hint="1 / fan_in is the variance: the deviation is its root.")
def xavier_variance_as_deviation(fan_in: int, fan_out: int, rng: Any) -> Any:
    return normal(fan_in, fan_out, rng, 1 / fan_in)


@misconception(XAVIER, hint="You count fan_out: the sum that must not grow has fan_in terms.")
def xavier_of_the_outputs(fan_in: int, fan_out: int, rng: Any) -> Any:
    return normal(fan_in, fan_out, rng, fan_out**-0.5)


@misconception(
    XAVIER, hint="You average fan_in and fan_out, as the paper does: here fan_in alone counts."
)
def xavier_of_both_sides(fan_in: int, fan_out: int, rng: Any) -> Any:
    return normal(fan_in, fan_out, rng, (2 / (fan_in + fan_out)) ** 0.5)


@misconception(XAVIER, hint="The factor 2 under the root belongs to he: xavier has 1 / fan_in.")
def xavier_with_the_two_of_he(fan_in: int, fan_out: int, rng: Any) -> Any:
    return normal(fan_in, fan_out, rng, (2 / fan_in) ** 0.5)


@misconception(XAVIER, hint="You multiply by the root of fan_in: divide by it.")
def xavier_upside_down(fan_in: int, fan_out: int, rng: Any) -> Any:
    return normal(fan_in, fan_out, rng, fan_in**0.5)


@misconception(XAVIER, hint="Your weights are uniform: here they are normal.")
def xavier_uniform(fan_in: int, fan_out: int, rng: Any) -> Any:
    return rng.uniform(-1, 1, size=(fan_in, fan_out)) / fan_in**0.5


@misconception(XAVIER, hint="Your numbers come from np.random: take them from rng.")
def xavier_global(fan_in: int, fan_out: int, rng: Any) -> Any:
    return np.random.randn(fan_in, fan_out) / np.sqrt(fan_in)


# He


@misconception(HE, hint="2 / fan_in is the variance: the deviation is its root.")
def he_variance_as_deviation(fan_in: int, fan_out: int, rng: Any) -> Any:
    return normal(fan_in, fan_out, rng, 2 / fan_in)


@misconception(HE, hint="The factor 2 is missing: ReLU takes half of the sum away.")
def he_without_its_two(fan_in: int, fan_out: int, rng: Any) -> Any:
    return normal(fan_in, fan_out, rng, fan_in**-0.5)


@misconception(HE, hint="Your 2 stands outside the root: the deviation is sqrt(2 / fan_in).")
def he_with_the_two_outside(fan_in: int, fan_out: int, rng: Any) -> Any:
    return normal(fan_in, fan_out, rng, 2 * fan_in**-0.5)


@misconception(HE, hint="You count fan_out: the sum that must not fade has fan_in terms.")
def he_of_the_outputs(fan_in: int, fan_out: int, rng: Any) -> Any:
    return normal(fan_in, fan_out, rng, (2 / fan_out) ** 0.5)


@misconception(HE, hint="You add fan_in and fan_out: here fan_in alone counts.")
def he_of_both_sides(fan_in: int, fan_out: int, rng: Any) -> Any:
    return normal(fan_in, fan_out, rng, (2 / (fan_in + fan_out)) ** 0.5)


@misconception(HE, hint="You multiply by sqrt(fan_in / 2): it is sqrt(2 / fan_in).")
def he_upside_down(fan_in: int, fan_out: int, rng: Any) -> Any:
    return normal(fan_in, fan_out, rng, (fan_in / 2) ** 0.5)


@misconception(HE, hint="Your numbers come from np.random: take them from rng.")
def he_global(fan_in: int, fan_out: int, rng: Any) -> Any:
    return np.random.randn(fan_in, fan_out) * np.sqrt(2 / fan_in)


# The outputs of layers


@misconception(OUTPUTS, hint="Your list begins with x: it holds the outputs of the layers alone.")
def input_in_the_list(x: Floats, weights: Sequence[Floats], activation: str = "tanh") -> Any:
    return [x, *outputs_of(x, weights, activation)]


@misconception(OUTPUTS, hint="You return the last layer's output: return a list of all layers'.")
def last_output_alone(x: Floats, weights: Sequence[Floats], activation: str = "tanh") -> Any:
    return outputs_of(x, weights, activation)[-1]


@misconception(OUTPUTS, hint="There is no activation in your layers: they only multiply.")
def no_activation(x: Floats, weights: Sequence[Floats], activation: str = "tanh") -> Any:
    checked(activation)
    outputs = []
    for W in weights:
        x = x @ W
        outputs.append(x)
    return outputs


@misconception(OUTPUTS, hint="Your last layer has no activation: here it has one, too.")
def last_layer_bare(x: Floats, weights: Sequence[Floats], activation: str = "tanh") -> Any:
    before = [x, *outputs_of(x, weights[:-1], activation)]
    return [*before[1:], before[-1] @ weights[-1]]


@misconception(
    OUTPUTS, hint="Your list holds the sums before the activation: it holds the outputs."
)
def sums_in_the_list(x: Floats, weights: Sequence[Floats], activation: str = "tanh") -> Any:
    inputs = [x, *outputs_of(x, weights, activation)]
    return [given @ W for given, W in zip(inputs[:-1], weights, strict=True)]


@misconception(OUTPUTS, hint="Every layer starts from x: the next one's input is the last output.")
def every_layer_on_x(x: Floats, weights: Sequence[Floats], activation: str = "tanh") -> Any:
    return [outputs_of(x, [W], activation)[0] for W in weights]


@misconception(OUTPUTS, hint="The activation is not looked at: you always use tanh.")
def always_tanh(x: Floats, weights: Sequence[Floats], activation: str = "tanh") -> Any:
    return outputs_of(x, weights, "tanh" if activation in ACTIVATIONS else activation)


@misconception(OUTPUTS, hint="Your sigmoid is that of -a: it has exp(-a) below, not exp(a).")
def sigmoid_mirrored(x: Floats, weights: Sequence[Floats], activation: str = "tanh") -> Any:
    return run(
        x, weights, activation, lambda a: 1 / (1 + np.exp(a)) if activation == "sigmoid" else None
    )


@misconception(OUTPUTS, hint="Your ReLU takes the absolute value: what is below 0 becomes 0.")
def absolute_value_for_relu(x: Floats, weights: Sequence[Floats], activation: str = "tanh") -> Any:
    return run(x, weights, activation, lambda a: np.abs(a) if activation == "relu" else None)


@misconception(OUTPUTS, hint="An unknown activation gives outputs: raise a ValueError.")
def unknown_activation_let_through(
    x: Floats, weights: Sequence[Floats], activation: str = "tanh"
) -> Any:
    if activation in ACTIVATIONS:
        return outputs_of(x, weights, activation)
    return [W * 0 + x[0, 0] for W in weights]


# Dead units


@misconception(DEAD, hint="You count zeros: a unit is dead only if it is 0 for every image.")
def zeros_counted(outputs: Floats) -> Any:
    return np.mean(outputs == 0)


@misconception(DEAD, hint="One 0 is enough for you: a unit is dead if it is 0 for every image.")
def dead_for_some_image(outputs: Floats) -> Any:
    return np.mean((outputs == 0).any(axis=0))


@misconception(DEAD, hint="You look along the rows: a unit is a column.")
def dead_images(outputs: Floats) -> Any:
    return np.mean((outputs == 0).all(axis=1))


@misconception(DEAD, hint="You give the part that is alive: dead units are asked for.")
def part_alive(outputs: Floats) -> Any:
    return 1 - np.mean((outputs == 0).all(axis=0))


@misconception(
    DEAD, hint="You give the number of dead units: divide it by the number of all units."
)
def number_of_dead_units(outputs: Floats) -> Any:
    return float((outputs == 0).all(axis=0).sum())


@misconception(DEAD, hint="You divide by the number of images: divide by the number of units.")
def divided_by_images(outputs: Floats) -> Any:
    return (outputs == 0).all(axis=0).sum() / len(outputs)


@misconception(DEAD, hint="Nearly 0 is dead for you: only exactly 0 is.")
def nearly_zero_is_dead(outputs: Floats) -> Any:
    return np.mean(np.abs(outputs).max(axis=0) < 1e-8)


# What the variants share


def normal(fan_in: int, fan_out: int, rng: Any, std: float) -> Any:
    """Normal numbers of this deviation."""
    return std * rng.standard_normal((fan_in, fan_out))


def checked(activation: str) -> None:
    """Raises as promised where the activation is unknown."""
    if activation not in ACTIVATIONS:
        raise ValueError(f"activation is {activation!r}")


def outputs_of(x: Floats, weights: Sequence[Floats], activation: str) -> list[Floats]:
    """The right outputs."""
    return run(x, weights, activation, lambda a: None)


def run(
    x: Floats,
    weights: Sequence[Floats],
    activation: str,
    instead: Callable[[Floats], Floats | None],
) -> list[Floats]:
    """The outputs of layers, with `instead` for the activation where it gives something."""
    checked(activation)
    outputs = []
    for W in weights:
        before = x @ W
        x = right if (right := instead(before)) is not None else activated(before, activation)
        outputs.append(x)
    return outputs


def activated(before: Floats, activation: str) -> Floats:
    """The right activation."""
    result: Floats = np.vectorize(ACTIVATIONS[activation], otypes=[float])(before)
    return result
