"""Hidden tests of the exercise `mutability`: other data, combinations and edge cases."""

import numpy as np

from given.testing import assert_close


def test_scaled_copy_is_a_new_array(student, rng):
    """scaled_copy: an array of three axes; with the factor 1 the answer is still a new array."""
    x = rng.normal(size=(2, 4, 3))
    want, before = np.array([[[0.75 * v for v in row] for row in plane] for plane in x]), x.tolist()
    assert_close(student.warmup.scaled_copy(x, 0.75), want)
    copy = student.warmup.scaled_copy(x, 1)
    assert_close(copy, before)
    assert copy is not x


def test_scale_in_place_reaches_every_name_of_the_array(student, rng):
    """scale_in_place: a column of a table is scaled in the table, too."""
    table = rng.normal(size=(5, 3))
    want = np.array([[row[0], row[1] * 4, row[2]] for row in table])
    answer = student.warmup.scale_in_place(table[:, 1], 4.0)
    assert_close(table, want)
    assert answer is None


def test_appended_keeps_items_of_any_kind_whole(student):
    """appended: a list as the item stays one item; an empty list that was passed stays empty."""
    items = []
    assert student.warmup.appended([1, 2], items) == [[1, 2]]
    assert student.warmup.appended("xyz", ["uv"]) == ["uv", "xyz"]
    assert student.warmup.appended(None, [1, 2]) == [1, 2, None]
    assert items == []
