"""Hidden tests of the exercise `color_histogram`: other data, combinations and edge cases."""

import numpy as np

from given.testing import assert_close
from oracles.features import color_histogram, hue_place

MARGIN = 1e-6  # of a bin's width, between every hue and the bins' edges


def image(rng, height, width, nbin=10, xmin=0, xmax=255):
    """Random uint8 colours, none of whose hues lies at the edge of a bin."""
    colours = rng.integers(0, 256, size=(height * width + 20, 3)).astype(np.uint8)
    places = [float(hue_place(colour, nbin, xmin, xmax)) for colour in colours]
    clear = np.abs(places - np.round(places)) > MARGIN
    return colours[clear][: height * width].reshape(height, width, 3)


def test_counts_of_random_colours(student, rng):
    """color_histogram_hsv: counts of random colours."""
    im = image(rng, 6, 9)
    want = color_histogram(im, 10, 0, 255)
    assert_close(student.features.color_histogram_hsv(im, normalized=False), want)


def test_shares_of_random_colours(student, rng):
    """color_histogram_hsv: shares of random colours in an image of floats."""
    im = image(rng, 7, 4)
    want = color_histogram(im, 10, 0, 255) / 28
    assert_close(student.features.color_histogram_hsv(im.astype(np.float64)), want)


def test_other_numbers_of_bins(student, rng):
    """color_histogram_hsv: few bins and many."""
    for nbin in (3, 37):
        im = image(rng, 3, 8, nbin)
        want = color_histogram(im, nbin, 0, 255) / 24
        assert_close(student.features.color_histogram_hsv(im, nbin=nbin), want)


def test_one_bin_holds_whatever_lies_in_the_range(student, rng):
    """color_histogram_hsv: a single bin, counts and share."""
    im = image(rng, 5, 8, 1, 100, 255)
    want = color_histogram(im, 1, 100, 255)
    assert_close(student.features.color_histogram_hsv(im, 1, 100, 255, normalized=False), want)
    assert_close(student.features.color_histogram_hsv(im, 1, 100, 255), [1.0])


def test_a_range_from_above_0_on_random_colours(student, rng):
    """color_histogram_hsv: shares are of the pixels in the range, not of all."""
    im = image(rng, 9, 7, 7, 110, 255)
    counts = color_histogram(im, 7, 110, 255)
    assert_close(student.features.color_histogram_hsv(im, 7, 110, 255), counts / counts.sum())


def test_ends_of_the_range_that_are_not_whole(student, rng):
    """color_histogram_hsv: hues from 0.25 to 1, counted in five bins."""
    im = image(rng, 8, 5, 5, 0.25, 1.0)
    want = color_histogram(im, 5, 0.25, 1.0)
    got = student.features.color_histogram_hsv(im, 5, 0.25, 1.0, normalized=False)
    assert_close(got, want)


def test_grey_pixels_among_colours(student, rng):
    """color_histogram_hsv: grey pixels count as hue 0, outside a range that begins above it."""
    im = image(rng, 6, 6, 4, 50, 255)
    im[1:4, 2] = [[0], [130], [255]]
    want = color_histogram(im, 4, 50, 255)
    assert_close(student.features.color_histogram_hsv(im, 4, 50, 255, normalized=False), want)
    im = image(rng, 6, 6)
    im[2, :] = 77
    want = color_histogram(im, 10, 0, 255) / 36
    assert_close(student.features.color_histogram_hsv(im), want)


def test_one_pixel_is_an_image(student):
    """color_histogram_hsv: one pixel makes one share of 1."""
    im = np.array([[[20, 90, 230]]], dtype=np.uint8)  # hue 11/18
    want = np.eye(12)[7]
    assert_close(student.features.color_histogram_hsv(im, nbin=12), want)
