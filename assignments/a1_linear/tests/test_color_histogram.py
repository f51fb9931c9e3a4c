"""Public tests of the exercise `color_histogram`: color_histogram_hsv."""

import numpy as np

from given.testing import assert_close, contract

RED, YELLOW, GREEN = (200, 0, 0), (90, 90, 0), (0, 255, 0)  # hues 0, 1/6 and 1/3
BLUE, MAGENTA, GREY = (0, 0, 80), (120, 0, 120), (70, 70, 70)  # hues 2/3, 5/6 and, by promise, 0


def painted(*colours):
    """An image of two rows of these colours, uint8."""
    return np.array(colours, dtype=np.uint8).reshape(2, -1, 3)


def test_pixels_are_counted_by_their_hue(student):
    """color_histogram_hsv: by default ten bins from 0 to 255; normalized=False counts pixels."""
    im = painted(RED, GREEN, BLUE, GREEN, YELLOW, MAGENTA, GREEN, BLUE)
    want = np.array([1, 1, 0, 3, 0, 0, 2, 0, 1, 0])
    assert_close(student.features.color_histogram_hsv(im, normalized=False), want)


def test_shares_add_up_to_one(student):
    """color_histogram_hsv: by default the bins hold shares of the pixels."""
    want = np.array([0.2, 0.1, 0, 0.3, 0, 0, 0.4, 0, 0, 0])
    im = painted(*[RED] * 2, YELLOW, *[GREEN] * 3, *[BLUE] * 4)
    assert_close(student.features.color_histogram_hsv(im), want)


def test_how_dark_or_pale_a_colour_is_does_not_matter(student):
    """color_histogram_hsv: dark, pale and float pixels of one hue share a bin."""
    greens = [(0, 30, 0), (200, 255, 200), (99, 100, 99), (10, 250, 10)]
    im = np.array([[*greens, BLUE]]).astype(np.float64)
    want = np.array([0, 0, 0, 0.8, 0, 0, 0.2, 0, 0, 0])
    assert_close(student.features.color_histogram_hsv(im), want)


def test_grey_pixels_have_the_hue_0(student):
    """color_histogram_hsv: grey, black and white pixels fall into the bin of hue 0."""
    im = painted(GREY, BLUE, (0, 0, 0), (255, 255, 255), GREEN, GREY)
    want = np.array([4, 0, 0, 1, 0, 0, 1, 0, 0, 0]) / 6
    assert_close(student.features.color_histogram_hsv(im), want)


def test_bins_cut_the_range_and_nothing_outside_is_counted(student):
    """color_histogram_hsv: three bins from 60 to 255; red and yellow lie below."""
    im = painted(RED, GREEN, BLUE, MAGENTA, YELLOW, MAGENTA, MAGENTA, BLUE)  # 0, 85, 170, 212.5 ...
    want = np.array([1.0, 2.0, 3.0])
    assert_close(student.features.color_histogram_hsv(im, 3, 60, 255, normalized=False), want)
    assert_close(student.features.color_histogram_hsv(im, 3, 60, 255), want / 6)


def test_hues_are_scaled_by_xmax(student):
    """color_histogram_hsv: with xmax=360 hues are degrees; eight bins of 45."""
    im = painted(RED, GREEN, BLUE, MAGENTA, YELLOW, BLUE)  # 0, 120, 240, 300, 60, 240
    want = np.array([1, 1, 1, 0, 0, 2, 1, 0])
    got = student.features.color_histogram_hsv(im, nbin=8, xmax=360, normalized=False)
    assert_close(got, want)


@contract
def test_the_result_is_a_float_per_bin(student, rng):
    """color_histogram_hsv: (nbin,) floats, whether shares or counts."""
    im = rng.integers(0, 256, size=(5, 4, 3)).astype(np.uint8)
    shares = student.features.color_histogram_hsv(im.copy(), 6)
    counts = student.features.color_histogram_hsv(im.copy(), 6, normalized=False)
    assert shares.shape == counts.shape == (6,)
    assert np.issubdtype(shares.dtype, np.floating)
    assert np.issubdtype(counts.dtype, np.floating)


@contract
def test_the_image_is_left_as_it_came(student, rng):
    """color_histogram_hsv: the image is left as it came, float or uint8."""
    im = rng.uniform(0, 255, size=(5, 4, 3))
    for image in (im, im.astype(np.uint8)):
        before = image.copy()
        student.features.color_histogram_hsv(image)
        assert np.array_equal(image, before)
