"""The plane, cut by a classifier of points: who wins where, and where narrowly."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from given.plots import COLOURS, MARKERS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Array = np.ndarray[Any, Any]
STEPS = 200  # places along each axis at which the classifier is asked


def regions(
    scores: Callable[[Array], Array],
    points: Array,
    labels: Sequence[int] | Array,
    sizes: Sequence[float] | Array,
    title: str = "",
) -> "Figure":
    """Points on a plane that is tinted by the winning class; hatched where it leads by less than 1.

    Args:
        scores: gives the (M, C) scores of (M, 2) points; C is at most 7.
        points: (N, 2).
        labels: (N,) integers in [0, C); told apart by colour and marker.
        sizes: (N,) areas of the markers.
    """
    import matplotlib.pyplot as plt

    reach = 1.1 * float(np.abs(points).max())
    axis = np.linspace(-reach, reach, STEPS)
    grid = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    values = scores(grid).reshape(STEPS, STEPS, -1)
    figure, ax = plt.subplots(figsize=(6, 5), layout="constrained")
    winner, lead = winners_and_leads(values)
    edges = np.arange(values.shape[-1] + 1) - 0.5
    ax.contourf(axis, axis, winner, levels=edges, colors=COLOURS[: len(edges) - 1], alpha=0.2)
    ax.contourf(axis, axis, lead, levels=[0, 1], colors="none", hatches=["///"])
    for c in np.unique(labels):
        mine = np.asarray(labels) == c
        ax.scatter(
            points[mine, 0],
            points[mine, 1],
            s=np.asarray(sizes)[mine],
            color=COLOURS[c],
            marker=MARKERS[c],
            edgecolor="k",
            label=f"class {c}",
        )
    ax.set(xlabel="first coordinate", ylabel="second coordinate", title=title, aspect="equal")
    ax.legend(loc="lower right")
    return figure


def winners_and_leads(scores: Array) -> tuple[Array, Array]:
    """For scores (..., C): the class of the largest (...), and its distance to the next (...)."""
    order = np.argsort(scores, axis=-1)
    ordered = np.take_along_axis(scores, order, axis=-1)
    return order[..., -1], ordered[..., -1] - ordered[..., -2]
