"""Wrong preprocessing that people really write, each with the hint it earns."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]
Images = NDArray[Any]
Statistics = dict[str, Any]

FIT = "preprocessing.fit_preprocess"
APPLY = "preprocessing.apply_preprocess"
BIAS = "preprocessing.append_bias"
FIT_WHITENING = "preprocessing.fit_whitening"
WHITEN = "preprocessing.apply_whitening"


# The mean of the training images


@misconception(FIT, hint='Your mean is one number: per="pixel" wants an image, "channel" (C,).')
def one_mean_for_all(images: Images, per: str = "pixel") -> Statistics:
    axes_of(per)
    return {"mean": images.mean()}


@misconception(FIT, hint="per is not used: you take the mean image where one a channel is due.")
def per_pixel_always(images: Images, per: str = "pixel") -> Statistics:
    axes_of(per)
    return {"mean": images.mean(axis=0)}


@misconception(FIT, hint="per is not used: you take one mean a channel even for the mean image.")
def per_channel_always(images: Images, per: str = "pixel") -> Statistics:
    axes_of(per)
    return {"mean": images.mean(axis=(0, 1, 2))}


@misconception(FIT, hint="You average each image by itself: the mean goes over the images, axis 0.")
def mean_of_each_image(images: Images, per: str = "pixel") -> Statistics:
    axes_of(per)
    return {"mean": images.mean(axis=(1, 2))}


@misconception(FIT, hint="Your sum wraps around in uint8: sum in float, or use mean.")
def sum_that_wraps_around(images: Images, per: str = "pixel") -> Statistics:
    count = images.size / images.mean(axis=axes_of(per)).size
    return {"mean": images.sum(axis=axes_of(per), dtype=images.dtype) / count}


@misconception(FIT, hint="Your mean is rounded to the dtype of the images: keep it a float.")
def mean_of_the_images_dtype(images: Images, per: str = "pixel") -> Statistics:
    return {"mean": images.mean(axis=axes_of(per)).astype(images.dtype).astype(float)}


@misconception(FIT, hint="Your mean is divided by 255, and the images are not.")
def mean_divided_by_255(images: Images, per: str = "pixel") -> Statistics:
    return {"mean": images.mean(axis=axes_of(per)) / 255}


@misconception(FIT, hint="You take the median: the promised statistic is the mean.")
def median_for_mean(images: Images, per: str = "pixel") -> Statistics:
    return {"mean": np.median(images, axis=axes_of(per))}


@misconception(FIT, hint='An unknown per passes in silence: raise a ValueError, no "else".')
def unknown_per_accepted(images: Images, per: str = "pixel") -> Statistics:
    return {"mean": images.mean(axis=0 if per == "pixel" else (0, 1, 2))}


# Images less the mean


@misconception(APPLY, hint="You take the mean of the images at hand off: take statistics['mean'].")
def own_mean(images: Images, statistics: Statistics) -> Floats:
    per = "pixel" if statistics["mean"].ndim == 3 else "channel"
    return rows(images - images.mean(axis=axes_of(per)))


@misconception(APPLY, hint="Your images keep their four axes: make each one row, (N, D).")
def not_flattened(images: Images, statistics: Statistics) -> Floats:
    less: Floats = images - statistics["mean"]
    return less


@misconception(APPLY, hint="uint8 less uint8 wraps around below 0: make the images float first.")
def wrapped_around(images: Images, statistics: Statistics) -> Floats:
    return rows(images - statistics["mean"].astype(images.dtype)).astype(float)


@misconception(APPLY, hint="The mean less the images is the wrong way round: images less the mean.")
def mean_less_images(images: Images, statistics: Statistics) -> Floats:
    return rows(statistics["mean"] - images)


@misconception(APPLY, hint="What falls below 0 is cut off: differences may be negative.")
def negative_values_cut_off(images: Images, statistics: Statistics) -> Floats:
    return rows(np.maximum(images - statistics["mean"], 0))


@misconception(APPLY, hint="You scale to [0, 1], too: only the mean is taken off.")
def divided_by_255(images: Images, statistics: Statistics) -> Floats:
    return rows((images - statistics["mean"]) / 255)


@misconception(APPLY, hint="You divide by a standard deviation, too: only the mean is taken off.")
def divided_by_the_deviation(images: Images, statistics: Statistics) -> Floats:
    less = images - statistics["mean"]
    return rows(less / (less.std() + 1e-8))


@misconception(APPLY, hint="Your rows hold one channel after the other: `reshape` alone is due.")
def channels_one_after_the_other(images: Images, statistics: Statistics) -> Floats:
    return rows(np.moveaxis(images - statistics["mean"], 3, 1))


@misconception(APPLY, hint="The columns are your images: make each image one row, (N, D).")
def images_as_columns(images: Images, statistics: Statistics) -> Floats:
    return rows(images - statistics["mean"]).T


# The bias trick


@misconception(BIAS, hint="Your ones are the first column: the bias is the last row of W.")
def ones_first(X: Floats) -> Floats:
    return np.hstack([np.ones((len(X), 1)), X])


@misconception(BIAS, hint="Your last column is 0: a bias is multiplied by 1.")
def zeros_for_ones(X: Floats) -> Floats:
    return np.hstack([X, np.zeros((len(X), 1))])


@misconception(BIAS, hint="You append a row of ones, an image: append a column, a feature.")
def row_of_ones(X: Floats) -> Floats:
    return np.vstack([X, np.ones((1, X.shape[1]))])


@misconception(BIAS, hint="Your ones replace the last feature: X must become one column wider.")
def last_feature_replaced(X: Floats) -> Floats:
    replaced = X.copy()
    replaced[:, -1] = 1
    return replaced


# What whitening needs to know


@misconception(FIT_WHITENING, hint="Your covariance is divided by N - 1: here it is 1/N.")
def divided_by_one_less(X: Floats) -> Statistics:
    return whitening_of(X.mean(axis=0), np.cov(X, rowvar=False))


@misconception(FIT_WHITENING, hint="Your covariance is not divided by N: it is a mean of products.")
def covariance_not_divided(X: Floats) -> Statistics:
    centred = X - X.mean(axis=0)
    return whitening_of(X.mean(axis=0), centred.T @ centred)


@misconception(FIT_WHITENING, hint="Your covariance is of X as it is: take the mean off first.")
def covariance_not_centred(X: Floats) -> Statistics:
    return whitening_of(X.mean(axis=0), X.T @ X / len(X))


@misconception(FIT_WHITENING, hint="You take one mean of all features: each feature has its own.")
def one_mean_for_all_features(X: Floats) -> Statistics:
    centred = X - X.mean()
    return whitening_of(np.full(X.shape[1], X.mean()), centred.T @ centred / len(X))


@misconception(FIT_WHITENING, hint="eigh sorts ascending: the largest eigenvalues come last there.")
def smallest_variances_first(X: Floats) -> Statistics:
    right = whitening_of(X.mean(axis=0), np.cov(X, rowvar=False, bias=True))
    directions, variances = right["directions"][:, ::-1], right["variances"][::-1]
    return {"mean": right["mean"], "variances": variances, "directions": directions}


@misconception(FIT_WHITENING, hint="The eigenvalues are sorted, their eigenvectors are not.")
def only_variances_sorted(X: Floats) -> Statistics:
    right = whitening_of(X.mean(axis=0), np.cov(X, rowvar=False, bias=True))
    return {**right, "directions": right["directions"][:, ::-1]}


@misconception(FIT_WHITENING, hint="Eigenvectors are the columns of eigh's matrix, not its rows.")
def rows_for_eigenvectors(X: Floats) -> Statistics:
    right = whitening_of(X.mean(axis=0), np.cov(X, rowvar=False, bias=True))
    return {**right, "directions": right["directions"][::-1, ::-1].T}


@misconception(
    FIT_WHITENING, hint="Singular values are not variances: square them and divide by N."
)
def singular_values_for_variances(X: Floats) -> Statistics:
    right = whitening_of(X.mean(axis=0), np.cov(X, rowvar=False, bias=True))
    return {**right, "variances": np.sqrt(right["variances"] * len(X))}


# Whitening


@misconception(WHITEN, hint="The mean is not taken off before the projection.")
def mean_left(
    X: Floats, whitening: Statistics, num_components: int, epsilon: float = 0.0
) -> Floats:
    scales = np.sqrt(whitening["variances"] + epsilon)[:num_components]
    return X @ whitening["directions"][:, :num_components] / scales


@misconception(WHITEN, hint="You take off the mean of the images at hand: it is the training mean.")
def own_mean_in_whitening(
    X: Floats, whitening: Statistics, num_components: int, epsilon: float = 0.0
) -> Floats:
    scales = np.sqrt(whitening["variances"] + epsilon)[:num_components]
    return (X - X.mean(axis=0)) @ whitening["directions"][:, :num_components] / scales


@misconception(WHITEN, hint="You divide by deviations of the images at hand: use the training's.")
def own_deviations(
    X: Floats, whitening: Statistics, num_components: int, epsilon: float = 0.0
) -> Floats:
    projected = projections(X, whitening, num_components)
    return projected / np.sqrt(projected.var(axis=0) + epsilon)


@misconception(WHITEN, hint="You divide by the variance: its root, the standard deviation, is due.")
def divided_by_the_variance(
    X: Floats, whitening: Statistics, num_components: int, epsilon: float = 0.0
) -> Floats:
    scales = whitening["variances"] + epsilon
    return projections(X, whitening, num_components) / scales[:num_components]


@misconception(WHITEN, hint="You only rotate: divide each column by its standard deviation, too.")
def not_divided(
    X: Floats, whitening: Statistics, num_components: int, epsilon: float = 0.0
) -> Floats:
    return projections(X, whitening, num_components)


@misconception(WHITEN, hint="epsilon stands outside the root: it is sqrt(v + epsilon).")
def epsilon_outside_the_root(
    X: Floats, whitening: Statistics, num_components: int, epsilon: float = 0.0
) -> Floats:
    scales = np.sqrt(whitening["variances"]) + epsilon
    return projections(X, whitening, num_components) / scales[:num_components]


@misconception(WHITEN, hint="epsilon is not used: it is added to each variance.")
def epsilon_missing(
    X: Floats, whitening: Statistics, num_components: int, epsilon: float = 0.0
) -> Floats:
    scales = np.sqrt(whitening["variances"])
    return projections(X, whitening, num_components) / scales[:num_components]


@misconception(WHITEN, hint="You keep the smallest variances: the largest ones come first.")
def last_components(
    X: Floats, whitening: Statistics, num_components: int, epsilon: float = 0.0
) -> Floats:
    D = X.shape[1]
    white = projections(X, whitening, D) / np.sqrt(whitening["variances"] + epsilon)
    return white[:, D - num_components :]


@misconception(WHITEN, hint="You rotate back to pixels at the end: stay in the components.")
def rotated_back(
    X: Floats, whitening: Statistics, num_components: int, epsilon: float = 0.0
) -> Floats:
    scales = np.sqrt(whitening["variances"] + epsilon)[:num_components]
    white = projections(X, whitening, num_components) / scales
    return white @ whitening["directions"][:, :num_components].T


@misconception(WHITEN, hint="You keep rows of the directions: each of its columns is a direction.")
def rows_for_columns(
    X: Floats, whitening: Statistics, num_components: int, epsilon: float = 0.0
) -> Floats:
    scales = np.sqrt(whitening["variances"] + epsilon)[:num_components]
    return (X - whitening["mean"]) @ whitening["directions"][:num_components].T / scales


# What the variants share


def axes_of(per: str) -> Any:
    """What the mean goes over.

    Raises:
        ValueError: per is unknown.
    """
    if per not in ("pixel", "channel"):
        raise ValueError(per)
    return 0 if per == "pixel" else (0, 1, 2)


def rows(images: Images) -> Any:
    """Each image as one row."""
    return images.reshape(len(images), -1)


def whitening_of(mean: Floats, covariance: Floats) -> Statistics:
    """What the solved fit_whitening returns, for a mean and a covariance."""
    variances, directions = np.linalg.eigh(covariance)
    return {"mean": mean, "variances": variances[::-1], "directions": directions[:, ::-1]}


def projections(X: Floats, whitening: Statistics, num_components: int) -> Floats:
    """Steps from the training mean along each direction."""
    steps: Floats = (X - whitening["mean"]) @ whitening["directions"][:, :num_components]
    return steps
