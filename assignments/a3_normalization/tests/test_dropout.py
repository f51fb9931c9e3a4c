"""Public tests of the exercise `dropout`: dropout_forward and dropout_backward.

Chance cannot fail a right answer: a count that is promised on average may be off by seven standard
deviations, which happens once in 10 ** 11 runs.
"""

import math

import numpy as np

from given.testing import assert_close, contract


def training(p, **more):
    """A fresh dropout_param of mode "train"."""
    return {"mode": "train", "p": p, **more}


def kept_by(student, shape, dropout_param):
    """Which elements a call keeps: those where 1 does not become 0."""
    out, _ = student.dropout.dropout_forward(np.ones(shape), dropout_param)
    return np.asarray(out) != 0


def test_forward_an_element_is_divided_by_p_or_dropped(student, rng):
    """dropout_forward: in training an element becomes x / p or 0, and both happen."""
    x = rng.uniform(1.0, 2.0, size=(30, 20)) * rng.choice([-1.0, 1.0], size=(30, 20))
    divided = x / 0.4
    out, _ = student.dropout.dropout_forward(x, training(0.4))
    kept = np.asarray(out) != 0
    assert kept.any(), "every element is 0"
    assert not kept.all(), "no element is 0"
    assert_close(out, np.where(kept, divided, 0.0))


def test_forward_keeps_the_share_p(student):
    """dropout_forward: of 40,000 elements the share p is kept, as exactly as chance has it."""
    for p in (0.3, 0.85):
        share = kept_by(student, (200, 200), training(p)).mean()
        assert_close(share, p, rtol=0.0, atol=7 * math.sqrt(p * (1 - p) / 40_000))


def test_forward_draws_for_each_element(student):
    """dropout_forward: no row and no column is kept or dropped as a whole (p = 0.5)."""
    kept = kept_by(student, (100, 120), training(0.5))
    for axis in (0, 1):
        shares = kept.mean(axis=axis)
        assert np.all((shares > 0) & (shares < 1)), f"lines along axis {axis} go together"


def test_forward_training_and_testing_agree_on_average(student):
    """dropout_forward: the mean of 40,000 equal elements is the same in both modes."""
    deviation = 3.0 * math.sqrt((1 - 0.6) / 0.6)  # of one element in training
    trained, _ = student.dropout.dropout_forward(np.full((200, 200), 3.0), training(0.6))
    tested, _ = student.dropout.dropout_forward(
        np.full((200, 200), 3.0), {"mode": "test", "p": 0.6}
    )
    assert np.std(trained) > 1, "nothing is dropped in training"
    assert_close(np.mean(trained), np.mean(tested), rtol=0.0, atol=7 * deviation / 200)
    assert_close(np.mean(tested), 3.0)


def test_forward_changes_nothing_in_mode_test(student, rng):
    """dropout_forward: in mode "test" x comes out as it went in, whatever was before."""
    x = rng.normal(size=(6, 50))
    trained, _ = student.dropout.dropout_forward(x.copy(), training(0.5))
    assert np.any(np.asarray(trained) == 0), "nothing is dropped in training"
    tested, _ = student.dropout.dropout_forward(x.copy(), {"mode": "test", "p": 0.5})
    assert_close(tested, x)


def test_forward_draws_again_in_every_call(student):
    """dropout_forward: without a seed, two calls keep different elements."""
    first = kept_by(student, (20, 30), training(0.5))
    second = kept_by(student, (20, 30), training(0.5))
    assert np.any(first != second), "two calls without a seed kept the same elements"


def test_forward_the_same_seed_keeps_the_same_elements(student, rng):
    """dropout_forward: the same seed and shape keep the same elements, another seed others."""
    first = kept_by(student, (20, 30), training(0.5, seed=7))
    other = kept_by(student, (20, 30), training(0.5, seed=8))
    x = rng.uniform(1.0, 2.0, size=(20, 30))
    out, _ = student.dropout.dropout_forward(x, training(0.5, seed=7))
    assert np.array_equal(np.asarray(out) != 0, first), "seed 7 kept other elements than before"
    assert np.any(first != other), "seeds 7 and 8 kept the same elements"


@contract
def test_forward_keeps_shape_and_dtype(student):
    """dropout_forward: out has x's shape, of any number of axes, and x's dtype, in both modes."""
    for shape in ((9,), (2, 3, 4, 5)):
        for dtype in (np.float32, np.float64):
            for mode in ("train", "test"):
                x = np.ones(shape, dtype=dtype)
                out, _ = student.dropout.dropout_forward(x, {"mode": mode, "p": 0.5})
                assert (out.shape, out.dtype) == (shape, dtype)


def test_backward_goes_back_through_the_kept_elements(student, rng):
    """dropout_backward: dx is dout / p where the forward call kept x, 0 where it did not."""
    dout = rng.normal(size=(12, 25))
    divided = dout / 0.7
    out, cache = student.dropout.dropout_forward(rng.uniform(1, 2, size=(12, 25)), training(0.7))
    kept = np.asarray(out) != 0
    assert kept.any(), "dropout_forward drops everything"
    assert not kept.all(), "dropout_forward drops nothing"
    dx = student.dropout.dropout_backward(dout, cache)
    assert_close(dx, np.where(kept, divided, 0.0))


def test_backward_elements_that_were_0_may_have_been_kept(student, rng):
    """dropout_backward: where x is 0 itself, some gradients are dout / p and some are 0."""
    dout = rng.uniform(1.0, 2.0, size=(20, 30))
    divided = dout / 0.5
    _, cache = student.dropout.dropout_forward(np.zeros((20, 30)), training(0.5))
    dx = student.dropout.dropout_backward(dout, cache)
    kept = np.asarray(dx) != 0
    assert kept.any(), "no gradient reaches an element that is 0"
    assert not kept.all(), "every element counts as kept"
    assert_close(dx, np.where(kept, divided, 0.0))


def test_backward_passes_everything_in_mode_test(student, rng):
    """dropout_backward: after a call in mode "test" dx is dout; after one in training it is not."""
    x, dout = rng.normal(size=(8, 40)), rng.normal(size=(8, 40))
    _, trained = student.dropout.dropout_forward(x.copy(), training(0.5))
    dropped = np.asarray(student.dropout.dropout_backward(dout.copy(), trained)) == 0
    assert dropped.any(), "nothing is dropped in training"
    _, tested = student.dropout.dropout_forward(x.copy(), {"mode": "test", "p": 0.5})
    dx = student.dropout.dropout_backward(dout.copy(), tested)
    assert_close(dx, dout)
