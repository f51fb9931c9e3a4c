"""Wrong colour histograms that people really write, each with the hint it earns."""

import colorsys
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]
Image = NDArray[Any]

HISTOGRAM = "features.color_histogram_hsv"


# What is counted


@misconception(HISTOGRAM, hint="You count brightness, the V of HSV: the hue is H.")
def value_for_hue(
    im: Image, nbin: int = 10, xmin: float = 0, xmax: float = 255, normalized: bool = True
) -> Floats:
    values = of_pixels(im, lambda r, g, b: max(r, g, b) / 255)
    return tally(values * xmax, nbin, xmin, xmax, normalized)


@misconception(HISTOGRAM, hint="You count saturation, the S of HSV: the hue is H.")
def saturation_for_hue(
    im: Image, nbin: int = 10, xmin: float = 0, xmax: float = 255, normalized: bool = True
) -> Floats:
    saturations = of_pixels(im, lambda r, g, b: colorsys.rgb_to_hsv(r, g, b)[1])
    return tally(saturations * xmax, nbin, xmin, xmax, normalized)


@misconception(HISTOGRAM, hint="You count the values of all channels: count hues, one a pixel.")
def channels_for_hue(
    im: Image, nbin: int = 10, xmin: float = 0, xmax: float = 255, normalized: bool = True
) -> Floats:
    return tally(np.asarray(im, dtype=np.float64).ravel(), nbin, xmin, xmax, normalized)


@misconception(HISTOGRAM, hint="You take the channels as blue, green, red: images here are RGB.")
def channels_in_reverse(
    im: Image, nbin: int = 10, xmin: float = 0, xmax: float = 255, normalized: bool = True
) -> Floats:
    return tally(hues(im[..., ::-1]) * xmax, nbin, xmin, xmax, normalized)


@misconception(HISTOGRAM, hint="Differences of uint8 wrap around: make the image float first.")
def hue_in_bytes(
    im: Image, nbin: int = 10, xmin: float = 0, xmax: float = 255, normalized: bool = True
) -> Floats:
    if im.dtype == np.uint8:
        im = im.astype(np.int64)
        return tally(wrapped_hues(im) * xmax, nbin, xmin, xmax, normalized)
    return tally(hues(im) * xmax, nbin, xmin, xmax, normalized)


@misconception(HISTOGRAM, hint="Grey pixels are missing from your counts: their hue is 0.")
def grey_left_out(
    im: Image, nbin: int = 10, xmin: float = 0, xmax: float = 255, normalized: bool = True
) -> Floats:
    coloured = np.ptp(np.asarray(im, dtype=np.float64), axis=-1).ravel() > 0
    return tally(hues(im)[coloured] * xmax, nbin, xmin, xmax, normalized)


# The scale and the range


@misconception(HISTOGRAM, hint="Your hues lie in [0, 1): multiply them by xmax before you count.")
def hue_not_scaled(
    im: Image, nbin: int = 10, xmin: float = 0, xmax: float = 255, normalized: bool = True
) -> Floats:
    return tally(hues(im), nbin, xmin, xmax, normalized)


@misconception(HISTOGRAM, hint="You scale hues by 255 whatever the range is: scale them by xmax.")
def scaled_by_255(
    im: Image, nbin: int = 10, xmin: float = 0, xmax: float = 255, normalized: bool = True
) -> Floats:
    return tally(hues(im) * 255, nbin, xmin, xmax, normalized)


@misconception(HISTOGRAM, hint="You scale hues to degrees, up to 360: scale them by xmax.")
def scaled_by_360(
    im: Image, nbin: int = 10, xmin: float = 0, xmax: float = 255, normalized: bool = True
) -> Floats:
    return tally(hues(im) * 360, nbin, xmin, xmax, normalized)


@misconception(HISTOGRAM, hint="You scale hues up to 180, as OpenCV does: scale them by xmax.")
def scaled_by_180(
    im: Image, nbin: int = 10, xmin: float = 0, xmax: float = 255, normalized: bool = True
) -> Floats:
    return tally(hues(im) * 180, nbin, xmin, xmax, normalized)


@misconception(HISTOGRAM, hint="Your bins hold all hues: those below xmin must stay outside.")
def xmin_ignored(
    im: Image, nbin: int = 10, xmin: float = 0, xmax: float = 255, normalized: bool = True
) -> Floats:
    return tally(hues(im) * xmax, nbin, 0, xmax, normalized)


@misconception(HISTOGRAM, hint="Your bins span the hues of the image: give np.histogram its range.")
def range_of_the_image(
    im: Image, nbin: int = 10, xmin: float = 0, xmax: float = 255, normalized: bool = True
) -> Floats:
    counts, _ = np.histogram(hues(im) * xmax, bins=nbin)
    return share(counts, normalized)


@misconception(HISTOGRAM, hint="Hues outside the range land in your end bins: leave them out.")
def clipped_to_the_end_bins(
    im: Image, nbin: int = 10, xmin: float = 0, xmax: float = 255, normalized: bool = True
) -> Floats:
    return tally(np.clip(hues(im) * xmax, xmin, xmax), nbin, xmin, xmax, normalized)


# The bins


@misconception(HISTOGRAM, hint="nbin is not used: you always make ten bins.")
def always_ten_bins(
    im: Image, nbin: int = 10, xmin: float = 0, xmax: float = 255, normalized: bool = True
) -> Floats:
    return tally(hues(im) * xmax, 10, xmin, xmax, normalized)


