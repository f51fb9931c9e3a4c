"""Hidden tests of the exercise `hog`: other data, combinations and edge cases."""

import math

import numpy as np

from given.testing import assert_close
from oracles.features import hog, orientation_place, slopes

MARGIN = 1e-6  # of a bin's width, between every orientation and the bins' edges
GREEN = 0.587  # the weight of green in rgb2gray


def image(rng, height, width, orientations=9):
    """Random uint8 colours, no orientation of which lies at the edge of a bin."""
    while True:
        im = rng.integers(0, 256, size=(height, width, 3)).astype(np.uint8)
        steep = [(y, x) for row in slopes(im) for y, x in row if y or x]
        places = [orientation_place(y, x, orientations) for y, x in steep]
        if np.all(np.abs(places - np.round(places)) > MARGIN):
            return im


def test_random_bytes(student, rng):
    """hog_feature: a random image of uint8."""
    im = image(rng, 16, 8)
    want = hog(im, 9, 8).ravel()
    assert_close(student.features.hog_feature(im), want)


def test_random_floats(student, rng):
    """hog_feature: a random image of floats, wider than high."""
    im = image(rng, 8, 16) / 2.0
    want = hog(im, 9, 8).ravel()
    assert_close(student.features.hog_feature(im), want)


def test_small_cells_and_few_bins(student, rng):
    """hog_feature: five bins in cells of 3 x 3 pixels."""
    im = image(rng, 9, 15, orientations=5)
    want = hog(im, 5, 3).ravel()
    assert_close(student.features.hog_feature(im, 5, 3), want)


def test_many_bins_in_one_cell(student, rng):
    """hog_feature: the whole image is one cell, with thirteen bins."""
    im = image(rng, 10, 10, orientations=13)
    want = hog(im, 13, 10).ravel()
    assert_close(student.features.hog_feature(im, orientations=13, cell=10), want)


def test_one_bin_holds_the_mean_strength(student, rng):
    """hog_feature: with one bin only a cell's entry is its mean strength."""
    im = image(rng, 8, 12, orientations=1)
    strengths = np.array([[math.hypot(y, x) for y, x in row] for row in slopes(im)])
    want = [strengths[i : i + 4, j : j + 4].mean() for i in (0, 4) for j in (0, 4, 8)]
    assert_close(student.features.hog_feature(im, orientations=1, cell=4), np.array(want))


def test_moving_a_shape_by_a_cell_moves_its_entries(student, rng):
    """hog_feature: a shape that moves by whole cells takes its entries along."""
    im = np.zeros((16, 24, 3), dtype=np.uint8)
    im[2:6, 2:6, 1] = rng.integers(0, 256, size=(4, 4))  # of whole greens none is near an edge
    want = np.roll(hog(im, 7, 8), (1, 2), axis=(0, 1))
    moved = np.roll(im, (8, 16), axis=(0, 1))
    assert_close(student.features.hog_feature(moved, 7), want.ravel())


def test_a_mirrored_image_has_mirrored_orientations(student, rng):
    """hog_feature: left and right exchanged: cells and bins in reverse order."""
    im = image(rng, 8, 12)
    want = hog(im, 9, 4)[:, ::-1, ::-1]
    mirrored = im[:, ::-1]
    assert_close(student.features.hog_feature(mirrored, cell=4), want.ravel())


def test_nothing_is_normalised(student, rng):
    """hog_feature: twice the contrast doubles every entry, more light changes none."""
    im = image(rng, 8, 8) / 4.0
    want = hog(im, 9, 4).ravel()
    assert_close(student.features.hog_feature(im + 100.0, cell=4), want)
    assert_close(student.features.hog_feature(2 * im, cell=4), 2 * want)


def test_a_dot_in_the_corner(student):
    """hog_feature: the border has one-sided differences."""
    im = np.zeros((8, 8, 3), dtype=np.uint8)
    im[0, 0, 1] = 96
    want = np.zeros((4, 9))
    want[0, 2] = GREEN * 96 * math.sqrt(2) / 16  # the dot itself: 45 degrees
    want[0, 0] = want[0, 4] = GREEN * 48 / 16  # its neighbours
    assert_close(student.features.hog_feature(im, cell=4), want.ravel())


def test_horizontal_edges_have_90_degrees(student):
    """hog_feature: bands of green, rising and falling, have 90 degrees."""
    im = np.zeros((18, 6, 3))
    im[4:9, :, 1] = 150
    want = np.zeros((3, 1, 7))
    want[:, 0, 3] = GREEN * 75 * np.array([2, 2, 0]) / 6
    assert_close(student.features.hog_feature(im, 7, 6), want.ravel())
