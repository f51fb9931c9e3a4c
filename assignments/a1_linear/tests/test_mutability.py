"""Public tests of the exercise `mutability`: what a function does to its arguments."""

import numpy as np

from given.testing import Mismatch, assert_close


def assert_same(got, want):
    """Passes if both are equal; shows both otherwise."""
    if got != want:
        raise Mismatch(str(want), str(got)[:200])


def test_scaled_copy_leaves_its_argument(student):
    """scaled_copy: the same x, scaled twice, gives 2 x and then 3 x."""
    x = np.array([[1.0, -2.0, 0.5], [4.0, 0.0, 8.0]])
    double, triple = x + x, x + x + x
    assert_close(student.warmup.scaled_copy(x, 2), double)
    assert_close(student.warmup.scaled_copy(x, 3), triple)


def test_scale_in_place_changes_the_array_itself(student):
    """scale_in_place: x is scaled afterwards, and nothing is returned."""
    x = np.array([[1.0, -2.0, 0.5], [4.0, 0.0, 8.0]])
    want = np.array([[-1.5, 3.0, -0.75], [-6.0, 0.0, -12.0]])
    answer = student.warmup.scale_in_place(x, -1.5)
    assert_close(x, want)
    assert_same(answer, None)


def test_appended_puts_the_item_last(student):
    """appended: a list of the items and item; the list that was passed is left as it came."""
    items = [5, 3]
    assert_same(student.warmup.appended(9, items), [5, 3, 9])
    assert_same(student.warmup.appended(7, items), [5, 3, 7])
    assert_same(items, [5, 3])


def test_appended_starts_anew_at_every_call(student):
    """appended: without a list every call gives a list of one item."""
    assert_same(student.warmup.appended("a"), ["a"])
    assert_same(student.warmup.appended("b"), ["b"])
