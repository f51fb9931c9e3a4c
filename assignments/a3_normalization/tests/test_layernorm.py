"""Public tests of the exercise `layernorm`: layernorm_forward and layernorm_backward."""

import numpy as np

from given.testing import assert_close, contract

STEP = 1e-5  # of the central differences


def problem(rng, rows=4, features=6):
    """x, gamma and beta, none of them constant; rows of six features have deviations of 1 to 2."""
    waves = np.sin(np.outer(np.arange(1.0, rows + 1), np.arange(features) + 1.5))
    x = 2.0 * waves + rng.uniform(-0.3, 0.3, size=(rows, features)) + np.arange(rows)[:, None]
    return x, rng.uniform(0.5, 2.0, size=features), rng.normal(size=features)


def test_forward_rows_of_two_features_become_plus_and_minus_one(student):
    """layernorm_forward: rows of two features, worked by hand."""
    x = np.array([[5.0, 1.0], [-3.0, 40.0], [0.5, 9.5]])
    half = np.array([2.0, -21.5, -4.5])  # of the differences; their squares are the variances
    want = half / np.sqrt(half**2 + 1e-5)
    out, _ = student.normalization.layernorm_forward(x, np.ones(2), np.zeros(2), {})
    assert_close(out, np.stack([want, -want], axis=1))


def test_forward_every_row_gets_mean_0_and_variance_1(student, rng):
    """layernorm_forward: with gamma 1 and beta 0, rows have mean 0 and variance 1 (less by eps)."""
    x, _, _ = problem(rng)
    variance = x.var(axis=1)
    out, _ = student.normalization.layernorm_forward(x, np.ones(6), np.zeros(6), {})
    assert out.shape == (4, 6)
    assert_close(out.mean(axis=1), np.zeros(4))
    assert_close(out.var(axis=1), variance / (variance + 1e-5))


def test_forward_gamma_and_beta_belong_to_the_features(student, rng):
    """layernorm_forward: feature j is scaled by gamma[j] and shifted by beta[j], in every row."""
    x, gamma, beta = problem(rng)
    plain, _ = student.normalization.layernorm_forward(x.copy(), np.ones(6), np.zeros(6), {})
    want = np.array(plain) * gamma + beta
    assert np.any(want != beta), "with gamma 1 and beta 0, all is 0"
    out, _ = student.normalization.layernorm_forward(x.copy(), gamma, beta, {})
    assert_close(out, want)


def test_forward_eps_stands_inside_the_root(student):
    """layernorm_forward: a row of small numbers is divided by sqrt(var + eps), eps as given."""
    x = np.array([[0.003, -0.003], [0.006, -0.006]])  # variances 9e-6 and 36e-6
    want = np.array([[0.6, -0.6], [0.006 / np.sqrt(52e-6), -0.006 / np.sqrt(52e-6)]])
    out, _ = student.normalization.layernorm_forward(x, np.ones(2), np.zeros(2), {"eps": 16e-6})
    assert_close(out, want)


def test_forward_a_row_ten_times_as_large_comes_out_the_same(student, rng):
    """layernorm_forward: a row times 10 comes out the same, but for the tiny part of eps."""
    x, gamma, beta = problem(rng)
    want, _ = student.normalization.layernorm_forward(x.copy(), gamma.copy(), beta.copy(), {})
    assert np.all(np.std((want - beta) / gamma, axis=1) > 0.9), "rows have no variance of 1"
    out, _ = student.normalization.layernorm_forward(10 * x, gamma, beta, {})
    assert_close(out, want, rtol=0.0, atol=1e-4)  # eps changes a row by 5e-6 of itself


def test_forward_a_row_does_not_depend_on_the_others(student, rng):
    """layernorm_forward: each row comes out as if it were alone; a `mode` changes nothing."""
    x, _, _ = problem(rng, rows=3, features=5)
    forward, ones, zeros = student.normalization.layernorm_forward, np.ones(5), np.zeros(5)
    alone = [forward(row[None].copy(), ones.copy(), zeros.copy(), {})[0] for row in x]
    want = np.concatenate(alone)
    assert_close(want.mean(axis=1), np.zeros(3))
    assert want.std() > 0.1, "every entry is the same"
    out, _ = forward(x, ones, zeros, {"mode": "test"})
    assert_close(out, want)


