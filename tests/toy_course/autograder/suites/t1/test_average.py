from given.testing import assert_close
from oracles.sums import total


def test_random_numbers_have_their_mean(student, rng):
    """Random numbers have their mean."""
    values = rng.normal(size=5)
    want = total(values) / 5
    assert_close(student.sums.average(values), want, atol=1e-12)
