"""Image features: a few numbers that say more about an image than its pixels do.

Sizes: an image has H rows and W columns of RGB values from 0 to 255.
"""

import numpy as np


def rgb2gray(rgb):
    """Grey values (..., H, W) of RGB images (..., H, W, 3): the luma of ITU-R BT.601."""
    return rgb @ np.array([0.299, 0.587, 0.114])


def hue(rgb):
    """Hue of RGB images (..., H, W, 3): (..., H, W) in [0, 1), from red over green and blue to red.

    A pixel without colour (red = green = blue) has the hue 0.

    Source: Smith (1978), Color gamut transform pairs, SIGGRAPH.
    """
    rgb = np.asarray(rgb, dtype=np.float64)
    red, green, blue = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    largest = rgb.max(axis=-1)
    spread = largest - rgb.min(axis=-1)
    scale = np.where(spread > 0, spread, 1)
    sixths = np.select(
        [spread == 0, largest == red, largest == green],
        [0 * red, (green - blue) / scale, 2 + (blue - red) / scale],
        4 + (red - green) / scale,
    )
    turns = (sixths / 6) % 1
    return np.where(turns < 1, turns, 0)  # -1e-17 % 1 rounds to 1


def color_histogram_hsv(im, nbin=10, xmin=0, xmax=255, normalized=True):
    """How much of the image has which hue.

    `hue(im)` times xmax lies in [0, xmax); the range from xmin to xmax is cut into nbin bins of
    equal width, each with its lower edge and without its upper one. Where rounding decides on which
    side of an edge a hue lies, either bin is right; 0 lies in the first bin exactly.

    Args:
        im: (H, W, 3) RGB values from 0 to 255, uint8 or float; it is left as it came.
        nbin: number of bins.
        xmin, xmax: ends of the range; hues outside it are not counted.
        normalized: True divides the counts by their sum (which is above 0 in the tests), so that
            they add up to 1.

    Returns:
        (nbin,) floats: shares, or counts of pixels where normalized is False.
    """
    counts, _ = np.histogram(hue(im) * xmax, bins=nbin, range=(xmin, xmax))
    return counts / counts.sum() if normalized else counts.astype(np.float64)


def hog_feature(im, orientations=9, cell=8):
    """Histogram of oriented gradients: which edges there are in each cell of the image.

    With the grey values of `rgb2gray` and their `np.gradient` (g_y along axis 0, downwards, g_x
    along axis 1; at the border of the image it takes one-sided differences), each pixel has a
    strength `sqrt(g_x^2 + g_y^2)` and an orientation, the angle of (g_x, g_y) in degrees modulo
    180: opposite directions are one orientation, and 180 is 0. The range from 0 to 180 is cut into
    `orientations` bins of equal width, each with its lower edge and without its upper one. A
    cell's entry for a bin is the mean over *all* pixels of the cell of the strength, counted as 0
    for pixels whose orientation lies in another bin. Nothing is normalised. Where rounding decides
    on which side of an edge an orientation lies, either bin is right; 0 lies in the first exactly.

    Args:
        im: (H, W, 3) RGB values from 0 to 255, uint8 or float; it is left as it came. H and W are
            multiples of cell.
        orientations: number of bins.
        cell: height and width of a cell, in pixels.

    Returns:
        (H / cell * W / cell * orientations,) floats: the cells row by row, the bins of a cell
        together; (144,) for a 32 x 32 image.

    Source: Dalal and Triggs (2005), Histograms of oriented gradients for human detection.
    """
    g_y, g_x = np.gradient(rgb2gray(im))
    strength = np.hypot(g_x, g_y)
    degrees = np.degrees(np.arctan2(g_y, g_x)) % 180
    bins = (degrees * orientations / 180).astype(int) % orientations
    parted = strength[..., None] * (bins[..., None] == np.arange(orientations))  # (H, W, bins)
    height, width = strength.shape
    cells = parted.reshape(height // cell, cell, width // cell, cell, orientations)
    return cells.mean(axis=(1, 3)).ravel()


def extract_features(imgs, feature_fns, verbose=False):
    """(N, F): for each image of imgs (N, H, W, 3) the results of all feature functions, joined."""
    rows = []
    for number, image in enumerate(imgs):
        rows.append(np.concatenate([feature(image) for feature in feature_fns]))
        if verbose and (number + 1) % 1000 == 0:
            print(f"{number + 1} of {len(imgs)} images")
    return np.array(rows)
