"""Hidden tests of the exercise `rmsnorm`: other data, combinations and edge cases."""

from given.testing import assert_close
from oracles.layernorm import rmsnorm, rmsnorm_gradients


def problem(rng, rows, features, spread=1.0):
    """x and gamma, neither constant; spread is the size of the numbers in x, about."""
    x = (rng.normal(size=(rows, features)) + 0.5) * spread
    return x, rng.uniform(-2.0, 2.0, size=features)


def gradients_of(student, dout, x, gamma, rms_param):
    """What a backward pass gives after a forward pass of its own."""
    _, cache = student.normalization.rmsnorm_forward(x, gamma, rms_param)
    return student.normalization.rmsnorm_backward(dout, cache)


def test_forward_on_random_rows(student, rng):
    """rmsnorm_forward: more features than rows."""
    x, gamma = problem(rng, 4, 7)
    want = rmsnorm(x, gamma)
    out, _ = student.normalization.rmsnorm_forward(x, gamma, {})
    assert_close(out, want)


def test_forward_rows_of_small_numbers(student, rng):
    """rmsnorm_forward: rows whose mean square is near eps, which has its default value."""
    x, gamma = problem(rng, 8, 5, spread=0.003)
    want = rmsnorm(x, gamma)
    out, _ = student.normalization.rmsnorm_forward(x, gamma, {})
    assert_close(out, want)


def test_forward_another_eps(student, rng):
    """rmsnorm_forward: eps as large as the mean squares."""
    x, gamma = problem(rng, 3, 6)
    want = rmsnorm(x, gamma, eps=0.5)
    out, _ = student.normalization.rmsnorm_forward(x, gamma, {"eps": 0.5})
    assert_close(out, want)


def test_backward_on_random_rows(student, rng):
    """rmsnorm_backward: both gradients, more features than rows."""
    x, gamma = problem(rng, 4, 6)
    dout = rng.normal(size=(4, 6))
    dx_wanted, dgamma_wanted = rmsnorm_gradients(dout, x, gamma)
    dx, dgamma = gradients_of(student, dout, x, gamma, {})
    assert_close(dx, dx_wanted)
    assert_close(dgamma, dgamma_wanted)


def test_backward_on_more_rows_than_features(student, rng):
    """rmsnorm_backward: both gradients, more rows than features."""
    x, gamma = problem(rng, 9, 4)
    dout = rng.normal(size=(9, 4))
    dx_wanted, dgamma_wanted = rmsnorm_gradients(dout, x, gamma)
    dx, dgamma = gradients_of(student, dout, x, gamma, {})
    assert_close(dx, dx_wanted)
    assert_close(dgamma, dgamma_wanted)


def test_backward_on_rows_of_small_numbers(student, rng):
    """rmsnorm_backward: rows whose mean square is near eps, of either value."""
    x, gamma = problem(rng, 3, 5, spread=0.004)
    dout = rng.normal(size=(3, 5))
    for eps, rms_param in ((1e-5, {}), (4e-5, {"eps": 4e-5})):
        want, _ = rmsnorm_gradients(dout, x, gamma, eps)
        dx, _ = gradients_of(student, dout.copy(), x.copy(), gamma.copy(), rms_param)
        assert_close(dx, want)