@contract
def test_forward_leaves_ln_param_as_it_came(student, rng):
    """layernorm_forward: ln_param is left as it came."""
    ln_param = {"mode": "train"}
    student.normalization.layernorm_forward(*problem(rng), ln_param)
    assert ln_param == {"mode": "train"}


def test_backward_dbeta_and_dgamma_are_sums_over_the_rows(student, rng):
    """layernorm_backward: dbeta sums dout over the rows, dgamma sums dout times normalised x."""
    signs = np.array([[1.0, -1.0], [-1.0, 1.0], [1.0, -1.0]])  # what is left of two features
    dout = rng.normal(size=(3, 2))
    dgamma_wanted, dbeta_wanted = np.einsum("ij,ij->j", dout, signs), dout.T @ np.ones(3)
    x, gamma, beta = 1e4 * signs + 7.0, np.array([0.5, 2.0]), np.array([3.0, -1.0])
    _, cache = student.normalization.layernorm_forward(x, gamma, beta, {})
    _, dgamma, dbeta = student.normalization.layernorm_backward(dout, cache)
    assert_close(dgamma, dgamma_wanted)
    assert_close(dbeta, dbeta_wanted)


def slope_along(forward, at, direction, dout):
    """Central difference of sum(dout * out) along a direction: two calls of the forward."""
    ahead, _ = forward(*(v + STEP * d for v, d in zip(at, direction, strict=True)), {})
    behind, _ = forward(*(v - STEP * d for v, d in zip(at, direction, strict=True)), {})
    return np.sum(dout * (ahead - behind)) / (2 * STEP)


def test_backward_dx_is_the_slope_of_the_forward_pass(student, rng):
    """layernorm_backward: dx is the slope of the forward pass; to move a whole row is no change."""
    at = problem(rng)
    dout, direction = rng.normal(size=(4, 6)), rng.uniform(-1, 1, size=(4, 6))
    forward = student.normalization.layernorm_forward
    want = slope_along(forward, at, (direction, np.zeros(6), np.zeros(6)), dout)
    assert want != 0, "the forward pass does not change when x does"
    _, cache = forward(*(v.copy() for v in at), {})
    dx, _, _ = student.normalization.layernorm_backward(dout, cache)
    assert_close(dx.sum(axis=1), np.zeros(4))  # nothing changes when a row is moved
    assert_close(np.sum(dx * direction), want, rtol=1e-6, atol=1e-7)  # rounding: 1e-15 / STEP


def test_backward_dgamma_and_dbeta_are_slopes_of_the_forward_pass(student, rng):
    """layernorm_backward: dgamma and dbeta, too, are slopes of the forward pass."""
    at = problem(rng, rows=7, features=3)
    dout, by_gamma, by_beta = rng.normal(size=(7, 3)), rng.normal(size=3), rng.normal(size=3)
    forward = student.normalization.layernorm_forward
    want = slope_along(forward, at, (np.zeros((7, 3)), by_gamma, by_beta), dout)
    assert want != 0, "the forward pass does not change when gamma and beta do"
    _, cache = forward(*(v.copy() for v in at), {})
    _, dgamma, dbeta = student.normalization.layernorm_backward(dout, cache)
    assert_close(dgamma @ by_gamma + dbeta @ by_beta, want, rtol=1e-6, atol=1e-7)  # as above


@contract
def test_backward_gradients_have_the_shapes_of_their_inputs(student, rng):
    """layernorm_backward: dx (N, D), dgamma (D,), dbeta (D,)."""
    _, cache = student.normalization.layernorm_forward(*problem(rng, 3, 5), {})
    dx, dgamma, dbeta = student.normalization.layernorm_backward(rng.normal(size=(3, 5)), cache)
    assert (dx.shape, dgamma.shape, dbeta.shape) == ((3, 5), (5,), (5,))
