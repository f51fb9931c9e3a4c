"""Wrong dropout that people really write, each with the hint it earns.

Whoever draws with np.random.rand, random or uniform draws the same numbers as these do here.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[Any]
Mask = NDArray[np.bool_]
Settings = dict[str, Any]
Forward = tuple[Floats, Any]

FORWARD = "dropout.dropout_forward"
BACKWARD = "dropout.dropout_backward"


# The mask


@misconception(FORWARD, hint="Your p is the probability of dropping: here it is that of keeping.")
def p_drops(x: Floats, dropout_param: Settings) -> Forward:
    p = dropout_param["p"]
    with np.errstate(all="ignore"):
        return answer(x, dropout_param, (uniform(x, dropout_param) > p) / (1 - p))


@misconception(
    FORWARD, hint="You keep the share 1 - p and divide by p: keep where the number is below p."
)
def keeps_above_p(x: Floats, dropout_param: Settings) -> Forward:
    p = dropout_param["p"]
    return answer(x, dropout_param, (uniform(x, dropout_param) > p) / p)


@misconception(
    FORWARD, hint="Your numbers are normal (randn): below p are not p of them; take uniform ones."
)
def normal_numbers(x: Floats, dropout_param: Settings) -> Forward:
    p = dropout_param["p"]
    seed(dropout_param)
    return answer(x, dropout_param, (np.random.randn(*x.shape) < p) / p)


@misconception(
    FORWARD, hint="`rand < p / p` compares with 1, so all is kept: write `(rand < p) / p`."
)
def compared_with_one(x: Floats, dropout_param: Settings) -> Forward:
    p = dropout_param["p"]
    return answer(x, dropout_param, uniform(x, dropout_param) < p / p)


@misconception(FORWARD, hint="You draw once a row: draw once for each element.")
def one_draw_a_row(x: Floats, dropout_param: Settings) -> Forward:
    p = dropout_param["p"]
    seed(dropout_param)
    drawn = np.random.rand(len(x)).reshape(-1, *[1] * (x.ndim - 1))
    return answer(x, dropout_param, np.broadcast_to(drawn < p, x.shape) / p)


@misconception(FORWARD, hint="All rows share one mask: draw once for each element.")
def one_mask_for_all_rows(x: Floats, dropout_param: Settings) -> Forward:
    p = dropout_param["p"]
    seed(dropout_param)
    drawn = np.random.rand(*x.shape[1:])
    return answer(x, dropout_param, np.broadcast_to(drawn < p, x.shape) / p)


@misconception(FORWARD, hint="The seed is not used: it makes two calls keep the same elements.")
def seed_not_used(x: Floats, dropout_param: Settings) -> Forward:
    p = dropout_param["p"]
    return answer(x, dropout_param, (np.random.rand(*x.shape) < p) / p)


@misconception(
    FORWARD, hint="You seed where no seed was given: every call keeps the same elements."
)
def always_seeded(x: Floats, dropout_param: Settings) -> Forward:
    p = dropout_param["p"]
    np.random.seed(dropout_param.get("seed", 0))
    return answer(x, dropout_param, (np.random.rand(*x.shape) < p) / p)


@misconception(
    FORWARD, hint="Dropped elements shrink where they should become 0: leave them out entirely."
)
def dropped_elements_shrink(x: Floats, dropout_param: Settings) -> Forward:
    p = dropout_param["p"]
    kept = uniform(x, dropout_param) < p
    return answer(x, dropout_param, np.where(kept, 1 / p, 1 - p))


# The scale


@misconception(
    FORWARD,
    hint="You scale by p in tests: inverted dropout divides by p in training instead.",
)
def scaled_in_tests_instead(x: Floats, dropout_param: Settings) -> Forward:
    if dropout_param["mode"] == "test":
        return x * dropout_param["p"], np.full(x.shape, dropout_param["p"])
    return answer(x, dropout_param, 1.0 * (uniform(x, dropout_param) < dropout_param["p"]))


@misconception(
    FORWARD, hint="Kept elements are not divided by p, nothing makes up for the dropped."
)
def not_scaled(x: Floats, dropout_param: Settings) -> Forward:
    return answer(x, dropout_param, 1.0 * (uniform(x, dropout_param) < dropout_param["p"]))


@misconception(FORWARD, hint="You scale twice: by 1/p in training and by p in tests. Once will do.")
def scaled_in_both_modes(x: Floats, dropout_param: Settings) -> Forward:
    p = dropout_param["p"]
    if dropout_param["mode"] == "test":
        return x * p, np.full(x.shape, p)
    return answer(x, dropout_param, (uniform(x, dropout_param) < p) / p)


@misconception(
    FORWARD, hint="You divide by p twice in training: the mask and what comes out of it."
)
def divided_twice(x: Floats, dropout_param: Settings) -> Forward:
    p = dropout_param["p"]
    return answer(x, dropout_param, (uniform(x, dropout_param) < p) / p**2)


@misconception(FORWARD, hint="You multiply what is kept by p: divide by it.")
def multiplied_by_p(x: Floats, dropout_param: Settings) -> Forward:
    p = dropout_param["p"]
    return answer(x, dropout_param, (uniform(x, dropout_param) < p) * p)


@misconception(
    FORWARD, hint="You divide what is kept by 1 - p: p itself is the share that is kept."
)
def divided_by_the_share_of_the_dropped(x: Floats, dropout_param: Settings) -> Forward:
    p = dropout_param["p"]
    with np.errstate(all="ignore"):
        return answer(x, dropout_param, (uniform(x, dropout_param) < p) / (1 - p))


# The mode


@misconception(FORWARD, hint='You drop in mode "test", too: there x comes out as it went in.')
def drops_in_tests(x: Floats, dropout_param: Settings) -> Forward:
    p = dropout_param["p"]
    return answer(x, {**dropout_param, "mode": "train"}, (uniform(x, dropout_param) < p) / p)


@misconception(FORWARD, hint="The modes are exchanged: drop in training, not in tests.")
def modes_exchanged(x: Floats, dropout_param: Settings) -> Forward:
    if dropout_param["mode"] == "train":
        return x, None
    p = dropout_param["p"]
    return answer(x, {**dropout_param, "mode": "train"}, (uniform(x, dropout_param) < p) / p)


# Backward


@misconception(BACKWARD, hint="The mask is missing: no gradient goes to what was dropped.")
def mask_missing(dout: Floats, cache: Any) -> Floats:
    return dout


@misconception(BACKWARD, hint="Gradients of kept elements are not divided by p, as x was.")
def gradient_not_scaled(dout: Floats, cache: Any) -> Floats:
    return dout if cache is None else dout * (cache != 0)


@misconception(
    BACKWARD, hint="You divide by p twice: the mask holds the 1/p already, or it does not."
)
def gradient_divided_twice(dout: Floats, cache: Any) -> Floats:
    return dout if cache is None else dout * cache**2


@misconception(BACKWARD, hint="You draw a new mask: keep the forward pass's in the cache.")
def mask_drawn_again(dout: Floats, cache: Any) -> Floats:
    if cache is None:
        return dout
    p = 1 / cache.max()
    dx: Floats = dout * ((np.random.rand(*dout.shape) < p) / p)
    return dx


@misconception(BACKWARD, hint="Gradients go to what was dropped, not to what was kept.")
def mask_inverted(dout: Floats, cache: Any) -> Floats:
    dx: Floats = dout if cache is None else np.where(cache == 0, dout * cache.max(), 0.0)
    return dx


@misconception(
    FORWARD,
    BACKWARD,
    hint="You take 0 in out for dropped: an x of 0 may have been kept, so remember the mask.",
)
def zeros_count_as_dropped(first: Floats, second: Any) -> Any:
    if isinstance(second, dict):  # forward: x, dropout_param
        p = second["p"]
        out, _ = answer(first, second, (uniform(first, second) < p) / p)
        return out, (out, 1.0 if second["mode"] == "test" else p)
    out, p = second
    return first * (out != 0) / p


# What the variants share


def seed(dropout_param: Settings) -> None:
    if "seed" in dropout_param:
        np.random.seed(dropout_param["seed"])


def uniform(x: Floats, dropout_param: Settings) -> Floats:
    """A number from [0, 1) for each element, drawn where dropout is asked for."""
    if dropout_param["mode"] == "test":
        return np.zeros(x.shape)
    seed(dropout_param)
    return np.random.rand(*x.shape)


def answer(x: Floats, dropout_param: Settings, scale: Floats | Mask) -> Forward:
    """x times some scale in training, x in tests, with the cache of the solved function."""
    if dropout_param["mode"] == "test":
        return x, None
    return (x * scale).astype(x.dtype), scale
