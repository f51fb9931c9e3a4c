"""Image features: a few numbers that say more about an image than its pixels do.

Sizes: an image has H rows and W columns of RGB values from 0 to 255.
"""

import bisect
import math

import matplotlib.pyplot as plt
import numpy as np

from .plainlists import ratio


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
    """Histogram of hue: bisection in the list of edges."""
    edges = [xmin + (xmax - xmin) * b / nbin for b in range(nbin)]
    counts = [0.0] * nbin
    for h in hue(im).ravel().tolist():
        value = h * xmax
        if value >= xmin:
            counts[bisect.bisect_right(edges, value) - 1] += 1
    if normalized:
        total = sum(counts)
        counts = [ratio(count, total) for count in counts]
    return np.array(counts)


def _slope(before, here, after):
    """np.gradient at one pixel; before and after are None beyond the border."""
    if before is None and after is None:
        return 0.0
    if before is None:
        return after - here
    if after is None:
        return here - before
    return (after - before) / 2


def hog_feature(im, orientations=9, cell=8):
    """Histogram of oriented gradients, pixel by pixel."""
    gray = rgb2gray(im).tolist()
    H, W = len(gray), len(gray[0])
    strengths = {}  # (cell row, cell column, bin) -> list
    for r in range(H):
        for c in range(W):
            here = gray[r][c]
            gy = _slope(
                gray[r - 1][c] if r > 0 else None, here, gray[r + 1][c] if r + 1 < H else None
            )
            gx = _slope(
                gray[r][c - 1] if c > 0 else None, here, gray[r][c + 1] if c + 1 < W else None
            )
            angle = math.degrees(math.atan2(gy, gx)) % 180
            if angle >= 180:  # -1e-15 % 180
                angle = 0.0
            b = min(int(angle * orientations / 180), orientations - 1)
            strengths.setdefault((r // cell, c // cell, b), []).append(math.hypot(gx, gy))
    return np.array(
        [
            math.fsum(strengths.get((i, j, b), [])) / cell**2
            for i in range(H // cell)
            for j in range(W // cell)
            for b in range(orientations)
        ]
    )


def extract_features(imgs, feature_fns, verbose=False):
    """(N, F): for each image of imgs (N, H, W, 3) the results of all feature functions, joined."""
    rows = []
    for number, image in enumerate(imgs):
        rows.append(np.concatenate([feature(image) for feature in feature_fns]))
        if verbose and (number + 1) % 1000 == 0:
            print(f"{number + 1} of {len(imgs)} images")
    return np.array(rows)