@misconception(
    HISTOGRAM, hint="You give nbin edges, which make nbin - 1 bins: nbin + 1 are needed."
)
def edges_for_bins(
    im: Image, nbin: int = 10, xmin: float = 0, xmax: float = 255, normalized: bool = True
) -> Floats:
    return tally(hues(im) * xmax, max(nbin - 1, 1), xmin, xmax, normalized)


@misconception(HISTOGRAM, hint="You round to the nearest edge: a bin begins at its lower edge.")
def rounded_to_the_nearest_edge(
    im: Image, nbin: int = 10, xmin: float = 0, xmax: float = 255, normalized: bool = True
) -> Floats:
    half = (xmax - xmin) / nbin / 2
    return tally(np.minimum(hues(im) * xmax + half, xmax), nbin, xmin, xmax, normalized)


# The shares


@misconception(HISTOGRAM, hint="normalized is not used: by default the bins hold shares.")
def never_normalized(
    im: Image, nbin: int = 10, xmin: float = 0, xmax: float = 255, normalized: bool = True
) -> Floats:
    return tally(hues(im) * xmax, nbin, xmin, xmax, False)


@misconception(HISTOGRAM, hint="normalized is not used: normalized=False asks for counts.")
def always_normalized(
    im: Image, nbin: int = 10, xmin: float = 0, xmax: float = 255, normalized: bool = True
) -> Floats:
    return tally(hues(im) * xmax, nbin, xmin, xmax, True)


@misconception(HISTOGRAM, hint="density=True divides by the bins' width, too: divide by the sum.")
def density_for_shares(
    im: Image, nbin: int = 10, xmin: float = 0, xmax: float = 255, normalized: bool = True
) -> Floats:
    histogram = tally(hues(im) * xmax, nbin, xmin, xmax, normalized)
    return histogram / ((xmax - xmin) / nbin) if normalized else histogram


@misconception(HISTOGRAM, hint="You divide by all pixels: divide by the sum of the counts.")
def divided_by_all_pixels(
    im: Image, nbin: int = 10, xmin: float = 0, xmax: float = 255, normalized: bool = True
) -> Floats:
    counts = tally(hues(im) * xmax, nbin, xmin, xmax, False)
    return counts / hues(im).size if normalized else counts


@misconception(HISTOGRAM, hint="You divide by H * W * 3 numbers: each pixel has one hue.")
def divided_by_all_numbers(
    im: Image, nbin: int = 10, xmin: float = 0, xmax: float = 255, normalized: bool = True
) -> Floats:
    counts = tally(hues(im) * xmax, nbin, xmin, xmax, False)
    return counts / im.size if normalized else counts


@misconception(HISTOGRAM, hint="You divide by the largest count: shares come of the sum.")
def divided_by_the_largest(
    im: Image, nbin: int = 10, xmin: float = 0, xmax: float = 255, normalized: bool = True
) -> Floats:
    counts = tally(hues(im) * xmax, nbin, xmin, xmax, False)
    return counts / counts.max() if normalized else counts


@misconception(HISTOGRAM, hint="You divide by the Euclidean norm: shares come of the sum.")
def divided_by_the_norm(
    im: Image, nbin: int = 10, xmin: float = 0, xmax: float = 255, normalized: bool = True
) -> Floats:
    counts = tally(hues(im) * xmax, nbin, xmin, xmax, False)
    return counts / np.linalg.norm(counts) if normalized else counts


@misconception(HISTOGRAM, hint="Your bins add up what lies below them, too: count each one alone.")
def cumulated(
    im: Image, nbin: int = 10, xmin: float = 0, xmax: float = 255, normalized: bool = True
) -> Floats:
    return np.cumsum(tally(hues(im) * xmax, nbin, xmin, xmax, normalized))


# What the variants share


def hues(im: Image) -> Floats:
    """The hue of every pixel, one after the other."""
    return of_pixels(im, lambda r, g, b: colorsys.rgb_to_hsv(r, g, b)[0])


def of_pixels(im: Image, measure: Callable[[float, float, float], float]) -> Floats:
    pixels = np.asarray(im, dtype=np.float64).reshape(-1, 3)
    return np.array([measure(r, g, b) for r, g, b in pixels])


def wrapped_hues(im: Image) -> Floats:
    """Hues whose differences are taken modulo 256."""
    red, green, blue = np.moveaxis(im.reshape(-1, 3), 1, 0)
    largest = np.max([red, green, blue], axis=0)
    spread = largest - np.min([red, green, blue], axis=0)
    sixths = np.select(
        [spread == 0, largest == red, largest == green],
        [0, (green - blue) % 256 / np.maximum(spread, 1), 2 + (blue - red) % 256 / spread.clip(1)],
        4 + (red - green) % 256 / np.maximum(spread, 1),
    )
    turns: Floats = sixths / 6 % 1
    return turns


def tally(values: Floats, nbin: int, xmin: float, xmax: float, normalized: bool) -> Floats:
    """A right histogram of whatever values."""
    counts, _ = np.histogram(values, bins=nbin, range=(xmin, xmax))
    return share(counts, normalized)


def share(counts: Image, normalized: bool) -> Floats:
    with np.errstate(all="ignore"):
        return counts / counts.sum() if normalized else counts.astype(np.float64)
