import numpy as np

from given.testing import assert_close, contract


def test_two_numbers_are_added(student):
    """Two numbers are added."""
    assert_close(student.sums.total(np.array([1.5, 2.0])), 3.5)


@contract
def test_the_numbers_stay(student):
    """The numbers stay as they are."""
    values = np.array([2.0, 5.0])
    student.sums.total(values)
    assert_close(values, np.array([2.0, 5.0]))
