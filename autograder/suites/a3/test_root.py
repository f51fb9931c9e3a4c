"""Hidden tests of the exercise `root`: other data and edge cases."""

import numpy as np

from given.testing import assert_close
from oracles.batchnorm import gradients, root


def test_dvar(student, rng):
    """dvar: variances from small to large."""
    dstd, var = rng.normal(size=6), np.geomspace(0.03, 400.0, 6) * rng.uniform(0.9, 1.1, size=6)
    (want,) = gradients(lambda v: root(v, 1e-5), (var,), dstd)
    dvar = student.normalization.root_backward(dstd, np.sqrt(var + 1e-5))
    assert_close(dvar, want)


def test_a_large_eps(student, rng):
    """dvar: eps is in std already, however large it is."""
    dstd, var = rng.normal(size=5), rng.uniform(0.1, 2.0, size=5)
    (want,) = gradients(lambda v: root(v, 3.0), (var,), dstd)
    dvar = student.normalization.root_backward(dstd, np.sqrt(var + 3.0))
    assert_close(dvar, want)


def test_a_variance_of_zero(student, rng):
    """dvar: where a feature does not vary, std is the root of eps."""
    dstd, var = rng.normal(size=4), np.array([0.0, 2.0, 0.0, 1.0])
    (want,) = gradients(lambda v: root(v, 1e-4), (var,), dstd)
    dvar = student.normalization.root_backward(dstd, np.sqrt(var + 1e-4))
    assert_close(dvar, want)
