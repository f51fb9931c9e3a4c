"""Image features: a few numbers that say more about an image than its pixels do.

Sizes: an image has H rows and W columns of RGB values from 0 to 255.
"""

from __future__ import print_function, division
import numpy as np
import matplotlib.pyplot as plt


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
    """Sorted hues: the number below each edge (searchsorted), then differences."""
    h = np.sort(hue(im).ravel() * xmax)
    edges = np.linspace(xmin, xmax, nbin + 1)
    counts = np.diff(np.searchsorted(h, edges, side="left")).astype(float)
    if normalized:
        counts /= counts.sum()
    return counts


def hog_feature(im, orientations=9, cell=8, plot=False):
    """One bincount over (cell, bin) codes of all pixels, weighted with the strength."""
    gy, gx = np.gradient(rgb2gray(im))
    mag = np.sqrt(gx ** 2 + gy ** 2)
    deg = np.rad2deg(np.arctan2(gy, gx)) % 180
    deg[deg >= 180] = 0  # -1e-17 % 180 is 180.0
    bin = np.digitize(deg, np.linspace(0, 180, orientations + 1)) - 1
    r, c = np.indices(mag.shape) // cell
    code = (r * (mag.shape[1] // cell) + c) * orientations + bin
    hist = np.bincount(code.ravel(), weights=mag.ravel(), minlength=mag.size // cell ** 2 * orientations)
    hist /= cell ** 2
    return hist
    pass


def extract_features(imgs, feature_fns, verbose=False):
    """(N, F): for each image of imgs (N, H, W, 3) the results of all feature functions, joined."""
    rows = []
    for number, image in enumerate(imgs):
        rows.append(np.concatenate([feature(image) for feature in feature_fns]))
        if verbose and (number + 1) % 1000 == 0:
            print(f"{number + 1} of {len(imgs)} images")
    return np.array(rows)
