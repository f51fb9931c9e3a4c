"""given.training_plots: figures of runs, readable without colour."""

import matplotlib
import numpy as np
import pytest

from given.plots import show
from given.solver import Solver
from given.training_plots import dashboard, history_plot

matplotlib.use("Agg")


class Still:
    """A model that learns nothing."""

    params: dict[str, np.ndarray]

    def __init__(self):
        self.params = {"W": np.ones((2, 2))}

    def loss(self, X, y=None):
        return X @ self.params["W"] if y is None else (1.5, {"W": np.zeros((2, 2))})


@pytest.fixture
def solver():
    X, y = np.ones((6, 2)), np.zeros(6, int)
    data = {"X_train": X, "y_train": y, "X_val": X, "y_val": y}
    run = Solver(Still(), data, lambda w, dw, c: (w, c), num_epochs=2, batch_size=2, verbose=False)
    run.train()
    return run


def test_a_history_shows_the_losses_and_both_accuracies(solver):
    figure = history_plot(solver)
    losses, accuracies = figure.axes
    assert list(losses.lines[0].get_ydata()) == [1.5] * 6
    assert [len(line.get_ydata()) for line in accuracies.lines] == [3, 3]
    assert len({line.get_marker() for line in accuracies.lines}) == 2
    show(figure, "a run that learns nothing")


def test_a_dashboard_has_a_panel_for_each_quantity_of_each_run():
    run = {"loss": [2.0, 1.0], "rate": [0.1, 0.1]}
    figure = dashboard({"a": run, "b": run, "c": run}, logarithmic=["rate"])
    assert len(figure.axes) == 6
    assert [ax.get_yscale() for ax in figure.axes] == ["linear"] * 3 + ["log"] * 3
    assert [ax.get_title() for ax in figure.axes[:3]] == ["a", "b", "c"]
    show(figure, "three runs")


def test_a_dashboard_marks_where_a_quantity_ceased_to_be_a_number():
    figure = dashboard({"a": {"loss": [2.0, 5.0, np.nan]}})
    curve, cross = figure.axes[0].lines
    assert list(cross.get_xdata()) == [2]
    assert np.isfinite(curve.get_ydata()).sum() == 2
    show(figure, "a run that ended in nan")
