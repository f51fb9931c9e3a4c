import numpy as np

from given.testing import assert_close


def test_equal_numbers_are_their_mean(student):
    """Equal numbers are their mean."""
    assert_close(student.sums.average(np.full(3, 7.0)), 7.0)
