"""Wrong backward passes of out = gamma * x_hat + beta, each with the hint it earns."""

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]
Answer = tuple[Floats, Floats, Floats]

STAGE = "normalization.scale_shift_backward"


# dx_hat


@misconception(STAGE, hint="gamma is missing in dx_hat: each x_hat is multiplied by its gamma.")
def gamma_missing_in_dx_hat(dout: Floats, x_hat: Floats, gamma: Floats) -> Answer:
    return dout, np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)


@misconception(STAGE, hint="dx_hat is divided by gamma: x_hat is multiplied by it, and so is dout.")
def dx_hat_divided_by_gamma(dout: Floats, x_hat: Floats, gamma: Floats) -> Answer:
    with np.errstate(divide="ignore"):
        return dout / gamma, np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)


@misconception(STAGE, hint="dx_hat has no dout: multiply gamma by the upstream gradient.")
def dx_hat_without_dout(dout: Floats, x_hat: Floats, gamma: Floats) -> Answer:
    return np.tile(gamma, (len(dout), 1)), np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)


@misconception(STAGE, hint="Your dx_hat is dout * x_hat: by x_hat the derivative is gamma.")
def dx_hat_by_x_hat(dout: Floats, x_hat: Floats, gamma: Floats) -> Answer:
    return dout * x_hat, np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)


@misconception(STAGE, hint="x_hat stands in your dx_hat: by x_hat the derivative is gamma alone.")
def x_hat_left_in_dx_hat(dout: Floats, x_hat: Floats, gamma: Floats) -> Answer:
    return dout * gamma * x_hat, np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)


# dgamma


@misconception(STAGE, hint="dgamma has no dout: multiply x_hat by the upstream gradient, then sum.")
def dgamma_without_dout(dout: Floats, x_hat: Floats, gamma: Floats) -> Answer:
    return dout * gamma, np.sum(x_hat, axis=0), np.sum(dout, axis=0)


@misconception(STAGE, hint="dgamma has no x_hat: by gamma the derivative of out is x_hat.")
def dgamma_without_x_hat(dout: Floats, x_hat: Floats, gamma: Floats) -> Answer:
    return dout * gamma, np.sum(dout, axis=0), np.sum(dout, axis=0)


@misconception(STAGE, hint="Your dgamma uses dx_hat: gamma is in it already, use dout.")
def dgamma_with_gamma(dout: Floats, x_hat: Floats, gamma: Floats) -> Answer:
    return dout * gamma, np.sum(dout * gamma * x_hat, axis=0), np.sum(dout, axis=0)


@misconception(STAGE, hint="dgamma is not summed: one gamma serves all N rows, it is (D,).")
def dgamma_not_summed(dout: Floats, x_hat: Floats, gamma: Floats) -> Answer:
    return dout * gamma, dout * x_hat, np.sum(dout, axis=0)


# dbeta


@misconception(STAGE, hint="Your dbeta uses dx_hat: beta is added after gamma, sum dout.")
def dbeta_with_gamma(dout: Floats, x_hat: Floats, gamma: Floats) -> Answer:
    return dout * gamma, np.sum(dout * x_hat, axis=0), np.sum(dout * gamma, axis=0)


@misconception(STAGE, hint="dbeta is not summed: one beta serves all N rows, it is (D,).")
def dbeta_not_summed(dout: Floats, x_hat: Floats, gamma: Floats) -> Answer:
    return dout * gamma, np.sum(dout * x_hat, axis=0), dout


@misconception(STAGE, hint="Your dbeta counts the rows: sum the upstream gradient over them.")
def dbeta_without_dout(dout: Floats, x_hat: Floats, gamma: Floats) -> Answer:
    return dout * gamma, np.sum(dout * x_hat, axis=0), np.full(len(gamma), float(len(dout)))


# Both


@misconception(STAGE, hint="dgamma and dbeta are means over the batch: sum, do not divide by N.")
def means_for_sums(dout: Floats, x_hat: Floats, gamma: Floats) -> Answer:
    return dout * gamma, np.mean(dout * x_hat, axis=0), np.mean(dout, axis=0)


@misconception(STAGE, hint="dgamma and dbeta are exchanged: return dx_hat, dgamma, dbeta.")
def dgamma_and_dbeta_exchanged(dout: Floats, x_hat: Floats, gamma: Floats) -> Answer:
    return dout * gamma, np.sum(dout, axis=0), np.sum(dout * x_hat, axis=0)


@misconception(STAGE, hint="dgamma and dbeta have shape (1, D): no keepdims, they are (D,).")
def keepdims_left(dout: Floats, x_hat: Floats, gamma: Floats) -> Answer:
    dgamma = np.sum(dout * x_hat, axis=0, keepdims=True)
    return dout * gamma, dgamma, np.sum(dout, axis=0, keepdims=True)


@misconception(STAGE, hint="You sum over the features: dgamma and dbeta go over the rows, axis 0.")
def summed_over_the_features(dout: Floats, x_hat: Floats, gamma: Floats) -> Answer:
    return dout * gamma, np.sum(dout * x_hat, axis=1), np.sum(dout, axis=1)


@misconception(STAGE, hint="dgamma and dbeta are single numbers: each feature has its own, axis=0.")
def summed_over_everything(dout: Floats, x_hat: Floats, gamma: Floats) -> Answer:
    return dout * gamma, np.asarray(np.sum(dout * x_hat)), np.asarray(np.sum(dout))
