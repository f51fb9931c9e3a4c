"""Measurements and figures of nets whose hidden layers are normalised over the batch."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from given.gradients import numerical_derivative
from given.plots import COLOURS, MARKERS, STYLES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Array = np.ndarray[Any, Any]

# The graph of one column: where the boxes stand, and the arrows with their backward stages.
PLACES = {
    "x": (0, 1),
    "mean": (1, 0),
    "centered": (2, 1),
    "var": (3, 0),
    "std": (4, 0),
    "x_hat": (5, 1),
    "gamma": (5, 2),
    "out": (6, 1),
}
ARROWS = (
    ("x", "mean", 5),
    ("x", "centered", 5),
    ("mean", "centered", 5),
    ("centered", "var", 4),
    ("var", "std", 3),
    ("std", "x_hat", 2),
    ("centered", "x_hat", 2),
    ("x_hat", "out", 1),
    ("gamma", "out", 1),
)


def spreads(net: Any, images: Array) -> list[float]:
    """The standard deviation of each hidden layer's outputs."""
    out, found = images, []
    for layer in range(1, net.num_layers):
        out, _ = net.block_forward(out, layer)
        found.append(float(out.std()))
    return found


def answers_alone(net: Any, images: Array) -> Array:
    """(N,): the class with the highest score, each image being the only one of its batch."""
    return np.array([int(np.argmax(net.loss(images[i : i + 1]))) for i in range(len(images))])


def slope_error(net: Any, X: Array, y: Array, name: str = "W1") -> float:
    """Relative error of a net's gradient by one parameter, along that gradient itself.

    The net is of float64; its parameters are left as they came.
    """
    at = net.params[name]
    _, grads = net.loss(X, y)
    direction = grads[name] / np.linalg.norm(grads[name])

    def loss_at(value: Array) -> float:
        net.params[name] = value
        return float(net.loss(X, y)[0])

    slope = numerical_derivative(loss_at, at, direction, h=1e-7)
    net.params[name] = at
    return float(abs(np.linalg.norm(grads[name]) - slope) / abs(slope))


def layer_graph(texts: Mapping[str, str], colour: str) -> "Figure":
    """The layer's graph: arrows with the number of their stage, a text beside each box."""
    import matplotlib.pyplot as plt

    figure, ax = plt.subplots(figsize=(9, 3), layout="constrained")
    for start, end, stage in ARROWS:
        (x0, y0), (x1, y1) = PLACES[start], PLACES[end]
        style = {"arrowstyle": "->", "shrinkA": 28, "shrinkB": 28, "color": "0.4"}
        ax.annotate("", (x1, y1), (x0, y0), arrowprops=style)
        label: dict[str, Any] = {
            "backgroundcolor": "white",
            "ha": "center",
            "va": "center",
            "fontsize": 9,
        }
        ax.text((x0 + x1) / 2, (y0 + y1) / 2, str(stage), **label)
    box = {"boxstyle": "round", "facecolor": "white", "edgecolor": "0.3"}
    for name, (x, y) in PLACES.items():
        ax.text(x, y, name, ha="center", va="center", bbox=box)
        place = y + 0.26 if y else y - 0.4
        ax.text(x, place, texts.get(name, ""), ha="center", color=colour, fontsize=9)
    ax.set(xlim=(-0.7, 6.7), ylim=(-0.6, 2.5))
    ax.axis("off")
    return figure


