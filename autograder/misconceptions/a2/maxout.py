"""Wrong maxout units that people really write, each with the hint it earns.

A forward's cache is (x, w, winners), that of the solved package.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]
Cache = tuple[Floats, Floats, NDArray[np.integer]]
Gradients = tuple[Floats, Floats, Floats]

FORWARD = "layers.maxout_forward"
BACKWARD = "layers.maxout_backward"


# The output


@misconception(FORWARD, hint="You sum the pieces of a unit: take the largest.")
def pieces_summed(x: Floats, w: Floats, b: Floats) -> tuple[Floats, Cache]:
    pieces = scores(x, w, b)
    return pieces.sum(axis=2), cached(x, w, pieces)


@misconception(FORWARD, hint="You take the mean of a unit's pieces: take the largest.")
def pieces_averaged(x: Floats, w: Floats, b: Floats) -> tuple[Floats, Cache]:
    pieces = scores(x, w, b)
    return pieces.mean(axis=2), cached(x, w, pieces)


@misconception(FORWARD, hint="You take the smallest piece: maxout answers the largest.")
def smallest_piece(x: Floats, w: Floats, b: Floats) -> tuple[Floats, Cache]:
    pieces = scores(x, w, b)
    return pieces.min(axis=2), cached(x, w, pieces)


@misconception(FORWARD, hint="The piece largest in size wins: take the largest, not of |pieces|.")
def piece_largest_in_size(x: Floats, w: Floats, b: Floats) -> tuple[Floats, Cache]:
    pieces = scores(x, w, b)
    chosen = np.abs(pieces).argmax(axis=2)[:, :, None]
    return np.take_along_axis(pieces, chosen, axis=2)[:, :, 0], cached(x, w, pieces)


@misconception(FORWARD, hint="The biases are missing from the pieces: x . w + b.")
def biases_missing(x: Floats, w: Floats, b: Floats) -> tuple[Floats, Cache]:
    return scores(x, w, np.zeros_like(b)).max(axis=2), cached(x, w, scores(x, w, b))


@misconception(FORWARD, hint="The biases come after the maximum: each piece has its own.")
def biases_after_the_maximum(x: Floats, w: Floats, b: Floats) -> tuple[Floats, Cache]:
    out = scores(x, w, np.zeros_like(b)).max(axis=2) + b.max(axis=1)
    return out, cached(x, w, scores(x, w, b))


@misconception(FORWARD, hint="You rectify the largest piece: it may be below 0.")
def rectified(x: Floats, w: Floats, b: Floats) -> tuple[Floats, Cache]:
    pieces = scores(x, w, b)
    return np.maximum(pieces.max(axis=2), 0), cached(x, w, pieces)


@misconception(FORWARD, hint="You take the largest unit of each piece: the maximum is over K.")
def largest_unit_of_a_piece(x: Floats, w: Floats, b: Floats) -> tuple[Floats, Cache]:
    pieces = scores(x, w, b)
    return pieces.max(axis=1), cached(x, w, pieces)


@misconception(FORWARD, hint="You answer which piece is the largest: its value is the output.")
def index_of_the_largest(x: Floats, w: Floats, b: Floats) -> tuple[Any, Cache]:
    pieces = scores(x, w, b)
    return pieces.argmax(axis=2), cached(x, w, pieces)


# The gradients


@misconception(BACKWARD, hint="All pieces get the gradient: only the largest was the output.")
def every_piece_gets_the_gradient(dout: Floats, cache: Cache) -> Gradients:
    return gradients(dout, cache, np.ones((*dout.shape, cache[1].shape[2])))


@misconception(
    BACKWARD, hint="The gradient is shared out among the pieces: the largest gets it all."
)
def gradient_shared_out(dout: Floats, cache: Cache) -> Gradients:
    pieces = cache[1].shape[2]
    return gradients(dout, cache, np.full((*dout.shape, pieces), 1 / pieces))


@misconception(BACKWARD, hint="The first piece gets the gradient always: the largest must.")
def first_piece_gets_the_gradient(dout: Floats, cache: Cache) -> Gradients:
    return gradients(dout, cache, winners_of((*cache[:2], np.zeros_like(cache[2]))))


@misconception(BACKWARD, hint="dout is missing: multiply the mask of largest pieces by it.")
def mask_without_dout(dout: Floats, cache: Cache) -> Gradients:
    return gradients(np.ones_like(dout), cache, winners_of(cache))


@misconception(BACKWARD, hint="db reaches all pieces: only the largest for an image gets it.")
def db_for_every_piece(dout: Floats, cache: Cache) -> Gradients:
    dx, dw, db = gradients(dout, cache, winners_of(cache))
    return dx, dw, np.tile(dout.sum(axis=0)[:, None], db.shape[1])


@misconception(BACKWARD, hint="dx adds up all pieces' weights: only the largest piece's count.")
def dx_from_every_piece(dout: Floats, cache: Cache) -> Gradients:
    _, dw, db = gradients(dout, cache, winners_of(cache))
    return np.einsum("nm,dmk->nd", dout, cache[1]), dw, db


@misconception(BACKWARD, hint="dw and db are divided by N: dout brings the mean with it.")
def dw_and_db_divided_by_images(dout: Floats, cache: Cache) -> Gradients:
    dx, dw, db = gradients(dout, cache, winners_of(cache))
    return dx, dw / len(dout), db / len(dout)


@misconception(BACKWARD, hint="One image's gradient replaces another's in dw and db: add, with +=.")
def last_image_only(dout: Floats, cache: Cache) -> Gradients:
    x, _, winners = cache
    dx, dw, db = gradients(dout, cache, winners_of(cache))
    dw, db = np.zeros_like(dw), np.zeros_like(db)
    for n, unit in np.ndindex(dout.shape):
        dw[:, unit, winners[n, unit]] = dout[n, unit] * x[n]
        db[unit, winners[n, unit]] = dout[n, unit]
    return dx, dw, db


# What the variants share


def scores(x: Floats, w: Floats, b: Floats) -> Floats:
    """(N, M, K): every piece."""
    pieces: Floats = np.einsum("nd,dmk->nmk", x, w) + b
    return pieces


def cached(x: Floats, w: Floats, pieces: Floats) -> Cache:
    """The right cache."""
    return x, w, pieces.argmax(axis=2)


def winners_of(cache: Cache) -> Floats:
    """(N, M, K): 1 for the largest piece."""
    return np.eye(cache[1].shape[2])[cache[2]]


def gradients(dout: Floats, cache: Cache, shares: Floats) -> Gradients:
    """dx, dw, db where each piece gets its share of dout; right for the shares of winners_of."""
    x, w, _ = cache
    dscores = dout[:, :, None] * shares
    dx = np.einsum("nmk,dmk->nd", dscores, w)
    return dx, np.einsum("nd,nmk->dmk", x, dscores), dscores.sum(axis=0)
