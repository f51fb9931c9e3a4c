"""The picture of a classifier's regions shows who wins where."""

import matplotlib
import numpy as np
import pytest

matplotlib.use("Agg")

from given.regions import regions, winners_and_leads


def test_the_winner_and_its_lead_are_those_of_the_largest_two_scores():
    winner, lead = winners_and_leads(np.array([[2.0, 1.5, 0.0], [-3.0, 4.0, 9.0]]))
    assert winner.tolist() == [0, 2]
    assert lead.tolist() == [0.5, 5.0]


def test_each_class_of_points_has_its_own_marker_and_sizes(figure):
    drawn = {c.get_label(): c for c in figure.axes[0].collections if c.get_label()[0] != "_"}
    assert sorted(drawn) == ["class 0", "class 1"]
    assert drawn["class 1"].get_sizes().tolist() == [40.0, 90.0]
    shapes = [c.get_paths()[0].vertices.tolist() for c in drawn.values()]
    assert shapes[0] != shapes[1]


def test_only_the_band_where_the_lead_is_below_one_is_hatched(figure):
    (band,) = [c for c in figure.axes[0].collections if any(getattr(c, "hatches", ()))]
    across = band.get_paths()[0].vertices[:, 0]
    assert (across.min(), across.max()) == pytest.approx((-0.5, 0.5))


@pytest.fixture
def figure():
    """Scores (x, -x): the lead is 2 |x|, so the band reaches from -1/2 to 1/2."""
    import matplotlib.pyplot as plt

    points = np.array([[-1.0, 0.0], [1.0, 0.5], [2.0, -1.0]])
    drawn = regions(
        lambda p: np.stack([p[:, 0], -p[:, 0]], axis=1), points, [1, 0, 1], [40, 20, 90]
    )
    yield drawn
    plt.close(drawn)