def depth_figure(seen: Mapping[float, tuple[Sequence[float], Sequence[float], float]]) -> "Figure":
    """Spread over depth before training (left), loss in training (right), by weight scale.

    Args:
        seen: by weight scale: the spread of each hidden layer, the losses, an accuracy.
    """
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.2), layout="constrained")
    for k, (scale, (before, losses, accuracy)) in enumerate(seen.items()):
        look: dict[str, Any] = {"color": COLOURS[k], "linestyle": STYLES[k], "marker": MARKERS[k]}
        depth = np.arange(1, len(before) + 1)
        left.plot(depth, before, **look, label=f"weight scale {scale}")
        every = max(1, len(losses) // 6)
        right.plot(losses, **look, markevery=every, label=f"{scale}: accuracy {accuracy:.2f}")
    left.set(xlabel="hidden layer", ylabel="spread of outputs", yscale="log", xticks=depth)
    left.set_ylim(min(1e-7, *left.get_ylim()), max(1e6, *left.get_ylim()))
    right.set(xlabel="step", ylabel="loss of the minibatch", ylim=(1.4, 3.4))
    right.axhline(np.log(10), ls=":", color="k")
    left.legend(fontsize=8)
    right.legend(fontsize=8)
    return figure


def valley_figure(valleys: Mapping[str, tuple[Array, Array]]) -> "Figure":
    """Paths of gradient descent on sum(curvature * w**2), beside each other.

    Args:
        valleys: by name: curvature (2,) and path (steps + 1, 2).
    """
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(
        1, len(valleys), figsize=(9, 3.4), squeeze=False, layout="constrained"
    )
    for ax, (name, (curvature, path)) in zip(axes[0], valleys.items(), strict=True):
        reach = 1.2 * float(np.abs(path).max())
        side = np.linspace(-reach, reach, 121)
        f = curvature[0] * side[None] ** 2 + curvature[1] * side[:, None] ** 2
        ax.contour(side, side, f, levels=np.geomspace(0.005, 0.9, 8) * f.max(), colors="0.7")
        ax.plot(*path.T, "o-", ms=4, color=COLOURS[0])
        condition = curvature.max() / curvature.min()
        ax.set(xlabel="w1", ylabel="w2", aspect="equal")
        ax.set_title(f"{name}: condition {condition:.0f}, {len(path) - 1} steps", fontsize=10)
    return figure


def sweep_figure(scales: Array, swept: Mapping[str, Mapping[str, Sequence[float]]]) -> "Figure":
    """One panel a quantity over the weight scale, one line a net.

    Args:
        swept: by net, each quantity at each scale; all nets have the same quantities.
    """
    import matplotlib.pyplot as plt

    quantities = list(next(iter(swept.values())))
    figure, axes = plt.subplots(
        1, len(quantities), figsize=(11, 3.2), squeeze=False, layout="constrained"
    )
    for ax, quantity in zip(axes[0], quantities, strict=True):
        for k, (net, measured) in enumerate(swept.items()):
            look: dict[str, Any] = {
                "color": COLOURS[k],
                "linestyle": STYLES[k],
                "marker": MARKERS[k],
            }
            ax.semilogx(scales, measured[quantity], **look, label=net)
        ax.set(xlabel="weight scale", ylabel=quantity)
    axes[0, -1].legend(fontsize=8)
    return figure


def seeds_figure(
    outcomes: Mapping[str, Mapping[str, Sequence[float]]], xlabel: str, ylabel: str
) -> tuple["Figure", str]:
    """Mean and spread over the seeds, and the same in words.

    Args:
        outcomes: by series, by place on the axis, a value a seed; all series have the same places.
    """
    import matplotlib.pyplot as plt

    figure, ax = plt.subplots(figsize=(8.5, 3.2), layout="constrained")
    said = []
    for k, (series, found) in enumerate(outcomes.items()):
        mean = [float(np.mean(values)) for values in found.values()]
        spread = [float(np.std(values, ddof=1)) for values in found.values()]
        look: dict[str, Any] = {"color": COLOURS[k], "fmt": MARKERS[k], "capsize": 5}
        ax.errorbar(np.arange(len(mean)) + 0.12 * k, mean, spread, **look, label=series)
        triples = zip(found, mean, spread, strict=True)
        said.append(f"{series}: " + ", ".join(f"{n} {m:.3f} ± {s:.3f}" for n, m, s in triples))
    ax.set_xticks(range(len(found)), list(found))
    ax.set(xlabel=xlabel, ylabel=ylabel)
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure, "; ".join(said)


def symptoms_figure(
    exhibits: Mapping[str, tuple[Sequence[float], float, float, float]],
) -> "Figure":
    """Variants of a net side by side: losses, accuracy in two ways of asking, gradient error.

    Args:
        exhibits: by name: losses, accuracy in batches, accuracy alone, gradient error.
    """
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 3, figsize=(11, 3.4), layout="constrained")
    for k, (name, (losses, together, alone, error)) in enumerate(exhibits.items()):
        look: dict[str, Any] = {"color": COLOURS[k], "marker": MARKERS[k], "label": name}
        axes[0].plot(losses, STYLES[k], **look, lw=1, markevery=max(1, len(losses) // 6))
        axes[1].plot(["in batches", "alone"], [together, alone], STYLES[k], **look)
        axes[2].plot([name], error, **look)
    axes[0].set(xlabel="step", ylabel="loss of the minibatch")
    axes[1].set(xlabel="images asked for", ylabel="validation accuracy", xlim=(-0.3, 1.3))
    axes[2].set(xlabel="variant", ylabel="relative error of the gradient", yscale="log")
    axes[2].tick_params(axis="x", rotation=20, labelsize=8)
    axes[1].legend(fontsize=8)
    return figure
