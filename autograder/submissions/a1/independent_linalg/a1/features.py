"""Image features: a few numbers that say more about an image than its pixels do.

Sizes: an image has H rows and W columns of RGB values from 0 to 255.
"""

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
    """Cumulative counts: searchsorted of the edges in the sorted hues, then differences."""
    values = np.sort(hue(im) * xmax, axis=None)
    edges = np.linspace(xmin, xmax, nbin + 1)
    counts = np.diff(np.searchsorted(values, edges, side="left")).astype(np.float64)
    if normalized and counts.sum() > 0:
        counts /= counts.sum()
    return counts


def hog_feature(im, orientations=9, cell=8):
    """No angles: the bin is the number of inner bin edges that lie clockwise of the gradient."""
    gy, gx = np.gradient(rgb2gray(np.asarray(im)))
    H, W = gx.shape
    flip = np.where((gy < 0) | ((gy == 0) & (gx < 0)), -1.0, 1.0)  # into the upper half plane
    g = np.stack([flip * gx, flip * gy])
    k = np.arange(1, orientations)
    t = np.pi * k / orientations
    e = np.stack([np.cos(t), np.sin(t)])
    eighths, rest = np.divmod(4 * k, orientations)  # 45, 90, 135 degrees exactly
    e = np.where(rest == 0, np.array([[1.0, 1, 0, -1], [0, 1, 1, 1]])[:, eighths], e)
    cross = np.einsum("k,hw->khw", e[0], g[1]) - np.einsum("k,hw->khw", e[1], g[0])
    bins = (cross >= 0).sum(axis=0)
    rows, cols = np.arange(H)[:, np.newaxis] // cell, np.arange(W)[np.newaxis, :] // cell
    slot = (rows * (W // cell) + cols) * orientations + bins
    size = (H // cell) * (W // cell) * orientations
    strength = np.linalg.norm(g, axis=0)
    return np.bincount(slot.ravel(), weights=strength.ravel(), minlength=size) / cell**2


def extract_features(imgs, feature_fns, verbose=False):
    """(N, F): for each image of imgs (N, H, W, 3) the results of all feature functions, joined."""
    rows = []
    for number, image in enumerate(imgs):
        rows.append(np.concatenate([feature(image) for feature in feature_fns]))
        if verbose and (number + 1) % 1000 == 0:
            print(f"{number + 1} of {len(imgs)} images")
    return np.array(rows)
