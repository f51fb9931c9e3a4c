"""Wrong backward passes of batch normalisation, stage by stage, each with the hint it earns.

Each differs from the right one in the one term that its hint names.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]
Cache = dict[str, Floats]
Answer = tuple[Any, Any, Any]

BACKWARD = "normalization.batchnorm_backward"


# Paths that are missing


@misconception(
    BACKWARD, hint="No gradient comes through the variance: is dx_hat inside the sum of dvar?"
)
def nothing_through_the_variance(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.direct + t.by_mean)


@misconception(BACKWARD, hint="dmean is missing in dx: x also reaches centered through the mean.")
def nothing_through_the_mean(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.direct + t.by_variance)


@misconception(
    BACKWARD, hint="The direct term dx_hat / std is missing in dx: only mean and variance pass on."
)
def direct_path_missing(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.by_mean + t.by_variance)


@misconception(BACKWARD, hint="You treat mean and variance as constants: x moves both of them.")
def statistics_are_constants(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.direct)


@misconception(
    BACKWARD, hint="dcentered of the variance overwrites that of the quotient: add the two."
)
def first_contribution_overwritten(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.by_variance)


@misconception(BACKWARD, hint="You return dx_hat: four more stages lead from there to dx.")
def stops_at_dx_hat(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.dx_hat)


# Derivatives that are exchanged or lack the upstream gradient


@misconception(BACKWARD, hint="The derivatives of x_hat by mean and by std are exchanged.")
def mean_and_std_exchanged(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    dmean = -np.sum(t.dx_hat * t.centered, axis=0) / t.std**2
    dstd = -np.sum(t.dx_hat, axis=0) / t.std
    by_variance = t.through_variance(dstd / (2 * t.std))
    return t.answer(t.direct + dmean / t.N + by_variance)


@misconception(BACKWARD, hint="The derivatives of x_hat by centered and by std are exchanged.")
def quotient_exchanged(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    dcentered = -t.dx_hat * t.centered / t.std**2
    dvar = np.sum(t.dx_hat / t.std, axis=0) / (2 * t.std)
    return t.answer(dcentered - dcentered.mean(axis=0) + t.through_variance(dvar))


@misconception(
    BACKWARD, hint="dvar has no upstream gradient: multiply the root's derivative by dstd."
)
def dvar_without_dout(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.direct + t.by_mean + t.through_variance(1 / (2 * t.std)))


@misconception(BACKWARD, hint="dmean has no upstream gradient: sum -dx_hat / std, not -1 / std.")
def dmean_without_dout(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.direct - 1 / t.std + t.by_variance)


# Sums over the batch


@misconception(BACKWARD, hint="dmean is not summed over the batch: all rows share one mean.")
def dmean_not_summed(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.direct - t.direct / t.N + t.by_variance)


@misconception(BACKWARD, hint="dvar is not summed over the batch: all rows share one variance.")
def dvar_not_summed(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    dvar = -t.dx_hat * t.centered / (2 * t.std**3)
    return t.answer(t.direct + t.by_mean + t.through_variance(dvar))


@misconception(BACKWARD, hint="The path through the variance is divided by N twice: dstd is a sum.")
def dstd_is_a_mean(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.direct + t.by_mean + t.by_variance / t.N)


# gamma


@misconception(BACKWARD, hint="gamma is missing in dx: start from dx_hat = dout * gamma.")
def gamma_missing(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    plain = Terms(dout, cache | {"gamma": np.ones_like(t.gamma)})
    return t.answer(plain.dx)


@misconception(BACKWARD, hint="gamma is in dx twice: dx_hat = dout * gamma has it already.")
def gamma_twice(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.dx * t.gamma)


@misconception(BACKWARD, hint="dvar uses dout: multiply by dx_hat, which has gamma in it.")
def gamma_missing_in_dvar(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    dstd = -np.sum(dout * t.centered, axis=0) / t.std**2
    return t.answer(t.direct + t.by_mean + t.through_variance(dstd / (2 * t.std)))


@misconception(BACKWARD, hint="dmean uses dout: sum dx_hat, which has gamma in it.")
def gamma_missing_in_dmean(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.direct - np.mean(dout, axis=0) / t.std + t.by_variance)


# Powers of std


@misconception(BACKWARD, hint="dx_hat is multiplied by std: the quotient divides by it.")
def multiplied_by_std(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    dcentered = t.dx_hat * t.std
    return t.answer(dcentered - dcentered.mean(axis=0) + t.by_variance)


@misconception(
    BACKWARD, hint="1 / std is missing in the direct term and in dmean: x_hat = centered / std."
)
def std_missing(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.dx_hat - t.dx_hat.mean(axis=0) + t.by_variance)


@misconception(BACKWARD, hint="1 / std is missing in the direct term: it is dx_hat / std.")
def std_missing_in_the_direct_term(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.dx_hat + t.by_mean + t.by_variance)


@misconception(
    BACKWARD, hint="1 / std is missing in dmean: the derivative by the mean is -1 / std."
)
def std_missing_in_dmean(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.direct - t.dx_hat.mean(axis=0) + t.by_variance)


@misconception(BACKWARD, hint="The direct term and dmean are divided by std twice: once is right.")
def divided_by_the_variance(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer((t.direct + t.by_mean) / t.std + t.by_variance)


@misconception(BACKWARD, hint="dvar lacks one 1 / std: dstd brings two of them, the root one more.")
def one_std_too_few(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.direct + t.by_mean + t.by_variance * t.std)


@misconception(
    BACKWARD, hint="The variance's path has a 1 / std too many: x_hat where centered belongs?"
)
def one_std_too_many(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.direct + t.by_mean + t.by_variance / t.std)


# Factors and signs


@misconception(BACKWARD, hint="The 1/2 of the root's derivative is missing in dvar.")
def half_missing(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.direct + t.by_mean + 2 * t.by_variance)


@misconception(
    BACKWARD, hint="The 2 of the square's derivative is missing: var is the mean of centered**2."
)
def two_missing(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.direct + t.by_mean + t.by_variance / 2)


@misconception(BACKWARD, hint="1/N is missing in the derivative of the variance: it is a mean.")
def mean_missing_in_the_variance(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.direct + t.by_mean + t.by_variance * t.N)


@misconception(BACKWARD, hint="1/N is missing in the path through the mean: a row's share is 1/N.")
def mean_missing_in_the_mean(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.direct + t.by_mean * t.N + t.by_variance)


@misconception(
    BACKWARD, hint="1/N is missing twice: in the derivatives of the variance and of the mean."
)
def means_missing_in_both(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.direct + (t.by_mean + t.by_variance) * t.N)


@misconception(BACKWARD, hint="The variance's derivative has N - 1: this variance is over N.")
def unbiased_variance(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    with np.errstate(all="ignore"):
        by_variance = t.by_variance * np.divide(t.N, t.N - 1)
        return t.answer(t.direct + t.by_mean + by_variance)


@misconception(BACKWARD, hint="All of dx is divided by N: the direct term has no 1/N.")
def all_divided(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.dx / t.N)


@misconception(BACKWARD, hint="dstd has the wrong sign: a larger std makes x_hat smaller.")
def wrong_sign_of_dstd(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.direct + t.by_mean - t.by_variance)


@misconception(BACKWARD, hint="dmean has the wrong sign: a larger mean makes centered smaller.")
def wrong_sign_of_dmean(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(t.direct - t.by_mean + t.by_variance)


@misconception(BACKWARD, hint="dx has the wrong sign: the direct term dx_hat / std counts for it.")
def wrong_sign(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    return t.answer(-t.dx)


# centered


@misconception(BACKWARD, hint="dvar uses x: the numerator of x_hat is centered, x - mean.")
def x_for_centered_in_dvar(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    dstd = -np.sum(t.dx_hat * t.x, axis=0) / t.std**2
    return t.answer(t.direct + t.by_mean + t.through_variance(dstd / (2 * t.std)))


@misconception(BACKWARD, hint="The variance's derivative uses x: it is the mean of centered**2.")
def x_for_centered_in_the_square(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    by_variance = t.dstd / t.std * t.x / t.N
    return t.answer(t.direct + t.by_mean + by_variance)


@misconception(
    BACKWARD, hint="You use centered**2 in the variance's derivative: it is 2 * centered."
)
def square_not_derived(dout: Floats, cache: Cache) -> Answer:
    t = Terms(dout, cache)
    by_variance = t.dstd / (2 * t.std) * t.centered**2 / t.N
    return t.answer(t.direct + t.by_mean + by_variance)


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
        self.dx_hat = dout * self.gamma
        self.direct = self.dx_hat / self.std
        self.by_mean = -self.direct.mean(axis=0)
        self.dstd = -np.sum(self.dx_hat * self.centered, axis=0) / self.std**2
        self.by_variance = self.through_variance(self.dstd / (2 * self.std))
        self.dx = self.direct + self.by_mean + self.by_variance

    def through_variance(self, dvar: Any) -> Floats:
        """What dvar adds to dx."""
        return np.asarray(dvar * 2 * self.centered / self.N)

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
