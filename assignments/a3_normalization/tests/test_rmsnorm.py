"""Public tests of the exercise `rmsnorm`: rmsnorm_forward and rmsnorm_backward."""

import numpy as np

from given.testing import assert_close, contract

STEP = 1e-5  # of the central differences


def problem(rng, rows=4, features=6):
    """x and gamma, neither constant; each row of x has a root mean square of 1 to 2."""
    signs = rng.choice([-1.0, 1.0], size=(rows, features))
    return signs * rng.uniform(1, 2, size=(rows, features)), rng.uniform(0.5, 2.0, size=features)


def test_forward_divides_by_the_root_mean_square(student):
    """rmsnorm_forward: the row (1, -7) has the root mean square 5, (3, 3) has 3."""
    x, gamma = np.array([[1.0, -7.0], [3.0, 3.0]]), np.array([10.0, 1.0])
    want = np.array([[10.0, -7.0], [30.0, 3.0]]) / np.sqrt([[25 + 1e-5], [9 + 1e-5]])
    out, _ = student.normalization.rmsnorm_forward(x, gamma, {})
    assert_close(out, want)


def test_forward_eps_stands_inside_the_root(student):
    """rmsnorm_forward: small numbers are divided by sqrt(mean square + eps), eps as given."""
    x = np.array([[0.001, -0.007], [0.012, 0.012]])  # mean squares 25e-6 and 144e-6
    want = x / np.array([[0.013], [np.sqrt(288e-6)]])
    out, _ = student.normalization.rmsnorm_forward(x.copy(), np.ones(2), {"eps": 144e-6})
    assert_close(out, want)


def test_forward_is_layer_normalisation_where_rows_have_mean_0(student, rng):
    """rmsnorm_forward: a row with mean 0 and mean square 1 is divided by sqrt(1 + eps)."""
    x = rng.normal(size=(5, 6))
    x -= x.sum(axis=1)[:, None] / 6
    x /= np.sqrt((x**2).sum(axis=1)[:, None] / 6)
    gamma = rng.uniform(0.5, 2.0, size=6)
    want = 3 * x * gamma / np.sqrt(9 + 1e-5)
    out, _ = student.normalization.rmsnorm_forward(3 * x, gamma, {})
    assert_close(out, want)


def test_backward_dgamma_sums_over_the_rows(student, rng):
    """rmsnorm_backward: dgamma sums dout times the normalised x over the rows."""
    signs = np.array([[1.0, -1.0, 1.0], [-1.0, -1.0, 1.0]])  # what is left of rows of +-1e4
    dout = rng.normal(size=(2, 3))
    want = np.einsum("ij,ij->j", dout, signs)
    _, cache = student.normalization.rmsnorm_forward(1e4 * signs, np.array([0.5, 2.0, 3.0]), {})
    _, dgamma = student.normalization.rmsnorm_backward(dout, cache)
    assert_close(dgamma, want)


def test_backward_dx_is_the_slope_of_the_forward_pass(student, rng):
    """rmsnorm_backward: dx is the slope of the forward pass; stretching a row is no change."""
    x, gamma = problem(rng)
    dout, direction = rng.normal(size=(4, 6)), rng.uniform(-1, 1, size=(4, 6))
    forward = student.normalization.rmsnorm_forward
    ahead, _ = forward(x + STEP * direction, gamma.copy(), {})
    behind, _ = forward(x - STEP * direction, gamma.copy(), {})
    want = np.sum(dout * (ahead - behind)) / (2 * STEP)
    _, cache = forward(x.copy(), gamma, {})
    dx, _ = student.normalization.rmsnorm_backward(dout, cache)
    assert_close(np.sum(dx * direction), want, rtol=1e-6, atol=1e-7)  # rounding: 1e-15 / STEP
    assert_close((dx * x).sum(axis=1), np.zeros(4), atol=1e-3)  # eps leaves about 1e-4
    assert np.all(np.abs(dx).max(axis=1) > 1e-9), "dx has a row of zeros"


@contract
def test_forward_leaves_rms_param_as_it_came(student, rng):
    """rmsnorm_forward: rms_param is left as it came."""
    rms_param = {"eps": 1e-4}
    student.normalization.rmsnorm_forward(*problem(rng), rms_param)
    assert rms_param == {"eps": 1e-4}


@contract
def test_backward_gradients_have_the_shapes_of_their_inputs(student, rng):
    """rmsnorm_backward: dx (N, D), dgamma (D,)."""
    _, cache = student.normalization.rmsnorm_forward(*problem(rng, 3, 5), {})
    dx, dgamma = student.normalization.rmsnorm_backward(rng.normal(size=(3, 5)), cache)
    assert (dx.shape, dgamma.shape) == ((3, 5), (5,))
