"""Hidden tests of the exercise `dropout`: other data, combinations and edge cases."""

import numpy as np

from given.testing import assert_close
from oracles.dropout import is_fair, neighbours_are_independent, thinned


def training(p, **more):
    """A fresh dropout_param of mode "train"."""
    return {"mode": "train", "p": p, **more}


def signed(rng, shape):
    """Numbers of both signs, none near 0."""
    return rng.uniform(0.5, 2.0, size=shape) * rng.choice([-1.0, 1.0], size=shape)


def test_forward_on_three_axes(student, rng):
    """dropout_forward: elements of both signs in an array of three axes."""
    x = signed(rng, (4, 6, 25))
    given = x.copy()
    out, _ = student.dropout.dropout_forward(given, training(0.8))
    kept = np.asarray(out) != 0
    assert 0 < kept.mean() < 1
    assert_close(out, thinned(x, kept, 1 / 0.8))


def test_forward_keeps_the_share_p(student):
    """dropout_forward: the share of kept elements is p, for small and large p."""
    for p in (0.1, 0.5, 0.95):
        out, _ = student.dropout.dropout_forward(np.ones((250, 200)), training(p))
        assert is_fair(np.asarray(out) != 0, p)


def test_forward_draws_each_element_independently(student):
    """dropout_forward: neighbours along any axis are kept together as often as chance has it."""
    for p in (0.3, 0.7):
        out, _ = student.dropout.dropout_forward(np.ones((40, 25, 40)), training(p))
        assert neighbours_are_independent(np.asarray(out) != 0, p)


def test_forward_p_of_one_keeps_everything(student, rng):
    """dropout_forward: p = 1 keeps every element as it is, a small p few."""
    x = signed(rng, (30, 40))
    out, _ = student.dropout.dropout_forward(x.copy(), training(1.0))
    few, _ = student.dropout.dropout_forward(x.copy(), training(0.05))
    assert is_fair(np.asarray(few) != 0, 0.05)
    assert_close(out, x)


def test_forward_in_mode_test_after_training(student, rng):
    """dropout_forward: in mode "test" neither p nor a seed matters, before and after training."""
    x = signed(rng, (3, 4, 50))
    before, _ = student.dropout.dropout_forward(x.copy(), {"mode": "test", "p": 0.2, "seed": 1})
    trained, _ = student.dropout.dropout_forward(x.copy(), training(0.2, seed=1))
    after, _ = student.dropout.dropout_forward(x.copy(), {"mode": "test", "p": 0.2})
    assert np.any(np.asarray(trained) == 0)
    assert_close(before, x)
    assert_close(after, x)


def test_forward_seeds(student, rng):
    """dropout_forward: a seed brings its elements back after other calls, for other numbers."""
    x, shape = signed(rng, (5, 8, 20)), (5, 8, 20)
    first, _ = student.dropout.dropout_forward(np.ones(shape), training(0.4, seed=31))
    for more in ({"seed": 32}, {}):
        other, _ = student.dropout.dropout_forward(np.ones(shape), training(0.4, **more))
        assert np.any((np.asarray(other) != 0) != (np.asarray(first) != 0))
    want = thinned(x, np.asarray(first) != 0, 1 / 0.4)
    again, _ = student.dropout.dropout_forward(x.copy(), training(0.4, seed=31))
    assert_close(again, want)


def test_forward_on_float32(student, rng):
    """dropout_forward: float32 stays float32, and its numbers are divided by p."""
    x = signed(rng, (7, 60)).astype(np.float32)
    given = x.copy()
    out, _ = student.dropout.dropout_forward(given, training(0.3))
    kept = np.asarray(out) != 0
    assert 0 < kept.mean() < 1
    assert out.dtype == np.float32
    assert_close(out, thinned(x, kept, 1 / 0.3))


def test_backward_on_random_numbers(student, rng):
    """dropout_backward: gradients of both signs, in an array of three axes."""
    x, dout = signed(rng, (6, 9, 10)), rng.normal(size=(6, 9, 10))
    given = dout.copy()
    out, cache = student.dropout.dropout_forward(x, training(0.35))
    kept = np.asarray(out) != 0
    assert 0 < kept.mean() < 1
    assert_close(student.dropout.dropout_backward(given, cache), thinned(dout, kept, 1 / 0.35))


def test_backward_of_an_earlier_forward_pass(student, rng):
    """dropout_backward: a later forward pass does not disturb the gradient of an earlier one."""
    x, dout = signed(rng, (10, 30)), rng.normal(size=(10, 30))
    out, cache = student.dropout.dropout_forward(x.copy(), training(0.6))
    kept = np.asarray(out) != 0
    student.dropout.dropout_forward(x.copy(), training(0.6))
    student.dropout.dropout_forward(x.copy(), {"mode": "test", "p": 0.6})
    assert 0 < kept.mean() < 1
    dx = student.dropout.dropout_backward(dout.copy(), cache)
    assert_close(dx, thinned(dout, kept, 1 / 0.6))


def test_backward_where_x_is_0(student, rng):
    """dropout_backward: of the elements that were 0 the share p was kept, too."""
    x, dout = signed(rng, (60, 50)), signed(rng, (60, 50))
    x[::2] = 0.0
    given = dout.copy()
    _, cache = student.dropout.dropout_forward(x, training(0.75))
    dx = student.dropout.dropout_backward(given, cache)
    kept = np.asarray(dx) != 0
    assert is_fair(kept[::2], 0.75)
    assert_close(dx, thinned(dout, kept, 1 / 0.75))


def test_backward_in_mode_test(student, rng):
    """dropout_backward: each cache brings its own mode along."""
    x, dout = signed(rng, (5, 6, 20)), rng.normal(size=(5, 6, 20))
    _, tested = student.dropout.dropout_forward(x.copy(), {"mode": "test", "p": 0.3})
    out, trained = student.dropout.dropout_forward(x.copy(), training(0.3))
    want = thinned(dout, np.asarray(out) != 0, 1 / 0.3)
    assert_close(student.dropout.dropout_backward(dout.copy(), trained), want)
    assert_close(student.dropout.dropout_backward(dout.copy(), tested), dout)
