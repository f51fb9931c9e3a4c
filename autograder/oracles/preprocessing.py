"""Preprocessing number by number, and clouds of points whose axes are known beforehand."""

from collections.abc import Sequence
from math import fsum, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Images = NDArray[Any]


def mean_image(images: Images) -> Floats:
    """(H, W, C): mean of each pixel and channel over the images."""
    mean = np.zeros(images.shape[1:])
    for place in np.ndindex(mean.shape):
        mean[place] = fsum(image[place] for image in images) / len(images)
    return mean


def mean_of_channels(images: Images) -> Floats:
    """(C,): mean of each channel over all pixels of all images."""
    channels = [images[:, :, :, c].ravel() for c in range(images.shape[3])]
    return np.array([fsum(values) / len(values) for values in channels])


def rows_less(images: Images, mean: Floats) -> Floats:
    """(N, H * W * C): the images less a mean, written down row by row, pixel by pixel."""
    written = []
    for image in images:
        height, width, channels = image.shape
        for r in range(height):
            for s in range(width):
                for c in range(channels):
                    less = mean[r, s, c] if mean.ndim == 3 else mean[c]
                    written.append(float(image[r, s, c]) - float(less))
    return np.array(written).reshape(len(images), images[0].size)


class Cloud:
    """Points whose mean, axes and variances along them are what was asked for.

    Args:
        rng: draws the cloud.
        num_points: more than there are variances.
        variances: of the points along the axes; each is divided by num_points.
        distance: of the mean from the origin.

    Attributes:
        X: (num_points, D) the points.
        mean: (D,).
        axes: (D, D), column k has length 1 and the variance k.
    """

    def __init__(
        self,
        rng: np.random.Generator,
        num_points: int,
        variances: Sequence[float],
        distance: float = 5.0,
    ) -> None:
        features = len(variances)
        drawn = np.hstack([np.ones((num_points, 1)), rng.normal(size=(num_points, features))])
        spread = np.linalg.qr(drawn)[0][:, 1:]  # columns of length 1, at right angles to each other
        self.variances = list(variances)
        self.axes: Floats = np.linalg.qr(rng.normal(size=(features, features)))[0]
        self.mean = distance * self.axes.sum(axis=1) / sqrt(features)
        deviations = np.sqrt(np.array(variances) * num_points)
        self.X: Floats = self.mean + (spread * deviations) @ self.axes.T

    def whitened(self, X: Floats, num_components: int, epsilon: float = 0.0) -> Floats:
        """(N, num_components): steps from the mean along each axis, in standard deviations."""
        order = sorted(range(len(self.variances)), key=lambda k: -self.variances[k])
        return np.array(
            [
                [
                    fsum((x - self.mean) * self.axes[:, k]) / sqrt(self.variances[k] + epsilon)
                    for k in order[:num_components]
                ]
                for x in X
            ]
        )
