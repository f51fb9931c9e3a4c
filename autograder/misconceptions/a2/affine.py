"""Wrong affine layers that people really write, each with the hint it earns.

A forward's cache is (x, w, b), that of the solved package.
"""

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]
Cache = tuple[Floats, Floats, Floats]
Gradients = tuple[Floats, Floats, Floats]

FORWARD = "layers.affine_forward"
BACKWARD = "layers.affine_backward"


# The output


@misconception(FORWARD, hint="The bias b is missing from your output: out = x w + b.")
def bias_missing(x: Floats, w: Floats, b: Floats) -> tuple[Floats, Cache]:
    return rows(x) @ w, (x, w, b)


@misconception(FORWARD, hint="Your output has the bias twice.")
def bias_added_twice(x: Floats, w: Floats, b: Floats) -> tuple[Floats, Cache]:
    return rows(x) @ w + 2 * b, (x, w, b)


@misconception(FORWARD, hint="The bias goes through the product with x: add it afterwards.")
def bias_inside_the_product(x: Floats, w: Floats, b: Floats) -> tuple[Floats, Cache]:
    return rows(x) @ (w + b), (x, w, b)


@misconception(FORWARD, hint="Negative outputs became 0: the rectifier is a layer of its own.")
def rectified(x: Floats, w: Floats, b: Floats) -> tuple[Floats, Cache]:
    return np.maximum(rows(x) @ w + b, 0), (x, w, b)


@misconception(
    FORWARD, hint="x.reshape(D, N).T mixes the numbers of the images: reshape to (N, D)."
)
def images_mixed_by_a_transpose(x: Floats, w: Floats, b: Floats) -> tuple[Floats, Cache]:
    return x.reshape(-1, len(x)).T @ w + b, (x, w, b)


@misconception(
    FORWARD, hint="The numbers of an image come in another order: the last axis runs fastest."
)
def first_axis_runs_fastest(x: Floats, w: Floats, b: Floats) -> tuple[Floats, Cache]:
    return x.reshape(len(x), -1, order="F") @ w + b, (x, w, b)


@misconception(FORWARD, hint="Your output is divided by N: nothing is averaged in this layer.")
def output_divided_by_images(x: Floats, w: Floats, b: Floats) -> tuple[Floats, Cache]:
    return (rows(x) @ w + b) / len(x), (x, w, b)


# dx


@misconception(BACKWARD, hint="dx is (N, D): give it the shape that x had.")
def dx_left_in_rows(dout: Floats, cache: Cache) -> Gradients:
    _, dw, db = gradients(dout, cache)
    return dout @ cache[1].T, dw, db


@misconception(
    BACKWARD, hint="w.reshape(M, D) in dx has w's shape reversed, not its entries: use w.T."
)
def weights_reshaped_instead_of_transposed(dout: Floats, cache: Cache) -> Gradients:
    x, w, _ = cache
    _, dw, db = gradients(dout, cache)
    return (dout @ w.reshape(w.shape[::-1])).reshape(x.shape), dw, db


@misconception(BACKWARD, hint="dx holds right numbers in a wrong order: reshape it in C order.")
def dx_reshaped_in_another_order(dout: Floats, cache: Cache) -> Gradients:
    x, w, _ = cache
    _, dw, db = gradients(dout, cache)
    return (dout @ w.T).reshape(x.shape, order="F"), dw, db


@misconception(BACKWARD, hint="dx does not depend on dout: multiply by it.")
def dx_without_dout(dout: Floats, cache: Cache) -> Gradients:
    x, w, _ = cache
    _, dw, db = gradients(dout, cache)
    return (np.ones_like(dout) @ w.T).reshape(x.shape), dw, db


@misconception(BACKWARD, hint="dx has the opposite sign.")
def dx_of_the_opposite_sign(dout: Floats, cache: Cache) -> Gradients:
    dx, dw, db = gradients(dout, cache)
    return -dx, dw, db


# dw


@misconception(
    BACKWARD, hint="x.reshape(D, N) in dw mixes the images: reshape to (N, D), then transpose."
)
def images_reshaped_instead_of_transposed(dout: Floats, cache: Cache) -> Gradients:
    dx, _, db = gradients(dout, cache)
    return dx, cache[0].reshape(-1, len(dout)) @ dout, db


@misconception(BACKWARD, hint="dw is divided by N: the loss has its mean already, dout brings it.")
def dw_divided_by_images(dout: Floats, cache: Cache) -> Gradients:
    dx, dw, db = gradients(dout, cache)
    return dx, dw / len(dout), db


@misconception(BACKWARD, hint="dw does not depend on dout: multiply by it.")
def dw_without_dout(dout: Floats, cache: Cache) -> Gradients:
    dx, _, db = gradients(dout, cache)
    return dx, rows(cache[0]).T @ np.ones_like(dout), db


@misconception(BACKWARD, hint="dw comes from the first image alone: every image adds to it.")
def dw_of_the_first_image(dout: Floats, cache: Cache) -> Gradients:
    dx, _, db = gradients(dout, cache)
    return dx, np.outer(rows(cache[0])[0], dout[0]), db


# db


@misconception(BACKWARD, hint="db is a mean over the images: it is their sum.")
def db_averaged(dout: Floats, cache: Cache) -> Gradients:
    dx, dw, db = gradients(dout, cache)
    return dx, dw, db / len(dout)


@misconception(BACKWARD, hint="dw and db are divided by N: dout brings the mean with it.")
def dw_and_db_divided_by_images(dout: Floats, cache: Cache) -> Gradients:
    dx, dw, db = gradients(dout, cache)
    return dx, dw / len(dout), db / len(dout)


@misconception(BACKWARD, hint="db has shape (1, M): sum without keepdims.")
def db_keeps_its_axis(dout: Floats, cache: Cache) -> Gradients:
    dx, dw, db = gradients(dout, cache)
    return dx, dw, db[None]


@misconception(BACKWARD, hint="db is summed over the outputs: sum over the images, axis 0.")
def db_over_the_outputs(dout: Floats, cache: Cache) -> Gradients:
    dx, dw, _ = gradients(dout, cache)
    return dx, dw, dout.sum(axis=1)


@misconception(BACKWARD, hint="db is one number: sum over the images only, axis 0.")
def db_summed_over_everything(dout: Floats, cache: Cache) -> Gradients:
    dx, dw, _ = gradients(dout, cache)
    return dx, dw, dout.sum()


@misconception(BACKWARD, hint="db only counts the images: sum dout over them.")
def db_without_dout(dout: Floats, cache: Cache) -> Gradients:
    dx, dw, db = gradients(dout, cache)
    return dx, dw, np.full(db.shape, float(len(dout)))


@misconception(BACKWARD, hint="db is multiplied by b: the biases themselves do not come into it.")
def db_times_the_biases(dout: Floats, cache: Cache) -> Gradients:
    dx, dw, db = gradients(dout, cache)
    return dx, dw, db * cache[2]


@misconception(BACKWARD, hint="Your gradients come in another order: dx, dw, db is promised.")
def dw_before_dx(dout: Floats, cache: Cache) -> Gradients:
    dx, dw, db = gradients(dout, cache)
    return dw, dx, db


# What the variants share


def rows(x: Floats) -> Floats:
    """(N, D): each image in a row."""
    return x.reshape(len(x), -1)


def gradients(dout: Floats, cache: Cache) -> Gradients:
    """The right answer."""
    x, w, _ = cache
    return (dout @ w.T).reshape(x.shape), rows(x).T @ dout, dout.sum(axis=0)
