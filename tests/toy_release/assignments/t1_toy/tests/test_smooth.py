import numpy as np


def test_equal_numbers_stay(student):
    """Equal numbers stay."""
    assert np.allclose(student.filters.smooth(np.full(5, 2.0)), 2.0)
