"""Wrong batch normalisations that people really write, each with the hint it earns."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception
from oracles.batchnorm import batch_mean, batch_variance

Floats = NDArray[np.float64]
Answer = tuple[Floats, None]

FORWARD = "normalization.batchnorm_forward"
RUNNING = ("running_mean", "running_var")


# eps


@misconception(FORWARD, hint="You add eps to the root: add it to the variance, inside the root.")
def eps_outside_the_root(*given: Any) -> Answer:
    call = Call(*given)
    call.keep()
    mean, var = call.moments()
    return call.out(mean, np.sqrt(var) + call.eps)


@misconception(FORWARD, hint="In train mode eps is not in your root: std = sqrt(var + eps).")
def eps_missing(*given: Any) -> Answer:
    call = Call(*given)
    call.keep()
    mean, var = call.moments()
    return call.out(mean, np.sqrt(var + call.eps * call.is_test))


@misconception(FORWARD, hint="In test mode eps is not in your root: add it to running_var, too.")
def eps_missing_in_test_mode(*given: Any) -> Answer:
    call = Call(*given)
    call.keep()
    mean, var = call.moments()
    return call.out(mean, np.sqrt(var + call.eps * (not call.is_test)))


@misconception(
    FORWARD, hint="Your eps is always 1e-5: take the one in bn_param where there is one."
)
def eps_of_its_own(*given: Any) -> Answer:
    call = Call(*given)
    call.keep()
    mean, var = call.moments()
    return call.out(mean, np.sqrt(var + 1e-5))


@misconception(FORWARD, hint="eps is in your running_var: average the variance without it.")
def eps_in_the_running_variance(*given: Any) -> Answer:
    call = Call(*given)
    call.keep(var=call.var + call.eps)
    return call.usual()


# The statistics of the batch


@misconception(
    FORWARD, hint="Your variance divides by N - 1, in out and in running_var: here by N."
)
def unbiased_variance(*given: Any) -> Answer:
    call = Call(*given)
    call.keep(var=call.unbiased)
    mean, var = call.moments(var=call.unbiased)
    return call.out(mean, np.sqrt(var + call.eps))


@misconception(
    FORWARD, hint="Your out uses the variance over N - 1: divide by N, as in running_var."
)
def unbiased_variance_in_out(*given: Any) -> Answer:
    call = Call(*given)
    call.keep()
    mean, var = call.moments(var=call.unbiased)
    return call.out(mean, np.sqrt(var + call.eps))


@misconception(FORWARD, hint="running_var averages the variance over N - 1: here it is over N.")
def unbiased_running_variance(*given: Any) -> Answer:
    call = Call(*given)
    call.keep(var=call.unbiased)
    return call.usual()


@misconception(FORWARD, hint="Your variance is a sum of squares: divide it by N, the rows.")
def variance_is_a_sum(*given: Any) -> Answer:
    call = Call(*given)
    total = call.var * len(call.x)
    call.keep(var=total)
    mean, var = call.moments(var=total)
    return call.out(mean, np.sqrt(var + call.eps))


@misconception(FORWARD, hint="Your mean and variance are of all numbers together: take axis=0.")
def statistics_of_the_whole_array(*given: Any) -> Answer:
    call = Call(*given)
    mean, var = np.mean(call.x), np.var(call.x)
    call.keep(mean=mean, var=var)
    mean, var = call.moments(mean=mean, var=var)
    return call.out(mean, np.sqrt(var + call.eps))


@misconception(FORWARD, hint="You normalise each row: the statistics of a feature go down axis 0.")
def statistics_of_each_row(*given: Any) -> Answer:
    call = Call(*given)
    rows = call.x.mean(axis=1, keepdims=True), call.x.var(axis=1, keepdims=True)
    call.keep(*rows)
    mean, var = call.moments(*rows)
    return call.out(mean, np.sqrt(var + call.eps))


# The normalisation


@misconception(FORWARD, hint="In train mode you divide by var + eps: divide by its square root.")
def divided_by_the_variance(*given: Any) -> Answer:
    call = Call(*given)
    call.keep()
    mean, var = call.moments()
    return call.out(mean, np.sqrt(var + call.eps) if call.is_test else var + call.eps)


@misconception(FORWARD, hint="You do not take the mean off: x_hat = (x - mean) / std.")
def mean_not_taken_off(*given: Any) -> Answer:
    call = Call(*given)
    call.keep()
    _, var = call.moments()
    return call.out(np.zeros(1), np.sqrt(var + call.eps))


@misconception(FORWARD, hint="You do not divide by std: x_hat = (x - mean) / std.")
def not_divided(*given: Any) -> Answer:
    call = Call(*given)
    call.keep()
    mean, _ = call.moments()
    return call.out(mean, np.ones(1))


@misconception(
    FORWARD, hint="In train mode you normalise by the running statistics, not the batch's."
)
def running_statistics_in_train_mode(*given: Any) -> Answer:
    call = Call(*given)
    call.keep()
    mean, var = call.bn_param.get("running_mean", 0), call.bn_param.get("running_var", 0)
    return call.out(mean, np.sqrt(var + call.eps))


# gamma and beta


@misconception(FORWARD, hint="In train mode you return x_hat: out = gamma * x_hat + beta.")
def no_affine_in_train_mode(*given: Any) -> Answer:
    call = Call(*given)
    call.keep()
    out, _ = call.usual()
    return (out if call.is_test else (out - call.beta) / call.gamma), None


@misconception(
    FORWARD, hint="In test mode gamma and beta are not applied: out = gamma x_hat + beta."
)
def no_affine_in_test_mode(*given: Any) -> Answer:
    call = Call(*given)
    call.keep()
    out, _ = call.usual()
    return ((out - call.beta) / call.gamma if call.is_test else out), None


@misconception(FORWARD, hint="gamma and beta are exchanged: gamma multiplies, beta is added.")
def gamma_and_beta_exchanged(x: Floats, gamma: Floats, beta: Floats, bn_param: Any) -> Answer:
    call = Call(x, beta, gamma, bn_param)
    call.keep()
    return call.usual()


@misconception(
    FORWARD, hint="You add beta before you multiply by gamma: out = gamma * x_hat + beta."
)
def beta_added_first(*given: Any) -> Answer:
    call = Call(*given)
    call.keep()
    out, _ = call.usual()
    return out - call.beta + call.gamma * call.beta, None


# The running statistics


@misconception(FORWARD, hint="momentum and 1 - momentum are exchanged: the old gets momentum.")
def momentum_exchanged(*given: Any) -> Answer:
    call = Call(*given)
    call.keep(momentum=1 - call.momentum)
    return call.usual()


@misconception(
    FORWARD, hint="Your momentum is always 0.9: take the one in bn_param, if it is there."
)
def momentum_of_its_own(*given: Any) -> Answer:
    call = Call(*given)
    call.keep(momentum=0.9)
    return call.usual()


@misconception(FORWARD, hint="The running statistics are those of the last batch: average them.")
def running_statistics_not_averaged(*given: Any) -> Answer:
    call = Call(*given)
    call.keep(momentum=0.0)
    return call.usual()


@misconception(FORWARD, hint="The batch counts fully in your averages: give it 1 - momentum.")
def batch_counted_fully(*given: Any) -> Answer:
    call = Call(*given)
    share = 1 / (1 - call.momentum)
    call.keep(mean=share * call.mean, var=share * call.var)
    return call.usual()


@misconception(FORWARD, hint="Your running statistics forget the old ones: start from bn_param's.")
def averages_begin_anew(*given: Any) -> Answer:
    call = Call(*given)
    call.old_mean, call.old_var = np.zeros_like(call.mean), np.zeros_like(call.var)
    call.keep()
    call = Call(*given)
    return call.usual()


@misconception(
    FORWARD, hint="Your running statistics start with the first batch: start with zeros."
)
def averages_begin_with_the_first_batch(*given: Any) -> Answer:
    call = Call(*given)
    if not call.is_test and "running_mean" not in call.bn_param:
        call.old_mean, call.old_var = call.mean, call.var
    call.keep()
    return call.usual()


@misconception(
    FORWARD, hint="running_var starts with ones: here both running statistics start at 0."
)
def running_variance_begins_with_ones(*given: Any) -> Answer:
    call = Call(*given)
    if "running_var" not in call.bn_param:
        call.old_var = np.ones_like(call.var)
    call.keep()
    return call.usual()


@misconception(
    FORWARD, hint="running_var averages the std: average the variance, without the root."
)
def running_variance_holds_the_std(*given: Any) -> Answer:
    call = Call(*given)
    call.keep(var=np.sqrt(call.var + call.eps))
    return call.usual()


@misconception(FORWARD, hint="The running statistics are not stored: put them back into bn_param.")
def running_statistics_not_stored(*given: Any) -> Answer:
    return Call(*given).usual()


@misconception(FORWARD, hint="running_mean is stored, running_var is not: put both into bn_param.")
def running_variance_not_stored(*given: Any) -> Answer:
    call = Call(*given)
    call.keep(keys=("running_mean",))
    return call.usual()


@misconception(
    FORWARD, hint="Your running statistics have shape (1, D): no keepdims, they are (D,)."
)
def keepdims_in_the_running_statistics(*given: Any) -> Answer:
    call = Call(*given)
    call.keep(mean=call.mean[None], var=call.var[None])
    return call.usual()


# Test mode


@misconception(FORWARD, hint="In test mode you divide by running_var + eps: take its square root.")
def divided_by_the_running_variance(*given: Any) -> Answer:
    call = Call(*given)
    call.keep()
    mean, var = call.moments()
    return call.out(mean, var + call.eps if call.is_test else np.sqrt(var + call.eps))


@misconception(FORWARD, hint="Test mode uses the batch's mean and variance: use the running ones.")
def batch_statistics_in_test_mode(*given: Any) -> Answer:
    call = Call(*given)
    call.keep()
    return call.out(call.mean, np.sqrt(call.var + call.eps))


@misconception(FORWARD, hint="Test mode changes the running statistics: only train mode does.")
def test_mode_updates(*given: Any) -> Answer:
    call = Call(*given)
    call.keep(always=True)
    return call.usual()


@misconception(
    FORWARD, hint="Test mode does what train mode does: use the running statistics, only."
)
def no_test_mode(*given: Any) -> Answer:
    call = Call(*given)
    call.keep(always=True)
    return call.out(call.mean, np.sqrt(call.var + call.eps))


# What the variants share


@dataclass
class Call:
    """A call of batchnorm_forward, its settings read."""

    x: Floats
    gamma: Floats
    beta: Floats
    bn_param: dict[str, Any]

    def __post_init__(self) -> None:
        if self.bn_param["mode"] not in ("train", "test"):
            raise ValueError("mode")
        self.is_test = self.bn_param["mode"] == "test"
        self.eps = self.bn_param.get("eps", 1e-5)
        self.momentum = self.bn_param.get("momentum", 0.9)
        self.mean, self.var = batch_mean(self.x), batch_variance(self.x)
        self.old_mean = self.bn_param.get("running_mean", np.zeros_like(self.mean))
        self.old_var = self.bn_param.get("running_var", np.zeros_like(self.var))

    @property
    def unbiased(self) -> Floats:
        """Variance over N - 1."""
        with np.errstate(all="ignore"):
            return np.asarray(self.var * np.divide(len(self.x), len(self.x) - 1))

    def moments(self, mean: Any = None, var: Any = None) -> tuple[Any, Any]:
        """The running statistics in test mode, else those given, else those of the batch."""
        if self.is_test:
            return self.old_mean, self.old_var
        return self.mean if mean is None else mean, self.var if var is None else var

    def keep(
        self,
        mean: Any = None,
        var: Any = None,
        momentum: float | None = None,
        keys: tuple[str, ...] = RUNNING,
        always: bool = False,
    ) -> None:
        """Moves the running statistics in train mode, or always, towards those of the batch."""
        if self.is_test and not always:
            return
        share = self.momentum if momentum is None else momentum
        mean, var = self.mean if mean is None else mean, self.var if var is None else var
        new = share * self.old_mean + (1 - share) * mean, share * self.old_var + (1 - share) * var
        self.bn_param |= {k: v for k, v in zip(RUNNING, new, strict=True) if k in keys}

    def out(self, mean: Any, std: Any) -> Answer:
        """Normalised by these, scaled and shifted."""
        with np.errstate(all="ignore"):
            return self.gamma * ((self.x - mean) / std) + self.beta, None

    def usual(self) -> Answer:
        """The right out."""
        mean, var = self.moments()
        return self.out(mean, np.sqrt(var + self.eps))
