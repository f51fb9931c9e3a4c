"""Hidden tests of the exercise `vanilla_dropout`: other data, combinations and edge cases."""

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
    """forward: elements of both signs, in an array of three axes, stay or become 0."""
    x = signed(rng, (4, 6, 25))
    out, _ = student.dropout.vanilla_dropout_forward(x.copy(), training(0.35))
    kept = np.asarray(out) != 0
    assert 0 < kept.mean() < 1
    assert_close(out, thinned(x, kept, 1.0))


def test_forward_keeps_the_share_p(student):
    """forward: the share of kept elements is p, and they are drawn independently."""
    for p in (0.2, 0.9):
        out, _ = student.dropout.vanilla_dropout_forward(np.ones((40, 30, 40)), training(p))
        kept = np.asarray(out) != 0
        assert is_fair(kept, p)
        assert neighbours_are_independent(kept, p)


def test_forward_in_mode_test(student, rng):
    """forward: in mode "test" all is multiplied by p, in float32, too, with a seed or without."""
    x = signed(rng, (3, 4, 50)).astype(np.float32)
    trained, _ = student.dropout.vanilla_dropout_forward(x.copy(), training(0.2))
    assert np.any(np.asarray(trained) == 0)
    for more in ({}, {"seed": 2}):
        param = {"mode": "test", "p": 0.2, **more}
        out, _ = student.dropout.vanilla_dropout_forward(x.copy(), param)
        assert out.dtype == np.float32
        assert_close(out, thinned(x, np.ones(x.shape, bool), 0.2))


def test_forward_seeds(student, rng):
    """forward: a seed brings its elements back after other calls, for other numbers."""
    forward = student.dropout.vanilla_dropout_forward
    x, shape = signed(rng, (6, 7, 20)), (6, 7, 20)
    first, _ = forward(np.ones(shape), training(0.4, seed=11))
    want = thinned(x, np.asarray(first) != 0, 1.0)
    for more in ({"seed": 12}, {}):
        other, _ = forward(np.ones(shape), training(0.4, **more))
        assert np.any((np.asarray(other) != 0) != (np.asarray(first) != 0))
    again, _ = forward(x.copy(), training(0.4, seed=11))
    assert_close(again, want)


def test_backward_after_training(student, rng):
    """backward: through the kept elements of its own forward pass, x of 0 among them."""
    x, dout = signed(rng, (60, 50)), signed(rng, (60, 50))
    x[::2] = 0.0
    out, cache = student.dropout.vanilla_dropout_forward(x.copy(), training(0.7))
    student.dropout.vanilla_dropout_forward(x.copy(), training(0.7))
    kept = np.asarray(out) != 0
    dx = student.dropout.vanilla_dropout_backward(dout.copy(), cache)
    kept[::2] = np.asarray(dx)[::2] != 0
    assert is_fair(kept, 0.7)
    assert_close(dx, thinned(dout, kept, 1.0))


def test_backward_in_mode_test(student, rng):
    """backward: in mode "test" the gradient is multiplied by p."""
    x, dout = signed(rng, (5, 6, 4)), rng.normal(size=(5, 6, 4))
    _, cache = student.dropout.vanilla_dropout_forward(x, {"mode": "test", "p": 0.3})
    want = thinned(dout, np.ones(x.shape, bool), 0.3)
    assert_close(student.dropout.vanilla_dropout_backward(dout.copy(), cache), want)
