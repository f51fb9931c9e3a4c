"""Public tests of the exercise `hog`: hog_feature.

Most images use green alone, whose weight in rgb2gray is 0.587: equal greens are equal greys to the
last digit, so that axis-parallel edges have 0 or 90 degrees exactly.
"""

import math

import numpy as np

from given.testing import assert_close, contract

GREEN = 0.587


def green_slope(degrees, height=16, width=24, steepness=4.0):
    """An image whose green rises everywhere alike in a direction; 90 degrees is downwards."""
    rows, columns = np.mgrid[:height, :width]
    angle = math.radians(degrees)
    rise = columns * math.cos(angle) + rows * math.sin(angle)
    im = np.zeros((height, width, 3))
    im[..., 1] = 120 + steepness * rise
    return im


def test_cells_are_joined_row_by_row(student):
    """hog_feature: dots in cells (0, 1) and (1, 2) of 2 x 3 have entries at 0 and 90 degrees."""
    im = np.zeros((16, 24, 3), dtype=np.uint8)
    im[3, 12, 1], im[11, 20, 1] = 200, 128
    want = np.zeros((2, 3, 9))
    want[0, 1, 0] = want[0, 1, 4] = GREEN * 2 * 100 / 64  # two neighbours have the slope 100
    want[1, 2, 0] = want[1, 2, 4] = GREEN * 2 * 64 / 64
    assert_close(student.features.hog_feature(im), want.ravel())


def test_a_vertical_edge_fills_one_bin_of_the_cells_it_crosses(student):
    """hog_feature: an edge at the middle of six cells; means over all pixels of a cell."""
    im = np.zeros((16, 24, 3), dtype=np.uint8)
    im[:, 12:, 1] = 200
    want = np.zeros((2, 3, 9))
    want[:, 1, 0] = GREEN * 100 * 2 / 8  # two of a cell's eight columns have the slope 100
    assert_close(student.features.hog_feature(im), want.ravel())


def test_each_direction_has_its_bin(student):
    """hog_feature: slopes of 10, 30 ... 170 degrees fill bins 0, 1 ... 8, also at the border."""
    for number in range(9):
        want = np.zeros((6, 9))
        want[:, number] = GREEN * 4.0
        im = green_slope(10 + 20 * number)
        assert_close(student.features.hog_feature(im), want.ravel())


def test_opposite_directions_are_one_orientation(student):
    """hog_feature: falling and rising slopes fill the same bin; 180 degrees are 0."""
    for degrees, number in [(-170, 0), (-50, 6), (-10, 8)]:
        want = np.zeros((6, 9))
        want[:, number] = GREEN * 4.0
        im = green_slope(degrees)
        assert_close(student.features.hog_feature(im), want.ravel())
    im = np.zeros((8, 8, 3))
    im[:, :4, 1] = 60  # falls to the right
    assert_close(student.features.hog_feature(im), GREEN * 30 * 2 / 8 * np.eye(9)[0])


def test_cells_and_bins_of_other_sizes(student):
    """hog_feature: five bins of 36 degrees in cells of 4 x 4 pixels."""
    im = np.zeros((12, 8, 3), dtype=np.uint8)
    im[5, 5, 1] = 128
    want = np.zeros((3, 2, 5))
    want[1, 1, 0] = want[1, 1, 2] = GREEN * 2 * 64 / 16
    assert_close(student.features.hog_feature(im, orientations=5, cell=4), want.ravel())


def test_colours_count_by_their_luma(student):
    """hog_feature: red and blue edges are weaker than green ones, as in rgb2gray."""
    for channel, weight in [(0, 0.299), (2, 0.114)]:
        im = np.zeros((8, 16, 3))
        im[:, 12:, channel] = 80
        want = np.zeros((2, 9))
        want[1, 0] = weight * 40 * 2 / 8
        assert_close(student.features.hog_feature(im), want.ravel())


@contract
def test_the_result_is_a_row_of_floats(student, rng):
    """hog_feature: (H / cell * W / cell * orientations,) floats, 144 for a 32 x 32 image."""
    im = rng.integers(0, 256, size=(32, 32, 3)).astype(np.uint8)
    result = student.features.hog_feature(im)
    assert result.shape == (144,)
    assert np.issubdtype(result.dtype, np.floating)
    assert student.features.hog_feature(np.zeros((10, 15, 3)), 4, 5).shape == (24,)


@contract
def test_the_image_is_left_as_it_came(student, rng):
    """hog_feature: the image is left as it came, float or uint8."""
    im = rng.uniform(0, 255, size=(8, 16, 3))
    for image in (im, im.astype(np.uint8)):
        before = image.copy()
        student.features.hog_feature(image)
        assert np.array_equal(image, before)
