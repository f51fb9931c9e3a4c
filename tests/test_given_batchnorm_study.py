"""What the batch norm notebook measures is right, and its figures show what they are given."""

from types import SimpleNamespace

import matplotlib
import numpy as np
import pytest

matplotlib.use("Agg")

from given.batchnorm_study import (
    answers_alone,
    depth_figure,
    layer_graph,
    seeds_figure,
    slope_error,
    spreads,
    sweep_figure,
    symptoms_figure,
    valley_figure,
)


@pytest.fixture(autouse=True)
def closed_figures():
    yield
    import matplotlib.pyplot as plt

    plt.close("all")


class Doubling:
    """Each of two hidden layers doubles its input."""

    num_layers = 3

    def block_forward(self, x, layer):
        return 2 * x, None


class Cubic:
    """loss = sum(W1**3), with a gradient that is `factor` times the right one."""

    def __init__(self, factor):
        self.factor, self.params = factor, {"W1": np.array([1.0, 2.0])}

    def loss(self, X, y):
        W = self.params["W1"]
        return np.sum(W**3), {"W1": self.factor * 3 * W**2}


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_spreads_are_those_of_each_hidden_layers_outputs():
    assert spreads(Doubling(), np.array([-1.0, 1.0])) == [2.0, 4.0]


def test_each_image_is_asked_for_alone():
    net = SimpleNamespace(loss=lambda X: np.eye(3)[X[:, 0] + len(X) - 1])
    assert answers_alone(net, np.array([[0], [2], [1]])).tolist() == [0, 2, 1]


def test_a_right_gradient_has_next_to_no_error():
    assert slope_error(Cubic(1.0), None, None) < 1e-6


def test_a_gradient_twice_too_large_has_the_error_1():
    assert slope_error(Cubic(2.0), None, None) == pytest.approx(1.0, rel=1e-6)


def test_the_parameter_is_left_as_it_came():
    net = Cubic(1.0)
    slope_error(net, None, None)
    assert net.params["W1"].tolist() == [1.0, 2.0]


def test_the_graph_writes_the_text_of_a_box():
    written = texts(layer_graph({"x": "(1, 3)"}, "k").axes[0])
    assert {"x", "x_hat", "(1, 3)", "5"} <= set(written)


def test_the_depth_figure_draws_spreads_and_losses():
    figure = depth_figure({0.1: ([1.0, 0.5], [2.3, 2.2, 2.1], 0.25)})
    left, right = figure.axes
    assert left.lines[0].get_ydata().tolist() == [1.0, 0.5]
    assert right.get_legend().get_texts()[0].get_text() == "0.1: accuracy 0.25"


def test_the_valley_figure_says_condition_and_steps():
    path = np.array([[0.5, 0.5], [0.4, -0.1], [0.0, 0.0]])
    figure = valley_figure({"raw": (np.array([1.0, 25.0]), path)})
    assert figure.axes[0].get_title() == "raw: condition 25, 2 steps"


def test_the_sweep_figure_has_a_panel_a_quantity():
    swept = {"plain": {"loss": [2.0, 1.0], "accuracy": [0.1, 0.3]}}
    figure = sweep_figure(np.array([0.01, 0.1]), swept)
    assert [ax.get_ylabel() for ax in figure.axes] == ["loss", "accuracy"]


def test_seeds_are_told_by_mean_and_spread():
    _, said = seeds_figure({"plain": {"5": [0.1, 0.2, 0.3]}}, "batch", "accuracy")
    assert said == "plain: 5 0.200 ± 0.100"


def test_the_symptoms_figure_draws_accuracies_in_both_ways_of_asking():
    figure = symptoms_figure({"right": ([2.3, 2.0], 0.3, 0.1, 1e-9)})
    assert list(figure.axes[1].lines[0].get_ydata()) == [0.3, 0.1]
