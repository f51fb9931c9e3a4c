"""Figures of training runs: what to look at before, while and after a net learns."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from given.plots import COLOURS, MARKERS, STYLES
from given.solver import Solver

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def history_plot(solver: Solver) -> "Figure":
    """The loss of each step (left) and the accuracies after each epoch (right)."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3), layout="constrained")
    left.plot(solver.loss_history, color=COLOURS[0], lw=0.7)
    left.set(xlabel="step", ylabel="loss of the minibatch")
    accuracies = {"training": solver.train_acc_history, "validation": solver.val_acc_history}
    for k, (name, values) in enumerate(accuracies.items()):
        right.plot(values, STYLES[k], color=COLOURS[k], marker=MARKERS[k], label=name)
    right.set(xlabel="epoch", ylabel="accuracy")
    right.xaxis.get_major_locator().set_params(integer=True)
    right.legend()
    return figure


def dashboard(
    runs: Mapping[str, Mapping[str, Sequence[float]]], logarithmic: Sequence[str] = ()
) -> "Figure":
    """A column a run, a row a quantity over the steps; rows share their scale.

    A quantity that became nan or infinite ends in a cross at the top of its panel.

    Args:
        runs: of each run, each quantity's values; all runs have the same quantities.
        logarithmic: quantities with a logarithmic axis; they are positive.
    """
    import matplotlib.pyplot as plt

    quantities = list(next(iter(runs.values())))
    figure, axes = plt.subplots(
        len(quantities),
        len(runs),
        figsize=(0.6 + 1.6 * len(runs), 1.5 * len(quantities)),
        sharex=True,
        sharey="row",
        squeeze=False,
        layout="constrained",
    )
    for column, (name, series) in enumerate(runs.items()):
        axes[0, column].set_title(name, fontsize=10)
        axes[-1, column].set_xlabel("step")
        for row, quantity in enumerate(quantities):
            if quantity in logarithmic:
                axes[row, column].set_yscale("log")
            _draw(axes[row, column], np.asarray(series[quantity], float), COLOURS[row])
    for row, quantity in enumerate(quantities):
        axes[row, 0].set_ylabel(quantity)
    return figure


def _draw(ax: Any, values: np.ndarray[Any, Any], colour: str) -> None:
    ax.plot(np.where(np.isfinite(values), values, np.nan), color=colour, lw=1)
    bad = np.flatnonzero(~np.isfinite(values))
    if len(bad):
        top = ax.get_xaxis_transform()  # x in steps, y in parts of the panel
        ax.plot(bad[:1], [0.9], "kX", ms=8, transform=top, clip_on=False)
