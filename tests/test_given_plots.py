"""given.plots: figures carry a description."""

import base64

import matplotlib
import numpy as np
import pytest

from given import plots

matplotlib.use("Agg")


def test_an_image_tag_holds_the_description_and_a_png():
    figure = plots.curves({"loss": [3.0, 2.0]}, "step", "loss")
    tag = plots.image_tag(figure, 'the "loss" falls < 3')
    plots.show(figure, "done")
    assert 'alt="the &quot;loss&quot; falls &lt; 3"' in tag
    content = base64.b64decode(tag.rpartition("base64,")[2].rstrip('">'))
    assert content.startswith(b"\x89PNG")


def test_show_prints_the_description_and_closes_the_figure(capsys):
    import matplotlib.pyplot as plt

    plots.show(plots.curves({"a": [1.0]}, "x", "y"), "one point")
    assert capsys.readouterr().out == "one point\n"
    assert plt.get_fignums() == []


def test_a_figure_without_a_description_is_refused():
    figure = plots.curves({}, "x", "y")
    with pytest.raises(ValueError, match="sentence"):
        plots.show(figure, " ")
    plots.show(figure, "empty")


def test_curves_differ_in_more_than_colour():
    figure = plots.curves({"a": [1.0, 2.0], "b": [2.0, 1.0]}, "x", "y")
    first, second = figure.axes[0].lines
    assert first.get_linestyle() != second.get_linestyle()
    assert first.get_marker() != second.get_marker()
    plots.show(figure, "two lines")


def test_an_image_grid_has_a_title_an_image():
    figure = plots.image_grid(np.zeros((3, 4, 4, 3), dtype=np.uint8), ["a", "b", "c"], columns=2)
    assert [ax.get_title() for ax in figure.axes] == ["a", "b", "c", ""]
    plots.show(figure, "three black images")
