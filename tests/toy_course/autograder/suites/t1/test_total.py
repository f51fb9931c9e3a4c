import numpy as np
import pytest

from given.testing import assert_close, contract
from oracles.sums import total


@pytest.mark.parametrize("count", [1, 6])
def test_random_numbers_are_added(student, rng, count):
    """Random numbers are added."""
    values = rng.normal(size=count)
    want = total(values)
    assert_close(student.sums.total(values), want, atol=1e-12)


@contract  # a lazy 0 is right here
def test_nothing_adds_to_zero(student):
    """No numbers add to 0."""
    assert_close(student.sums.total(np.zeros(0)), 0.0)
