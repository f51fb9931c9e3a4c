"""Wrong backward passes of batch normalisation, in one formula, each with the hint it earns.

Each differs from the right one in the one term that its hint names.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]
Cache = dict[str, Floats]
Answer = tuple[Any, Any, Any]

BACKWARD = "normalization.batchnorm_backward_alt"


# Terms that are missing


@misconception(
    BACKWARD, hint="The term of dgamma is missing: it is what comes through the variance."
)
def dgamma_term_missing(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.scale * (dout - t.shared))


@misconception(BACKWARD, hint="The term of dbeta is missing: it is what comes through the mean.")
def dbeta_term_missing(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.scale * (dout - t.along))


@misconception(BACKWARD, hint="The direct term is missing: dout itself stands in the bracket.")
def dout_term_missing(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(-t.scale * (t.shared + t.along))


@misconception(BACKWARD, hint="You treat mean and variance as constants: x moves both of them.")
def statistics_are_constants(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.scale * dout)


@misconception(
    BACKWARD, hint="Only what comes through the variance is left: add, do not overwrite."
)
def only_the_variance(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(-t.scale * t.along)


@misconception(BACKWARD, hint="x_hat is missing in the term of dgamma: each row has its own share.")
def x_hat_missing(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.scale * (dout - t.shared - t.dgamma / t.N))


@misconception(BACKWARD, hint="gamma is missing in dx: it multiplies the whole bracket.")
def gamma_missing(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    plain = Terms(dout, cache | {"gamma": np.ones_like(t.gamma)})
    return t.answer(plain.dx)


@misconception(BACKWARD, hint="1 / std is missing in dx: it multiplies the whole bracket.")
def std_missing(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.dx * t.std)


# Terms that are exchanged or changed


@misconception(BACKWARD, hint="dgamma and dbeta are exchanged in dx: x_hat goes with dgamma.")
def dgamma_and_dbeta_exchanged_in_dx(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.scale * (dout - (t.dgamma + t.x_hat * t.dbeta) / t.N))


@misconception(BACKWARD, hint="The term of dgamma has centered where x_hat belongs.")
def centered_for_x_hat(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.scale * (dout - t.shared - t.along * t.std))


@misconception(BACKWARD, hint="The term of dgamma has x where x_hat belongs.")
def x_for_x_hat(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.scale * (dout - t.shared - t.x * t.dgamma / t.N))


@misconception(
    BACKWARD, hint="The term of dgamma is divided by std once more: x_hat holds one already."
)
def one_std_too_many(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.scale * (dout - t.shared - t.along / t.std))


@misconception(
    BACKWARD, hint="The term of dgamma has centered twice, and no std: x_hat = centered / std."
)
def centered_in_both(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.scale * (dout - t.shared - t.along * t.std**2))


@misconception(
    BACKWARD, hint="x_hat is in the term of dgamma squared, outside the sum: once is right."
)
def x_hat_squared(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.scale * (dout - t.shared - t.along * t.x_hat))


@misconception(BACKWARD, hint="dx is multiplied by std: x_hat was divided by it, and so is dx.")
def multiplied_by_std(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.dx * t.std**2)


@misconception(BACKWARD, hint="dx is divided by var + eps: its root, std, is right.")
def divided_by_the_variance(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.dx / t.std)


@misconception(BACKWARD, hint="You take the root of std once more: std is the root already.")
def divided_by_the_root_of_std(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.dx * np.sqrt(t.std))


@misconception(BACKWARD, hint="dx is divided by gamma: x_hat was multiplied by it, and so is dx.")
def divided_by_gamma(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    inverse = Terms(dout, cache | {"gamma": 1 / t.gamma})
    return t.answer(inverse.dx)


@misconception(BACKWARD, hint="gamma is in dx twice: in dx_hat, and once more before the bracket.")
def gamma_twice(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.dx * t.gamma)


@misconception(
    BACKWARD, hint="The sums hold gamma and so does the factor before them: once is right."
)
def gamma_in_the_sums_too(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.scale * (dout - t.gamma * (t.shared + t.along)))


# Sums and factors


@misconception(BACKWARD, hint="N is missing at dout: both sums are over N rows, dout is not.")
def n_missing_at_dout(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.scale * (dout / t.N - t.shared - t.along))


@misconception(BACKWARD, hint="1/N is missing before the bracket: all of dx is N times too large.")
def n_left_out_before_the_bracket(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.dx * t.N)


@misconception(BACKWARD, hint="All of dx is divided by N once too often.")
def all_divided(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.dx / t.N)


@misconception(BACKWARD, hint="The term of dbeta is not divided by N: it passes through a mean.")
def dbeta_term_not_a_mean(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.scale * (dout - t.dbeta - t.along))


@misconception(BACKWARD, hint="The term of dgamma is not divided by N: it passes through a mean.")
def dgamma_term_not_a_mean(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.scale * (dout - t.shared - t.x_hat * t.dgamma))


@misconception(BACKWARD, hint="The terms of dgamma and dbeta are sums: divide both by N.")
def both_terms_not_means(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.scale * (dout - t.dbeta - t.x_hat * t.dgamma))


@misconception(BACKWARD, hint="In dx the term of dbeta is not summed over the batch.")
def dbeta_term_not_summed(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.scale * (dout - dout / t.N - t.along))


@misconception(BACKWARD, hint="In dx the term of dgamma is not summed over the batch.")
def dgamma_term_not_summed(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.scale * (dout - t.shared - t.x_hat**2 * dout / t.N))


@misconception(BACKWARD, hint="You divide by D, the features: the sums are over N rows.")
def divided_by_the_features(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.scale * (dout - (t.shared + t.along) * (t.N / len(t.gamma))))


@misconception(BACKWARD, hint="The term of dgamma has N - 1: this variance is over N.")
def unbiased_variance(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    with np.errstate(all="ignore"):
        along = t.along * np.divide(t.N, t.N - 1)
        return t.answer(t.scale * (dout - t.shared - along))


@misconception(
    BACKWARD, hint="The term of dgamma is doubled: the root's 1/2 cancels the square's 2."
)
def dgamma_term_doubled(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.scale * (dout - t.shared - 2 * t.along))


@misconception(
    BACKWARD, hint="The term of dgamma is halved: the square's 2 cancels the root's 1/2."
)
def dgamma_term_halved(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.scale * (dout - t.shared - t.along / 2))


# Signs


@misconception(
    BACKWARD, hint="The term of dgamma has the wrong sign: a larger std makes x_hat smaller."
)
def wrong_sign_of_the_dgamma_term(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.scale * (dout - t.shared + t.along))


@misconception(BACKWARD, hint="The term of dbeta has the wrong sign: the mean is taken off.")
def wrong_sign_of_the_dbeta_term(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.scale * (dout + t.shared - t.along))


@misconception(
    BACKWARD, hint="The terms of dgamma and dbeta have the wrong sign: both are taken off."
)
def wrong_sign_of_both(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.scale * (dout + t.shared + t.along))


@misconception(BACKWARD, hint="dx has the wrong sign: dout counts for it.")
def wrong_sign(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(-t.dx)


# The cache and eps


@misconception(
    BACKWARD, hint="gamma and std are exchanged: unpack the cache in the order it was packed."
)
def gamma_and_std_exchanged(dout: Floats, cache: Cache) -> Answer:
    with np.errstate(divide="ignore", invalid="ignore"):
        t = Terms(dout, cache | {"gamma": cache["std"], "std": cache["gamma"]})
        return t.answer(t.dx)


@misconception(
    BACKWARD, hint="eps is not in the std of your backward: keep the std of the forward pass."
)
def eps_missing(dout: Floats, cache: Cache) -> Answer:
    with np.errstate(divide="ignore", invalid="ignore"):
        t = Terms(dout, cache | {"std": Terms(dout, cache).root_of_variance})
        return t.answer(t.dx)


@misconception(
    BACKWARD, hint="Your backward adds eps to the root: its std is sqrt(var + eps), too."
)
def eps_outside_the_root(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    eps = t.std**2 - t.root_of_variance**2
    t = Terms(dout, cache | {"std": t.root_of_variance + eps})
    return t.answer(t.dx)


# dgamma and dbeta


@misconception(BACKWARD, hint="Your dgamma uses x: gamma multiplies x_hat, so sum dout * x_hat.")
def dgamma_with_x(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.dx, dgamma=np.sum(dout * t.x, axis=0))


@misconception(BACKWARD, hint="Your dgamma uses x - mean, not divided by std: sum dout * x_hat.")
def dgamma_with_centered(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.dx, dgamma=np.sum(dout * t.centered, axis=0))


@misconception(BACKWARD, hint="dgamma has no x_hat: by gamma the derivative of out is x_hat.")
def dgamma_without_x_hat(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.dx, dgamma=t.dbeta)


@misconception(BACKWARD, hint="Your dgamma uses dx_hat: gamma is in it already, use dout.")
def dgamma_with_gamma(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.dx, dgamma=t.gamma * t.dgamma)


@misconception(BACKWARD, hint="Your dbeta uses dx_hat: beta is added after gamma, sum dout.")
def dbeta_with_gamma(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.dx, dbeta=t.gamma * t.dbeta)


@misconception(BACKWARD, hint="dgamma is not summed: one gamma serves all N rows, it is (D,).")
def dgamma_not_summed(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.dx, dgamma=dout * t.x_hat)


@misconception(BACKWARD, hint="dbeta is not summed: one beta serves all N rows, it is (D,).")
def dbeta_not_summed(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.dx, dbeta=dout)


@misconception(BACKWARD, hint="dgamma and dbeta are means over the batch: sum, do not divide by N.")
def dgamma_and_dbeta_are_means(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.dx, t.dgamma / t.N, t.dbeta / t.N)


@misconception(BACKWARD, hint="dgamma and dbeta are exchanged: return dx, dgamma, dbeta.")
def dgamma_and_dbeta_exchanged(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.dx, t.dbeta, t.dgamma)


@misconception(BACKWARD, hint="dgamma and dbeta have shape (1, D): no keepdims, they are (D,).")
def keepdims_left(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.dx, t.dgamma[None], t.dbeta[None])


# What the variants share


class Terms:
    """What the gradients are made of; `cache` is that of the solved batchnorm_forward."""

    def __init__(self, dout: Floats, cache: Cache) -> None:
        self.dout, self.x, self.gamma = dout, cache["x"], cache["gamma"]
        self.mean, self.std = cache["mean"], cache["std"]
        self.centered = self.x - self.mean
        self.x_hat = self.centered / self.std
        self.dgamma, self.dbeta = np.sum(dout * self.x_hat, axis=0), np.sum(dout, axis=0)
        self.N = len(dout)
        self.scale = self.gamma / self.std
        self.shared = self.dbeta / self.N
        self.along = self.x_hat * self.dgamma / self.N
        self.dx = self.scale * (dout - self.shared - self.along)

    @property
    def root_of_variance(self) -> Floats:
        """std without eps."""
        return np.asarray(np.sqrt(np.mean(self.centered**2, axis=0)))

    def answer(self, dx: Floats, dgamma: Any = None, dbeta: Any = None) -> Answer:
        """These gradients; the right dgamma and dbeta where none are given."""
        return (
            dx,
            self.dgamma if dgamma is None else dgamma,
            self.dbeta if dbeta is None else dbeta,
        )
