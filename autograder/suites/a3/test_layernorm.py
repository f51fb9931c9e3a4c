"""Hidden tests of the exercise `layernorm`: other data, combinations and edge cases."""

from given.testing import assert_close
from oracles.layernorm import layernorm, layernorm_gradients


def problem(rng, rows, features, spread=1.0):
    """x, gamma and beta, none of them constant; spread is the deviation of a row, about."""
    x = rng.normal(size=(rows, features)) * spread + rng.normal(size=(rows, 1))
    return x, rng.uniform(-2.0, 2.0, size=features), rng.normal(size=features)


def gradients_of(student, dout, x, gamma, beta, ln_param):
    """What a backward pass gives after a forward pass of its own."""
    _, cache = student.normalization.layernorm_forward(x, gamma, beta, ln_param)
    return student.normalization.layernorm_backward(dout, cache)


def test_forward_on_random_rows(student, rng):
    """layernorm_forward: more features than rows."""
    x, gamma, beta = problem(rng, 5, 8)
    want = layernorm(x, gamma, beta)
    out, _ = student.normalization.layernorm_forward(x, gamma, beta, {})
    assert_close(out, want)


def test_forward_on_more_rows_than_features(student, rng):
    """layernorm_forward: more rows than features, far from 0."""
    x, gamma, beta = problem(rng, 9, 3)
    x += 30.0
    want = layernorm(x, gamma, beta)
    out, _ = student.normalization.layernorm_forward(x, gamma, beta, {"mode": "train"})
    assert_close(out, want)


def test_forward_rows_of_small_spread(student, rng):
    """layernorm_forward: rows whose variance is near eps, which has its default value."""
    x, gamma, beta = problem(rng, 6, 4, spread=0.003)
    want = layernorm(x, gamma, beta)
    out, _ = student.normalization.layernorm_forward(x, gamma, beta, {})
    assert_close(out, want)


def test_forward_another_eps(student, rng):
    """layernorm_forward: eps as large as the variances."""
    x, gamma, beta = problem(rng, 3, 7)
    want = layernorm(x, gamma, beta, eps=0.5)
    out, _ = student.normalization.layernorm_forward(x, gamma, beta, {"eps": 0.5})
    assert_close(out, want)


def test_forward_a_row_of_equal_features_becomes_beta(student, rng):
    """layernorm_forward: equal features have no variance, and come out as beta, not as nan."""
    x, gamma, beta = problem(rng, 4, 5)
    x[2] = 0.75
    want = layernorm(x, gamma, beta)
    out, _ = student.normalization.layernorm_forward(x, gamma, beta, {})
    assert_close(out, want)


def test_forward_one_row_is_a_batch(student, rng):
    """layernorm_forward: a batch of one row."""
    x, gamma, beta = problem(rng, 1, 6)
    want = layernorm(x, gamma, beta)
    out, _ = student.normalization.layernorm_forward(x, gamma, beta, {})
    assert_close(out, want)


def test_backward_on_random_rows(student, rng):
    """layernorm_backward: all three gradients, more features than rows."""
    x, gamma, beta = problem(rng, 4, 7)
    dout = rng.normal(size=(4, 7))
    dx_wanted, dgamma_wanted, dbeta_wanted = layernorm_gradients(dout, x, gamma, beta)
    dx, dgamma, dbeta = gradients_of(student, dout, x, gamma, beta, {})
    assert_close(dx, dx_wanted)
    assert_close(dgamma, dgamma_wanted)
    assert_close(dbeta, dbeta_wanted)


def test_backward_dx_on_more_rows_than_features(student, rng):
    """layernorm_backward: dx, with more rows than features and an offset."""
    x, gamma, beta = problem(rng, 8, 5)
    x += 10.0
    dout = rng.normal(size=(8, 5))
    want, _, _ = layernorm_gradients(dout, x, gamma, beta)
    dx, _, _ = gradients_of(student, dout, x, gamma, beta, {"mode": "train"})
    assert_close(dx, want)


def test_backward_dgamma_on_more_rows_than_features(student, rng):
    """layernorm_backward: dgamma, with more rows than features."""
    x, gamma, beta = problem(rng, 6, 4)
    dout = rng.normal(size=(6, 4))
    _, want, _ = layernorm_gradients(dout, x, gamma, beta)
    _, dgamma, _ = gradients_of(student, dout, x, gamma, beta, {})
    assert_close(dgamma, want)


def test_backward_on_rows_of_small_spread(student, rng):
    """layernorm_backward: rows whose variance is near eps."""
    x, gamma, beta = problem(rng, 3, 6, spread=0.004)
    dout = rng.normal(size=(3, 6))
    dx_wanted, dgamma_wanted, _ = layernorm_gradients(dout, x, gamma, beta)
    dx, dgamma, _ = gradients_of(student, dout, x, gamma, beta, {})
    assert_close(dx, dx_wanted)
    assert_close(dgamma, dgamma_wanted)


def test_backward_with_another_eps(student, rng):
    """layernorm_backward: eps as large as the variances."""
    x, gamma, beta = problem(rng, 5, 4)
    dout = rng.normal(size=(5, 4))
    dx_wanted, dgamma_wanted, _ = layernorm_gradients(dout, x, gamma, beta, eps=0.7)
    dx, dgamma, _ = gradients_of(student, dout, x, gamma, beta, {"eps": 0.7})
    assert_close(dx, dx_wanted)
    assert_close(dgamma, dgamma_wanted)


def test_backward_of_an_earlier_forward_pass(student, rng):
    """layernorm_backward: a later forward pass does not disturb the gradients of an earlier one."""
    first, second = problem(rng, 3, 5), problem(rng, 3, 5)
    dout = rng.normal(size=(3, 5))
    want, _, _ = layernorm_gradients(dout, *first)
    _, cache = student.normalization.layernorm_forward(*first, {})
    student.normalization.layernorm_forward(*second, {})
    dx, _, _ = student.normalization.layernorm_backward(dout, cache)
    assert_close(dx, want)
