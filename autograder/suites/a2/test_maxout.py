"""Hidden tests of the exercise `maxout`: random images, other numbers of units and pieces."""

import numpy as np
import pytest

from given.testing import assert_close
from oracles import layers as oracle

SIZES = [(4, 3, 2, 3), (2, 5, 3, 2), (3, 2, 1, 4)]  # N, D, M, K
IDS = ["3_pieces", "2_pieces", "1_unit"]


def problem(rng, size):
    """Images, weights, biases and a gradient; no piece is near the largest of its unit."""
    images, features, units, pieces = size
    while True:
        x, w = rng.normal(size=(images, features)), rng.normal(size=(features, units, pieces))
        b = rng.normal(size=(units, pieces))
        ordered = np.sort(np.einsum("nd,dmk->nmk", x, w) + b, axis=2)
        if np.min(ordered[..., -1] - ordered[..., -2]) > 1e-2:
            return x, w, b, rng.normal(size=(images, units))


def backward(student, x, w, b, dout):
    """dx, dw, db by the student's two functions."""
    _, cache = student.layers.maxout_forward(x, w, b)
    return student.layers.maxout_backward(dout, cache)


@pytest.mark.parametrize("size", SIZES, ids=IDS)
def test_forward_of_random_images(student, rng, size):
    """maxout_forward: random images."""
    x, w, b, _ = problem(rng, size)
    want = oracle.maxout(x, w, b)
    out, _ = student.layers.maxout_forward(x, w, b)
    assert_close(out, want)


@pytest.mark.parametrize("size", SIZES[:2], ids=IDS[:2])
def test_dx_on_random_images(student, rng, size):
    """maxout_backward: dx on random data."""
    x, w, b, dout = problem(rng, size)
    want, _, _ = oracle.maxout_gradients(dout, x, w, b)
    dx, _, _ = backward(student, x, w, b, dout)
    assert_close(dx, want, atol=1e-8)  # the oracle's own rounding


@pytest.mark.parametrize("size", SIZES[:2], ids=IDS[:2])
def test_dw_on_random_images(student, rng, size):
    """maxout_backward: dw on random data."""
    x, w, b, dout = problem(rng, size)
    _, want, _ = oracle.maxout_gradients(dout, x, w, b)
    _, dw, _ = backward(student, x, w, b, dout)
    assert_close(dw, want, atol=1e-8)  # the oracle's own rounding


@pytest.mark.parametrize("size", SIZES[:2], ids=IDS[:2])
def test_db_on_random_images(student, rng, size):
    """maxout_backward: db on random data."""
    x, w, b, dout = problem(rng, size)
    _, _, want = oracle.maxout_gradients(dout, x, w, b)
    _, _, db = backward(student, x, w, b, dout)
    assert_close(db, want, atol=1e-8)  # the oracle's own rounding


def test_pieces_that_are_all_negative(student, rng):
    """maxout_forward, maxout_backward: the largest piece counts below 0, too."""
    x, w, _, dout = problem(rng, (3, 4, 2, 3))
    b = np.array([[-90.0, -70.0, -80.0], [-60.0, -75.0, -95.0]])
    out_wanted = np.stack([x @ w[:, 0, 1] - 70, x @ w[:, 1, 0] - 60], axis=1)
    db_wanted = np.zeros((2, 3))
    db_wanted[0, 1], db_wanted[1, 0] = dout.sum(axis=0)
    out, cache = student.layers.maxout_forward(x, w, b)
    assert_close(out, out_wanted)
    assert_close(student.layers.maxout_backward(dout, cache)[2], db_wanted)
