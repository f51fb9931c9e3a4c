"""Hidden tests of the exercise `affine`: other shapes, and gradients by steps of the arguments."""

import numpy as np
import pytest

from given.testing import assert_close
from oracles import layers as oracle

SHAPES = [(5, 4), (3, 2, 5), (2, 3, 1, 2)]  # of x


def problem(rng, shape=(4, 3, 2), outputs=3):
    """Images of a shape, weights, biases and a gradient of the output."""
    features = int(np.prod(shape[1:]))
    return (
        rng.normal(size=shape),
        rng.normal(size=(features, outputs)),
        rng.normal(size=outputs),
        rng.normal(size=(shape[0], outputs)),
    )


def backward(student, x, w, b, dout):
    """dx, dw, db by the student's two functions."""
    _, cache = student.layers.affine_forward(x, w, b)
    return student.layers.affine_backward(dout, cache)


@pytest.mark.parametrize("shape", SHAPES, ids=["2_axes", "3_axes", "4_axes"])
def test_forward_of_random_images(student, rng, shape):
    """affine_forward: random images."""
    x, w, b, _ = problem(rng, shape, outputs=3)
    want = oracle.affine(x, w, b)
    out, _ = student.layers.affine_forward(x, w, b)
    assert_close(out, want)


@pytest.mark.parametrize("shape", SHAPES, ids=["2_axes", "3_axes", "4_axes"])
def test_dx_on_random_images(student, rng, shape):
    """affine_backward: dx on random data."""
    x, w, b, dout = problem(rng, shape, outputs=7)
    want, _, _ = oracle.affine_gradients(dout, x, w, b)
    dx, _, _ = backward(student, x, w, b, dout)
    assert_close(dx, want)


@pytest.mark.parametrize("shape", SHAPES, ids=["2_axes", "3_axes", "4_axes"])
def test_dw_on_random_images(student, rng, shape):
    """affine_backward: dw on random data."""
    x, w, b, dout = problem(rng, shape, outputs=3)
    _, want, _ = oracle.affine_gradients(dout, x, w, b)
    _, dw, _ = backward(student, x, w, b, dout)
    assert_close(dw, want)


def test_db_on_random_images(student, rng):
    """affine_backward: db on random data."""
    x, w, b, dout = problem(rng, (6, 2, 2), outputs=5)
    _, _, want = oracle.affine_gradients(dout, x, w, b)
    _, _, db = backward(student, x, w, b, dout)
    assert_close(db, want)


def test_layers_one_after_the_other_keep_their_caches(student, rng):
    """affine_backward: the cache of an earlier forward still serves after a later one."""
    early, late = problem(rng, (3, 4), outputs=2), problem(rng, (5, 2, 3), outputs=4)
    wanted = [oracle.affine_gradients(dout, *at) for *at, dout in (early, late)]
    _, early_cache = student.layers.affine_forward(*early[:3])
    _, late_cache = student.layers.affine_forward(*late[:3])
    late_gradients = student.layers.affine_backward(late[3], late_cache)
    early_gradients = student.layers.affine_backward(early[3], early_cache)
    for got, want in zip(
        (*early_gradients, *late_gradients), (*wanted[0], *wanted[1]), strict=True
    ):
        assert_close(got, want)


def test_one_image_is_a_batch(student, rng):
    """affine_forward, affine_backward: a batch of one image."""
    x, w, b, dout = problem(rng, (1, 2, 3), outputs=4)
    out_wanted, dw_wanted = oracle.affine(x, w, b), np.outer(x.ravel(), dout)
    out, cache = student.layers.affine_forward(x, w, b)
    _, dw, _ = student.layers.affine_backward(dout, cache)
    assert_close(out, out_wanted)
    assert_close(dw, dw_wanted)


def test_float32_in_any_memory_order(student, rng):
    """affine_forward, affine_backward: float32 images in Fortran order."""
    x, w, b, dout = (a.astype(np.float32) for a in problem(rng))
    out_wanted, wanted = oracle.affine(x, w, b), oracle.affine_gradients(dout, x, w, b)
    out, cache = student.layers.affine_forward(np.asfortranarray(x), np.asfortranarray(w), b)
    gradients = student.layers.affine_backward(dout, cache)
    assert_close(out, out_wanted, rtol=1e-4, atol=1e-5)  # float32 rounds at 6e-8, summed
    for got, want in zip(gradients, wanted, strict=True):
        assert_close(got, want, rtol=1e-4, atol=1e-5)
