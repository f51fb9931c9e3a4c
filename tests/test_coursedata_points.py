"""coursedata.points: sets of points that differ from what a straight line can part."""

import numpy as np
import pytest

from coursedata.points import rings, spirals, xor

SETS = [spirals, rings, xor]


@pytest.mark.parametrize("make", SETS)
def test_points_are_float64_pairs_and_labels_integers(make):
    X, y = make(30)
    assert (X.shape, X.dtype) == ((30, 2), np.float64)
    assert (y.shape, y.dtype) == ((30,), np.int64)


@pytest.mark.parametrize("make", SETS)
def test_the_seed_decides_the_points(make):
    assert np.array_equal(make(20, 3)[0], make(20, 3)[0])
    assert not np.array_equal(make(20, 3)[0], make(20, 4)[0])


@pytest.mark.parametrize("make", SETS)
def test_classes_are_equally_frequent(make):
    counts = np.bincount(make(60)[1])
    assert len(set(counts)) == 1


@pytest.mark.parametrize("make", SETS)
def test_the_best_straight_line_is_wrong_on_a_quarter_or_more(make):
    X, y = make(600)
    inputs = np.c_[X, np.ones(len(X))]
    fit = np.linalg.lstsq(inputs, np.eye(y.max() + 1)[y], rcond=None)[0]
    assert np.mean(np.argmax(inputs @ fit, axis=1) == y) < 0.75


def test_without_noise_a_rings_radius_tells_its_class():
    X, y = rings(60, classes=3, noise=0.0)
    assert np.allclose(np.hypot(*X.T), (y + 1) / 3, rtol=1e-12, atol=0)


def test_without_noise_a_spiral_turns_with_its_radius():
    X, y = spirals(90, noise=0.0)
    radius = np.hypot(*X.T)
    angle = 4 / 3 * np.pi * radius + 2 * np.pi * y / 3
    assert np.allclose(X, radius[:, None] * np.c_[np.cos(angle), np.sin(angle)], rtol=0, atol=1e-12)


def test_without_noise_xor_is_the_sign_of_the_product():
    X, y = xor(80, noise=0.0)
    assert np.array_equal(X[:, 0] * X[:, 1] < 0, y == 1)
    assert np.abs(X).max() <= 1


def test_all_four_corners_of_xor_are_filled():
    X, _ = xor(80, noise=0.0)
    assert len({tuple(row) for row in np.sign(X)}) == 4


@pytest.mark.parametrize("make", SETS)
def test_fewer_points_than_classes_are_refused(make):
    with pytest.raises(ValueError, match="cannot have"):
        make(1)
