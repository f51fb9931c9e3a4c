"""The verdict on the accuracy ladder, and its methods on a few images."""

import numpy as np
import pytest

from tests.benchmarks import ladder

GOOD = [30.0, 37.0, 45.0, 56.0, 85.0, 92.0]


def changed(**accuracies):
    """A good row, with other accuracies for some methods."""
    names = (*ladder.RUNGS, ladder.ABOVE)
    return [accuracies.get(name, value) for name, value in zip(names, GOOD, strict=True)]


def test_a_ladder_with_gaps_of_three_points_stands():
    assert ladder.faults([GOOD, changed(linear=33.0), changed(linear=42.0)]) == []


def test_one_gap_too_small_in_one_seed_is_a_fault():
    found = ladder.faults([GOOD, changed(features=39.9), GOOD])
    assert found == ["features is only 2.9 points above linear"]


def test_an_order_that_is_lost_is_a_fault():
    found = ladder.faults([changed(fully_connected=44.0)])
    assert found == ["fully_connected is only -1.0 points above features"]


def test_a_large_mean_gap_does_not_hide_a_seed():
    assert ladder.faults([changed(convolutional=58.0), changed(convolutional=90.0)])


def test_no_room_at_the_top_is_a_fault():
    assert ladder.faults([changed(mirrored_convolutional=97.5)]) == [
        "a net reaches 97.5, above the ceiling of 97"
    ]


def test_the_best_net_is_no_rung():
    assert ladder.smallest_gap(changed(mirrored_convolutional=85.5)) == 7.0


@pytest.mark.parametrize(("row", "status"), [(GOOD, 0), (changed(linear=31.0), 1)])
def test_the_exit_status_is_the_verdict(monkeypatch, capsys, row, status):
    monkeypatch.setattr(ladder, "drawn", lambda *_: None)
    monkeypatch.setattr(ladder, "measured", lambda *_: row)
    assert ladder.main() == status
    assert len(capsys.readouterr().out.splitlines()) == 1 + len(ladder.SEEDS) + 3


def test_no_two_parts_and_no_two_seeds_share_a_scene():
    drawn = [ladder.drawn(seed, 30, 20, 10) for seed in ladder.SEEDS]
    images = [part.images for d in drawn for part in (d.train, d.validation, d.test)]
    rows = np.concatenate(images).reshape(60 * len(drawn), -1)
    assert len(np.unique(rows, axis=0)) == len(rows)


def test_every_method_runs_on_a_few_images():
    pytest.importorskip("torch")
    pytest.importorskip("sklearn")
    row = ladder.measured(ladder.drawn(1, 60, 20, 20), seed=1)
    assert len(row) == len(ladder.RUNGS) + 1
    assert all(0 <= accuracy <= 100 for accuracy in row)
