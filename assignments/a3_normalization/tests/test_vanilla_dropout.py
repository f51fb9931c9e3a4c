"""Public tests of the exercise `vanilla_dropout`: its forward and backward function.

Chance cannot fail a right answer: a count that is promised on average may be off by seven standard
deviations, which happens once in 10 ** 11 runs.
"""

import math

import numpy as np

from given.testing import assert_close, contract


def training(p, **more):
    """A fresh dropout_param of mode "train"."""
    return {"mode": "train", "p": p, **more}


def test_forward_an_element_stays_or_is_dropped(student, rng):
    """forward: in training an element stays x or becomes 0; the share p stays."""
    x = rng.uniform(1.0, 2.0, size=(100, 100)) * rng.choice([-1.0, 1.0], size=(100, 100))
    out, _ = student.dropout.vanilla_dropout_forward(x.copy(), training(0.7))
    kept = np.asarray(out) != 0
    assert_close(kept.mean(), 0.7, rtol=0.0, atol=7 * math.sqrt(0.7 * 0.3) / 100)
    assert_close(out, np.where(kept, x, 0.0))


def test_forward_tests_see_the_expected_value(student, rng):
    """forward: in mode "test" every element is multiplied by p; that is not so in training."""
    x = rng.uniform(1.0, 2.0, size=(8, 30))
    want = 0.4 * x
    trained, _ = student.dropout.vanilla_dropout_forward(x.copy(), training(0.4))
    tested, _ = student.dropout.vanilla_dropout_forward(x.copy(), {"mode": "test", "p": 0.4})
    assert np.any(np.asarray(trained) == 0), "nothing is dropped in training"
    assert_close(tested, want)


def test_forward_seeds(student):
    """forward: the same seed keeps the same elements; another, or none, keeps others."""
    forward = student.dropout.vanilla_dropout_forward
    kept = [
        np.asarray(forward(np.ones((20, 30)), training(0.5, **more))[0]) != 0
        for more in ({"seed": 5}, {"seed": 6}, {"seed": 5}, {})
    ]
    assert np.array_equal(kept[0], kept[2]), "seed 5 kept other elements the second time"
    assert np.any(kept[0] != kept[1]), "seeds 5 and 6 kept the same elements"
    assert np.any(kept[0] != kept[3]), "without a seed it kept the elements of seed 5"


@contract
def test_forward_keeps_shape_and_dtype(student):
    """forward: out has x's shape, of any number of axes, and x's dtype, in both modes."""
    for shape in ((9,), (2, 3, 4, 5)):
        for dtype in (np.float32, np.float64):
            for mode in ("train", "test"):
                x = np.ones(shape, dtype=dtype)
                out, _ = student.dropout.vanilla_dropout_forward(x, {"mode": mode, "p": 0.5})
                assert (out.shape, out.dtype) == (shape, dtype)


def test_backward_in_both_modes(student, rng):
    """backward: dx is dout where x was kept, 0 where it was dropped; in tests it is p * dout."""
    x, dout = rng.uniform(1.0, 2.0, size=(9, 40)), rng.normal(size=(9, 40))
    out, cache = student.dropout.vanilla_dropout_forward(x.copy(), training(0.6))
    want = np.where(np.asarray(out) != 0, dout, 0.0)
    assert 0 < np.mean(want != 0) < 1, "in training it keeps or drops everything"
    assert_close(student.dropout.vanilla_dropout_backward(dout.copy(), cache), want)
    _, cache = student.dropout.vanilla_dropout_forward(x.copy(), {"mode": "test", "p": 0.6})
    assert_close(student.dropout.vanilla_dropout_backward(dout.copy(), cache), 0.6 * dout)
