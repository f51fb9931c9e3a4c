"""The drawing of a graph shows each value, and of the gradients those that are asked for."""

from types import SimpleNamespace

import matplotlib
import pytest

matplotlib.use("Agg")

from given.diagrams import diagram


class Square:
    pass


@pytest.fixture
def places():
    """z = x * x at x = 3; and y, which nothing uses."""
    x = SimpleNamespace(value=3.0, gate=None, inputs=(), grad=6.0)
    y = SimpleNamespace(value=-2.0, gate=None, inputs=(), grad=None)
    z = SimpleNamespace(value=9.0, gate=Square(), inputs=(x, x), grad=1.0)
    return {"x": (x, (0, 0)), "y": (y, (0, 1)), "z": (z, (1, 0))}


@pytest.fixture
def axes():
    import matplotlib.pyplot as plt

    figure, ax = plt.subplots()
    yield ax
    plt.close(figure)


def texts(ax):
    return [text.get_text() for text in ax.texts if text.get_text()]


def test_values_names_and_gates_are_written(axes, places):
    diagram(axes, places)
    assert {"x", "y", "z\nSquare", "3", "-2", "9"} <= set(texts(axes))


def test_gradients_stand_in_brackets_where_there_are_any(axes, places):
    diagram(axes, places)
    assert [text for text in texts(axes) if text[0] == "("] == ["(6)", "(1)"]


def test_only_the_gradients_asked_for_are_shown(axes, places):
    diagram(axes, places, done={"z"})
    assert [text for text in texts(axes) if text[0] == "("] == ["(1)"]


def test_an_input_used_twice_has_two_arrows_that_do_not_coincide(axes, places):
    diagram(axes, places)
    arrows = [text.arrow_patch for text in axes.texts if getattr(text, "arrow_patch", None)]
    bends = [arrow.get_connectionstyle().rad for arrow in arrows]
    assert sorted(bends) == [0.0, 0.3]


def test_no_label_hides_the_head_of_an_arrow(axes, places):
    diagram(axes, places)
    axes.figure.canvas.draw()
    (box,) = (t.get_bbox_patch() for t in axes.texts if t.get_text() == "z\nSquare")
    for arrow in (a for t in axes.texts if (a := getattr(t, "arrow_patch", None))):
        line_and_head = arrow.get_transform().transform(arrow.get_path().vertices)
        assert not any(box.contains_point(corner) for corner in line_and_head)
